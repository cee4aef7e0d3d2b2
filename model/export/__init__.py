"""Parcels in formats that QGIS cannot be relied on to write."""
