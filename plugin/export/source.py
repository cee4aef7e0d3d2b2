"""What is exported: a snapshot of a layer that any thread may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..child.process import ChildError

ROW_NUMBER = "fid"
"""GeoPackage's own row number: every file has its own, and new parcels have none yet."""


@dataclass(frozen=True)
class Parcels:
    """Features to export. ``columns`` are pairs of the index in a feature's attributes and the field."""

    columns: tuple[tuple[int, QgsField], ...]
    kind: QgsWkbTypes.Type
    crs: QgsCoordinateReferenceSystem
    count: int
    features: Callable[[], Iterable[QgsFeature]]
    context: QgsCoordinateTransformContext


@dataclass(frozen=True)
class Watch:
    """How the work is followed: ``progress`` takes a fraction, ``stopped`` says whether the analyst pressed Cancel."""

    stopped: Callable[[], bool]
    progress: Callable[[float], None]

    def each(self, parcels: Parcels, start: float = 0.0, end: float = 1.0) -> Iterable[QgsFeature]:
        """Yield every feature and tell how far that is between two fractions; stop where that is asked for."""
        step = max(parcels.count // 100, 1)
        for number, feature in enumerate(parcels.features()):
            if number % step == 0:
                if self.stopped():
                    raise ChildError("stopped")
                self.progress(min(start + (end - start) * number / max(parcels.count, 1), end))
            yield feature


def of_layer(layer: QgsVectorLayer, selected: bool) -> Parcels:
    """Take a snapshot of what a layer shows, edits that are not saved yet included. Called on the main thread."""
    source, request = QgsVectorLayerFeatureSource(layer), QgsFeatureRequest()
    if selected:
        request.setFilterFids(layer.selectedFeatureIds())
    return Parcels(
        columns_of(layer.fields()), layer.wkbType(), layer.crs(),
        layer.selectedFeatureCount() if selected else layer.featureCount(),
        lambda: source.getFeatures(request), QgsProject.instance().transformContext())


def columns_of(fields) -> tuple[tuple[int, QgsField], ...]:
    """Return the fields that hold something of the parcels, with their places."""
    return tuple((index, QgsField(field)) for index, field in enumerate(fields) if field.name() != ROW_NUMBER)


def plain(value):
    """Return a value with None for every kind of null."""
    return None if value is None or value == NULL else value
