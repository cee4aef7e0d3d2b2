"""The tour's last steps: export, the toolbox, the help page, and switching the plugin off."""

from __future__ import annotations

import os
from pathlib import Path

from analyst import click, pause, press, scroll_to, unwatched, wait_until, widget
from qgis import processing
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWebKitWidgets import QWebView
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QLineEdit, QTreeView
from qgis.utils import iface, unloadPlugin

WRITING = 120


def export(trip) -> dict:
    """Write every format that the box offers."""
    scroll_to(widget("doabExportBox"))
    formats, file, button, line = (
        widget(f"doab{name}") for name in ("ExportFormat", "ExportFile", "Export", "ExportLine")
    )
    folder = trip.out / "exported"
    folder.mkdir()
    file.setFilePath(str(folder / "fields.gpkg"))
    found = {}
    for row in range(formats.count()):
        formats.setCurrentIndex(row)
        line.setText("")
        click(button)
        seconds = wait_until(lambda: button.isVisible() and line.text(), WRITING, formats.currentText())
        found[formats.currentText()] = {"said": line.text(), "seconds": round(seconds, 1), "file": file.filePath()}
        scroll_to(widget("doabExportBox"))
        trip.shot(f"export_{formats.currentData().strip('.')}")
    return {"formats": found, "files": sorted(path.name for path in folder.iterdir()), "folder": str(folder)}


def use_the_toolbox(trip) -> dict:
    """Open the toolbox and run each of the three algorithms from its own dialog."""
    with unwatched():
        window = iface.mainWindow()
        window.findChild(QAction, "doabAction").setChecked(False)
        toolbox = window.findChild(QDockWidget, "ProcessingToolbox")
        toolbox.setUserVisible(True)
        toolbox.findChild(QLineEdit).setText("doab")
        pause(1)
        for tree in toolbox.findChildren(QTreeView):
            tree.expandAll()
    trip.shot("toolbox")
    layer, out = trip.layer, trip.out
    box = layer.extent()
    box.scale(0.25)
    images = {
        name: [one.source() for one in QgsProject.instance().mapLayers().values() if one.name().startswith(name)]
        for name in ("S2", "S1")
    }
    area = f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [{layer.crs().authid()}]"
    found = {
        "scoreframes": _algorithm(trip, "scoreframes", {"S2": images["S2"], "OUTPUT": str(out / "scores.csv")}),
        "mapparcels": _algorithm(trip, "mapparcels", images | {"AREA": area, "OUTPUT": str(out / "part.gpkg")}),
        "exportparcels": _algorithm(
            trip, "exportparcels", {"INPUT": layer.id(), "OUTPUT": str(out / "taken_away.shp")}
        ),
    }
    with unwatched():
        toolbox.setUserVisible(False)
        window.findChild(QAction, "doabAction").setChecked(True)
        pause(0.5)
    part = QgsVectorLayer(str(out / "part.gpkg"), "part", "ogr")
    return found | {
        "parcels": part.featureCount(),
        "scores": len((out / "scores.csv").read_text().splitlines()),
        "taken_away": sorted(path.name for path in out.glob("taken_away*")),
    }


def _algorithm(trip, name: str, parameters: dict) -> dict:
    """Run an algorithm from its dialog; return what it gave."""
    ended = []
    with unwatched():
        dialog = processing.createAlgorithmDialog(f"doab:{name}", parameters)
        dialog.algorithmFinished.connect(lambda good, results: ended.append((good, dict(results))))
        dialog.move(250, 120)
        dialog.show()
        pause(1)
        trip.shot(f"{name}_dialog")
        dialog.runButton().click()
    wait_until(lambda: ended, 300, f"the algorithm {name}")
    pause(1)
    trip.shot(f"{name}_log")
    with unwatched():
        dialog.close()
    good, results = ended[0]
    return {"good": good, "results": {key: str(value) for key, value in results.items()}}


class _Browser(QObject):
    """Takes the place of the browser, which the tests do without."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @pyqtSlot(QUrl)
    def open(self, url: QUrl) -> None:
        """Called by Qt where somebody opens a file."""
        self.asked.append(url.toLocalFile())


def look_for_help(trip) -> dict:
    """Press the help button and look at the page that it opens."""
    browser = _Browser()
    QDesktopServices.setUrlHandler("file", browser, "open")
    press("doabHelp")
    pause(0.2)
    QDesktopServices.unsetUrlHandler("file")
    with unwatched():
        view = QWebView()
        view.setGeometry(100, 0, 1000, 900)
        view.load(QUrl.fromLocalFile(browser.asked[0]))
        view.show()
        pause(2)
        trip.shot("help")
        text = view.page().mainFrame().toPlainText()
        view.close()
    return {"page": browser.asked, "length": len(text)}


def leave(trip) -> dict:
    """Switch the plugin off while its layers and edits are in the project."""
    unloadPlugin("doab")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # an inner event loop leaves them waiting
    pause(1)
    trip.shot("without")
    window = iface.mainWindow()
    return {
        "docks": [dock.objectName() for dock in window.findChildren(QDockWidget) if "doab" in dock.objectName()],
        "action": window.findChild(QAction, "doabAction") is not None,
        "provider": QgsApplication.processingRegistry().providerById("doab") is not None,
        "files": [str(path) for path in Path(os.environ["TMPDIR"]).glob("doab-*")],
    }
