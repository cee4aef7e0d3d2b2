"""The styles of a result, and the parcels that they hide."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import QgsFillSymbol, QgsRenderContext, QgsRendererCategory, QgsVectorLayer
from qgis.PyQt.QtGui import QColor
from sample_data import PARCELS, finish, write_parcels

from doab.model import protocol
from doab.plugin.parcels import crop_areas, styles
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.styles import BOUNDARY, CONFIDENCE, CROP, STYLES, StyleOptions
from doab.plugin.tasks.map_task import MapTask

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def crops(parcels_file):
    return crop_areas.count_crops(parcels_file)


@pytest.fixture
def result_layer(parcels_file, crops, qgis_new_project):
    return parcels.load(str(parcels_file), crops, "")


def classes(layer, renderer) -> dict[int, str]:
    """Return the class of each parcel that is drawn, as the legend calls it."""
    context, labels = QgsRenderContext(), {}
    layer.setRenderer(renderer)
    drawn = layer.renderer().clone()
    drawn.startRender(context, layer.fields())
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        keys = drawn.legendKeysForFeature(feature, context)
        if drawn.willRenderFeature(feature, context):
            labels[feature["parcel_id"]] = next(i.label() for i in drawn.legendSymbolItems() if i.ruleKey() in keys)
    drawn.stopRender(context)
    return labels


def test_each_style_sorts_the_parcels_by_its_own_measure(result_layer, crops):
    labels = {style: classes(result_layer, styles.create_renderer(StyleOptions(style), crops)) for style in STYLES}
    assert labels[CROP] == {1: "Winter wheat (2)", 2: "Winter wheat (2)", 3: "Potatoes (1)"}
    assert labels[CONFIDENCE] == {1: "80 % and more", 2: "20 to 40 %", 3: "40 to 60 %"}
    assert labels[BOUNDARY] == {1: "80 % and more", 2: "80 % and more", 3: "60 to 80 %"}


@pytest.mark.parametrize("style", STYLES)
def test_parcels_under_the_least_confidence_are_neither_drawn_nor_found(result_layer, crops, style):
    assert set(classes(result_layer, styles.create_renderer(StyleOptions(style, 0.5), crops))) == {1, 3}
    assert set(classes(result_layer, styles.create_renderer(StyleOptions(style, 0.51), crops))) == {1}
    assert result_layer.featureCount() == 3


@pytest.mark.parametrize("style", STYLES)
def test_parcels_of_unknown_confidence_are_not_hidden(tmp_path, crops, style):
    path = write_parcels(tmp_path / "null.gpkg", [(*PARCELS[0][:4], None, None, *PARCELS[0][6:])])
    layer = QgsVectorLayer(str(path), "a", "ogr")
    assert set(classes(layer, styles.create_renderer(StyleOptions(style, 0.9), crops))) == {1}


@pytest.mark.parametrize("style", [CONFIDENCE, BOUNDARY])
def test_parcels_of_which_a_measure_is_not_known_are_said_to_be_so(tmp_path, crops, style):
    path = write_parcels(tmp_path / "null.gpkg", [(*PARCELS[0][:4], None, None, *PARCELS[0][6:])])
    layer = QgsVectorLayer(str(path), "a", "ogr")
    assert classes(layer, styles.create_renderer(StyleOptions(style), crops)) == {1: "Not known"}


def test_hiding_leaves_editing_and_undo_alone(result_layer, crops):
    result_layer.startEditing()
    index = result_layer.fields().indexOf("conf")
    doubtful = next(f.id() for f in result_layer.getFeatures() if f["parcel_id"] == 2)
    result_layer.beginEditCommand("as QGIS's own tools do")
    assert result_layer.changeAttributeValue(doubtful, index, 0.9)
    result_layer.endEditCommand()
    assert set(classes(result_layer, styles.create_renderer(StyleOptions(CROP, 0.6), crops))) == {1, 2}
    result_layer.undoStack().undo()
    assert set(classes(result_layer, result_layer.renderer().clone())) == {1}
    assert result_layer.subsetString() == ""
    result_layer.rollBack()


@pytest.mark.parametrize(
    "options", [StyleOptions(style, least) for style in STYLES for least in (0.0, 0.07, 0.4, 1.0)], ids=str
)
def test_a_renderer_gives_back_its_options(crops, options):
    assert styles.read_style_options(styles.create_renderer(options, crops)) == options


@pytest.mark.parametrize(
    ("style", "measure"), [(CONFIDENCE, """if(try("decided") = 'analyst', 1, "conf")"""), (BOUNDARY, '"bound_q"')]
)
def test_styles_that_earlier_versions_saved_give_back_their_options_and_are_renewed(crops, style, measure):
    renderer = styles.create_renderer(StyleOptions(style), crops)
    attribute = renderer.classAttribute()
    saved = f"min(floor({measure} * 5), 4)"
    renderer.setClassAttribute(f"""if(if(try("decided") = 'analyst', 1, "conf") < 0.4, 'hidden', {saved})""")
    assert styles.read_style_options(renderer) == StyleOptions(style, 0.4)
    renderer.setClassAttribute(saved)
    assert styles.read_style_options(renderer) == StyleOptions(style)
    styles.hide_uncertain(renderer, StyleOptions(style))
    assert renderer.classAttribute() == attribute


def test_a_renderer_that_the_analyst_made_has_no_style_options(result_layer):
    result_layer.renderer().setClassAttribute("crop2")
    assert styles.read_style_options(result_layer.renderer()) is None
    assert styles.read_style_options(None) is None


def test_showing_all_again_leaves_no_trace_and_keeps_the_symbols(crops):
    renderer = styles.create_renderer(StyleOptions(), crops)
    categories = renderer.categories()
    red = categories[0].symbol().clone()
    red.setColor(QColor("red"))
    renderer.updateCategorySymbol(0, red)
    before = [category.label() for category in categories]
    styles.hide_uncertain(renderer, StyleOptions(CROP, 0.4))
    assert renderer.categories()[-1].label() == "Hidden: under 40 %"
    assert not renderer.categories()[-1].renderState()
    styles.hide_uncertain(renderer, StyleOptions(CROP, 0.6))
    styles.hide_uncertain(renderer, StyleOptions())
    assert [category.label() for category in renderer.categories()] == before
    assert renderer.classAttribute() == "EC_hcat_c"
    categories = renderer.categories()
    assert categories[0].symbol().color() == QColor("red")


def test_the_legend_follows_the_crops_that_there_are(crops):
    renderer = styles.create_renderer(StyleOptions(CROP, 0.4), crops)
    assert not styles.update_crop_categories(renderer, crops)
    maize = crop_areas.compute_crop_areas(
        [("3301010600", "Maize", 0.9, 1.0, None), ("3301010101", "Winter wheat", 0.9, 2.0, None)]
    )
    assert styles.update_crop_categories(renderer, maize.crops)
    assert [c.label() for c in renderer.categories()] == [
        "Winter wheat (1)",
        "Maize (1)",
        "Anything else",
        "Hidden: under 40 %",
    ]


def test_classes_that_the_analyst_merged_stay_merged(crops):
    renderer = styles.create_renderer(StyleOptions(), crops)
    for index in (1, 0):
        renderer.deleteCategory(index)
    codes = ["3301010101", "3301030000"]
    renderer.addCategory(QgsRendererCategory(codes, QgsFillSymbol(), "Wheat and potatoes"))
    assert not styles.update_crop_categories(renderer, crops)
    assert [c.label() for c in renderer.categories()] == ["Anything else", "Wheat and potatoes"]


def test_a_file_opens_styled_by_crop_where_this_plugin_is_not(parcels_file, crops):
    assert parcels.save_styles(parcels_file, crops) == ""
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "elsewhere", "ogr")
    assert styles.read_style_options(layer.renderer()) == StyleOptions(CROP)
    assert [c.label() for c in layer.renderer().categories()] == ["Winter wheat (2)", "Potatoes (1)", "Anything else"]
    assert layer.attributeAlias(layer.fields().indexOf("conf")) == "Confidence"
    count, ids, names, _, problem = layer.listStylesInDatabase()
    assert (count, problem) == (3, "")
    assert set(names) == {"Crop", "Confidence", "Boundary quality"}
    for number, name in zip(ids, names, strict=True):
        text, problem = layer.getStyleFromDatabase(number)
        assert 'type="categorizedSymbol"' in text and problem == "", name


def test_a_run_leaves_its_file_with_all_styles_and_nothing_beside_it(child, worker, scene, tmp_path):
    target = tmp_path / "out" / "parcels.gpkg"
    target.parent.mkdir()
    finish(MapTask(child("done"), protocol.Job(scene, str(target)), worker))
    with sqlite3.connect(target) as database:
        rows = database.execute("SELECT styleName, useAsDefault FROM layer_styles ORDER BY 1").fetchall()
    assert rows == [("Boundary quality", 0), ("Confidence", 0), ("Crop", 1)]
    assert [path.name for path in target.parent.iterdir()] == ["parcels.gpkg"]


def test_styles_that_cannot_be_saved_are_named(parcels_file, crops):
    assert parcels.save_styles(parcels_file.with_name("none.gpkg"), crops) != ""


def test_only_parcels_as_a_run_leaves_them_count_as_a_result(result_layer, raster_file):
    assert parcels.is_result(result_layer)
    assert not parcels.is_result(QgsVectorLayer("Polygon?crs=EPSG:32631&field=crop:string", "a", "memory"))
    assert not parcels.is_result(None)


def test_parcels_may_go_while_the_map_begins_to_draw_them(parcels_file):
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", str(Path(__file__).with_name("rendering.py")), str(parcels_file), "300"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 100
