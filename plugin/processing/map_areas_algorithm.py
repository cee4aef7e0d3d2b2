"""“Map field parcels by area” in the Processing toolbox: a run of its own for each polygon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFeature,
    QgsFeatureSource,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFolderDestination,
)

from ...model import protocol
from ..parcels.mapped import Mapped
from ..tasks.feature_selection import polygon_area
from ..text import tr
from .map_algorithm import COUNT, MapParcels
from .postprocessor import ResultPostProcessor
from .run_task import environment

AREAS, NAME, OUTPUT_FOLDER, OPEN = "AREAS", "NAME", "OUTPUT_FOLDER", "OPEN"
LAYERS, MAPPED, FAILED = "LAYERS", "MAPPED", "FAILED"


@dataclass(frozen=True)
class NamedArea:
    """One area with the name of its file; ``area`` is None where it has no outline."""

    name: str
    area: protocol.Area | None


class MapAreas(MapParcels):
    """Map each polygon of a layer into a GeoPackage of its own; what fails does not stop the others."""

    def createInstance(self) -> MapAreas:  # noqa: N802
        return MapAreas(self._worker)

    def name(self) -> str:
        return "mapareas"

    def displayName(self) -> str:  # noqa: N802
        return tr("Map field parcels by area")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("Map field parcels with their crops within each polygon of a layer, one GeoPackage a polygon")

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "Does the same as “Map field parcels” once for each polygon, such as those of municipalities: one run and "
            "one GeoPackage per area. The images are recognised once. Every area gets the reference date that suits it "
            "best, unless you name one.\n\n"
            "An area whose file exists already is passed over, so that a batch that was stopped goes on where it was. "
            "An area that cannot be mapped is reported, and the others are mapped.\n\n"
            "Contains modified Copernicus Sentinel data."
        )

    def add_area_parameters(self) -> None:
        self.add_parameter(
            QgsProcessingParameterFeatureSource(AREAS, tr("Areas"), [QgsProcessing.SourceType.TypeVectorPolygon]),
            tr("Polygons, all of the layer or those that are selected. Parcels end at their outlines."),
        )
        self.add_parameter(
            QgsProcessingParameterField(NAME, tr("Name of the areas"), parentLayerParameterName=AREAS, optional=True),
            tr("The column whose values become the names of the files; numbers where it is left empty."),
        )

    def add_outputs(self) -> None:
        self.add_parameter(
            QgsProcessingParameterBoolean(OPEN, tr("Open the results"), defaultValue=True),
            tr("Add the parcels of each area to the project."),
        )
        self.add_parameter(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder of the parcels")),
            tr("The folder in which each area gets its GeoPackage."),
        )
        self.addOutput(QgsProcessingOutputMultipleLayers(LAYERS, tr("Parcels of all areas")))
        self.addOutput(QgsProcessingOutputNumber(COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputNumber(MAPPED, tr("Number of areas that were mapped")))
        self.addOutput(QgsProcessingOutputNumber(FAILED, tr("Number of areas that failed")))

    def read_area(self, _parameters: dict[str, Any], _context: QgsProcessingContext) -> protocol.Area | None:
        """Return no area: the images are recognised as a whole."""
        return None

    def check_output(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise `protocol.InputError` where there are no areas or no folder."""
        source = self.parameterAsSource(parameters, AREAS, context)
        if source is None or source.featureCount() == 0:
            raise protocol.InputError(tr("Choose a layer of polygons that has features, or select some of them."))
        if not source.sourceCrs().isValid():
            text = tr("“{}” has no coordinate reference system. Assign one and try again.")
            raise protocol.InputError(text.format(source.sourceName()))
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        if folder.exists() and not folder.is_dir():
            raise protocol.InputError(tr("{} is no folder. Choose another one for the parcels.").format(folder))

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict:
        source = self.parameterAsSource(parameters, AREAS, context)
        areas = [*named_areas(source, self.parameterAsString(parameters, NAME, context))]
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        results: list[Mapped] = []
        failed: list[str] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            runtime = environment(feedback)
            scene = self.recognise(runtime, feedback).scene
            steps = QgsProcessingMultiStepFeedback(len(areas), feedback)
            for number, one in enumerate(areas):
                steps.setCurrentStep(number)
                target = folder / f"{one.name}.gpkg"
                feedback.pushInfo(tr("Area {} of {}: {}").format(number + 1, len(areas), one.name))
                if target.exists():
                    feedback.pushInfo(tr("{} exists already and is left as it is.").format(target))
                    continue
                try:
                    if one.area is None:
                        raise QgsProcessingException(tr("The area has no outline."))
                    results.append(self.map_scene(runtime, scene, steps, out=str(target), area=one.area))
                except QgsProcessingException as error:
                    failed.append(f"{one.name}: {error}")
                    feedback.reportError(failed[-1])
        except protocol.Cancelled:
            return {}
        except OSError as error:
            raise QgsProcessingException(str(error)) from error
        if failed and not results:
            raise QgsProcessingException(tr("No area was mapped. {}").format(failed[0]))
        if self.parameterAsBool(parameters, OPEN, context):
            _open(results, context)
        return {
            OUTPUT_FOLDER: str(folder),
            LAYERS: [mapped.job.out for mapped in results],
            COUNT: sum(mapped.summary.parcels for mapped in results),
            MAPPED: len(results),
            FAILED: len(failed),
        }


def named_areas(source: QgsFeatureSource, field: str) -> Iterator[NamedArea]:
    """Yield the areas of a layer, with names for files that differ from each other also where case does not count."""
    crs, taken = source.sourceCrs(), set()
    for number, feature in enumerate(source.getFeatures(), 1):
        name = base = _file_name(feature, field) or tr("area {}").format(number)
        while name.casefold() in taken:
            name = f"{base} {number}"
            base = name
        taken.add(name.casefold())
        try:
            yield NamedArea(name, polygon_area(feature.geometry(), crs))
        except protocol.InputError:
            yield NamedArea(name, None)


def _file_name(feature: QgsFeature, field: str) -> str:
    """Return the value of a field without what the name of a file cannot have, empty where nothing is left."""
    value = feature[field] if field else None
    text = "" if value is None else str(value)
    return "" if text == "NULL" else re.sub(r"[^\w\-(), ]+", "_", text).strip(" _")[:80]


def _open(results: list[Mapped], context: QgsProcessingContext) -> None:
    """Let QGIS add the parcels of each area to its project, where there is one."""
    if context.project() is None:
        return
    for mapped in results:
        name = Path(mapped.job.out).stem
        details = QgsProcessingContext.LayerDetails(name, context.project(), LAYERS)
        details.setPostProcessor(ResultPostProcessor(mapped))
        context.addLayerToLoadOnCompletion(mapped.job.out, details)
