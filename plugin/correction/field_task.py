"""Map the one field at a place that the map of a run left empty."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from ...model import protocol
from ..child.child_task import MapTask
from ..child.process import ChildError
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..inputs.layer_sources import area_of
from ..parcels.crop_areas import TABLE
from ..parcels.ellipsoidal_area import is_true
from ..parcels.result_job import job_of
from ..text import tr

SIDE = 1280.0
"""Metres of the square around the place that is mapped: enough for what the model looks at around a field."""

SMALLEST = 0.02
"""Hectares. A run leaves out fields under a size that the analyst sets; that is one reason why a place is empty."""


@dataclass(frozen=True)
class Field:
    """A field that was found at ``place``: its outline in the layer's CRS, and its attributes by name."""

    place: QgsPointXY
    outline: QgsGeometry
    values: dict


class FieldTask(MapTask):
    """Map around ``place``, in the CRS of ``layer``, with the images of the layer's run; the result is a `Field`."""

    asks = False

    def __init__(self, runtime: Runtime, worker: Worker, layer: QgsVectorLayer, place: QgsPointXY) -> None:
        super().__init__(runtime, protocol.Job(protocol.Scene(), ""), worker)
        self._place = place
        self._crs = QgsCoordinateReferenceSystem(layer.crs())
        self._context = QgsProject.instance().transformContext()
        self._made_by = job_of(layer)

    def work(self, folder: Path) -> Field | None:
        """Let the worker map the square and pick the field out of it."""
        self._request = dataclasses.replace(
            protocol.loads(protocol.Job, self._made_by),
            area=square_at(self._place, self._crs, self._context),
            out=str(folder / "field.gpkg"),
            min_area=SMALLEST,
            previews="",
        )
        mapped = super().work(folder)
        return None if mapped is None else field_at(Path(mapped.job.out), self._place, self._crs, self._context)


def square_at(
    place: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> protocol.Area:
    """Return the square to map around a place in ``crs``: in the place's UTM zone, unless ``crs`` counts metres."""
    if not is_true(crs):
        degrees = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4326"), context).transform(place)
        zone = min(60, int((degrees.x() + 180) // 6) + 1)
        metres = QgsCoordinateReferenceSystem(f"EPSG:{(32600 if degrees.y() >= 0 else 32700) + zone}")
        place, crs = QgsCoordinateTransform(crs, metres, context).transform(place), metres
    return area_of(QgsRectangle.fromCenterAndSize(place, SIDE, SIDE), crs)


def field_at(
    path: Path, place: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Field:
    """Read the field at ``place`` in ``crs`` from a run's GeoPackage, which may be in another CRS. Any thread may.

    Raises `ChildError` where there is none.
    """
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", "field", "ogr")
    feature = parcel_at(layer, QgsCoordinateTransform(crs, layer.crs(), context).transform(place))
    if feature is None:
        raise ChildError(
            tr("The model sees no field there. Where you see one, draw it with QGIS's own “Add Polygon Feature”.")
        )
    outline = QgsGeometry(feature.geometry())
    outline.transform(QgsCoordinateTransform(layer.crs(), crs, context))
    return Field(place, outline, dict(zip(feature.fields().names(), feature.attributes())))


def parcel_at(layer: QgsVectorLayer, place: QgsPointXY) -> QgsFeature | None:
    """Return the parcel at ``place``, in the layer's CRS."""
    point = QgsGeometry.fromPointXY(place)
    near = QgsFeatureRequest().setFilterRect(QgsRectangle.fromCenterAndSize(place, 1, 1))
    return next((parcel for parcel in layer.getFeatures(near) if parcel.geometry().contains(point)), None)
