"""Find the crops of polygons that an analyst drew in a result."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...model import protocol
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..compat import FieldType, create_field
from ..coordinate_systems import make_those_of, usable
from ..parcels.crop_areas import TABLE
from ..parcels.result_job import job_of
from ..tasks.map_task import MapTask
from ..text import tr

FEATURE = "drawn_fid"
"""Column of the polygons' feature ids in the result."""


class CropTask(MapTask):
    """Map ``drawn`` polygons, by their feature id in ``layer``, with the images of the layer's run.

    The result are the columns of each by feature id and name, as `columns_of_drawn` reads them.
    """

    confirm_close = False

    def __init__(
        self, runtime: Runtime, worker: Worker, layer: QgsVectorLayer, drawn: Mapping[int, QgsGeometry]
    ) -> None:
        super().__init__(runtime, protocol.Job(protocol.Scene(), ""), worker)
        self.layer_id, self._job_text = layer.id(), job_of(layer)
        self._drawn, self._crs = drawn, QgsCoordinateReferenceSystem(layer.crs())
        self._context = QgsProject.instance().transformContext()

    def work(self, folder: Path) -> object:
        """Let the worker map the polygons and return their columns; None where the task was cancelled."""
        run = protocol.loads(protocol.Job, self._job_text)
        # Folders, the cluster, the area and the ground left out are those of the run; the analyst sees a field there.
        job = protocol.Job(
            run.scene,
            str(folder / "crops.gpkg"),
            run.reference,
            bundle=run.bundle,
            device=run.device,
            cache=run.cache,
            like=run.like,
            season=run.season,
            parcels=protocol.ParcelLayer(str(self._write(folder / "drawn.gpkg"))),
        )
        mapped = self.map_job(job, folder)
        return None if mapped is None else columns_of_drawn(Path(mapped.job.out))

    def _write(self, path: Path) -> Path:
        """Write the polygons with their feature ids into a GeoPackage."""
        fields = QgsFields()
        fields.append(create_field(FEATURE, FieldType.LONG))
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        kind = QgsWkbTypes.Type.MultiPolygon
        writer = QgsVectorFileWriter.create(str(path), fields, kind, usable(self._crs), self._context, options)
        for fid, outline in self._drawn.items():
            feature = QgsFeature(fields)
            feature.setAttributes([fid])
            polygon = QgsGeometry(outline)
            polygon.convertToMultiType()
            feature.setGeometry(polygon)
            writer.addFeature(feature)
        problem = writer.errorMessage()
        del writer  # closes the file
        if problem:
            raise protocol.InputError(
                tr("The drawn parcels could not be written to a temporary file: {}").format(problem)
            )
        return path


def columns_of_drawn(path: Path) -> dict[int, dict]:
    """Return the columns of each drawn polygon by feature id and name, from a run's GeoPackage. Any thread may."""
    make_those_of(path)
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", "drawn", "ogr")
    names = layer.fields().names()
    rows = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
    return {int(row[FEATURE]): {name: row[name] for name in names if name not in (FEATURE, "fid")} for row in rows}
