"""Evaluation of parcel maps: metrics, matching with a reference, cases, label quality, a baseline, reports, probing."""
