"""A polygon that is added to the parcels is cut at them, and nothing else is."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QObject

from doab.plugin.correction import new_outlines
from doab.plugin.correction.new_outlines import MODES, NewOutlines


@pytest.fixture
def outlines(qgis_iface, qgis_canvas, qgis_new_project, parcels_file, monkeypatch):
    """The object under test, with a result that is the active layer, and a tool that counts as QGIS's own."""
    layer = QgsVectorLayer(str(parcels_file), "parcels")
    QgsProject.instance().addMapLayer(layer)
    monkeypatch.setattr(new_outlines, "is_result", lambda one: one is layer)
    monkeypatch.setattr(qgis_iface, "activeLayer", lambda: layer, raising=False)
    monkeypatch.setattr(qgis_iface, "actionAddFeature", lambda: qgis_iface.add_feature, raising=False)
    monkeypatch.setattr(qgis_iface, "add_feature", object(), raising=False)
    parent = QObject()
    outlines = NewOutlines(qgis_iface, parent)
    yield outlines
    outlines.stop()
    qgis_canvas.unsetMapTool(qgis_canvas.mapTool())


def test_overlap_is_avoided_while_the_tool_that_adds_polygons_is_active(outlines, qgis_iface, qgis_canvas, monkeypatch):
    began, project = [], QgsProject.instance()
    outlines.began.connect(lambda: began.append(True))
    add, pan = QgsMapToolPan(qgis_canvas), QgsMapToolPan(qgis_canvas)
    monkeypatch.setattr(QgsMapToolPan, "action", lambda tool: qgis_iface.add_feature if tool is add else None)
    before = project.avoidIntersectionsMode()
    qgis_canvas.setMapTool(add)
    assert project.avoidIntersectionsMode() == MODES.AvoidIntersectionsLayers and began == [True]
    assert project.avoidIntersectionsLayers() == [qgis_iface.activeLayer()]
    qgis_canvas.setMapTool(pan)
    assert project.avoidIntersectionsMode() == before and project.avoidIntersectionsLayers() == []
