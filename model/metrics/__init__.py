"""Metrics of parcel maps: panoptic quality, scores from tables, calibration, bootstrap intervals."""
