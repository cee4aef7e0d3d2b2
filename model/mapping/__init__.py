"""Mapping of a scene: tiles, blended probability rasters, parcels and their attributes."""
