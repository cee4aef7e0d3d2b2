"""The area inside selected features, computed where a run begins, off the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ...model import protocol
from ..layers.extent import area_of
from ..text import tr

AreaGetter = Callable[[], Optional[protocol.Area]]
"""Returns the area to map on any thread, None for the whole scene; raises `protocol.InputError` where it is invalid."""


class SelectedFeatures:
    """An `AreaGetter` for the features of a layer that are selected when it is made, on the main thread."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self._source = QgsVectorLayerFeatureSource(layer)
        self._request = QgsFeatureRequest().setFilterFids(layer.selectedFeatureIds()).setNoAttributes()
        self._crs = QgsCoordinateReferenceSystem(layer.crs())

    def __call__(self) -> protocol.Area:
        """Return the area inside the polygons of the features."""
        polygons = [feature.geometry() for feature in self._source.getFeatures(self._request) if feature.hasGeometry()]
        return polygon_area(QgsGeometry.collectGeometry(polygons), self._crs)


def polygon_area(polygons: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> protocol.Area:
    """Return the area inside polygons; raise `protocol.InputError` where they enclose nothing."""
    if polygons.isEmpty():
        raise protocol.InputError(tr("The polygons to map within have no outline. Choose others, or another area."))
    rectangle = area_of(polygons.boundingBox(), crs)
    return protocol.Area(rectangle.bounds, rectangle.crs, polygons.asJson())
