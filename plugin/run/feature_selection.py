"""Areas that are found out where a run begins, off the main thread."""

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
from ..inputs.layer_sources import area_of
from ..text import tr

Where = Callable[[], Optional[protocol.Area]]
"""Returns the area to map on any thread, None for the whole scene; raises `protocol.InputError` where there is none."""


class SelectedFeatures:
    """The features of a layer that are selected at this moment."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self._source = QgsVectorLayerFeatureSource(layer)
        self._wanted = QgsFeatureRequest().setFilterFids(layer.selectedFeatureIds()).setNoAttributes()
        self._crs = QgsCoordinateReferenceSystem(layer.crs())

    def __call__(self) -> protocol.Area:
        """Return the area inside their outlines."""
        shapes = [feature.geometry() for feature in self._source.getFeatures(self._wanted) if feature.hasGeometry()]
        return outlined(QgsGeometry.collectGeometry(shapes), self._crs)


def outlined(polygons: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> protocol.Area:
    """Return the area inside polygons; raise `protocol.InputError` where they enclose nothing."""
    if polygons.isEmpty():
        raise protocol.InputError(tr("The selected features have no outline. Choose another area in step 3."))
    around = area_of(polygons.boundingBox(), crs)
    return protocol.Area(around.bounds, around.crs, polygons.asJson())
