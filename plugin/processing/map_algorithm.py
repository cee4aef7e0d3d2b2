"""“Map field parcels” in the Processing toolbox."""

from __future__ import annotations

import dataclasses
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
)
from qgis.PyQt.QtCore import QDate, Qt

from ...model import protocol
from ...model.outputs.target_checks import check_target
from ...model.protocol.choices import DEVICES
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..files.target_path import target_of
from ..layers.exclusion import exclusion_of
from ..layers.given_layer import GivenLayer
from ..parcels.mapped import Mapped
from ..tasks.map_task import MapTask
from ..text import tr
from .base_algorithm import ImageAlgorithm
from .bundle_parameter import bundle_parameter, bundle_path
from .postprocessor import ResultPostProcessor
from .run_task import environment, run_blocking

REFERENCE, BUNDLE, MIN_AREA, SIMPLIFY, DEVICE = "REFERENCE", "BUNDLE", "MIN_AREA", "SIMPLIFY", "DEVICE"
EXCLUDE, EXCLUDE_VALUES, PARCELS, ANYWHERE = "EXCLUDE", "EXCLUDE_VALUES", "PARCELS", "ANYWHERE"
OUTPUT, COUNT, REFERENCE_DATE = "OUTPUT", "COUNT", "REFERENCE_DATE"
AUTOMATIC = "automatic"


class MapParcels(ImageAlgorithm):
    """Map field parcels as the dock does, in the same child process."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._request = protocol.Job(protocol.Scene(), "")
        self._parcels: GivenLayer | None = None

    def createInstance(self) -> MapParcels:  # noqa: N802
        return MapParcels(self._worker)

    def name(self) -> str:
        return "mapparcels"

    def displayName(self) -> str:  # noqa: N802
        return tr("Map field parcels")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("Map field parcels with their crops from Sentinel-2, Sentinel-1 and an elevation model")

    def tags(self) -> list[str]:
        tags = tr("fields,crops,parcels,boundaries,agriculture,sentinel-2,sentinel-1,time series,segmentation")
        return tags.split(",")

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "Maps agricultural fields from a season of satellite images: one polygon a field, with its crop (EuroCrops "
            "HCAT code), the confidence of the crop, the two next likeliest crops and the quality of the boundary.\n\n"
            "Choose Sentinel-2 images or a folder that holds them; all other inputs are optional.\n\n"
            "What grows is read from all dates, where a field ends from one of them, the reference date.\n\n"
            "The result is a GeoPackage that holds its styles: colour is the crop, opacity the confidence. “Export "
            "parcels” makes shapefiles and other formats of it. An older result of that name is replaced; a file that "
            "Doab did not write, or that is an input or in use, never is.\n\n"
            "Contains modified Copernicus Sentinel data."
        )

    def initAlgorithm(self, _configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_image_parameters()
        self.add_parameter(
            QgsProcessingParameterString(REFERENCE, tr("Reference date"), AUTOMATIC, optional=True),
            tr(
                "The Sentinel-2 date that the outlines are taken from, such as 2019-06-26, or “automatic” for the "
                "best. "
                "“Score reference frames” tells how good each is."
            ),
        )
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add_parameter(
            QgsProcessingParameterVectorLayer(PARCELS, tr("My parcels"), polygons, optional=True),
            tr(
                "A layer of parcels, such as LPIS, a cadastre or your own drawing: their outlines and columns stay as "
                "they are, and each gets its crop. The model finds the parcels where it is left empty."
            ),
        )
        self.add_parameter(
            bundle_parameter(BUNDLE, tr("Model")),
            tr(
                "A trained model: a zip, the bundle.json in its folder, or the folder. Empty for the one that comes "
                "with "
                "Doab."
            ),
            advanced=True,
        )
        self.add_parameter(
            QgsProcessingParameterBoolean(ANYWHERE, tr("Use the model outside its region"), False),
            tr("A model that was adapted to a region maps elsewhere only with this."),
            advanced=True,
        )
        number = QgsProcessingParameterNumber.Type.Double
        self.add_parameter(
            QgsProcessingParameterNumber(
                MIN_AREA, tr("Smallest parcel (ha)"), number, protocol.Job.min_area, minValue=0.0
            ),
            tr("Smaller parcels are left out (hectares)."),
            advanced=True,
        )
        self.add_parameter(
            QgsProcessingParameterNumber(
                SIMPLIFY, tr("Simplify outlines (m)"), number, protocol.Job.simplify, minValue=0.0
            ),
            tr("How far an outline may move when it is simplified (metres); 0 keeps the steps of the pixels."),
            advanced=True,
        )
        kinds = [QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorPolygon]
        self.add_parameter(
            QgsProcessingParameterMapLayer(EXCLUDE, tr("Leave out"), optional=True, types=kinds),
            tr(
                "Ground on which nothing is mapped, such as woods and settlements: a raster of land cover, or polygons."
            ),
            advanced=True,
        )
        self.add_parameter(
            QgsProcessingParameterString(EXCLUDE_VALUES, tr("Values to leave out"), optional=True),
            tr(
                "The values of that raster to leave out, with commas between. Those of ESA WorldCover: 10 trees, "
                "20 shrubs, 50 built-up, 60 bare, 70 snow, 80 water, 90 wetland, 95 mangroves, 100 moss. Empty: every "
                "value other than 0 and nodata."
            ),
            advanced=True,
        )
        self.add_parameter(
            QgsProcessingParameterEnum(
                DEVICE,
                tr("Device"),
                [tr("Automatic"), tr("Processor"), tr("NVIDIA graphics card (CUDA)"), tr("Apple graphics (MPS)")],
                defaultValue=0,
            ),
            tr("What computes; Automatic takes a graphics card where one can be used."),
            advanced=True,
        )
        self.add_outputs()

    def add_outputs(self) -> None:
        """Add what the algorithm writes and returns."""
        parcels = QgsProcessingParameterVectorDestination(OUTPUT, tr("Parcels"))
        parcels.setSupportsNonFileBasedOutput(False)
        self.add_parameter(parcels, tr("The GeoPackage (.gpkg) that the parcels are written to."))
        self.addOutput(QgsProcessingOutputNumber(COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputString(REFERENCE_DATE, tr("Reference date")))

    def read_parameters(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        super().read_parameters(parameters, context)
        self.check_output(parameters, context)
        self._parcels = self._given(parameters, context)
        self._request = protocol.Job(
            scene=protocol.Scene(),
            out="",
            area=self.images.area,
            season=self.images.season,
            reference=_reference(self.parameterAsString(parameters, REFERENCE, context)),
            bundle=bundle_path(self.parameterAsFile(parameters, BUNDLE, context)),
            device=DEVICES[self.parameterAsEnum(parameters, DEVICE, context)],
            min_area=self.parameterAsDouble(parameters, MIN_AREA, context),
            simplify=self.parameterAsDouble(parameters, SIMPLIFY, context),
            exclude=self._exclusion(parameters, context),
            parcels=self._parcels.file if self._parcels else None,
            anywhere=self.parameterAsBool(parameters, ANYWHERE, context),
        )

    def check_output(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise `protocol.InputError` or `ChildError` where the output cannot be written."""
        target = target_of(self.parameterAsFileOutput(parameters, OUTPUT, context))
        if target.suffix.lower() != ".gpkg":
            raise protocol.InputError(
                tr(
                    "The parcels are written as a GeoPackage, but {} does not end in .gpkg. “Export "
                    "parcels” makes other formats of it."
                ).format(target.name)
            )
        check_target(target, overwrite=True)  # QGIS's own dialog has asked

    def _given(self, parameters: dict[str, Any], context: QgsProcessingContext) -> GivenLayer | None:
        layer = self.parameterAsVectorLayer(parameters, PARCELS, context)
        if layer is None and parameters.get(PARCELS):
            raise protocol.InputError(tr("The layer of parcels is not there. Choose another, or leave it empty."))
        return GivenLayer(layer) if layer is not None else None

    def _exclusion(self, parameters: dict[str, Any], context: QgsProcessingContext) -> protocol.Exclusion | None:
        layer = self.parameterAsLayer(parameters, EXCLUDE, context)
        values = self.parameterAsString(parameters, EXCLUDE_VALUES, context)
        if layer is not None:
            return exclusion_of(layer, values)
        if parameters.get(EXCLUDE) or values.strip():
            raise protocol.InputError(
                tr("The ground to leave out is not there. Choose its layer, or leave it and its values empty.")
            )
        return None

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict:
        target = self.parameterAsOutputLayer(parameters, OUTPUT, context)
        try:
            runtime = environment(feedback)
            scene = self.recognise(runtime, feedback).scene
            # QGIS's dialog has asked
            mapped = self.map_scene(runtime, scene, feedback, out=target, overwrite=True)
        except protocol.Cancelled:
            return {}
        if context.willLoadLayerOnCompletion(target):
            context.layerToLoadOnCompletionDetails(target).setPostProcessor(ResultPostProcessor(mapped))
        return {OUTPUT: target, COUNT: mapped.summary.parcels, REFERENCE_DATE: mapped.summary.reference}

    def map_scene(
        self, runtime: Runtime, scene: protocol.Scene, feedback: QgsProcessingFeedback, **settings: Any
    ) -> Mapped:
        """Map a scene with the parameters and, beside them or instead, some fields of `protocol.Job`."""
        job = dataclasses.replace(self._request, scene=scene, **settings)
        task = MapTask(runtime, job, self._worker, parcels=self._parcels)
        for signal, slot in (
            (task.stage, feedback.setProgressText),
            (task.warned, feedback.pushWarning),
            (task.progressChanged, feedback.setProgress),
        ):
            signal.connect(slot, Qt.ConnectionType.DirectConnection)
        mapped = run_blocking(task, feedback)
        if mapped.job.out != job.out:
            raise QgsProcessingException(mapped.warnings[-1])
        feedback.pushInfo(
            tr("{} parcels, reference date {}, model {}").format(
                mapped.summary.parcels, mapped.summary.reference, mapped.summary.bundle
            )
        )
        if not self._parcels:
            feedback.pushInfo(tr("No farmland: {} ha").format(mapped.summary.not_farmland))
        return mapped


def _reference(text: str) -> str:
    """Return the ISO date of a text, or "auto"; raise `protocol.InputError` where it is neither."""
    text = text.strip()
    if text.lower() in ("", "auto", AUTOMATIC):
        return "auto"
    if not QDate.fromString(text, Qt.DateFormat.ISODate).isValid():
        raise protocol.InputError(
            tr("“{}” is no date. Write the reference date as 2019-06-26, or “{}”.").format(text, AUTOMATIC)
        )
    return text
