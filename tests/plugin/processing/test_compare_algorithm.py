"""“Compare two results”: what two results have in common, and where their crops differ."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingFeedback, QgsProject, QgsRectangle, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_app")

WHEAT, MAIZE = ("3301010101", "Winter wheat"), ("3301010601", "Maize")


@pytest.fixture
def algorithm(create):
    return create("compareparcels")


def result(*parcels) -> QgsVectorLayer:
    """Return a layer of parcels, each (west in hundred metres, width, crop), a hundred metres high."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32631&field=EC_hcat_c:string&field=crop:string", "result", "memory")
    for west, width, crop in parcels:
        feature = QgsFeature(layer.fields())
        x = 500_000 + 100 * west
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, 0, x + 100 * width, 100)))
        feature.setAttributes([*crop])
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


def compare(algorithm, context, before, after, least=0.0) -> list[list[list]]:
    """Return the rows of the layer and of the table."""
    parameters = {"BEFORE": before, "AFTER": after, "MIN_AREA": least}
    sinks = {"OUTPUT": "memory:", "TABLE": "memory:"}
    results, good = algorithm.run({**parameters, **sinks}, context, QgsProcessingFeedback())
    assert good
    layers = [context.getMapLayer(results[name]) for name in sinks]
    return [[[f["crop_before"], f["crop_after"], f["area_ha"]] for f in layer.getFeatures()] for layer in layers]


def test_changed_ground_is_in_the_layer_and_all_pairs_are_in_the_table(algorithm, context, qgis_new_project):
    before = result((0, 2, WHEAT), (2, 1, MAIZE))
    after = result((0, 1, WHEAT), (1, 2, MAIZE))
    changes, table = compare(algorithm, context, before, after)
    assert changes == [["Winter wheat", "Maize", pytest.approx(1.0)]]
    assert sorted(row[-1] for row in table) == pytest.approx([1.0, 1.0, 1.0])


def test_ground_that_is_a_parcel_in_one_result_only_is_a_change(algorithm, context, qgis_new_project):
    changes, _ = compare(algorithm, context, result((0, 1, WHEAT)), result((0, 0.5, WHEAT), (3, 1, MAIZE)))
    assert sorted(row[-1] for row in changes) == pytest.approx([0.5, 1.0])


def test_small_pieces_are_in_the_table_only(algorithm, context, qgis_new_project):
    changes, table = compare(algorithm, context, result((0, 1, WHEAT)), result((0, 1.05, WHEAT)), 0.1)
    assert changes == [] and sorted(row[-1] for row in table) == pytest.approx([0.05, 1.0])


def test_a_layer_without_crops_is_named(algorithm, context, qgis_new_project):
    other = QgsVectorLayer("Polygon?crs=EPSG:32631", "hedges", "memory")
    QgsProject.instance().addMapLayer(other)
    feedback = QgsProcessingFeedback()
    parameters = {"BEFORE": result((0, 1, WHEAT)), "AFTER": other, "OUTPUT": "memory:", "TABLE": "memory:"}
    assert not algorithm.run(parameters, context, feedback)[1]
    assert "hedges has no columns" in feedback.textLog()
