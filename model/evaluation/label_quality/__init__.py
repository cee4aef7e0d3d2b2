"""Errors in reference labels: confident learning, and the sensitivity of scores to label noise."""
