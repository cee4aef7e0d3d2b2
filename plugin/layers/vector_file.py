"""The file behind a vector layer, for processes that open it themselves."""

from __future__ import annotations

from qgis.core import QgsProviderRegistry, QgsVectorLayer


def file_of(layer: QgsVectorLayer) -> tuple[str, str] | None:
    """Return the path and the layer name that GDAL opens; None where no file shows what the layer does.

    That is a layer of another provider, one with a filter and one with unsaved edits.
    """
    if layer.providerType() != "ogr" or layer.subsetString() or layer.isModified():
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = layer.source().partition("|")[0] if parts.get("vsiPrefix") else parts.get("path")
    return path or layer.source(), parts.get("layerName") or ""
