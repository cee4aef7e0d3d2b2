"""The file behind a vector layer: for processes that open it themselves, and how QGIS reads it."""

from __future__ import annotations

from qgis.core import QgsProviderRegistry, QgsVectorLayer

from ...model import protocol
from ..text import tr


def file_of(layer: QgsVectorLayer) -> tuple[str, str] | None:
    """Return the path and the layer name that GDAL opens; None where no file shows what the layer does.

    That is a layer of another provider, one with a filter and one with unsaved edits.
    """
    if layer.providerType() != "ogr" or layer.subsetString() or layer.isModified():
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = layer.source().partition("|")[0] if parts.get("vsiPrefix") else parts.get("path")
    return path or layer.source(), parts.get("layerName") or ""


def result_file(layer: QgsVectorLayer) -> str:
    """Return the GeoPackage of a result; raise `protocol.InputError` where it does not show what the layer does."""
    file = file_of(layer)
    if file is None:
        text = tr("“{}” has unsaved edits or a filter. Save the edits and remove the filter, then repeat.")
        raise protocol.InputError(text.format(layer.name()))
    return file[0]


def min_feature_count(layer: QgsVectorLayer) -> int:
    """Return the minimum number of features that reading a layer yields; 0 for databases, which only estimate it."""
    return layer.featureCount() if layer.providerType() == "ogr" else 0


def reopen_file(layer: QgsVectorLayer) -> None:
    """Make QGIS close its connections to the file of a layer. Unsaved edits stay.

    A connection that was opened while the file was written to reads no features afterwards either, and QGIS keeps it
    for the next reader.
    """
    if layer.providerType() == "ogr":
        layer.dataProvider().reloadData()
