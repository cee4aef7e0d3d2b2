"""“Learn from labelled parcels” in the Processing toolbox."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from ...model import protocol
from ..child import runtime
from ..layers.given_layer import GivenLayer
from ..layers.vector_file import result_file
from ..learning.learning_summary import score_text
from ..learning.learning_task import LearningTask, refuse_editing
from ..text import number, tr
from .base_algorithm import DoabAlgorithm
from .bundle_parameter import bundle_parameter, bundle_path
from .run_task import environment, no_environment, run_blocking

INPUT, LABELS, FIELD, CODES, ADDED, ABSENT = "INPUT", "LABELS", "FIELD", "CODES", "ADDED", "ABSENT"
PREVIEW, BUNDLE, PARENT, OUTPUT = "PREVIEW", "BUNDLE", "PARENT", "OUTPUT"
LABELLED, CHANGED = "LABELLED", "CHANGED"
SCORES = ("recall_before", "recall_after", "accuracy_before", "accuracy_after")


class LearnParcels(DoabAlgorithm):
    """Adapt a result to its region, as the dock does."""

    def __init__(self) -> None:
        super().__init__()
        self._layer: QgsVectorLayer | None = None
        self._path = ""
        self._labels: GivenLayer | None = None
        self._request = protocol.AdaptRequest("")

    def createInstance(self) -> LearnParcels:  # noqa: N802
        return LearnParcels()

    def name(self) -> str:
        return "learnparcels"

    def displayName(self) -> str:  # noqa: N802
        return tr("Learn from labelled parcels")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("Teach a result its region, from corrected parcels or from a layer of known fields")

    def tags(self) -> list[str]:
        return tr("training,adaptation,classification,region,corrections,survey,lpis,eurocrops,crops").split(",")

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "Learns the crops of a region from some of its parcels, and gives the other parcels of a result of “Map "
            "field parcels” their new crops. Parcels that an analyst decided about stay as they are. The file of the "
            "result is changed; the box “Teach it your region” of the panel undoes that.\n\n"
            "Scores before and after are cross-validated over spatial blocks and stand in the log. With “Preview only” "
            "nothing is changed."
        )

    def initAlgorithm(self, _configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.add_parameter(
            QgsProcessingParameterVectorLayer(INPUT, tr("Mapped parcels"), [polygons]),
            tr("A result of “Map field parcels” without unsaved edits."),
        )
        kinds = [polygons, QgsProcessing.SourceType.TypeVectorPoint]
        self.add_parameter(
            QgsProcessingParameterVectorLayer(LABELS, tr("Labels"), kinds, optional=True),
            tr(
                "Polygons or points whose crop is known, such as your own survey, LPIS or EuroCrops. Empty: the "
                "parcels of the result that an analyst corrected or accepted."
            ),
        )
        self.add_parameter(
            QgsProcessingParameterField(FIELD, tr("Crop column"), parentLayerParameterName=LABELS, optional=True),
            tr("Holds HCAT codes or names, or national codes. Empty: a column with a name of EuroCrops."),
        )
        self.add_parameter(
            QgsProcessingParameterFile(CODES, tr("Crop codes (EuroCrops' table)"), extension="csv", optional=True),
            tr("Translates national codes to HCAT."),
        )
        self.add_parameter(
            QgsProcessingParameterBoolean(PREVIEW, tr("Preview only"), False),
            tr("Compute the scores and what would change, and leave the result as it is."),
        )
        self._add_further_parameters()
        self.addOutput(QgsProcessingOutputVectorLayer(OUTPUT, tr("Mapped parcels")))
        self.addOutput(QgsProcessingOutputNumber(LABELLED, tr("Parcels that were learned from")))
        self.addOutput(QgsProcessingOutputNumber(CHANGED, tr("Parcels with another crop")))
        for name in SCORES:
            self.addOutput(QgsProcessingOutputNumber(name.upper(), name.replace("_", " ")))

    def _add_further_parameters(self) -> None:
        """Add classes and the bundle to save."""
        crops = tr("HCAT codes or names, separated by commas.")
        self.add_parameter(
            QgsProcessingParameterString(ADDED, tr("Crops to add"), optional=True),
            tr("Crops that the model lacks, beside those that the labels show five times or more.") + " " + crops,
            advanced=True,
        )
        self.add_parameter(
            QgsProcessingParameterString(ABSENT, tr("Crops that do not grow there"), optional=True),
            tr("No parcel gets one of these.") + " " + crops,
            advanced=True,
        )
        self.add_parameter(
            QgsProcessingParameterFolderDestination(BUNDLE, tr("Regional model"), optional=True, createByDefault=False),
            tr("A folder for a trained model of the region, for later runs. An older one there is replaced."),
            advanced=True,
        )
        self.add_parameter(
            bundle_parameter(PARENT, tr("Model of the result")),
            tr("The trained model that the result was mapped with. Empty for the one that comes with Doab."),
            advanced=True,
        )

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        return (True, "") if runtime.find() else (False, no_environment())

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> bool:
        """Read the layers on the main thread."""
        result = self.parameterAsVectorLayer(parameters, INPUT, context)
        if result is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT))
        labels = self.parameterAsVectorLayer(parameters, LABELS, context)
        preview = self.parameterAsBool(parameters, PREVIEW, context)
        try:
            self._layer, self._path = result, result_file(result)
            self._labels = GivenLayer(labels, points=True) if labels is not None else None
            if not preview:
                refuse_editing(result)
            self._request = protocol.AdaptRequest(
                self._path,
                field=self.parameterAsString(parameters, FIELD, context),
                codes=self.parameterAsFile(parameters, CODES, context),
                added=_crops(self.parameterAsString(parameters, ADDED, context)),
                absent=_crops(self.parameterAsString(parameters, ABSENT, context)),
                accept=not preview,
                bundle=self.parameterAsString(parameters, BUNDLE, context),
                parent=bundle_path(self.parameterAsFile(parameters, PARENT, context)),
                overwrite=True,
            )
        except protocol.InputError as error:
            raise QgsProcessingException(str(error)) from error
        return True

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], _context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict:
        if self._layer is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT))
        task = LearningTask(environment(feedback), self._request, self._layer, self._path, self._labels)
        task.stage.connect(feedback.setProgressText, Qt.ConnectionType.DirectConnection)
        try:
            summary = run_blocking(task, feedback)
        except protocol.Cancelled:
            return {}
        report(summary, feedback)
        results: dict[str, Any] = {name.upper(): getattr(summary, name).value for name in SCORES}
        changed = sum(change.parcels for change in summary.changes)
        return {
            **results,
            OUTPUT: self._layer.source(),
            BUNDLE: summary.bundle,
            LABELLED: summary.labelled,
            CHANGED: changed,
        }

    def postProcessAlgorithm(self, _context: QgsProcessingContext, _feedback: QgsProcessingFeedback) -> dict:  # noqa: N802
        """Show what is in the file now, in all layers of the project that show it."""
        for layer in QgsProject.instance().mapLayers().values():
            if self._layer is not None and layer.source() == self._layer.source():
                layer.reload()
                layer.triggerRepaint()
        return {}


def report(summary: protocol.AdaptSummary, feedback: QgsProcessingFeedback) -> None:
    """Write to the log what was learned and what changes."""
    feedback.pushInfo(tr("Labelled parcels: {} ({})").format(number(summary.labelled), summary.source))
    if summary.uncounted:
        feedback.pushWarning(summary.uncounted)
    before, after = summary.recall_before, summary.recall_after
    feedback.pushInfo(tr("Mean recall of crops: {} → {}").format(score_text(before), score_text(after)))
    accuracy = score_text(summary.accuracy_before), score_text(summary.accuracy_after)
    feedback.pushInfo(tr("Parcels with their crop: {} → {}").format(*accuracy))
    if after.value <= before.value:
        feedback.pushWarning(tr("The score does not become better: more labels are needed."))
    for change in summary.changes:
        feedback.pushInfo(f"{change.before} → {change.after}: {number(change.parcels)}")
    if summary.bundle:
        feedback.pushInfo(tr("The regional model is in {}").format(summary.bundle))


def _crops(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in text.split(","))))
