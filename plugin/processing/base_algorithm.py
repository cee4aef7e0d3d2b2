"""The base classes of Doab's algorithms: with the icon of the provider, and with the parameters for images."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtGui import QIcon

from ...model import protocol
from ..child import runtime
from ..child.process import ChildError
from ..layers.extent import area_of
from ..layers.layer_sources import sources_of
from ..tasks.feature_selection import polygon_area
from ..tasks.inspect_task import InspectTask
from ..text import tr
from .run_task import no_environment, run_blocking

S2, S1, DEM, FOLDER, AREA, WITHIN, SEASON = "S2", "S1", "DEM", "FOLDER", "AREA", "WITHIN", "SEASON"


class DoabAlgorithm(QgsProcessingAlgorithm):
    """An algorithm with the icon of its provider."""

    def icon(self) -> QIcon:
        return self.provider().icon()

    def svgIconPath(self) -> str:  # noqa: N802
        return self.provider().svgIconPath()

    def add_parameter(
        self, parameter: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False
    ) -> None:
        """Add a parameter with its help text."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)


@dataclass(frozen=True)
class Images:
    """The images that an algorithm reads: their sources, and the area (None: all that the images cover), the season."""

    sources: tuple[protocol.Source, ...]
    area: protocol.Area | None
    season: str = protocol.Job.season


class ImageAlgorithm(DoabAlgorithm):
    """An algorithm on images; ``images`` is set from the parameters before `processAlgorithm` is called."""

    images: Images

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        return (True, "") if runtime.find() else (False, no_environment())

    def add_image_parameters(self) -> None:
        """Add the parameters that all these algorithms have."""
        rasters = QgsProcessing.SourceType.TypeRaster
        self.add_parameter(
            QgsProcessingParameterMultipleLayers(S2, tr("Sentinel-2 images"), rasters, optional=True),
            tr(
                "The dates of one season: raster layers or files, one or several for each date, in any order. Date and "
                "bands are recognised from metadata, band descriptions and names; a layer's fixed temporal range "
                "overrides "
                "the date. Scene classifications (SCL) beside the images are found by themselves."
            ),
        )
        self.add_parameter(
            QgsProcessingParameterMultipleLayers(S1, tr("Sentinel-1 images"), rasters, optional=True),
            tr(
                "VV and VH backscatter of the same season, in dB, linear or as amplitude. Better maps with them, but "
                "it "
                "works without."
            ),
        )
        self.add_parameter(
            QgsProcessingParameterRasterLayer(DEM, tr("Elevation model"), optional=True),
            tr("A digital elevation model in metres, in any coordinate system. It works without."),
        )
        self.add_parameter(
            QgsProcessingParameterFile(
                FOLDER, tr("Folder with images"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr(
                "Instead of layers, or beside them: a folder with SAFE products, dated images of Sentinel-2 and "
                "Sentinel-1 "
                "and an elevation model. Everything in it is recognised by itself."
            ),
        )
        self.add_area_parameters()
        self.add_parameter(
            QgsProcessingParameterString(SEASON, tr("Season"), protocol.Job.season),
            tr(
                "The year of the harvest, such as 2021, the first and the last date (2021-03-01/2021-10-31), “all” for "
                "all dates, or “auto” for the season with the most dates. Dates outside are left out."
            ),
            advanced=True,
        )

    def add_area_parameters(self) -> None:
        """Add the parameters for the part of the images that counts."""
        self.add_parameter(
            QgsProcessingParameterExtent(AREA, tr("Area"), optional=True),
            tr("The rectangle that counts. All that the images cover where it is left empty."),
        )
        self.add_parameter(
            QgsProcessingParameterFeatureSource(
                WITHIN, tr("Within polygons"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Instead of a rectangle: polygons, such as those of municipalities. Parcels end at their outlines."),
        )

    def read_parameters(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters; raise `protocol.InputError` or `ChildError` where one is invalid."""
        sources = [
            *_layers(self.parameterAsLayerList(parameters, S2, context), "s2"),
            *_layers(self.parameterAsLayerList(parameters, S1, context), "s1"),
            *_layers([self.parameterAsRasterLayer(parameters, DEM, context)], "dem"),
        ]
        folder = self.parameterAsFile(parameters, FOLDER, context)
        if folder and not Path(folder).is_dir():
            raise protocol.InputError(tr("There is no folder {}.").format(folder))
        if folder:
            sources.append(protocol.Source(folder))
        elif not any(source.role == "s2" for source in sources):
            raise protocol.InputError(tr("Choose the Sentinel-2 images, or a folder that holds them."))
        season = self.parameterAsString(parameters, SEASON, context).strip() or protocol.Job.season
        self.images = Images(tuple(sources), self.read_area(parameters, context), season)

    def read_area(self, parameters: dict[str, Any], context: QgsProcessingContext) -> protocol.Area | None:
        """Return the area that counts, None for all that the images cover."""
        extent = self.parameterAsExtent(parameters, AREA, context)
        polygons = self.parameterAsSource(parameters, WITHIN, context)
        if polygons is not None and not extent.isNull():
            raise protocol.InputError(tr("Choose a rectangle or polygons, and leave the other one empty."))
        if polygons is not None:
            request = QgsFeatureRequest().setNoAttributes()
            outlines = [feature.geometry() for feature in polygons.getFeatures(request) if feature.hasGeometry()]
            return polygon_area(QgsGeometry.collectGeometry(outlines), polygons.sourceCrs())
        if extent.isNull():
            return None
        crs = self.parameterAsExtentCrs(parameters, AREA, context)
        if not crs.isValid():
            raise protocol.InputError(
                tr(
                    "The area has no coordinate system. Write it behind the numbers, as in "
                    "500000,501000,5600000,5601000 [EPSG:32631]."
                )
            )
        if extent.isEmpty():
            raise protocol.InputError(tr("The area is empty. Choose a larger one, or none for all of the images."))
        return area_of(extent, crs)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Return the error message of an invalid parameter before the algorithm runs."""
        valid, reason = super().checkParameterValues(parameters, context)
        if valid:
            try:
                self.read_parameters(parameters, context)
            except (protocol.InputError, ChildError) as error:
                return False, str(error)
        return valid, reason

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> bool:
        """Read the parameters on the main thread; models and scripts may not have called `checkParameterValues`."""
        try:
            self.read_parameters(parameters, context)
        except (protocol.InputError, ChildError) as error:
            raise QgsProcessingException(str(error)) from error
        return True

    def recognise(self, environment: runtime.Runtime, feedback: QgsProcessingFeedback) -> protocol.Inspection:
        """Recognise the images in the child process, and report the result to the feedback."""
        feedback.setProgressText(tr("Recognising the images…"))
        task = InspectTask(environment, self.images.sources, self.images.area, self.images.season)
        inspection = run_blocking(task, feedback)
        scene = inspection.scene
        feedback.pushInfo(
            tr("Sentinel-2 dates: {}, Sentinel-1 dates: {}, elevation model: {}").format(
                len(scene.of("S2")), len(scene.of("S1")), scene.elevation.source.path if scene.elevation else tr("none")
            )
        )
        for acquisition in scene.acquisitions:
            if acquisition.problem:
                feedback.pushInfo(tr("{} is left out: {}").format(acquisition.key, acquisition.problem))
        return inspection


def _layers(layers: Iterable[QgsMapLayer | None], role: str) -> list[protocol.Source]:
    """Return the sources of layers, with a role; raise `protocol.InputError` for a layer without a file."""
    chosen: list[QgsMapLayer] = [layer for layer in layers if layer is not None]
    sources = sources_of(chosen)
    for layer in chosen:
        if layer.id() not in sources:
            raise protocol.InputError(
                tr("“{}” is no raster file that Doab can read. Save it as a GeoTIFF first, or leave it out.").format(
                    layer.name()
                )
            )
    return [dataclasses.replace(source, role=role) for source in sources.values()]
