"""What the analyst decided is certain: in the styles, in the area table, in the map tip and in the walk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsProject, QgsRenderContext
from sample_data import FIELDS, PARCELS, finish, write_parcels

from doab.model.crops import known_crops
from doab.plugin.correction import edits as correction
from doab.plugin.correction.review_queue import START, ReviewQueue, ReviewQueueTask
from doab.plugin.parcels import crop_areas, styles
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.crop_counts import CountTask
from doab.plugin.parcels.styles import CONFIDENCE, CROP, StyleOptions

pytestmark = pytest.mark.usefixtures("qgis_app")
MAIZE = next(crop for crop in known_crops() if crop.label == "Maize")
PROBABILITIES = json.dumps({"Winter wheat": 0.6, "Maize": 0.4})


@pytest.fixture
def result_layer(tmp_path, qgis_new_project):
    """Three parcels of which the second, with a confidence of 0.2, was accepted."""
    path = write_parcels(tmp_path / "made.gpkg", [(*values[:13], PROBABILITIES, *values[14:]) for values in PARCELS])
    layer = parcels.load(str(path), crop_areas.count_crops(path), "")
    QgsProject.instance().addMapLayer(layer)
    correction.accept_parcels(layer, [fid(layer, 2)])
    yield layer
    layer.rollBack()


def fid(layer, number: int) -> int:
    return next(f.id() for f in layer.getFeatures() if f["parcel_id"] == number)


def labels(layer, options: StyleOptions) -> dict[int, str]:
    """What the legend calls each parcel that is drawn with these options."""
    renderer = styles.create_renderer(options, crop_areas.count_crops(Path(layer.source().partition("|")[0])))
    context, results = QgsRenderContext(), {}
    renderer.startRender(context, layer.fields())
    names = {item.ruleKey(): item.label() for item in renderer.legendSymbolItems()}
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        if renderer.willRenderFeature(feature, context):
            (key,) = renderer.legendKeysForFeature(feature, context)
            results[feature["parcel_id"]] = names[key]
    renderer.stopRender(context)
    return results


def test_what_was_decided_is_not_hidden_and_shows_as_sure(result_layer):
    assert labels(result_layer, StyleOptions(CROP, 0.6)) == {1: "Winter wheat (2)", 2: "Winter wheat (2)"}
    assert labels(result_layer, StyleOptions(CONFIDENCE)) == {1: "80 % and more", 2: "80 % and more", 3: "40 to 60 %"}


def test_the_table_takes_what_was_decided_for_certain(result_layer):
    correction.set_crop(result_layer, [fid(result_layer, 3)], MAIZE)
    results = {crop.label: crop for crop in finish(CountTask(result_layer)).result.crops}
    assert (results["Maize"].parcels, results["Maize"].confidence) == (1, 1.0)
    assert results["Maize"].expected == pytest.approx(0.81 + 0.4 * 0.81)
    assert results["Winter wheat"].expected == pytest.approx(0.81 + 0.6 * 0.81)
    assert results["Maize"].deviation == pytest.approx(0.81 * (0.4 * 0.6) ** 0.5)


def test_the_map_tip_shows_who_decided_and_not_what_the_model_thought(result_layer):
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(result_layer))
    tips = {}
    for feature in result_layer.getFeatures():
        context.setFeature(feature)
        tips[feature["parcel_id"]] = QgsExpression.replaceExpressionText(result_layer.mapTipTemplate(), context)
    assert "Decided by the analyst" in tips[2] and "20 %" not in tips[2]
    assert "Decided" not in tips[3] and "50 %" in tips[3]


def test_what_was_decided_no_longer_waits(result_layer):
    queue = finish(ReviewQueueTask(result_layer)).result
    assert [confidence for confidence, _ in queue.entries] == [0.5, 1.0]
    assert [queue.count_below(least) for least in (0, 0.5, 0.6, 1)] == [0, 0, 1, 1]


def test_a_layer_of_an_earlier_version_is_styled_counted_and_walked_through(tmp_path, qgis_new_project):
    path = write_parcels(tmp_path / "old.gpkg", [values[:-2] for values in PARCELS], fields=FIELDS[:-2])
    layer = parcels.load(str(path), crop_areas.count_crops(path), "")
    QgsProject.instance().addMapLayer(layer)
    assert labels(layer, StyleOptions(CROP, 0.6)) == {1: "Winter wheat (2)"}
    assert finish(CountTask(layer)).result.confidences == (0.2, 0.5, 1.0)
    assert len(finish(ReviewQueueTask(layer)).result.entries) == 3


def test_the_walk_begins_anew_behind_the_last_and_goes_on_where_a_parcel_was_decided():
    queue = ReviewQueue(((0.2, 7), (0.2, 9), (0.5, 1)))
    assert list(queue.after(START)) == list(queue.entries)
    assert list(queue.after((0.2, 8))) == [(0.2, 9), (0.5, 1), (0.2, 7)]
    assert next(queue.after((0.5, 1))) == (0.2, 7)
    assert not list(ReviewQueue().after(START))
