"""“Score against declared parcels” in the Processing toolbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from ...model import protocol
from ..child import runtime
from ..layers.given_layer import GivenLayer
from ..layers.vector_file import result_file
from ..text import tr
from ..validation.evaluation_task import EvaluationTask
from ..validation.score_tables import interval, score_rows
from .base_algorithm import DoabAlgorithm
from .run_task import environment, no_environment, run_blocking

INPUT, TRUTH, FIELD, CODES, INCOMPLETE, OUTPUT = "INPUT", "TRUTH", "FIELD", "CODES", "INCOMPLETE", "OUTPUT"
REPORT, SUSPECTS, SUSPICIOUS, COUNTED = "REPORT", "SUSPECTS", "SUSPICIOUS", "COUNTED"
SCORES = ("MR_px", "MR_parcel", "MR_inst", "SQ", "RQ", "PQ", "PQ_agnostic", "boundary_F1")


class EvaluateParcels(DoabAlgorithm):
    """Score a result against declared parcels, as the dock does."""

    def __init__(self) -> None:
        super().__init__()
        self._request = protocol.EvaluateRequest("", protocol.ParcelLayer(""), "")
        self._truth: GivenLayer | None = None

    def createInstance(self) -> EvaluateParcels:  # noqa: N802
        return EvaluateParcels()

    def name(self) -> str:
        return "evaluateparcels"

    def displayName(self) -> str:  # noqa: N802
        return tr("Score against declared parcels")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("Score mapped parcels against parcels whose crops are known, such as LPIS")

    def tags(self) -> list[str]:
        return tr("validation,accuracy,evaluation,confusion matrix,recall,panoptic quality,lpis,eurocrops").split(",")

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "Compares a result of “Map field parcels” with parcels whose crops are known, and writes a report "
            "(report.html) with scores and their 95 % intervals, the confusion of crops and a calibration curve.\n\n"
            "suspects.gpkg holds the declared parcels whose crop is probably wrong, the likeliest error first.\n\n"
            "The column of crops holds HCAT codes or names, or national codes that a table of EuroCrops translates. A "
            "column with a name of EuroCrops is recognised by itself."
        )

    def initAlgorithm(self, _configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.addParameter(QgsProcessingParameterVectorLayer(INPUT, tr("Mapped parcels"), polygons))
        self.addParameter(QgsProcessingParameterVectorLayer(TRUTH, tr("Declared parcels"), polygons))
        self.addParameter(
            QgsProcessingParameterField(FIELD, tr("Crop column"), parentLayerParameterName=TRUTH, optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFile(CODES, tr("Crop codes (EuroCrops' table)"), extension="csv", optional=True)
        )
        self.addParameter(
            QgsProcessingParameterBoolean(INCOMPLETE, tr("There are fields that the declared parcels lack"), False)
        )
        self.addParameter(QgsProcessingParameterFolderDestination(OUTPUT, tr("Folder of the report")))
        self.addOutput(QgsProcessingOutputHtml(REPORT, tr("Report")))
        self.addOutput(QgsProcessingOutputVectorLayer(SUSPECTS, tr("Suspicious parcels")))
        self.addOutput(QgsProcessingOutputNumber(SUSPICIOUS, tr("Number of suspicious parcels")))
        self.addOutput(QgsProcessingOutputNumber(COUNTED, tr("Declared parcels that count")))
        for name in SCORES:
            self.addOutput(QgsProcessingOutputNumber(name, name))

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        return (True, "") if runtime.find() else (False, no_environment())

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> bool:
        """Read the layers on the main thread."""
        result = self.parameterAsVectorLayer(parameters, INPUT, context)
        truth = self.parameterAsVectorLayer(parameters, TRUTH, context)
        if result is None or truth is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT if result is None else TRUTH))
        try:
            self._truth = GivenLayer(truth)
            self._request = protocol.EvaluateRequest(
                result_file(result),
                protocol.ParcelLayer(""),
                self.parameterAsString(parameters, OUTPUT, context),
                self.parameterAsString(parameters, FIELD, context),
                self.parameterAsFile(parameters, CODES, context),
                self.parameterAsBool(parameters, INCOMPLETE, context),
                overwrite=True,
            )
        except protocol.InputError as error:
            raise QgsProcessingException(str(error)) from error
        return True

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict:
        if self._truth is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, TRUTH))
        task = EvaluationTask(environment(feedback), self._request, self._truth)
        task.stage.connect(feedback.setProgressText, Qt.ConnectionType.DirectConnection)
        task.warned.connect(feedback.pushWarning, Qt.ConnectionType.DirectConnection)
        try:
            summary = run_blocking(task, feedback)
        except protocol.Cancelled:
            return {}
        feedback.pushInfo(summary.data)
        for row in score_rows(summary):
            feedback.pushInfo(f"{row.name}: {100 * row.score.value:.1f} % ({interval(row.score) or '–'})")
        results: dict[str, Any] = {name: summary.scores[name].value for name in SCORES if name in summary.scores}
        results |= {OUTPUT: str(Path(summary.page).parent), REPORT: summary.page, COUNTED: summary.counted}
        return {**results, SUSPECTS: summary.suspects, SUSPICIOUS: summary.suspicious}
