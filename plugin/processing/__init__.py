"""The algorithms of the QGIS Processing toolbox."""
