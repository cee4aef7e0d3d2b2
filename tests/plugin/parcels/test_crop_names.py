"""Crops in the user's language, wherever they are shown, and by the model's labels wherever they are kept."""

from __future__ import annotations

import pytest
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

from doab.model.crops import known_crops
from doab.plugin.correction.edits import set_crop
from doab.plugin.inspector.time_series_task import parcel_of
from doab.plugin.parcels import crop_areas
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.crop_names import crop_expression, crop_name

WHEAT, POTATOES = "Winterweizen", "Kartoffeln"


@pytest.fixture
def german_layer(qgis_app, parcels_file, qgis_new_project, in_language):
    in_language("de")
    return parcels.load(str(parcels_file), crop_areas.count_crops(parcels_file), "made by a test")


def test_the_table_the_chart_and_the_legend_name_crops_in_german(german_layer, parcels_file):
    assert [crop.label for crop in crop_areas.count_crops(parcels_file)] == [WHEAT, POTATOES]
    labels = [category.label() for category in german_layer.renderer().categories()]
    assert labels == [f"{WHEAT} (2)", f"{POTATOES} (1)", "Alles andere"]


def test_the_inspector_names_crops_in_german(german_layer):
    parcel = parcel_of(german_layer, next(german_layer.getFeatures()))
    assert parcel.crop == WHEAT
    assert {crop.label for crop in parcel.crops} <= {WHEAT, POTATOES, *map(crop_name, ("Maize", "Grassland"))}
    assert all(crop.code for crop in parcel.crops)


def test_the_map_tip_and_the_name_of_a_parcel_are_german(german_layer):
    feature = next(german_layer.getFeatures())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(german_layer))
    context.setFeature(feature)
    assert WHEAT in QgsExpression.replaceExpressionText(german_layer.mapTipTemplate(), context)
    assert QgsExpression(german_layer.displayExpression()).evaluate(context).startswith(WHEAT)


def test_the_data_keep_the_labels_of_the_model(german_layer):
    assert {feature["crop"] for feature in german_layer.getFeatures()} == {"Winter wheat", "Potatoes"}
    maize = next(crop for crop in known_crops() if crop.label == "Maize")
    feature = next(german_layer.getFeatures())
    set_crop(german_layer, [feature.id()], maize)
    assert german_layer.getFeature(feature.id())["crop"] == "Maize"
    assert german_layer.undoStack().undoText() == "Kultur auf Mais setzen (1)"
    german_layer.rollBack()


def test_crops_of_another_bundle_keep_their_label(in_language):
    in_language("de")
    assert crop_name("Hops") == "Hops"
    assert crop_name("") == ""
    context = QgsExpressionContext()
    assert "Hops" in QgsExpression(crop_expression("crop").replace('"crop"', "'Hops'")).evaluate(context)


def test_english_needs_no_table_of_names():
    assert crop_expression("crop2") == '"crop2"'
