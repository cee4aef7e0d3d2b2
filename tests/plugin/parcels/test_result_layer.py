"""The result layer: crops that occur, their colours and counts, opacity from the confidence, map tips."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    edit,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor
from sample_data import PARCELS, write_ground, write_parcels

from doab.plugin.parcels import crop_areas, layer_tree
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.not_farmland import add_ground

pytestmark = pytest.mark.usefixtures("qgis_app")
WHEAT, POTATOES = QColor("#d9a520"), QColor("#882e72")


@pytest.fixture
def result_layer(parcels_file, qgis_new_project):
    return parcels.load(str(parcels_file), crop_areas.count_crops(parcels_file), "made by a test")


def test_only_crops_that_occur_are_in_the_legend_with_their_counts(result_layer):
    categories = result_layer.renderer().categories()
    assert [c.label() for c in categories] == ["Winter wheat (2)", "Potatoes (1)", "Anything else"]
    assert [c.symbol().color() for c in categories[:2]] == [WHEAT, POTATOES]


def test_fields_have_readable_names_and_the_layer_says_what_it_is_from(result_layer):
    aliases = {field.name(): field.alias() for field in result_layer.fields()}
    assert aliases["EC_hcat_c"] == "HCAT code"
    assert all(aliases[name] for name in aliases if name != "fid")
    assert result_layer.metadata().abstract() == "made by a test"
    assert result_layer.isValid()


def test_opacity_is_the_confidence_and_the_outline_stays(result_layer):
    image = _render(result_layer)
    sure, unsure = (image.pixelColor(100 * n + 45, 45) for n in (0, 1))
    expected = [QColor(*(round(255 - a / 255 * (255 - c)) for c in WHEAT.getRgb()[:3])) for a in (240, 68)]
    for actual, expected_color in zip((sure, unsure), expected, strict=True):
        assert max(abs(a - b) for a, b in zip(actual.getRgb(), expected_color.getRgb(), strict=True)) <= 3
    outlines = [
        min((image.pixelColor(x, 45) for x in range(100 * n - 3, 100 * n + 4) if x >= 0), key=QColor.lightness)
        for n in (0, 1)
    ]
    assert max(outline.lightness() for outline in outlines) < 125


def test_without_a_confidence_a_parcel_stays_visible(tmp_path):
    path = write_parcels(tmp_path / "null.gpkg", [(*PARCELS[0][:4], None, *PARCELS[0][5:])])
    layer = parcels.load(str(path), crop_areas.count_crops(path), "")
    assert 225 < _render(layer).pixelColor(45, 45).lightness() < 255


def test_the_map_tip_names_the_three_likeliest_crops(result_layer):
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(result_layer))
    context.setFeature(next(f for f in result_layer.getFeatures() if f["parcel_id"] == 3))
    tip = QgsExpression.replaceExpressionText(result_layer.mapTipTemplate(), context)
    assert [crop in tip for crop in ("Potatoes", "Maize", "Soy")] == [True] * 3
    assert "50 %" in tip
    assert "30 %" in tip
    assert "3.00 ha" in tip


def test_a_run_without_parcels_gives_an_empty_layer(tmp_path, parcels_file):
    with sqlite3.connect(parcels_file) as database:
        database.execute("DROP TRIGGER IF EXISTS rtree_parcels_geom_delete")
        database.execute("DROP TRIGGER IF EXISTS trigger_delete_feature_count_parcels")
        database.execute("DELETE FROM parcels")
    crops = crop_areas.count_crops(parcels_file)
    assert crops == ()
    assert len(parcels.load(str(parcels_file), crops, "").renderer().categories()) == 1


def test_the_layer_lies_on_top_in_a_group_named_after_the_run(result_layer):
    layer_tree.add_to_project(result_layer, "Doab: june")
    group = QgsProject.instance().layerTreeRoot().children()[0]
    assert group.name() == "Doab: june"
    assert group.findLayers()[0].layer() is result_layer


def another(result_layer, folder, move=0.0):
    """The same parcels in another file, ``move`` metres to the east."""
    layer = parcels.load(shutil.copy(result_layer.source().partition("|")[0], folder / "july.gpkg"), (), "")
    with edit(layer):
        for feature in layer.getFeatures():
            shape = feature.geometry()
            shape.translate(move, 0)
            layer.changeGeometry(feature.id(), shape)
    layer.updateExtents()
    return layer


@pytest.mark.parametrize(("move", "shown"), [(0.0, [True, False]), (1e5, [True, True])])
def test_a_new_result_hides_an_earlier_one_at_its_place(result_layer, tmp_path, move, shown):
    layer_tree.add_to_project(result_layer, "Doab: june")
    layer_tree.add_to_project(another(result_layer, tmp_path, move), "Doab: july")
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    assert [node.isVisible() for node in nodes] == shown
    assert [node.name() for node in nodes] == ["Parcels (july)", "Parcels"]
    assert [node.parent().isVisible() for node in nodes] == shown


def test_the_ground_that_is_no_farmland_is_hidden_with_its_parcels(result_layer, parcels_file, tmp_path):
    layer_tree.add_to_project(result_layer, "Doab: june")
    write_ground(parcels_file)
    ground = add_ground(result_layer)
    node = QgsProject.instance().layerTreeRoot().findLayer(ground.id())
    assert node.isVisible()
    layer_tree.add_to_project(another(result_layer, tmp_path), "Doab: july")
    assert not node.isVisible() and not node.parent().isVisible()


def test_an_earlier_result_without_parcels_and_elsewhere_is_no_hindrance(result_layer, tmp_path):
    empty = parcels.load(str(write_parcels(tmp_path / "empty.gpkg", ())), (), "")
    empty.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    layer_tree.add_to_project(empty, "Doab: june")
    layer_tree.add_to_project(result_layer, "Doab: july")
    assert QgsProject.instance().layerTreeRoot().findLayer(empty.id()).isVisible()


def test_a_result_that_is_being_edited_stays_visible(result_layer, tmp_path):
    layer_tree.add_to_project(result_layer, "Doab: june")
    result_layer.startEditing()
    layer_tree.add_to_project(another(result_layer, tmp_path), "Doab: july")
    assert QgsProject.instance().layerTreeRoot().findLayer(result_layer.id()).isVisible()
    result_layer.rollBack()


def _render(layer):
    """Draw the first two parcels at one pixel a metre."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(190, 90))
    extent = layer.extent()
    extent.setXMaximum(extent.xMinimum() + 190)
    settings.setExtent(extent)
    settings.setBackgroundColor(QColor(Qt.GlobalColor.white))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()
