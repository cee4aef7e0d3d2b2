"""Scenarios that run inside QGIS with the buttons of the dock: a first map, a cancelled run, the filmstrip."""

from __future__ import annotations

import os
import time
from pathlib import Path

from dock_workflow import (
    INSPECTING,
    add_images,
    map_parcels,
    open_images,
    set_output,
    slow_workers,
    summarise,
    temporary_files,
    wait_for_canvas,
)
from gui import EventLoopMonitor, bring_into_view, choose_folder, click, pause, press, save_window, wait_until, widget
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface, unloadPlugin


def first_map(settings: dict) -> dict:
    """Open the images, add them to the dock, run; return a summary of the result layer.

    ``layers`` are image files to open in QGIS, or ``folder`` is one to add from disk. ``out`` is the result's file,
    ``picture`` that of the window.
    """
    open_images(settings)
    add_images(settings)
    save_window(settings["picture"].replace(".png", "_before.png"))
    layer, result = map_parcels()
    result |= summarise(layer)
    press("doabZoom")
    wait_for_canvas()
    save_window(settings["picture"])
    return result


def map_then_cancel(settings: dict) -> dict:
    """Make a first map, then start a second run and cancel it."""
    result = first_map(settings)
    layers = set(QgsProject.instance().mapLayers())
    out = Path(settings["out"]).with_name("cancelled.gpkg")
    set_output(out)
    run, cancel, progress = widget("doabRun"), widget("doabCancel"), widget("doabProgress")
    with slow_workers():
        click(run)
        wait_until(lambda: progress.value() > 0, 120, "the run's first progress")
    start = time.monotonic()
    click(cancel)
    if widget("doabQuestion").isVisible():  # parcels are finished already
        press("doabDiscard")
    wait_until(run.isVisible, 30, "the run to stop")
    result["cancel"] = {
        "seconds": time.monotonic() - start,
        "files": [str(path) for path in (*out.parent.glob("cancelled*"), *temporary_files())],
        "layers": len(set(QgsProject.instance().mapLayers()) - layers),
    }
    pause(0.5)
    save_window(settings["picture"].replace(".png", "_cancelled.png"))
    return result


def browse_frames(settings: dict) -> dict:
    """Add images, wait for their thumbnails, choose other dates by mouse and keyboard; return the layers of the canvas.

    ``delays`` are the longest of the event loop while the images are recognised, the thumbnails are made and a date is
    chosen, without those of the scenario itself.
    """
    open_images(settings)
    wait_for_canvas()
    strip, canvas = widget("doabFilmstrip"), iface.mapCanvas()
    frames = strip.model()
    set_output(Path(settings["out"]))
    if "folder" in settings:
        choose_folder(settings["folder"])
        press("doabAddFolder")
        monitor = EventLoopMonitor()
    else:
        add = widget("doabAddLayers")
        monitor = EventLoopMonitor()
        click(add)
    wait_until(lambda: frames.rowCount() > 0, INSPECTING, "the recognised images")
    seconds = wait_until(lambda: len(frames.images) == frames.rowCount(), INSPECTING, "the thumbnails")
    pause(0.5)
    delays = monitor.stop()
    wait_for_canvas()
    bring_into_view(widget("doabReferenceReason"))
    save_window(settings["picture"])
    current = strip.currentIndex()
    step, key = (-1, Qt.Key.Key_Left) if current.row() > 2 else (1, Qt.Key.Key_Right)
    position = strip.visualRect(frames.index(current.row() + step, 0)).center()
    chosen, shown = [], []
    for name, act in (
        ("click", lambda: QTest.mouseClick(
            strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, position)),
        ("keys", lambda: [QTest.keyClick(strip, key) for _ in range(2)]),
    ):  # fmt: skip
        monitor = EventLoopMonitor()
        act()
        pause(1.5)
        delays += monitor.stop()
        wait_for_canvas()
        chosen.append(widget("doabReference").currentData())
        shown.append([layer.name() for layer in canvas.layers()])
        save_window(settings["picture"].replace(".png", f"_{name}.png"))
    dates = [frames.index(row, 0).data() for row in range(frames.rowCount())]
    thumbnails = [*Path(os.environ["TMPDIR"]).glob("doab-*/*.png")]
    proposed = current.data()
    unloadPlugin("doab")
    pause(0.5)
    groups = [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups()]
    remaining = [str(path) for path in Path(os.environ["TMPDIR"]).glob("doab-*")]
    return {"seconds": seconds, "dates": dates, "proposed": proposed, "chosen": chosen, "shown": shown,
            "thumbnails": len(thumbnails), "delays": sorted(delays, key=lambda one: -one["seconds"]), "groups": groups,
            "remaining": remaining}  # fmt: skip
