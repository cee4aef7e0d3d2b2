"""Registration: what the plugin adds to QGIS, it takes away again."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from making import wait
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QApplication, QWidget

import doab
from doab.plugin.compat import QAction

ROOT = Path(doab.__file__).parent


@pytest.fixture
def plugin(qgis_iface, qgis_new_project, profile):
    return doab.classFactory(qgis_iface)


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


def test_unload_before_the_dock_was_ever_shown(plugin, window):
    plugin.initGui()
    plugin.unload()
    wait(lambda: window.findChild(QAction, "doabAction") is None, 2)


def test_the_metadata_is_complete():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", "utf-8")
    general = dict(parser["general"])
    required = {"name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker",
                "repository", "homepage", "icon"}
    assert {name.lower() for name in required} <= set(general)
    assert all(general.values())
    assert not QIcon(str(ROOT / general["icon"])).isNull()
