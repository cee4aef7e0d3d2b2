"""The inspector: a parcel is clicked or selected, and its probabilities and its series are shown."""

from __future__ import annotations

import json

import pytest
from osgeo import gdal
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapTool
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget
from sample_data import FIELDS, PARCELS, SUMMARY, wait, write_parcels

from doab.model import protocol
from doab.plugin.inspector.time_series_task import compared, parcel_of
from doab.plugin.parcels import layer_tree
from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.mapped import Mapped
from doab.plugin.parcels.result_job import job_of, store_job

WHEAT, MAIZE, POTATOES = "3301010101", "3301010600", "3301030000"
SHARES = {"Potatoes": 0.3, "Winter wheat": 0.6, "Maize": 0.08, "Triticale": 0.015, "Soy": 0.004, "Orchard": 0.001}


PROBS = [name for name, _ in FIELDS].index("probs")


def rows_with(probabilities: str | None) -> list[tuple]:
    return [(*row[:PROBS], probabilities, *row[PROBS + 1 :]) for row in PARCELS]


@pytest.fixture
def file(tmp_path):
    return write_parcels(tmp_path / "made.gpkg", rows_with(json.dumps(SHARES)))


@pytest.fixture
def layer(file, scene, qgis_new_project):
    """The parcels of a run, in the project."""
    layer = parcels.load(str(file), (), "")
    store_job(layer, Mapped(protocol.Job(scene, str(file)), SUMMARY, (), ()).job_text)
    layer_tree.add_to_project(layer, "Doab")
    return layer


@pytest.fixture
def box(inspector):
    return inspector


def find(box, name: str) -> QWidget:
    return box.findChild(QWidget, name)


def show(box, layer, number: int = 1) -> None:
    box.show_parcel(layer, next(layer.getFeatures(f"parcel_id = {number}")))


def read(box) -> None:
    wait(lambda: box._tasks.task is None)


def test_a_parcel_shows_its_crop_its_probabilities_and_its_series(box, layer):
    show(box, layer)
    assert find(box, "doabInspectorParcel").text() == "<b>Winter wheat</b> 60 % · parcel 1 · 4.00 ha"
    bars = find(box, "doabLikelihoods")
    assert [bars.crop_at(y).label for y in range(1, bars.height(), bars._step())] == [
        "Winter wheat",
        "Potatoes",
        "Maize",
        "Triticale",
        "2 others",
    ]
    read(box)
    plot = find(box, "doabSeriesPlot")
    assert plot.isVisible() and [panel.quantity for panel in plot.panels()] == ["NDVI"]
    assert plot._crop.code == WHEAT and plot._reference == "2019-06-26"


def test_a_crop_that_the_analyst_set_says_so_beside_what_the_model_thinks(box, layer):
    layer.startEditing()
    feature = next(layer.getFeatures("parcel_id = 1"))
    for name, value in (("crop", "Maize"), ("EC_hcat_c", MAIZE), ("decided", "analyst")):
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf(name), value)
    show(box, layer)
    assert "Maize</b> (set by the analyst; the model: 8 %)" in find(box, "doabInspectorParcel").text()
    layer.rollBack()


def test_images_that_vanished_are_named(box, layer):
    show(box, layer)
    read(box)
    assert "S2 2019-07-01: July.tif is gone." in find(box, "doabInspectorNote").text()


def test_a_click_on_a_bar_compares_with_that_crop(box, layer):
    show(box, layer)
    read(box)
    bars = find(box, "doabLikelihoods")
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(20, round(1.5 * bars._step())))
    assert find(box, "doabSeriesPlot")._crop.code == POTATOES
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(20, round(4.5 * bars._step())))
    assert find(box, "doabSeriesPlot")._crop.code == POTATOES


def test_the_arrow_keys_compare_with_the_other_crops_and_a_screen_reader_hears_them(box, layer):
    show(box, layer)
    read(box)
    bars, plot = find(box, "doabLikelihoods"), find(box, "doabSeriesPlot")
    assert bars.focusPolicy() & Qt.FocusPolicy.TabFocus and bars.accessibleName()
    heard = bars.accessibleDescription()
    assert "Winter wheat: 60.0 %. The plot shows its typical curve." in heard and "Potatoes: 30.0 %. Maize" in heard
    QTest.keyClick(bars, Qt.Key.Key_Up)
    assert plot._crop.code == WHEAT
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert plot._crop.code == POTATOES and "Potatoes: 30.0 %. The plot shows" in bars.accessibleDescription()
    QTest.keyClick(bars, Qt.Key.Key_Up)
    assert plot._crop.code == WHEAT


def test_a_parcel_that_is_corrected_among_others_is_shown_anew(box, layer):
    show(box, layer)
    layer.startEditing()
    feature = next(layer.getFeatures("parcel_id = 1"))
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("crop"), "Maize")
    others = [one.id() for one in layer.getFeatures("parcel_id <> 1")]
    box.session.parcels_edited.emit(layer, others)
    assert "Winter wheat" in find(box, "doabInspectorParcel").text()
    box.session.parcels_edited.emit(layer, [*others, feature.id()])
    assert "Maize" in find(box, "doabInspectorParcel").text()
    layer.rollBack()


def test_the_next_parcel_drops_the_one_that_is_still_read(box, layer, child, children):
    child("patient")
    show(box, layer, 1)
    wait(children)
    QTest.qWait(300)
    ended = []
    box._tasks.task.ended.connect(lambda task: ended.append((task.parcel.number, task.result, task.error)))
    show(box, layer, 3)
    assert wait(lambda: ended) < 3
    assert ended == [("1", None, "")]
    assert box._series is None and box._parcel.number == "3"
    box._tasks.drop()


def test_what_cannot_be_read_is_said(box, layer, child):
    child("bad")
    show(box, layer)
    read(box)
    assert "None of the Sentinel-2 images" in find(box, "doabInspectorNote").text()
    assert not find(box, "doabSeriesPlot").isVisible() and find(box, "doabLikelihoods").isVisible()


def test_a_layer_that_no_run_made_says_so(box, file, qgis_new_project):
    foreign = QgsVectorLayer(f"{file}|layername=parcels", "parcels", "ogr")
    QgsProject.instance().addMapLayer(foreign)
    show(box, foreign)
    assert "does not say which images" in find(box, "doabInspectorNote").text()


def test_a_project_that_is_opened_again_still_has_the_images(box, layer, tmp_path):
    QgsProject.instance().write(str(tmp_path / "saved.qgz"))
    QgsProject.instance().clear()
    QgsProject.instance().read(str(tmp_path / "saved.qgz"))
    (again,) = QgsProject.instance().mapLayers().values()
    show(box, again)
    read(box)
    assert find(box, "doabSeriesPlot").panels()


def test_selecting_one_parcel_shows_it_and_selecting_two_does_not(box, layer, qgis_canvas):
    qgis_canvas.setLayers([layer])
    layer.selectByExpression("parcel_id = 2")
    assert box._parcel.number == "2"
    layer.selectByExpression("parcel_id in (1, 3)")
    assert box._parcel.number == "2"
    box.setCollapsed(True)
    layer.selectByExpression("parcel_id = 3")
    assert box._parcel.number == "2"


def test_the_button_lends_the_mouse_and_a_click_picks_the_parcel_under_it(box, layer, qgis_canvas):
    qgis_canvas.resize(400, 300)
    qgis_canvas.setLayers([layer])
    qgis_canvas.setDestinationCrs(layer.crs())
    qgis_canvas.setExtent(layer.extent())
    button = find(box, "doabInspect")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert qgis_canvas.mapTool() is box._canvas_parcel.identify_tool and button.isChecked()
    centre = next(layer.getFeatures("parcel_id = 2")).geometry().centroid().asPoint()
    pixel = qgis_canvas.mapSettings().mapToPixel().transform(centre)
    box._canvas_parcel.identify_tool.identify_at(round(pixel.x()), round(pixel.y()))
    assert box._parcel.number == "2"
    box._canvas_parcel.identify_tool.identify_at(-1000, -1000)
    assert box._parcel is None and "no parcel" in find(box, "doabInspectorParcel").text()
    other = QgsMapTool(qgis_canvas)
    qgis_canvas.setMapTool(other)
    assert not button.isChecked()
    button.setChecked(True)
    box.hide()
    assert qgis_canvas.mapTool() is None


def test_a_layer_that_is_removed_takes_its_parcel_along(box, layer):
    show(box, layer)
    QgsProject.instance().removeMapLayer(layer.id())
    assert box._parcel is None and not find(box, "doabSeriesPlot").isVisible()
    QTest.qWait(300)


def test_a_parcel_that_is_deleted_is_no_longer_shown(box, layer):
    show(box, layer)
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures("parcel_id = 2")).id())
    assert "parcel 1" in find(box, "doabInspectorParcel").text()
    layer.deleteFeature(next(layer.getFeatures("parcel_id = 1")).id())
    assert "deleted" in find(box, "doabInspectorParcel").text() and not box._canvas_parcel.is_marked
    assert find(box, "doabSeriesPlot").isVisible() and not find(box, "doabSeriesPlot").panels()
    layer.rollBack()


def test_a_new_parcel_stays_shown_when_the_edits_are_saved(box, layer):
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("Polygon((0 0, 0 100, 100 100, 100 0, 0 0))"))
    feature.setAttribute("parcel_id", 4)
    layer.addFeature(feature)
    show(box, layer, 4)
    assert layer.commitChanges(False)
    assert "parcel 4" in find(box, "doabInspectorParcel").text()
    layer.rollBack()


def test_nothing_is_left_when_the_plugin_is_switched_off(box, session, layer, qgis_canvas, temporary, children):
    find(box, "doabInspect").setChecked(True)
    show(box, layer)
    read(box)
    items = len(qgis_canvas.scene().items())
    session.shut_down()
    assert qgis_canvas.mapTool() is None
    assert len(qgis_canvas.scene().items()) == items - 1
    assert not children() and not list(temporary.iterdir())


@pytest.mark.parametrize("text", [None, "", "broken", "[1, 2]", '{"Maize": "much"}'])
def test_probabilities_that_cannot_be_read_leave_no_bars(box, tmp_path, qgis_new_project, text):
    path = write_parcels(tmp_path / "odd.gpkg", rows_with(text))
    odd = QgsVectorLayer(f"{path}|layername=parcels", "parcels", "ogr")
    show(box, odd)
    assert not find(box, "doabLikelihoods").isVisible()
    assert find(box, "doabInspectorParcel").text() == "<b>Winter wheat</b> · parcel 1 · 4.00 ha"


def test_a_geojson_of_the_parcels_shows_its_probabilities(layer, tmp_path):
    gdal.VectorTranslate(str(tmp_path / "a.geojson"), layer.source().partition("|")[0], format="GeoJSON")
    back = QgsVectorLayer(str(tmp_path / "a.geojson"), "a", "ogr")
    assert [crop.probability for crop in parcel_of(back, next(back.getFeatures())).crops] == sorted(
        SHARES.values(), reverse=True
    )


def test_a_parcel_is_compared_with_its_own_crop_first_and_the_likeliest(layer):
    feature = next(layer.getFeatures("parcel_id = 3"))
    assert compared(parcel_of(layer, feature)) == (POTATOES, WHEAT, MAIZE)
    assert json.loads(job_of(layer))["reference"] == "2019-06-26"
