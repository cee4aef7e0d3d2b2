"""What the algorithms that read images have in common: their inputs, and how these are understood and recognised."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
)

from ...model import protocol
from ..child import runtime
from ..child.process import ChildError
from ..inputs.inspect_task import InspectTask
from ..inputs.layer_sources import area_of, sources_of
from ..text import tr
from .algorithm import DoabAlgorithm
from .run_task import carry_out, no_environment

S2, S1, DEM, FOLDER, AREA = "S2", "S1", "DEM", "FOLDER", "AREA"


@dataclass(frozen=True)
class Images:
    """What an algorithm is to read: the sources, and the rectangle that counts (None: all that the images cover)."""

    sources: tuple[protocol.Source, ...]
    area: protocol.Area | None


class ImageAlgorithm(DoabAlgorithm):
    """The frame of an algorithm on images: `processAlgorithm` finds what the user chose in ``images``."""

    images: Images

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        return (True, "") if runtime.find() else (False, no_environment())

    def add_images(self) -> None:
        """Declare the inputs that all these algorithms take."""
        rasters = QgsProcessing.SourceType.TypeRaster
        self.add(
            QgsProcessingParameterMultipleLayers(S2, tr("Sentinel-2 images"), rasters, optional=True),
            tr(
                "The dates of one season: raster layers or files, one or several for each date, in any order. Date and "
                "bands are recognised from metadata, band descriptions and names; a layer's fixed temporal range overrides "
                "the date. Scene classifications (SCL) beside the images are found by themselves."
            ),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(S1, tr("Sentinel-1 images"), rasters, optional=True),
            tr(
                "VV and VH backscatter of the same season, in dB, linear or as amplitude. Better maps with them, but it "
                "works without."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(DEM, tr("Elevation model"), optional=True),
            tr("A digital elevation model in metres, in any coordinate system. It works without."),
        )
        self.add(
            QgsProcessingParameterFile(
                FOLDER, tr("Folder with images"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr(
                "Instead of layers, or beside them: a folder with SAFE products, dated images of Sentinel-2 and Sentinel-1 "
                "and an elevation model. Everything in it is recognised by itself."
            ),
        )
        self.add(
            QgsProcessingParameterExtent(AREA, tr("Area"), optional=True),
            tr("The rectangle that counts. All that the images cover where it is left empty."),
        )

    def add(self, parameter: QgsProcessingParameterDefinition, explanation: str, advanced: bool = False) -> None:
        """Declare a parameter with its explanation; an advanced one is folded away at first."""
        parameter.setHelp(explanation)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def understand(self, parameters, context) -> None:
        """Take in what the user chose; raise `protocol.InputError` or `ChildError` for a mistake, with the way out."""
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
        self.images = Images(tuple(sources), self._area(parameters, context))

    def _area(self, parameters, context) -> protocol.Area | None:
        extent = self.parameterAsExtent(parameters, AREA, context)
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

    def checkParameterValues(self, parameters, context) -> tuple[bool, str]:  # noqa: N802
        """Refuse mistakes before anything runs."""
        good, reason = super().checkParameterValues(parameters, context)
        if good:
            try:
                self.understand(parameters, context)
            except (protocol.InputError, ChildError) as error:
                return False, str(error)
        return good, reason

    def prepareAlgorithm(self, parameters, context, _feedback) -> bool:  # noqa: N802
        """Look at the layers where QGIS allows it; models and scripts need not have asked `checkParameterValues`."""
        try:
            self.understand(parameters, context)
        except (protocol.InputError, ChildError) as error:
            raise QgsProcessingException(str(error)) from error
        return True

    def recognise(self, found: runtime.Runtime, feedback: QgsProcessingFeedback) -> protocol.Inspection:
        """Let the child recognise the images, and tell what it made of them."""
        feedback.setProgressText(tr("Recognising the images…"))
        inspection = carry_out(InspectTask(found, self.images.sources, self.images.area), feedback)
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
    """Return the files behind layers, all in one role; raise `protocol.InputError` for a layer without a file."""
    layers = [layer for layer in layers if layer is not None]
    found = sources_of(layers)
    for layer in layers:
        if layer.id() not in found:
            raise protocol.InputError(
                tr("“{}” is no raster file that Doab can read. Save it as a GeoTIFF first, or leave it out.").format(
                    layer.name()
                )
            )
    return [dataclasses.replace(source, role=role) for source in found.values()]
