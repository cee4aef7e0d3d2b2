"""A map tool of the plugin leaves no empty hand behind."""

from __future__ import annotations

import pytest
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtWidgets import QMainWindow

from doab.plugin.compat import QAction
from doab.plugin.maptools import unset_map_tool


@pytest.fixture
def canvas(qgis_app):
    """A canvas in a window with QGIS's action for moving the map."""
    window = QMainWindow()
    map_canvas = QgsMapCanvas(window)
    window.setCentralWidget(map_canvas)
    pan, hand = QAction("Pan", window), QgsMapToolPan(map_canvas)
    pan.setObjectName("mActionPan")
    pan.triggered.connect(lambda: map_canvas.setMapTool(hand))
    map_canvas.hand = hand
    yield map_canvas
    window.deleteLater()


def test_the_mouse_moves_the_map_after_a_tool_was_put_down(canvas):
    tool = QgsMapToolPan(canvas)
    canvas.setMapTool(tool)
    unset_map_tool(canvas, tool)
    assert canvas.mapTool() is canvas.hand


def test_a_tool_that_is_not_in_use_takes_none_away(canvas):
    tool, other = QgsMapToolPan(canvas), QgsMapToolPan(canvas)
    canvas.setMapTool(other)
    unset_map_tool(canvas, tool)
    assert canvas.mapTool() is other
