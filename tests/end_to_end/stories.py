"""What an analyst does in one sitting, played inside QGIS with the dock's own buttons."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from pathlib import Path

from analyst import (
    Heartbeat,
    add_raster,
    bring_into_view,
    choose_folder,
    click,
    pause,
    picture,
    press,
    show_in_colour,
    wait_until,
    widget,
)
from qgis.core import QgsCategorizedSymbolRenderer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction
from qgis.utils import iface, unloadPlugin

INSPECTING = 120
MAPPING = 600


def first_map(settings: dict) -> dict:
    """Open the images, offer them, run, look at the parcels; return what can be seen of them.

    ``layers`` are image files to open in QGIS, or ``folder`` is one to offer from disk. ``out`` is the result's file,
    ``picture`` that of the window.
    """
    _open_images(settings)
    _offer(settings)
    picture(settings["picture"].replace(".png", "_before.png"))
    layer, found = _run()
    found |= _describe(layer)
    press("doabZoom")
    _settle()
    picture(settings["picture"])
    return found


def map_with_two_references(settings: dict) -> dict:
    """Make a first map, then another one on the next best reference frame; both are described, with their times."""
    first = first_map(settings)
    workers = _workers()
    _choose_reference(2)  # below the automatic choice and the best date
    layer, second = _run()
    second |= _describe(layer)
    _settle()
    picture(settings["picture"].replace(".png", "_again.png"))
    return {"first": first, "second": second, "workers": [workers, _workers()]}


def map_then_cancel(settings: dict) -> dict:
    """Make a first map, then start it again into another file and change one's mind in the midst of it."""
    found = first_map(settings)
    layers = set(QgsProject.instance().mapLayers())
    out = Path(settings["out"]).with_name("cancelled.gpkg")
    _write_to(out)
    run, cancel, progress = widget("doabRun"), widget("doabCancel"), widget("doabProgress")
    click(run)
    wait_until(lambda: progress.value() > 0, 120, "the run's first progress")
    start = time.monotonic()
    click(cancel)
    if widget("doabQuestion").isVisible():  # parcels are finished already
        press("doabDiscard")
    wait_until(run.isVisible, 30, "the run to stop")
    found["cancel"] = {
        "seconds": time.monotonic() - start,
        "files": [str(path) for path in (*out.parent.glob("cancelled*"), *_temporary())],
        "layers": len(set(QgsProject.instance().mapLayers()) - layers),
    }
    pause(0.5)
    picture(settings["picture"].replace(".png", "_cancelled.png"))
    return found


def steer_a_run(settings: dict) -> dict:
    """Draw an area and map it; then map everything, watch parcels appear, and keep what is finished."""
    _open_images(settings)
    _offer(settings)

    def shot(step: str) -> None:
        picture(settings["picture"].replace(".png", f"_{step}.png"))

    estimate, area, stage = widget("doabEstimate"), widget("doabArea"), widget("doabStage")
    wait_until(estimate.text, 60, "the estimate for the whole scene")
    bring_into_view(widget("doabRun"))
    found = {"device": widget("doabDeviceLine").text(), "bundle": widget("doabBundleNote").text(),
             "whole": estimate.text()}
    area.setCurrentIndex(area.findData("drawn"))
    _draw_polygon([(0.35, 0.3), (0.6, 0.35), (0.55, 0.7), (0.4, 0.6)])
    wait_until(lambda: estimate.text() not in ("", found["whole"]) and "⚠" not in estimate.text(), 30,
               "the estimate for the area")
    found["part"] = estimate.text()
    shot("drawn")
    layer, run = _run()
    found["drawn"] = run | _describe(layer)
    _settle()
    shot("inside")
    area.setCurrentIndex(area.findData("whole"))
    out = Path(settings["out"]).with_name("kept.gpkg")
    _write_to(out)
    button, cancel = widget("doabRun"), widget("doabCancel")
    heartbeat = Heartbeat()
    click(button)
    wait_until(lambda: QgsProject.instance().mapLayersByName("Finished so far"), 120, "finished parcels")
    found["silences"], found["stage"] = heartbeat.stop(), stage.text()
    pause(0.5)
    click(cancel)
    pause(0.2)
    shot("question")
    press("doabKeep")
    wait_until(button.isVisible, 60, "the end of the run")
    pause(0.5)
    _settle()
    shot("kept")
    found["kept"] = {"stage": stage.text(), "warnings": widget("doabWarnings").text(), "file": out.exists(),
                     "groups": [group.name() for group in QgsProject.instance().layerTreeRoot().children()]}
    return found


def _draw_polygon(corners: list[tuple[float, float]]) -> None:
    """Click corners, given as shares of the canvas, and end with the right button."""
    view = iface.mapCanvas().viewport()
    for x, y in corners:
        place = QPoint(round(x * view.width()), round(y * view.height()))
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        pause(0.6)  # two clicks in a moment would be a double click
    QTest.mouseClick(view, Qt.MouseButton.RightButton)


def look_at_frames(settings: dict) -> dict:
    """Offer images, wait for their thumbnails, choose other dates by mouse and keyboard; say what the map shows.

    ``silences`` are the longest of the event loop while the images are recognised, the thumbnails come and a date is
    chosen; those while the story itself looks for widgets or takes pictures do not count.
    """
    _open_images(settings)
    strip, canvas = widget("doabFilmstrip"), iface.mapCanvas()
    frames = strip.model()
    _write_to(Path(settings["out"]))
    if "folder" in settings:
        choose_folder(settings["folder"])
        press("doabAddFolder")
        heartbeat = Heartbeat()
    else:
        add = widget("doabAddLayers")
        heartbeat = Heartbeat()
        click(add)
    wait_until(lambda: frames.rowCount() > 0, INSPECTING, "the recognised images")
    seconds = wait_until(lambda: len(frames.images) == frames.rowCount(), INSPECTING, "the thumbnails")
    pause(0.5)
    silences = heartbeat.stop()
    _settle()
    bring_into_view(widget("doabReferenceReason"))
    picture(settings["picture"])
    here = strip.currentIndex()
    step, key = (-1, Qt.Key.Key_Left) if here.row() > 2 else (1, Qt.Key.Key_Right)
    place = strip.visualRect(frames.index(here.row() + step, 0)).center()
    chosen, shown = [], []
    for name, act in (
        ("click", lambda: QTest.mouseClick(
            strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)),
        ("keys", lambda: [QTest.keyClick(strip, key) for _ in range(2)]),
    ):  # fmt: skip
        heartbeat = Heartbeat()
        act()
        pause(1.5)
        silences += heartbeat.stop()
        _settle()
        chosen.append(widget("doabReference").currentData())
        shown.append([layer.name() for layer in canvas.layers()])
        picture(settings["picture"].replace(".png", f"_{name}.png"))
    dates = [frames.index(row, 0).data() for row in range(frames.rowCount())]
    kept = [*Path(os.environ["TMPDIR"]).glob("doab-*/*.png")]
    proposed = here.data()
    unloadPlugin("doab")
    pause(0.5)
    groups = [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups()]
    left = [str(path) for path in Path(os.environ["TMPDIR"]).glob("doab-*")]
    return {"seconds": seconds, "dates": dates, "proposed": proposed, "chosen": chosen, "shown": shown,
            "kept": len(kept), "silences": sorted(silences, key=lambda one: -one["seconds"]), "groups": groups,
            "left": left}  # fmt: skip


def _open_images(settings: dict) -> None:
    """Make room for the dock and open the image files in a closed group of the layer tree."""
    _tidy_window()
    if "layers" in settings:
        group = QgsProject.instance().layerTreeRoot().addGroup("Images")
        group.setExpanded(False)
        for path in settings["layers"]:
            add_raster(path, group)


def _tidy_window() -> None:
    """Close the panels that an analyst at work on a map would close, and give the dock room."""
    window = iface.mainWindow()
    window.setGeometry(0, 0, 1400, 900)
    for name in ("Browser", "Browser2"):
        widget(name).close()
    window.findChild(QAction, "doabAction").trigger()
    pause(0.5)


def _offer(settings: dict) -> None:
    """Offer the open layers, or a folder, and wait until everything was recognised."""
    if "folder" in settings:
        choose_folder(settings["folder"])
        press("doabAddFolder")
    else:
        press("doabAddLayers")
    _write_to(Path(settings["out"]))
    recognised, run = widget("doabAcquisitions").model(), widget("doabRun")
    wait_until(lambda: recognised.rowCount() > 0 and run.isEnabled(), INSPECTING, "the recognised images")
    _show_proposed()
    _settle()


def _show_proposed() -> None:
    """Show the proposed reference frame in natural colours, where it is one of the open layers."""
    automatic = widget("doabReference").model().index(0, 0).data()
    date = re.search(r"\d{4}-\d\d-\d\d", automatic).group().replace("-", "")
    for layer in QgsProject.instance().mapLayers().values():
        if layer.name().startswith("S2") and date in layer.name():
            show_in_colour(layer, (3, 2, 1))


def _write_to(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    widget("doabOutput").setFilePath(str(path))


def _choose_reference(row: int) -> None:
    """Go down the list of reference frames, the automatic choice and then the best first."""
    dates = widget("doabReference")
    bring_into_view(dates)
    for _ in range(row):
        QTest.keyClick(dates, Qt.Key.Key_Down)


def _run() -> tuple[QgsVectorLayer, dict]:
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


def _describe(layer: QgsVectorLayer) -> dict:
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
        "left_behind": [*map(str, _temporary())],
    }


def _temporary() -> list[Path]:
    """Return what runs have left in the folder of the worker, which lives as long as QGIS."""
    return [*Path(os.environ["TMPDIR"]).glob("doab-*/doab-*")]


def _workers() -> list[int]:
    """Return the worker processes that QGIS started and that still run."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            command = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if int(parent) == os.getpid() and "serve" in command:
            found.append(int(process.name))
    return found


def _settle() -> None:
    """Close the messages and wait until the map is drawn."""
    canvas = iface.mapCanvas()
    iface.messageBar().clearWidgets()
    pause(0.5)
    wait_until(lambda: not canvas.isDrawing(), 30, "the map")

