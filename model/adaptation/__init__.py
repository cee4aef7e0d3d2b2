"""Adaptation of a bundle to a region: embeddings of parcels, a classifier learned from some, what it changes."""
