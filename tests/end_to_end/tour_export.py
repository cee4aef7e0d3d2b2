"""The tour's last steps: export, the Processing toolbox, the help page, and unloading the plugin."""

from __future__ import annotations

import os
from pathlib import Path

from gui import click, pause, press, scroll_to, unmonitored, wait_until, widget
from qgis import processing
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QLineEdit, QTextBrowser, QTreeView
from qgis.utils import iface, unloadPlugin

WRITING = 120


def export(context) -> dict:
    """Export every format."""
    scroll_to(widget("doabExportBox"))
    formats, file, button, line = (
        widget(f"doab{name}") for name in ("ExportFormat", "ExportFile", "Export", "ExportLine")
    )
    folder = context.out / "exported"
    folder.mkdir()
    file.setFilePath(str(folder / "fields.gpkg"))
    result = {}
    for row in range(formats.count()):
        formats.setCurrentIndex(row)
        line.setText("")
        click(button)
        seconds = wait_until(lambda: button.isVisible() and line.text(), WRITING, formats.currentText())
        result[formats.currentText()] = {"message": line.text(), "seconds": round(seconds, 1), "file": file.filePath()}
        scroll_to(widget("doabExportBox"))
        context.screenshot(f"export_{formats.currentData().strip('.')}")
    return {"formats": result, "files": sorted(path.name for path in folder.iterdir()), "folder": str(folder)}


def use_toolbox(context) -> dict:
    """Open the toolbox and run each of the three algorithms from its own dialog."""
    with unmonitored():
        window = iface.mainWindow()
        window.findChild(QAction, "doabAction").setChecked(False)
        toolbox = window.findChild(QDockWidget, "ProcessingToolbox")
        toolbox.setUserVisible(True)
        toolbox.findChild(QLineEdit).setText("doab")
        pause(1)
        for tree in toolbox.findChildren(QTreeView):
            tree.expandAll()
    context.screenshot("toolbox")
    layer, out = context.layer, context.out
    box = layer.extent()
    box.scale(0.25)
    images = {
        name: [one.source() for one in QgsProject.instance().mapLayers().values() if one.name().startswith(name)]
        for name in ("S2", "S1")
    }
    area = f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [{layer.crs().authid()}]"
    result = {
        "scoreframes": _algorithm(context, "scoreframes", {"S2": images["S2"], "OUTPUT": str(out / "scores.csv")}),
        "mapparcels": _algorithm(context, "mapparcels", images | {"AREA": area, "OUTPUT": str(out / "part.gpkg")}),
        "exportparcels": _algorithm(
            context, "exportparcels", {"INPUT": layer.id(), "OUTPUT": str(out / "toolbox.shp")}
        ),
    }
    with unmonitored():
        toolbox.setUserVisible(False)
        window.findChild(QAction, "doabAction").setChecked(True)
        pause(0.5)
    part = QgsVectorLayer(str(out / "part.gpkg"), "part", "ogr")
    return result | {
        "parcels": part.featureCount(),
        "scores": len((out / "scores.csv").read_text().splitlines()),
        "exported": sorted(path.name for path in out.glob("toolbox*")),
    }


def _algorithm(context, name: str, parameters: dict) -> dict:
    """Run an algorithm from its dialog; return its results."""
    ended = []
    with unmonitored():
        dialog = processing.createAlgorithmDialog(f"doab:{name}", parameters)
        dialog.algorithmFinished.connect(lambda good, results: ended.append((good, dict(results))))
        dialog.move(250, 120)
        dialog.show()
        pause(1)
        context.screenshot(f"{name}_dialog")
        dialog.runButton().click()
    wait_until(lambda: ended, 300, f"the algorithm {name}")
    pause(1)
    context.screenshot(f"{name}_log")
    with unmonitored():
        dialog.close()
    good, results = ended[0]
    return {"good": good, "results": {key: str(value) for key, value in results.items()}}


class _Browser(QObject):
    """Replaces the web browser: records the paths of local files."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    @pyqtSlot(QUrl)
    def open(self, url: QUrl) -> None:
        """Called by Qt to open a local file."""
        self.paths.append(url.toLocalFile())


def open_help(context) -> dict:
    """Press the help button and look at the page that it opens."""
    browser = _Browser()
    QDesktopServices.setUrlHandler("file", browser, "open")
    press("doabHelp")
    pause(0.2)
    QDesktopServices.unsetUrlHandler("file")
    with unmonitored():
        view = QTextBrowser()
        view.setGeometry(100, 0, 1000, 900)
        view.setSource(QUrl.fromLocalFile(browser.paths[0]))
        view.show()
        pause(2)
        context.screenshot("help")
        text = view.toPlainText()
        view.close()
    return {"page": browser.paths, "length": len(text)}


def leave(context) -> dict:
    """Unload the plugin while its layers and edits are in the project."""
    unloadPlugin("doab")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # not processed by an inner event loop
    pause(1)
    context.screenshot("without")
    window = iface.mainWindow()
    return {
        "docks": [dock.objectName() for dock in window.findChildren(QDockWidget) if "doab" in dock.objectName()],
        "action": window.findChild(QAction, "doabAction") is not None,
        "provider": QgsApplication.processingRegistry().providerById("doab") is not None,
        "files": [str(path) for path in Path(os.environ["TMPDIR"]).glob("doab-*")],
    }
