"""Simulation of labelled scenes for training."""
