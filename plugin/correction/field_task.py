"""Map the one field at a point where a run has no parcel."""

from __future__ import annotations

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
from ..child.process import ChildError
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..coordinate_systems import make_those_of, reference_system, usable
from ..layers.extent import area_of
from ..parcels.crop_areas import TABLE
from ..parcels.ellipsoidal_area import preserves_area
from ..parcels.result_job import job_of
from ..tasks.map_task import MapTask
from ..text import tr

SIDE = 1280.0
"""Metres of the square around the point that is mapped: enough context for the model around a field."""

SMALLEST = 0.02
"""Hectares. A run leaves out fields under a size that the analyst sets; that is one reason why a parcel is missing."""


@dataclass(frozen=True)
class Field:
    """A field at ``point``: its outline in the layer's CRS, and its attributes by name."""

    point: QgsPointXY
    outline: QgsGeometry
    values: dict


class FieldTask(MapTask):
    """Map around ``point``, in the CRS of ``layer``, with the images of the layer's run; the result is a `Field`."""

    confirm_close = False

    def __init__(self, runtime: Runtime, worker: Worker, layer: QgsVectorLayer, point: QgsPointXY) -> None:
        super().__init__(runtime, protocol.Job(protocol.Scene(), ""), worker)
        self._point = point
        self._crs = QgsCoordinateReferenceSystem(layer.crs())
        self._context = QgsProject.instance().transformContext()
        self._job_text = job_of(layer)

    def work(self, folder: Path) -> object:
        """Let the worker map the square and return the `Field` in it; None where the task was cancelled."""
        run = protocol.loads(protocol.Job, self._job_text)
        # Folders, the cluster and the ground left out are those of the run; the analyst sees a field there.
        job = protocol.Job(
            run.scene,
            str(folder / "field.gpkg"),
            run.reference,
            square_at(self._point, self._crs, self._context),
            run.bundle,
            run.device,
            SMALLEST,
            run.simplify,
            cache=run.cache,
            like=run.like,
            season=run.season,
        )
        mapped = self.map_job(job, folder)
        return None if mapped is None else field_at(Path(mapped.job.out), self._point, self._crs, self._context)


def square_at(
    point: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> protocol.Area:
    """Return the square to map around a point in ``crs``: in the point's UTM zone, unless ``crs`` counts metres."""
    if not preserves_area(crs):
        crs = usable(crs)
        degrees = QgsCoordinateTransform(crs, reference_system("EPSG:4326"), context).transform(point)
        zone = min(60, int((degrees.x() + 180) // 6) + 1)
        metres = reference_system(f"EPSG:{(32600 if degrees.y() >= 0 else 32700) + zone}")
        point, crs = QgsCoordinateTransform(crs, metres, context).transform(point), metres
    return area_of(QgsRectangle.fromCenterAndSize(point, SIDE, SIDE), crs)


def field_at(
    path: Path, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Field:
    """Read the field at ``point`` in ``crs`` from a run's GeoPackage, which may be in another CRS. Any thread may.

    Raises `ChildError` where there is none.
    """
    make_those_of(path)
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", "field", "ogr")
    crs, mapped = usable(crs), usable(layer.crs())
    feature = parcel_at(layer, QgsCoordinateTransform(crs, mapped, context).transform(point))
    if feature is None:
        raise ChildError(
            tr("The model sees no field there. Where you see one, draw it with QGIS's own “Add Polygon Feature”.")
        )
    outline = QgsGeometry(feature.geometry())
    outline.transform(QgsCoordinateTransform(mapped, crs, context))
    return Field(point, outline, dict(zip(feature.fields().names(), feature.attributes())))


def parcel_at(layer: QgsVectorLayer, point: QgsPointXY) -> QgsFeature | None:
    """Return the parcel at ``point``, in the layer's CRS."""
    geometry = QgsGeometry.fromPointXY(point)
    near = QgsFeatureRequest().setFilterRect(QgsRectangle.fromCenterAndSize(point, 1, 1))
    return next((parcel for parcel in layer.getFeatures(near) if parcel.geometry().contains(geometry)), None)
