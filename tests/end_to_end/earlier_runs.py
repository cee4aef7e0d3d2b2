"""What comes after a run: dates sorted, a layout printed, the run repeated from the history and removed from it."""

from __future__ import annotations

from dock_workflow import MAPPING, add_images, map_parcels, open_images
from gui import bring_into_view, click, pause, press, save_screen, save_window, wait_until, widget
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget
from qgis.utils import iface


def earlier_runs(settings: dict) -> dict:
    """Map, close the project, repeat the run from the history, then look at its log and remove the first run."""
    picture = settings["picture"]
    open_images(settings)
    add_images(settings)
    order = widget("doabRowOrder")
    order.setCurrentIndex(order.findData("cloudiest"))
    bring_into_view(widget("doabAcquisitions"))
    save_window(picture.replace(".png", "_dates.png"))
    map_parcels()
    save_window(picture.replace(".png", "_link.png"))
    layouts = _print(picture.replace(".png", "_print.png"))
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
    return {"layouts": layouts, "rows": rows, "files": files, "log": log, "remaining": remaining}


def _print(picture: str) -> list[str]:
    """Label the parcels, open a print layout of them, and return the layouts of the project."""
    press("doabCropLabels")
    press("doabPrint")
    (designer,) = iface.openLayoutDesigners()
    pause(3)
    designer.window().grab().save(picture)
    designer.close()
    return [layout.name() for layout in QgsProject.instance().layoutManager().layouts()]


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
