"""“Export parcels” in the Processing toolbox."""

from __future__ import annotations

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
)

from ..child.process import ChildError, temporary_folder
from ..export.export_task import export, target_of
from ..export.formats import file_filter
from ..export.parcel_source import Parcels, Watch, columns_of
from ..text import tr
from .algorithm import DoabAlgorithm

AS_THEY_ARE = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
"""Parcels whose outline crosses itself are exported, too: QGIS would stop or leave them out."""

INPUT, OUTPUT, COUNT = "INPUT", "OUTPUT", "COUNT"


class ExportParcels(DoabAlgorithm):
    """Write parcels in the format that the ending of the file says, as the dock does."""

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
            "A file that exists is replaced."
        )

    def initAlgorithm(self, _configuration=None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFeatureSource(INPUT, tr("Parcels"), [QgsProcessing.SourceType.TypeVectorPolygon])
        )
        self.addParameter(QgsProcessingParameterFileDestination(OUTPUT, tr("File"), file_filter()))
        self.addOutput(QgsProcessingOutputNumber(COUNT, tr("Number of parcels")))

    def checkParameterValues(self, parameters, context) -> tuple[bool, str]:  # noqa: N802
        """Refuse a file that has no known ending or that is open as a layer, before anything runs."""
        good, reason = super().checkParameterValues(parameters, context)
        if good:
            try:
                target_of(self.parameterAsFileOutput(parameters, OUTPUT, context))
            except ChildError as error:
                return False, str(error)
        return good, reason

    def prepareAlgorithm(self, parameters, context, _feedback) -> bool:  # noqa: N802
        """Look again, on the main thread: models and scripts need not ask `checkParameterValues`."""
        try:
            self._target = target_of(self.parameterAsFileOutput(parameters, OUTPUT, context))
        except ChildError as error:
            raise QgsProcessingException(str(error)) from error
        return True

    def processAlgorithm(self, parameters, context, feedback) -> dict:  # noqa: N802
        source = self.parameterAsSource(parameters, INPUT, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT))
        parcels = Parcels(
            columns_of(source.fields()),
            source.wkbType(),
            source.sourceCrs(),
            source.featureCount(),
            lambda: source.getFeatures(QgsFeatureRequest(), AS_THEY_ARE),
            context.transformContext(),
        )
        watch = Watch(feedback.isCanceled, lambda fraction: feedback.setProgress(100 * fraction))
        try:
            with temporary_folder() as folder:
                made = export(parcels, self._target, folder, watch)
        except ChildError as error:
            if feedback.isCanceled():
                return {}
            raise QgsProcessingException(str(error)) from error
        for note in made.notes:
            feedback.pushInfo(note)
        return {OUTPUT: str(made.path), COUNT: made.parcels}
