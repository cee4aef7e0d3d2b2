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
    QgsFieldConstraints,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..child.process import ChildError
from ..parcels.crop_counts import sure_count
from ..text import tr

ROW_NUMBER = "fid"
"""GeoPackage's own row number, where the file itself gives it: every file has its own, and new parcels have none yet.
A column that only has this name is one as any other."""


@dataclass(frozen=True)
class Parcels:
    """Features to export. ``columns`` are pairs of the index in a feature's attributes and the field.

    Where fewer than ``least`` can be read, something is wrong with the file; ``count`` may be an estimate.
    """

    columns: tuple[tuple[int, QgsField], ...]
    kind: QgsWkbTypes.Type
    crs: QgsCoordinateReferenceSystem
    count: int
    features: Callable[[], Iterable[QgsFeature]]
    context: QgsCoordinateTransformContext
    least: int = 0


@dataclass(frozen=True)
class Watch:
    """How the work is followed: ``progress`` takes a fraction, ``stopped`` says whether the analyst pressed Cancel."""

    stopped: Callable[[], bool]
    progress: Callable[[float], None]

    def each(self, parcels: Parcels, start: float = 0.0, end: float = 1.0) -> Iterable[QgsFeature]:
        """Yield every feature and tell how far that is between two fractions; stop where that is asked for.

        Raises `ChildError` where reading breaks off, as it does without a word while the file is being written to.
        """
        step, seen = max(parcels.count // 100, 1), 0
        for feature in parcels.features():
            if seen % step == 0:
                if self.stopped():
                    raise ChildError("stopped")
                self.progress(min(start + (end - start) * seen / max(parcels.count, 1), end))
            yield feature
            seen += 1
        if seen < parcels.least:
            raise ChildError(
                tr(
                    "Only {} of {} parcels could be read, so nothing was written. The layer's file may be "
                    "in use just now; try again."
                ).format(seen, parcels.count)
            )


def of_layer(layer: QgsVectorLayer, selected: bool) -> Parcels:
    """Take a snapshot of what a layer shows, edits that are not saved yet included. Called on the main thread."""
    source, request = QgsVectorLayerFeatureSource(layer), QgsFeatureRequest()
    if selected:
        request.setFilterFids(layer.selectedFeatureIds())
    least = layer.selectedFeatureCount() if selected else sure_count(layer)
    return Parcels(
        columns_of(layer.fields()),
        layer.wkbType(),
        layer.crs(),
        least or layer.featureCount(),
        lambda: source.getFeatures(request),
        QgsProject.instance().transformContext(),
        least,
    )


def columns_of(fields) -> tuple[tuple[int, QgsField], ...]:
    """Return the fields that hold something of the parcels, with their places."""
    return tuple((index, QgsField(field)) for index, field in enumerate(fields) if not _is_row_number(field))


def _is_row_number(field: QgsField) -> bool:
    unique = field.constraints().constraintOrigin(QgsFieldConstraints.Constraint.ConstraintUnique)
    return (
        field.name() == ROW_NUMBER
        and field.isNumeric()
        and unique == QgsFieldConstraints.ConstraintOrigin.ConstraintOriginProvider
    )


def plain(value):
    """Return a value with None for every kind of null."""
    return None if value is None or value == NULL else value
