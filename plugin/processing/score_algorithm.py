"""“Score reference frames” in the Processing toolbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)

from ...model import protocol
from ...model.protocol.choices import FRAME_PARTS
from ..compat import FieldType, create_field
from ..text import tr
from .base_algorithm import ImageAlgorithm
from .run_task import environment

OUTPUT, PROPOSED, REASON = "OUTPUT", "PROPOSED", "REASON"


class ScoreFrames(ImageAlgorithm):
    """Score each Sentinel-2 date as the reference frame, and propose the best."""

    def createInstance(self) -> ScoreFrames:  # noqa: N802
        return ScoreFrames()

    def name(self) -> str:
        return "scoreframes"

    def displayName(self) -> str:  # noqa: N802
        return tr("Score reference frames")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("Tell which Sentinel-2 date suits best to take the outlines of field parcels from")

    def tags(self) -> list[str]:
        return tr("sentinel-2,quality,clouds,haze,date,best,image,parcels,fields").split(",")

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "Looks at every Sentinel-2 date and says how well the outlines of field parcels could be taken from it. "
            "The table has one row for each date:\n"
            "score – from 0 (worst) to 1 (best), made of the parts that follow\n"
            "clear – the share of the area that is covered and free of clouds\n"
            "haze, sharpness, contrast – compared with the other dates, 1 is the best of them (little haze)\n"
            "season – 1 at the height of the growing season of the latitude, less before and after\n"
            "sun – 0 for a low sun with long shadows, 1 for a high one\n"
            "map – how sure the model is of the map from this date, where a run has compared the best dates\n"
            "proposed – 1 for the best date, else 0\n"
            "reason – why it is proposed, or why a date cannot be used\n\n"
            "Choose Sentinel-2 images or a folder that holds them; all other inputs are optional.\n\n"
            "The proposed date can be handed on to “Map field parcels”, which otherwise compares the best dates by "
            "sample maps and chooses by itself.\n\n"
            "Contains modified Copernicus Sentinel data."
        )

    def initAlgorithm(self, _configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_image_parameters()
        self.add_parameter(
            QgsProcessingParameterFeatureSink(OUTPUT, tr("Scores"), QgsProcessing.SourceType.TypeVector),
            tr("A table without geometry."),
        )
        self.addOutput(QgsProcessingOutputString(PROPOSED, tr("Proposed date")))
        self.addOutput(QgsProcessingOutputString(REASON, tr("Reason")))

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict:
        try:
            inspection = self.recognise(environment(feedback), feedback)
        except protocol.Cancelled:
            return {}
        if not any(a.sensor == "S2" for a in inspection.scene.acquisitions):
            raise QgsProcessingException(
                " ".join(
                    [
                        tr("No Sentinel-2 image was recognised."),
                        *(f"{problem.path}: {problem.text}" for problem in inspection.scene.problems[:1]),
                    ]
                )
            )
        sink, sink_id = self.parameterAsSink(parameters, OUTPUT, context, fields(), QgsWkbTypes.Type.NoGeometry)
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, OUTPUT))
        for values in rows(inspection):
            feature = QgsFeature()
            feature.setAttributes(values)
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                raise QgsProcessingException(tr("The scores could not be written: {}").format(sink.lastError()))
        feedback.pushInfo(
            tr("Proposed: {}. {}").format(inspection.proposed, inspection.reason)
            if inspection.proposed
            else inspection.reason
        )
        return {OUTPUT: sink_id, PROPOSED: inspection.proposed, REASON: inspection.reason}


def fields() -> QgsFields:
    """Return the fields of the table."""
    result = QgsFields()
    result.append(create_field("date", FieldType.TEXT, 10))
    for name in ("score", *FRAME_PARTS):
        result.append(create_field(name, FieldType.REAL))
    result.append(create_field("proposed", FieldType.INTEGER))
    result.append(create_field("reason", FieldType.TEXT))
    return result


def rows(inspection: protocol.Inspection) -> Iterator[list]:
    """Yield the values of each Sentinel-2 date in time order; a date that cannot be used has no scores."""
    frames = {frame.date: frame for frame in inspection.frames}
    for acquisition in inspection.scene.acquisitions:
        if acquisition.sensor == "S2":
            frame = frames.get(acquisition.date)
            scores = (
                [frame.score, *(frame.parts.get(part) for part in FRAME_PARTS)]
                if frame
                else [None] * (1 + len(FRAME_PARTS))
            )
            proposed = acquisition.date == inspection.proposed
            reason = inspection.reason if proposed else acquisition.problem or None
            yield [acquisition.date, *scores, int(proposed), reason]
