"""“Compare two results” in the Processing toolbox."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ...model.protocol import Job
from ..parcels.crop_changes import CODE, CROP, crop_changes
from ..parcels.ellipsoidal_area import area_function
from ..text import tr
from .base_algorithm import DoabAlgorithm

BEFORE, AFTER, LEAST, CHANGES, TABLE = "BEFORE", "AFTER", "MIN_AREA", "OUTPUT", "TABLE"


class CompareParcels(DoabAlgorithm):
    """The ground whose crop differs between two results, as a layer, and the hectares of all pairs of crops."""

    def createInstance(self) -> CompareParcels:  # noqa: N802
        return CompareParcels()

    def name(self) -> str:
        return "compareparcels"

    def displayName(self) -> str:  # noqa: N802
        return tr("Compare two results")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("Show where the crops of two results differ, such as those of two years")

    def tags(self) -> list[str]:
        return tr("change,crops,rotation,difference,years,fields").split(",")

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "Lays two results over each other, such as those of two years or those before and after corrections. The "
            "layer has the ground whose crop differs, or which is a parcel in one of them only. The table has the "
            "hectares of each pair of crops, also of those that are equal. Confidences play no part: look at both "
            "results before you rely on a change."
        )

    def initAlgorithm(self, _configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add_parameter(
            QgsProcessingParameterFeatureSource(BEFORE, tr("Parcels before"), polygons), tr("The earlier result.")
        )
        self.add_parameter(
            QgsProcessingParameterFeatureSource(AFTER, tr("Parcels after"), polygons),
            tr("The later result, in any coordinate system."),
        )
        self.add_parameter(
            QgsProcessingParameterNumber(
                LEAST, tr("Smallest change (ha)"), QgsProcessingParameterNumber.Type.Double, Job.min_area, minValue=0.0
            ),
            tr("Smaller pieces, such as those along shifted outlines, are in the table, but not in the layer."),
        )
        self.add_parameter(
            QgsProcessingParameterFeatureSink(CHANGES, tr("Changes"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("The ground whose crop differs, with both crops."),
        )
        self.add_parameter(
            QgsProcessingParameterFeatureSink(TABLE, tr("Hectares by crops"), QgsProcessing.SourceType.TypeVector),
            tr("A table without geometry."),
        )

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict:
        sources = [self.parameterAsSource(parameters, name, context) for name in (BEFORE, AFTER)]
        for name, source in zip((BEFORE, AFTER), sources):
            if source is None:
                raise QgsProcessingException(self.invalidSourceError(parameters, name))
            if not {CODE, CROP} <= set(source.fields().names()):
                text = tr("{} has no columns “EC_hcat_c” and “crop”. Choose results of Doab, or exports of them.")
                raise QgsProcessingException(text.format(source.sourceName()))
        crs, least = sources[0].sourceCrs(), self.parameterAsDouble(parameters, LEAST, context)
        kind = QgsWkbTypes.Type.MultiPolygon
        layer, layer_id = self.parameterAsSink(parameters, CHANGES, context, _fields(), kind, crs)
        table, table_id = self.parameterAsSink(parameters, TABLE, context, _fields(), QgsWkbTypes.Type.NoGeometry)
        hectares_of = area_function(crs, context.transformContext())
        sums: defaultdict[tuple, float] = defaultdict(float)
        request = QgsFeatureRequest().setDestinationCrs(crs, context.transformContext())
        for change in crop_changes(sources[0].getFeatures(), sources[1].getFeatures(request)):
            if feedback.isCanceled():
                return {}
            hectares = hectares_of(change.outline)
            values = (*(change.before or (None, None)), *(change.after or (None, None)))
            sums[values] += hectares
            if change.is_change and hectares >= least:
                feature = QgsFeature()
                feature.setGeometry(change.outline)
                feature.setAttributes([*values, round(hectares, 4)])
                layer.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        for values, hectares in sorted(sums.items(), key=lambda item: -item[1]):
            feature = QgsFeature()
            feature.setAttributes([*values, round(hectares, 4)])
            table.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        return {CHANGES: layer_id, TABLE: table_id}


def _fields() -> QgsFields:
    """Return the columns of the layer and of the table."""
    fields = QgsFields()
    for name, kind in (
        ("code_before", QVariant.String),
        ("crop_before", QVariant.String),
        ("code_after", QVariant.String),
        ("crop_after", QVariant.String),
        ("area_ha", QVariant.Double),
    ):
        fields.append(QgsField(name, kind))
    return fields
