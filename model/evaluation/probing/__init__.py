"""Probing of frozen encoders: how much crop information their tokens hold."""
