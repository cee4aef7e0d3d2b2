"""The common steps of scenarios: open images, add them to the dock, run, read the result layer."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from gui import (
    EventLoopMonitor,
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
PERIOD = 0.2  # seconds in which a slow worker runs once


def draw_polygon(corners: list[tuple[float, float]]) -> None:
    """Click vertices, in fractions of the canvas size, and finish with the right button."""
    view = iface.mapCanvas().viewport()
    for x, y in corners:
        position = QPoint(round(x * view.width()), round(y * view.height()))
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, position)
        pause(0.6)  # two clicks in quick succession would be a double click
    QTest.mouseClick(view, Qt.MouseButton.RightButton)


def open_images(settings: dict) -> None:
    """Arrange the window and open the image files in a collapsed group of the layer tree."""
    arrange_window(*settings.get("window", (1400, 900)))
    if "layers" in settings:
        group = QgsProject.instance().layerTreeRoot().addGroup("Images")
        group.setExpanded(False)
        for path in settings["layers"]:
            add_raster(path, group)


def arrange_window(width: int = 1400, height: int = 900) -> None:
    """Give the window its size (px), close the browser panels and open the dock."""
    window = iface.mainWindow()
    window.setGeometry(0, 0, width, height)
    for name in ("Browser", "Browser2"):
        widget(name).close()
    window.findChild(QAction, "doabAction").trigger()
    pause(0.5)


def add_images(settings: dict) -> None:
    """Add the open layers, or a folder, to the list of sources, and wait until they are recognised."""
    if "folder" in settings:
        choose_folder(settings["folder"])
        press("doabAddFolder")
    else:
        press("doabAddLayers")
    set_output(Path(settings["out"]))
    recognised, run = widget("doabAcquisitions").model(), widget("doabRun")
    wait_until(lambda: recognised.rowCount() > 0 and run.isEnabled(), INSPECTING, "the recognised images")
    show_proposed_frame()
    wait_for_canvas()


def show_proposed_frame() -> None:
    """Show the proposed reference frame in natural colours, where it is one of the open layers."""
    automatic = widget("doabReference").model().index(0, 0).data()
    date = re.search(r"\d{4}-\d\d-\d\d", automatic).group().replace("-", "")
    for layer in QgsProject.instance().mapLayers().values():
        if layer.name().startswith("S2") and date in layer.name():
            show_in_colour(layer, (3, 2, 1))


def set_output(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    widget("doabOutput").setFilePath(str(path))


def choose_reference(row: int) -> None:
    """Go down the list of reference frames, the automatic choice and then the best first."""
    dates = widget("doabReference")
    bring_into_view(dates)
    for _ in range(row):
        QTest.keyClick(dates, Qt.Key.Key_Down)


def map_parcels() -> tuple[QgsVectorLayer, dict]:
    """Press Run and wait for the layer; return it, the seconds, the stages and the longest delays of the event loop."""
    run, stage, stages = widget("doabRun"), widget("doabStage"), []
    before = set(QgsProject.instance().mapLayers())

    def over() -> bool:
        if stage.text() not in stages:
            stages.append(stage.text())
        return run.isVisible()

    monitor = EventLoopMonitor()
    click(run)
    seconds = wait_until(over, MAPPING, f"the parcels; the stages so far: {stages}")
    pause(0.5)
    new = [layer for key, layer in QgsProject.instance().mapLayers().items() if key not in before]
    if not new:
        raise RuntimeError(f"The run brought no layer: {stage.text()}")
    return new[0], {"seconds": seconds, "stages": stages, "delays": monitor.stop()}


def summarise(layer: QgsVectorLayer) -> dict:
    """Return a summary of a result layer."""
    features = list(layer.getFeatures())
    areas: defaultdict[str, float] = defaultdict(float)
    for feature in features:
        areas[feature["crop"]] += feature["area_ha"]
    renderer = layer.renderer()
    return {
        "parcels": len(features),
        "reference": ", ".join({feature["ref_date"] for feature in features}),
        "counts": dict(Counter(feature["crop"] for feature in features)),
        "hectares": dict(areas),
        "invalid": sum(not feature.geometry().isGeosValid() for feature in features),
        "fields": layer.fields().names(),
        "crs": layer.crs().authid(),
        "categories": len(renderer.categories()) if isinstance(renderer, QgsCategorizedSymbolRenderer) else 0,
        "tip": layer.mapTipTemplate(),
        "temporary_files": [*map(str, temporary_files())],
    }


def temporary_files() -> list[Path]:
    """Return the files of runs in the temporary folder of the worker, which exists as long as QGIS runs."""
    return [*Path(os.environ["TMPDIR"]).glob("doab-*/doab-*")]


def worker_processes() -> list[int]:
    """Return the ids of the worker processes of this QGIS that still run; those of single requests have no folder."""
    worker_ids = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            command = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if int(parent) == os.getpid() and "--folder" in command:
            worker_ids.append(int(process.name))
    return worker_ids


@contextlib.contextmanager
def slow_workers(share: float = 0.2) -> Iterator[None]:
    """Let the workers run a ``share`` of the time, as on a slow machine: on a fast one a run ends before it is met."""
    over = threading.Event()

    def send(workers: list[int], action: signal.Signals) -> None:
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, action)

    def alternate() -> None:
        while not over.is_set():
            workers = worker_processes()
            send(workers, signal.SIGSTOP)
            time.sleep(PERIOD * (1 - share))
            send(workers, signal.SIGCONT)
            over.wait(PERIOD * share)

    thread = threading.Thread(target=alternate)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def wait_for_canvas() -> None:
    """Clear the message bar and wait until the canvas is rendered."""
    canvas = iface.mapCanvas()
    iface.messageBar().clearWidgets()
    pause(0.5)
    wait_until(lambda: not canvas.isDrawing(), 30, "the map")
