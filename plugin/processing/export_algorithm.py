"""“Export parcels” in the Processing toolbox."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
)

from ...model.protocol import InputError
from ..child.process import ChildError, temporary_folder
from ..export.export_task import export
from ..export.parcel_source import ExportFeedback, ParcelSource, export_columns, file_of
from ..files.formats import file_filter
from ..files.target_path import target_of
from ..layers.vector_file import min_feature_count
from ..parcels.crop_names import with_crop_names
from ..text import tr
from .base_algorithm import DoabAlgorithm

NO_VALIDITY_CHECK = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
"""Features with invalid geometry are exported, too; by default QGIS would skip them or stop."""

INPUT, OUTPUT, COUNT = "INPUT", "OUTPUT", "COUNT"


class ExportParcels(DoabAlgorithm):
    """Export parcels in the format of the file's suffix, as the dock does."""

    def createInstance(self) -> ExportParcels:  # noqa: N802
        return ExportParcels()

    def name(self) -> str:
        return "exportparcels"

    def displayName(self) -> str:  # noqa: N802
        return tr("Export parcels")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("Write parcels as GeoPackage, shapefile, FlatGeobuf, GeoJSON or GeoParquet (fiboa)")

    def tags(self) -> list[str]:
        return tr("shapefile,geopackage,flatgeobuf,geojson,geoparquet,fiboa,fields,crops,save").split(",")

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "Writes parcels to a file. Its ending says the format:\n"
            ".gpkg – GeoPackage, every value as it is\n"
            ".shp – Shapefile with short column names. NAME_extra.csv holds what does not fit, NAME_readme.txt says "
            "what became of each column\n"
            ".fgb – FlatGeobuf, every value as it is\n"
            ".geojson – GeoJSON in WGS 84 with 7 decimals (RFC 7946)\n"
            ".parquet – GeoParquet after the fiboa specification; needs Doab's Python environment\n\n"
            "An older export of that name is replaced; a file that Doab did not write, or that is in use, never is."
        )

    def initAlgorithm(self, _configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFeatureSource(INPUT, tr("Parcels"), [QgsProcessing.SourceType.TypeVectorPolygon])
        )
        self.addParameter(QgsProcessingParameterFileDestination(OUTPUT, tr("File"), file_filter()))
        self.addOutput(QgsProcessingOutputNumber(COUNT, tr("Number of parcels")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Return the error message where the file has no known suffix or is open as a layer."""
        valid, reason = super().checkParameterValues(parameters, context)
        if valid:
            try:
                target_of(self.parameterAsFileOutput(parameters, OUTPUT, context))
            except ChildError as error:
                return False, str(error)
        return valid, reason

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> bool:
        """Check the file on the main thread; models and scripts may not have called `checkParameterValues`."""
        try:
            self._target = target_of(self.parameterAsFileOutput(parameters, OUTPUT, context))
        except ChildError as error:
            raise QgsProcessingException(str(error)) from error
        layer = self.parameterAsVectorLayer(parameters, INPUT, context)
        self._path = file_of(layer) if layer is not None else ""
        self._exact = layer is not None and min_feature_count(layer) > 0
        return True

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict:
        source = self.parameterAsSource(parameters, INPUT, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT))
        parcels = ParcelSource(
            export_columns(source.fields()),
            source.wkbType(),
            source.sourceCrs(),
            source.featureCount(),
            lambda: with_crop_names(source.getFeatures(QgsFeatureRequest(), NO_VALIDITY_CHECK), source.fields()),
            context.transformContext(),
            source.featureCount() if self._exact else 0,
            self._path,
        )
        export_feedback = ExportFeedback(feedback.isCanceled, lambda fraction: feedback.setProgress(100 * fraction))
        try:
            with temporary_folder() as folder:
                exported = export(parcels, self._target, folder, export_feedback, overwrite=True)
        except (ChildError, InputError) as error:
            if feedback.isCanceled():
                return {}
            raise QgsProcessingException(str(error)) from error
        for note in exported.notes:
            feedback.pushInfo(note)
        return {OUTPUT: str(exported.path), COUNT: exported.parcels}
