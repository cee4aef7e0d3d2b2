"""Matching of mapped with reference parcels on label rasters."""
