"""A dock in a window, with and without an environment to compute in."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from doab.plugin.child.worker import Worker
from doab.plugin.dock.dock import DoabDock
from doab.plugin.dock.environment import EnvironmentBox


@pytest.fixture
def bare_dock(qgis_iface, window, qgis_new_project, profile):
    worker = Worker()
    made = DoabDock(qgis_iface, worker)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    yield made
    made.shut_down()
    worker.close()
    made.setParent(None)
    made.deleteLater()
    QTest.qWait(5)


@pytest.fixture
def dock(request, child, monkeypatch):
    monkeypatch.setattr(EnvironmentBox, "look", lambda box: box._settle(child("done"), ""))
    return request.getfixturevalue("bare_dock")
