"""Layers and extents of QGIS that several steps use."""
