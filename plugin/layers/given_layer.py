"""A vector layer of the project as parcels or labels that the child process reads."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ...model import protocol
from ..coordinate_systems import usable
from ..text import tr
from .vector_file import file_of, min_feature_count, reopen_file

FILE = "given.gpkg"
POLYGONS, POINTS = QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.PointGeometry


class GivenLayer:
    """The features of a layer as it is when this is made, on the main thread, also where no file holds them.

    Raises `protocol.InputError` where the layer holds no polygons, nor points where ``points`` will do, or has no CRS.
    """

    def __init__(self, layer: QgsVectorLayer, points: bool = False) -> None:
        kind = layer.geometryType()
        if kind != POLYGONS and not (points and kind == POINTS):
            text = tr("“{}” holds no polygons. Choose a layer of parcels.")
            raise protocol.InputError(text.format(layer.name()))
        if not layer.crs().isValid():
            text = tr("“{}” has no coordinate reference system. Assign one and try again.")
            raise protocol.InputError(text.format(layer.name()))
        self.name = layer.name()
        path = file_of(layer)
        self.file = protocol.ParcelLayer(*path) if path else None
        """The file of the layer, None where what it shows is in none."""
        if self.file is None:
            reopen_file(layer)
        self._source = QgsVectorLayerFeatureSource(layer)
        self._min_count = min_feature_count(layer)
        self._fields, self._type = layer.fields(), layer.wkbType()
        self._crs = QgsCoordinateReferenceSystem(layer.crs())
        self._context = QgsProject.instance().transformContext()

    def __call__(self, folder: Path) -> protocol.ParcelLayer:
        """Return the file of the parcels, written into ``folder`` where there is none; any thread may call it."""
        if self.file:
            return self.file
        path = folder / FILE
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerOptions = ["FID=given_fid"]  # a column may be called fid
        writer = QgsVectorFileWriter.create(
            str(path), self._fields, self._type, usable(self._crs), self._context, options
        )
        written, problem = 0, ""
        for feature in self._source.getFeatures(QgsFeatureRequest()):
            if not writer.addFeature(feature, QgsFeatureSink.FastInsert):
                problem = str(path)
                break
            written += 1
        problem = writer.errorMessage() or problem
        del writer  # closes the file
        if problem:
            text = tr("The parcels could not be written to a temporary file: {}")
            raise protocol.InputError(text.format(problem))
        if written < self._min_count:
            text = tr("Only {} of {} parcels of “{}” could be read. Its file may be in use just now; try again.")
            raise protocol.InputError(text.format(written, self._min_count, self.name))
        return protocol.ParcelLayer(str(path))
