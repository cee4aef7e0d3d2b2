"""Areas to map: drawn with the mouse, selected, in view."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapTool, QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QToolButton

from doab.model import protocol
from doab.plugin.run.area_widget import AreaWidget

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def canvas(qgis_iface, window, qgis_new_project):
    map_canvas = qgis_iface.mapCanvas()
    map_canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32631"))
    map_canvas.resize(400, 400)
    map_canvas.setExtent(QgsRectangle(500_000, 5_600_000, 504_000, 5_604_000))
    return map_canvas


@pytest.fixture
def rows(session, canvas):
    widget = AreaWidget(session)
    widget.show()
    yield widget
    session.shut_down()
    widget.deleteLater()


@pytest.fixture
def fields(qgis_new_project):
    """Two squares, one of them selected."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32631", "fields", "memory")
    for west in (500_000, 500_500):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 5_600_000, west + 100, 5_600_100)))
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([1])
    return layer


def choose(rows, kind):
    box = rows.findChild(QComboBox, "doabArea")
    box.setCurrentIndex(box.findData(kind))


def click(canvas, x, y, button=LEFT):
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def double_click(canvas, x, y):
    """A click, and what Qt makes of a second one."""
    click(canvas, x, y)
    for second in (QTest.mouseDClick, QTest.mouseRelease):
        second(canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def drag(canvas, first, last):
    view = canvas.viewport()
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(*first))
    QTest.mouseMove(view, QPoint(*last))
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(*last))


def bands(canvas):
    return [
        item
        for item in canvas.scene().items()
        if isinstance(item, QgsRubberBand) and item.isVisible() and not item.asGeometry().isEmpty()
    ]


def map_position(canvas, x, y):
    point = canvas.getCoordinateTransform().toMapCoordinates(x, y)
    return pytest.approx(point.x(), abs=1e-6), pytest.approx(point.y(), abs=1e-6)


def test_the_whole_scene_is_no_area_and_the_view_is_what_is_seen(rows, canvas):
    assert rows.where()() is None
    choose(rows, "canvas")
    west, south, east, north = rows.where()().bounds
    assert (west, south, east, north) == pytest.approx(tuple(canvas.extent().toRectF().getCoords()), abs=1)


def test_moving_the_map_changes_the_area_only_where_the_view_is_meant(rows, canvas):
    changes = []
    rows.changed.connect(lambda: changes.append(1))
    canvas.zoomByFactor(2)
    assert not changes
    choose(rows, "canvas")
    before = len(changes)
    canvas.zoomByFactor(2)
    assert len(changes) == before + 1


def test_a_dragged_rectangle_stays_on_the_map_while_it_is_chosen(rows, canvas):
    changes = []
    choose(rows, "drawn")
    rows.changed.connect(lambda: changes.append(1))
    assert rows.findChild(QToolButton, "doabDrawArea").isChecked(), "the tool is at hand at once"
    drag(canvas, (100, 100), (200, 300))
    assert len(changes) == 1 and not rows.findChild(QToolButton, "doabDrawArea").isChecked()
    area = rows.where()()
    assert area.crs == "EPSG:32631"
    assert (area.bounds[0], area.bounds[3]) == map_position(canvas, 100, 100)
    assert (area.bounds[2], area.bounds[1]) == map_position(canvas, 200, 300)
    assert len(bands(canvas)) == 1
    choose(rows, "whole")
    assert not bands(canvas) and rows.where()() is None
    choose(rows, "drawn")
    assert len(bands(canvas)) == 1 and rows.where()() == area


def test_clicked_corners_are_a_polygon_ended_with_the_right_button(rows, canvas):
    choose(rows, "drawn")
    for corner in ((100, 100), (200, 100), (300, 300)):
        click(canvas, *corner)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, 200, 200)
    click(canvas, 10, 10, RIGHT)
    outline = json.loads(rows.where()().outline)
    assert outline["type"] == "Polygon" and len(outline["coordinates"][0]) == 4
    assert tuple(outline["coordinates"][0][2]) == map_position(canvas, 200, 200)


def test_a_double_click_ends_it_too_and_escape_gives_up(rows, canvas):
    choose(rows, "drawn")
    click(canvas, 100, 100)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not rows.findChild(QToolButton, "doabDrawArea").isChecked() and not bands(canvas)
    with pytest.raises(protocol.InputError, match="Draw"):
        rows.where()
    QTest.mouseClick(rows.findChild(QToolButton, "doabDrawArea"), LEFT)
    for corner in ((100, 100), (200, 100)):
        click(canvas, *corner)
    double_click(canvas, 200, 200)
    assert len(bands(canvas)) == 1 and rows.where()().outline


def test_the_tool_before_is_not_taken_up_where_another_one_takes_over(rows, canvas):
    before, other = QgsMapToolPan(canvas), QgsMapToolPan(canvas)
    canvas.setMapTool(before)
    taken_up = []
    before.activated.connect(lambda: taken_up.append(before))
    choose(rows, "drawn")
    canvas.setMapTool(other)
    assert canvas.mapTool() is other and not taken_up
    assert not rows.findChild(QToolButton, "doabDrawArea").isChecked()


def test_the_double_click_that_ends_a_polygon_does_not_move_the_map(rows, canvas):
    hand, center = QgsMapToolPan(canvas), canvas.center()
    canvas.setMapTool(hand)
    choose(rows, "drawn")
    for corner in ((100, 100), (300, 100)):
        click(canvas, *corner)
    double_click(canvas, 300, 300)
    assert rows.where()().outline
    assert canvas.mapTool() is hand and canvas.center() == center


def test_selected_features_are_the_area_with_their_outlines(rows, fields):
    choose(rows, "selected")
    assert "1 selected" in rows.findChild(QLabel, "doabAreaNote").text()
    area = rows.where()()
    assert area.bounds == (500_000, 5_600_000, 500_100, 5_600_100)
    changes = []
    rows.changed.connect(lambda: changes.append(1))
    fields.selectAll()
    assert changes and "2 selected" in rows.findChild(QLabel, "doabAreaNote").text()
    assert json.loads(rows.where()().outline)["type"] == "MultiPolygon"
    fields.removeSelection()
    with pytest.raises(protocol.InputError, match="Select"):
        rows.where()


def test_a_layer_that_goes_while_its_selection_is_meant_does_no_harm(rows, fields):
    choose(rows, "selected")
    QgsProject.instance().removeMapLayer(fields.id())
    with pytest.raises(protocol.InputError, match="Select"):
        rows.where()


def test_nothing_stays_on_the_canvas(session, canvas):
    before, tools = len(canvas.scene().items()), len(canvas.findChildren(QgsMapTool))
    widget = AreaWidget(session)
    choose(widget, "drawn")
    drag(canvas, (100, 100), (200, 300))
    session.shut_down()
    widget.deleteLater()
    QTest.qWait(20)
    assert len(canvas.scene().items()) == before and len(canvas.findChildren(QgsMapTool)) == tools
