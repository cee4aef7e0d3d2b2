"""Scores computed from tables of parcels: recalls, panoptic quality, calibration, bootstrap intervals."""
