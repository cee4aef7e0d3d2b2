"""Registration: what the plugin adds to QGIS, it takes away again."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget
from sample_data import wait

import doab
from doab.plugin.compat import QAction
from doab.plugin.environment.environment_step import EnvironmentStep

ROOT = Path(doab.__file__).parent


@pytest.fixture
def plugin(qgis_iface, qgis_new_project, profile):
    plugin = doab.classFactory(qgis_iface)
    yield plugin
    if plugin._action is not None:  # the test failed before it came to that
        plugin.unload()


def _ours(window) -> list[str]:
    widgets = [w.objectName() for w in QApplication.allWidgets() if w.objectName().startswith("doab")]
    return widgets + [a.objectName() for a in window.findChildren(QAction) if a.objectName().startswith("doab")]


def test_the_dock_is_built_when_first_wanted_and_unload_leaves_nothing(plugin, window):
    before = _ours(window)
    plugin.initGui()
    action = window.findChild(QAction, "doabAction")
    assert window.findChild(QWidget, "doabDock") is None
    action.trigger()
    assert window.findChild(QWidget, "doabDock").isVisibleTo(window)
    action.trigger()
    assert not window.findChild(QWidget, "doabDock").isVisibleTo(window)
    plugin.unload()
    wait(lambda: _ours(window) == before, 2)


def test_the_button_follows_a_dock_that_is_shown_or_closed_elsewhere(plugin, window):
    plugin.initGui()
    action = window.findChild(QAction, "doabAction")
    action.trigger()
    panels = window.findChild(QWidget, "doabDock").toggleViewAction()
    panels.trigger()
    assert not action.isChecked()
    panels.trigger()
    assert action.isChecked()


class Starting(QObject):
    """What QGIS emits when its windows are complete, which the interface of the tests lacks."""

    completed = pyqtSignal()


def test_the_dock_comes_back_with_qgis_where_it_was_open(plugin, window, qgis_iface, monkeypatch):
    starting = Starting()
    monkeypatch.setattr(qgis_iface, "initializationCompleted", starting.completed, raising=False)
    plugin.initGui()
    window.findChild(QAction, "doabAction").trigger()
    plugin.unload()
    plugin.initGui()
    starting.completed.emit()
    assert window.findChild(QWidget, "doabDock").isVisibleTo(window)
    window.findChild(QWidget, "doabDock").toggleViewAction().trigger()
    plugin.unload()
    wait(lambda: window.findChild(QWidget, "doabDock") is None, 2)
    plugin.initGui()
    starting.completed.emit()
    assert window.findChild(QWidget, "doabDock") is None
    plugin.unload()


def test_unload_ends_the_process_of_the_last_run_and_leaves_no_file(
    plugin, window, child, children, temporary, tmp_path, monkeypatch
):
    monkeypatch.setattr(EnvironmentStep, "look", lambda box: box._settle(child("done"), ""))
    plugin.initGui()
    window.findChild(QAction, "doabAction").trigger()
    dock = window.findChild(QWidget, "doabDock")
    dock.inputs.add_paths(["/images/a.tif"])
    run, out = window.findChild(QWidget, "doabRun"), tmp_path / "parcels.gpkg"
    wait(run.isEnabled)
    window.findChild(QWidget, "doabOutput").setFilePath(str(out))
    run.click()
    wait(out.exists)
    wait(lambda: len(children()) == 2)  # of runs and of inspections; that which makes pictures ends by itself
    plugin.unload()  # before the layer was added
    QTest.qWait(50)
    assert not children() and not list(temporary.iterdir())


def test_unload_before_the_dock_was_ever_shown(plugin, window):
    plugin.initGui()
    plugin.unload()
    wait(lambda: window.findChild(QAction, "doabAction") is None, 2)


def test_the_metadata_is_complete():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", "utf-8")
    general = dict(parser["general"])
    required = {
        "name",
        "description",
        "version",
        "qgisMinimumVersion",
        "author",
        "about",
        "icon",
    }
    assert {name.lower() for name in required} <= set(general)
    assert all(general.values())
    assert not QIcon(str(ROOT / general["icon"])).isNull()
