"""From the layers of a project to what the child can read: files with a name and, where known, a date."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt

from ..model import job

PREVIEW = "doab/preview"
"""The custom property of a layer that only shows a date for a while and is no input."""


def sources_of(layers: Iterable[QgsMapLayer]) -> dict[str, job.Source]:
    """Return the raster files behind ``layers`` by layer id, in their order; other layers are passed over."""
    found = {}
    for layer in layers:
        if (isinstance(layer, QgsRasterLayer) and layer.isValid() and layer.providerType() == "gdal"
                and not layer.customProperty(PREVIEW)):
            found[layer.id()] = job.Source(path=_path(layer), name=layer.name(), date=date_hint(layer))
    return found


def _path(layer: QgsRasterLayer) -> str:
    """Return what GDAL opens: the plain path, or the whole source for subdatasets and files inside archives."""
    parts = QgsProviderRegistry.instance().decodeUri("gdal", layer.source())
    plain = not parts.get("vsiPrefix") and not parts.get("layerName")
    return parts.get("path") or layer.source() if plain else layer.source()


def date_hint(layer: QgsRasterLayer) -> str:
    """Return the ISO date (UTC) in the middle of the layer's fixed temporal range, empty where none is switched on.

    A time without a zone counts as written: shifting it could move an acquisition to the day before.
    """
    temporal = layer.temporalProperties()
    if not temporal.isActive() or temporal.mode() != Qgis.RasterTemporalMode.FixedTemporalRange:
        return ""
    span = temporal.fixedTemporalRange()
    begin, end = span.begin(), span.end()
    if not begin.isValid() or not end.isValid():
        return ""
    middle = begin.addSecs(begin.secsTo(end) // 2)
    if middle.timeSpec() != Qt.TimeSpec.LocalTime:
        middle = middle.toUTC()
    return middle.date().toString(Qt.DateFormat.ISODate)


def area_of(extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> job.Area:
    """Return a rectangle of the map as a `job.Area`; raise `job.InputError` where it has no extent or no CRS."""
    if extent.isEmpty() or not extent.isFinite() or not crs.isValid():
        raise job.InputError("The chosen area is empty or has no coordinate system. Choose another area in step 3.")
    name = crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt(
        QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
    return job.Area((extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()), name)
