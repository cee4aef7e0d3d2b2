"""Layers of the project as ground that a run leaves out."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsVectorLayer, QgsWkbTypes

from ...model import protocol
from ..text import tr
from .layer_sources import sources_of
from .vector_file import file_of


def holds_values(layer: QgsMapLayer | None) -> bool:
    """Return whether values can be chosen of a layer: of a raster, not of polygons."""
    return layer is not None and not isinstance(layer, QgsVectorLayer)


def exclusion_of(layer: QgsMapLayer, values: str = "") -> protocol.Exclusion:
    """Return the ground that a raster or polygon layer leaves out; ``values`` are whole numbers with commas between.

    Raises `protocol.InputError` where there is no file of what the layer shows, or the values make no sense.
    """
    if not isinstance(layer, QgsVectorLayer):
        source = sources_of([layer]).get(layer.id())
        if source is None:
            raise protocol.InputError(_unreadable(layer))
        return protocol.Exclusion(source.path, values=_parse_values(values))
    if values.strip():
        text = tr("“{}” holds polygons, which have no values. Leave the values to leave out empty.")
        raise protocol.InputError(text.format(layer.name()))
    if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        text = tr("“{}” holds no polygons. Choose a raster or a layer of polygons as the ground to leave out.")
        raise protocol.InputError(text.format(layer.name()))
    file = file_of(layer)
    if file is None:
        raise protocol.InputError(_unreadable(layer))
    return protocol.Exclusion(*file)


def _parse_values(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.replace(";", ",").split(",") if part.strip())
    except ValueError as error:
        message = tr("The values to leave out, “{}”, are no whole numbers. Write them as 10, 50, 80.")
        raise protocol.InputError(message.format(text)) from error


def _unreadable(layer: QgsMapLayer) -> str:
    text = tr(
        "The ground to leave out is read from a file, but “{}” is none, or it has a filter or unsaved edits. Save it "
        "as GeoTIFF or GeoPackage and choose that."
    )
    return text.format(layer.name())
