"""What every sitting at QGIS is made of: open images, offer them, run, look at what came."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from analyst import (
    Heartbeat,
    add_raster,
    bring_into_view,
    choose_folder,
    click,
    pause,
    press,
    show_in_colour,
    wait_until,
    widget,
)
from qgis.core import QgsCategorizedSymbolRenderer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction
from qgis.utils import iface

INSPECTING = 120
MAPPING = 600


def draw_polygon(corners: list[tuple[float, float]]) -> None:
    """Click corners, given as shares of the canvas, and end with the right button."""
    view = iface.mapCanvas().viewport()
    for x, y in corners:
        place = QPoint(round(x * view.width()), round(y * view.height()))
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        pause(0.6)  # two clicks in a moment would be a double click
    QTest.mouseClick(view, Qt.MouseButton.RightButton)


def open_images(settings: dict) -> None:
    """Make room for the dock and open the image files in a closed group of the layer tree."""
    tidy_window()
    if "layers" in settings:
        group = QgsProject.instance().layerTreeRoot().addGroup("Images")
        group.setExpanded(False)
        for path in settings["layers"]:
            add_raster(path, group)


def tidy_window() -> None:
    """Close the panels that an analyst at work on a map would close, and give the dock room."""
    window = iface.mainWindow()
    window.setGeometry(0, 0, 1400, 900)
    for name in ("Browser", "Browser2"):
        widget(name).close()
    window.findChild(QAction, "doabAction").trigger()
    pause(0.5)


def offer(settings: dict) -> None:
    """Offer the open layers, or a folder, and wait until everything was recognised."""
    if "folder" in settings:
        choose_folder(settings["folder"])
        press("doabAddFolder")
    else:
        press("doabAddLayers")
    write_to(Path(settings["out"]))
    recognised, run = widget("doabAcquisitions").model(), widget("doabRun")
    wait_until(lambda: recognised.rowCount() > 0 and run.isEnabled(), INSPECTING, "the recognised images")
    show_proposed()
    settle()


def show_proposed() -> None:
    """Show the proposed reference frame in natural colours, where it is one of the open layers."""
    automatic = widget("doabReference").model().index(0, 0).data()
    date = re.search(r"\d{4}-\d\d-\d\d", automatic).group().replace("-", "")
    for layer in QgsProject.instance().mapLayers().values():
        if layer.name().startswith("S2") and date in layer.name():
            show_in_colour(layer, (3, 2, 1))


def write_to(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    widget("doabOutput").setFilePath(str(path))


def choose_reference(row: int) -> None:
    """Go down the list of reference frames, the automatic choice and then the best first."""
    dates = widget("doabReference")
    bring_into_view(dates)
    for _ in range(row):
        QTest.keyClick(dates, Qt.Key.Key_Down)


def map_parcels() -> tuple[QgsVectorLayer, dict]:
    """Press Run and wait for the layer; return it, the seconds, the stages shown and the window's longest silences."""
    run, stage, stages = widget("doabRun"), widget("doabStage"), []
    before = set(QgsProject.instance().mapLayers())

    def over() -> bool:
        if stage.text() not in stages:
            stages.append(stage.text())
        return run.isVisible()

    heartbeat = Heartbeat()
    click(run)
    seconds = wait_until(over, MAPPING, f"the parcels; the stages so far: {stages}")
    pause(0.5)
    new = [layer for key, layer in QgsProject.instance().mapLayers().items() if key not in before]
    if not new:
        raise RuntimeError(f"The run brought no layer: {stage.text()}")
    return new[0], {"seconds": seconds, "stages": stages, "silences": heartbeat.stop()}


def describe(layer: QgsVectorLayer) -> dict:
    """Return what QGIS shows of the parcels."""
    features = list(layer.getFeatures())
    area = Counter()
    for feature in features:
        area[feature["crop"]] += feature["area_ha"]
    renderer = layer.renderer()
    return {
        "parcels": len(features),
        "reference": ", ".join({feature["ref_date"] for feature in features}),
        "counts": dict(Counter(feature["crop"] for feature in features)),
        "hectares": dict(area),
        "invalid": sum(not feature.geometry().isGeosValid() for feature in features),
        "fields": layer.fields().names(),
        "crs": layer.crs().authid(),
        "categories": len(renderer.categories()) if isinstance(renderer, QgsCategorizedSymbolRenderer) else 0,
        "tip": layer.mapTipTemplate(),
        "left_behind": [*map(str, temporary())],
    }


def temporary() -> list[Path]:
    """Return what runs have left in the folder of the worker, which lives as long as QGIS."""
    return [*Path(os.environ["TMPDIR"]).glob("doab-*/doab-*")]


def workers() -> list[int]:
    """Return the processes that QGIS keeps for runs and that still run; those of single requests have no folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            command = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if int(parent) == os.getpid() and "--folder" in command:
            found.append(int(process.name))
    return found


def settle() -> None:
    """Close the messages and wait until the map is drawn."""
    canvas = iface.mapCanvas()
    iface.messageBar().clearWidgets()
    pause(0.5)
    wait_until(lambda: not canvas.isDrawing(), 30, "the map")
