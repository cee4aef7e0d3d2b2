"""Export of parcels to formats that not every QGIS can write."""
