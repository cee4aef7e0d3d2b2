"""Step 4 of the dock: one click between styles, hiding doubtful parcels, figures that follow the edits."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
from dock_actions import find, press
from qgis.core import QgsApplication, QgsProject, QgsSingleSymbolRenderer, QgsSymbol, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, QPoint
from qgis.PyQt.QtGui import QColor, QHelpEvent, QKeySequence, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QTableView, QToolTip, QVBoxLayout, QWidget
from sample_data import SUMMARY, wait, write_ground, write_parcels

from doab.model import protocol
from doab.model.crops import known_crops
from doab.plugin.correction.edits import set_crop
from doab.plugin.parcels import crop_areas, layer_tree, styles
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.crop_areas import CropCount
from doab.plugin.parcels.mapped import Mapped
from doab.plugin.parcels.styles import BOUNDARY, CONFIDENCE, CROP, StyleOptions
from doab.plugin.results.area_chart import format_expected
from doab.plugin.results.results_step import ResultsStep


@pytest.fixture
def result_layer(parcels_file, qgis_new_project):
    layer = parcels.load(str(parcels_file), crop_areas.count_crops(parcels_file), "")
    layer_tree.add_to_project(layer, "Doab: june")
    return layer


@pytest.fixture
def box(window, result_layer, session):
    holder = QWidget(window)
    layout = QVBoxLayout(holder)
    step = ResultsStep(session, holder)
    layout.addWidget(step)
    holder.resize(360, 700)
    holder.show()
    step.show_layer(result_layer)
    wait(lambda: table(step))
    yield step
    session.shut_down()
    holder.setParent(None)
    holder.deleteLater()
    QTest.qWait(5)


def table(box) -> list[list[str]]:
    model = find(box, "doabResults").model()
    return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


def style_options(layer) -> StyleOptions | None:
    return styles.read_style_options(layer.renderer())


def test_the_table_shows_areas_with_their_uncertainty(box):
    assert table(box) == [
        ["Winter wheat", "2", "1.6", "1.6 ± 0.0", "60 %"],
        ["Potatoes", "1", "0.8", "0.8 ± 0.0", "50 %"],
    ]
    assert "3 parcels, 2.4 ha" in find(box, "doabResultsSummary").text()


def test_rows_of_the_table_select_their_parcels_and_can_be_copied(box, result_layer):
    view = find(box, "doabResults")
    view.selectRow(0)
    assert {parcel["crop"] for parcel in result_layer.getSelectedFeatures()} == {"Winter wheat"}
    view.setFocus()
    QTest.keySequence(view, QKeySequence(QKeySequence.StandardKey.Copy))
    lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert lines == [["Crop", "Parcels", "ha", "Expected", "Conf."], table(box)[0]]
    view.clearSelection()
    assert not result_layer.selectedFeatureCount()


def test_every_column_is_seen_at_the_width_that_the_step_asks_for(box):
    holder, bar = box.parentWidget(), box.findChild(QTableView, "doabResults").horizontalScrollBar()
    beside = holder.width() - box.width()
    for width, scrolls in ((box.table_width, False), (box.table_width - 80, True)):
        holder.resize(width + beside, 700)
        QTest.qWait(20)
        assert box.width() == width and (bar.maximum() > 0) == scrolls


def test_a_new_project_takes_the_figures_away(box):
    QgsProject.instance().clear()
    assert not table(box) and not find(box, "doabResultsTabs").isVisible()


def test_the_tab_key_leaves_the_table(box):
    assert not find(box, "doabResults").tabKeyNavigation()


@pytest.fixture
def ground_box(box, result_layer, parcels_file):
    """The step with a result whose file holds ground that is no farmland."""
    write_ground(parcels_file)
    box.show_layer(result_layer)
    wait(lambda: "no farmland: 9.5 ha" in find(box, "doabResultsSummary").text())
    return box


def ground_layers() -> list[QgsVectorLayer]:
    return QgsProject.instance().mapLayersByName("No farmland")


def test_ground_that_is_no_farmland_is_shown_below_the_parcels_on_demand(ground_box, result_layer):
    check = find(ground_box, "doabNotFarmland")
    assert check.isVisible() and not check.isChecked() and not ground_layers()
    check.click()
    (ground,) = ground_layers()
    assert ground.featureCount() == 2 and [c.value() for c in ground.renderer().categories()] == ["network", "left out"]
    group = QgsProject.instance().layerTreeRoot().findLayer(result_layer.id()).parent()
    assert [node.layerId() for node in group.findLayers()] == [result_layer.id(), ground.id()]
    assert not parcels.is_result(ground)
    check.click()
    assert not ground_layers() and QgsProject.instance().mapLayer(result_layer.id()) is not None


def test_the_box_follows_a_layer_that_was_removed_by_hand_or_is_there_already(ground_box, result_layer):
    check = find(ground_box, "doabNotFarmland")
    check.click()
    QgsProject.instance().removeMapLayer(ground_layers()[0].id())
    assert not check.isChecked() and not ground_layers()
    check.click()
    ground_box.show_layer(result_layer)
    assert check.isChecked() and len(ground_layers()) == 1


def test_a_result_of_an_earlier_version_has_no_such_ground(box):
    assert not find(box, "doabNotFarmland").isVisible()
    assert "farmland" not in find(box, "doabResultsSummary").text()


def test_one_click_switches_the_style_and_each_keeps_what_was_changed_in_it(box, result_layer):
    result_layer.renderer().updateCategoryLabel(2, "The rest")
    for name, style in (("Confidence", CONFIDENCE), ("Boundary", BOUNDARY), ("Crop", CROP)):
        press(box, f"doabStyle{name}")
        assert style_options(result_layer) == StyleOptions(style)
    assert result_layer.renderer().categories()[2].label() == "The rest"


def test_the_slider_and_the_number_are_one_and_hide_parcels_in_every_style(box, result_layer):
    find(box, "doabLeastSlider").setValue(50)
    assert find(box, "doabLeast").value() == 50
    wait(lambda: style_options(result_layer) == StyleOptions(CROP, 0.5))
    assert find(box, "doabHidden").text() == "Hidden: 1 of 3 parcels."
    press(box, "doabStyleConfidence")
    assert style_options(result_layer) == StyleOptions(CONFIDENCE, 0.5)
    find(box, "doabLeast").setValue(0)
    assert find(box, "doabLeastSlider").value() == 0
    wait(lambda: style_options(result_layer) == StyleOptions(CONFIDENCE))
    assert not find(box, "doabHidden").isVisible()


def test_the_legend_stays_unfolded(box, result_layer):
    node = QgsProject.instance().layerTreeRoot().findLayer(result_layer.id())
    node.setExpanded(True)
    press(box, "doabStyleBoundary")
    assert node.isExpanded()


def test_figures_and_legend_follow_edits_and_their_undoing(box, result_layer):
    before = table(box)
    result_layer.startEditing()
    potatoes = next(f.id() for f in result_layer.getFeatures() if f["crop"] == "Potatoes")
    result_layer.beginEditCommand("crop")
    for name, value in (("EC_hcat_c", "3301010600"), ("crop", "Maize")):
        result_layer.changeAttributeValue(potatoes, result_layer.fields().indexOf(name), value)
    result_layer.endEditCommand()
    wait(lambda: table(box)[1][0] == "Maize")
    labels = [category.label() for category in result_layer.renderer().categories()]
    assert labels == ["Winter wheat (2)", "Maize (1)", "Anything else"]
    result_layer.undoStack().undo()
    wait(lambda: table(box) == before)
    result_layer.deleteFeature(potatoes)
    wait(lambda: len(table(box)) == 1)
    result_layer.rollBack()
    wait(lambda: table(box) == before)


def saved_legend(path) -> list[str]:
    """The labels of the default style in a file, as QGIS opens it anywhere."""
    opened = QgsVectorLayer(f"{path}|layername=parcels", "again", "ogr")
    return [category.label() for category in opened.renderer().categories()]


def test_the_legend_in_the_file_follows_the_edits_once_they_are_saved(window, qgis_new_project, tmp_path, session):
    path = write_parcels(tmp_path / "saved.gpkg")
    assert parcels.save_styles(path, crop_areas.count_crops(path)) == ""
    layer = parcels.load(str(path), crop_areas.count_crops(path), "")
    QgsProject.instance().addMapLayer(layer)
    step = ResultsStep(session, window)
    step.show_layer(layer)
    wait(lambda: table(step))
    before = ["Winter wheat (2)", "Potatoes (1)", "Anything else"]
    set_crop(layer, [1], next(crop for crop in known_crops() if crop.label == "Maize"))
    wait(lambda: len(table(step)) == 3)
    assert saved_legend(path) == before
    assert layer.commitChanges(False)
    QTest.qWait(400)
    wait(lambda: not QgsApplication.taskManager().countActiveTasks())
    assert sorted(saved_legend(path)) == ["Anything else", "Maize (1)", "Potatoes (1)", "Winter wheat (1)"]
    with contextlib.closing(sqlite3.connect(path)) as database:
        saved = dict(database.execute("SELECT styleName, styleSLD FROM layer_styles").fetchall())
    assert len(saved) == 3 and "Maize (1)" in saved["Crop"] and "Winter wheat (2)" not in saved["Crop"]
    session.shut_down()
    step.deleteLater()


def test_a_layer_is_taken_over_as_it_looks(box, tmp_path):
    path = write_parcels(tmp_path / "other.gpkg")
    other = parcels.load(str(path), crop_areas.count_crops(path), "")
    other.setRenderer(styles.create_renderer(StyleOptions(BOUNDARY, 0.3), ()))
    layer_tree.add_to_project(other, "Doab: other")
    box.show_layer(other)
    assert find(box, "doabStyleBoundary").isChecked()
    assert find(box, "doabLeast").value() == pytest.approx(30)
    wait(lambda: find(box, "doabHidden").isVisible())
    assert style_options(other) == StyleOptions(BOUNDARY, 0.3)


def test_a_renderer_of_the_analyst_is_left_alone_until_a_style_is_asked_for(box, result_layer, parcels_file):
    own = QgsSingleSymbolRenderer(QgsSymbol.defaultSymbol(result_layer.geometryType()))
    result_layer.setRenderer(own)
    box.show_layer(result_layer)
    box.styling.show_areas(crop_areas.CropAreas(crop_areas.count_crops(parcels_file)))
    assert isinstance(result_layer.renderer(), QgsSingleSymbolRenderer)
    press(box, "doabStyleCrop")
    assert style_options(result_layer) == StyleOptions(CROP)
    assert result_layer.renderer().categories()[0].label() == "Winter wheat (2)"


def test_a_layer_that_goes_takes_its_controls_with_it_and_leaves_the_figures(box, result_layer):
    find(box, "doabLeastSlider").setValue(20)
    QgsProject.instance().removeMapLayer(result_layer.id())
    QTest.qWait(150)
    assert not find(box, "doabStyling").isVisible()
    assert len(table(box)) == 2


def test_a_project_that_is_opened_again_is_followed_again(box, result_layer, tmp_path):
    other = parcels.load(str(write_parcels(tmp_path / "other.gpkg")), (), "")
    QgsProject.instance().addMapLayer(other)
    QgsProject.instance().write(str(tmp_path / "a.qgs"))
    names = [result_layer.id(), other.id()]
    QgsProject.instance().read(str(tmp_path / "a.qgs"))
    assert find(box, "doabStyling").isVisible()
    for name in (names[1], *names):
        box.show_layer(QgsProject.instance().mapLayer(name))
    assert find(box, "doabStyling").isVisible()


def test_the_warnings_of_a_run_go_with_its_layer(box, result_layer, tmp_path):
    other = parcels.load(str(write_parcels(tmp_path / "other.gpkg")), (), "")
    QgsProject.instance().addMapLayer(other)
    box.show_result(
        Mapped(
            protocol.Job(protocol.Scene(), ""), SUMMARY, crop_areas.count_crops(tmp_path / "other.gpkg"), ("One date.",)
        )
    )
    shown = []
    for layer in (other, result_layer, other):
        box.show_layer(layer)
        shown.append(find(box, "doabWarnings").isVisible())
    assert shown == [True, False, True]


def test_the_chart_shows_every_crop_and_explains_the_one_under_the_mouse(box):
    find(box, "doabResultsTabs").setCurrentIndex(1)
    chart = find(box, "doabChart")
    QTest.qWait(20)
    image = chart.grab().toImage()
    row = chart.fontMetrics().height() + 6
    colours = [{image.pixelColor(x, round((n + 0.75) * row)).name() for x in range(image.width())} for n in (0, 1)]
    assert "#d9a520" in colours[0] and "#882e72" in colours[1]
    position = QPoint(20, round(1.5 * row))
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, position, chart.mapToGlobal(position)))
    assert QToolTip.text() == (
        "Potatoes: 0.8 ha (parcels: 1). Expected from the probabilities of all parcels: 0.8 ± 0.0 ha."
    )


def test_the_chart_has_light_ink_on_a_dark_ground(box):
    find(box, "doabResultsTabs").setCurrentIndex(1)
    chart = find(box, "doabChart")
    palette = QPalette(chart.palette())
    palette.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#f0f0f0"))
    chart.setPalette(palette)
    chart.setAutoFillBackground(True)
    QTest.qWait(20)
    image = chart.grab().toImage()
    names = [image.pixelColor(x, y).lightness() for x in range(30) for y in range(chart.fontMetrics().height())]
    assert min(names) < 40 and max(names) > 180


@pytest.mark.parametrize(
    "expected, deviation, text",
    [(1.6, 0.0, "1.6 ± 0.0"), (17.7, 7.04, "17.7 ± 7.0"), (45.0, 13.2, "45 ± 13"), (179.2, 8.4, "179 ± 8")],
)
def test_expected_hectares_have_the_decimals_that_their_deviation_supports(expected, deviation, text):
    crop = CropCount("", "Wheat", "", 1, 1.0, None, expected, deviation)
    assert format_expected(crop) == text
