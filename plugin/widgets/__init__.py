"""Widgets and helpers that several steps use."""
