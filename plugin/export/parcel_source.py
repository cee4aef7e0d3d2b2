"""The features to export: a snapshot of a layer for any thread, and the feedback while they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFieldConstraints,
    QgsFields,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..child.process import ChildError
from ..layers.vector_file import min_feature_count
from ..parcels.crop_names import with_crop_names
from ..text import tr

FID_COLUMN = "fid"
"""The feature id column of a GeoPackage, where the provider makes it unique: each file has its own feature ids.
Any other column of this name is exported."""


@dataclass(frozen=True)
class ParcelSource:
    """Features to export. ``columns`` are pairs of the index in a feature's attributes and the field.

    ``count`` may be an estimate; fewer features than ``min_count`` are a read error. ``path`` is the file that they are
    in, empty where there is none.
    """

    columns: tuple[tuple[int, QgsField], ...]
    geometry_type: QgsWkbTypes.Type
    crs: QgsCoordinateReferenceSystem
    count: int
    features: Callable[[], Iterable[QgsFeature]]
    context: QgsCoordinateTransformContext
    min_count: int = 0
    path: str = ""


@dataclass(frozen=True)
class ExportFeedback:
    """Cancellation and progress (a fraction) of an export."""

    is_canceled: Callable[[], bool]
    set_progress: Callable[[float], None]

    def features(self, parcels: ParcelSource, start: float = 0.0, end: float = 1.0) -> Iterable[QgsFeature]:
        """Yield every feature and set the progress between two fractions.

        Raises `ChildError` where it is cancelled, or where fewer features than ``min_count`` could be read: the
        provider gives no error while the file is being written to.
        """
        step, read = max(parcels.count // 100, 1), 0
        for feature in parcels.features():
            if read % step == 0:
                if self.is_canceled():
                    raise ChildError("stopped")
                self.set_progress(min(start + (end - start) * read / max(parcels.count, 1), end))
            yield feature
            read += 1
        if read < parcels.min_count:
            raise ChildError(
                tr(
                    "Only {} of {} parcels could be read, so nothing was written. The layer's file may be "
                    "in use just now; try again."
                ).format(read, parcels.count)
            )


def layer_source(layer: QgsVectorLayer, selected: bool) -> ParcelSource:
    """Return a snapshot of a layer, unsaved edits included, with crops in the user's language.

    Call it on the main thread.
    """
    source, request, fields = QgsVectorLayerFeatureSource(layer), QgsFeatureRequest(), layer.fields()
    if selected:
        request.setFilterFids(layer.selectedFeatureIds())
    min_count = layer.selectedFeatureCount() if selected else min_feature_count(layer)
    return ParcelSource(
        export_columns(fields),
        layer.wkbType(),
        layer.crs(),
        min_count or layer.featureCount(),
        lambda: with_crop_names(source.getFeatures(request), fields),
        QgsProject.instance().transformContext(),
        min_count,
        file_of(layer),
    )


def file_of(layer: QgsMapLayer) -> str:
    """Return the file of a layer, empty where it has none."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("path") or "")


def export_columns(fields: QgsFields) -> tuple[tuple[int, QgsField], ...]:
    """Return the fields to export with their indexes, without the feature id column."""
    return tuple((index, QgsField(field)) for index, field in enumerate(fields) if not _is_fid(field))


def _is_fid(field: QgsField) -> bool:
    unique = field.constraints().constraintOrigin(QgsFieldConstraints.Constraint.ConstraintUnique)
    return (
        field.name() == FID_COLUMN
        and field.isNumeric()
        and unique == QgsFieldConstraints.ConstraintOrigin.ConstraintOriginProvider
    )
