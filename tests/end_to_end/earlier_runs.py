"""The history of runs with mouse and keyboard: its table, its log, a run repeated, an entry removed."""

from __future__ import annotations

from dock_workflow import MAPPING, add_images, map_parcels, open_images
from gui import click, pause, save_screen, save_window, wait_until, widget
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget


def earlier_runs(settings: dict) -> dict:
    """Map, close the project, repeat the run from the history, then look at its log and remove the first run."""
    picture = settings["picture"]
    open_images(settings)
    add_images(settings)
    map_parcels()
    save_window(picture.replace(".png", "_link.png"))
    QgsProject.instance().clear()
    pause(0.5)
    rows = _open().model().rowCount()
    save_screen(picture)
    _press("doabHistoryRepeat")
    wait_until(lambda: QgsProject.instance().mapLayersByName("Parcels"), MAPPING, "the parcels of the repeated run")
    pause(0.5)
    files = [layer.source().partition("|")[0] for layer in QgsProject.instance().mapLayersByName("Parcels")]
    table = _open()
    save_screen(picture.replace(".png", "_twice.png"))
    _press("doabHistoryLog")
    pause(0.3)
    save_screen(picture.replace(".png", "_log.png"))
    log = _in_dialog("doabLogText").toPlainText()
    QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    pause(0.2)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    pause(0.2)
    remaining = table.model().rowCount()
    QTest.keyClick(table, Qt.Key.Key_Escape)
    return {"rows": rows, "files": files, "log": log, "remaining": remaining}


def _open() -> QWidget:
    """Open the history from the keyboard and return its table."""
    button = widget("doabHistory")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    pause(0.5)
    return _in_dialog("doabHistoryTable")


def _in_dialog(name: str) -> QWidget:
    """Return a widget of the open dialog; those before it are deleted when the scenario is over."""
    return QApplication.activeModalWidget().findChild(QWidget, name)


def _press(name: str) -> None:
    click(_in_dialog(name))
