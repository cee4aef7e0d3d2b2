"""What an analyst does in one sitting, played inside QGIS with the dock's own buttons."""

from __future__ import annotations

import os
import time
from pathlib import Path

from analyst import Heartbeat, bring_into_view, choose_folder, click, pause, picture, press, wait_until, widget
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface, unloadPlugin
from sitting import (
    INSPECTING,
    describe,
    map_parcels,
    offer,
    open_images,
    settle,
    temporary,
    write_to,
)


def first_map(settings: dict) -> dict:
    """Open the images, offer them, run, look at the parcels; return what can be seen of them.

    ``layers`` are image files to open in QGIS, or ``folder`` is one to offer from disk. ``out`` is the result's file,
    ``picture`` that of the window.
    """
    open_images(settings)
    offer(settings)
    picture(settings["picture"].replace(".png", "_before.png"))
    layer, found = map_parcels()
    found |= describe(layer)
    press("doabZoom")
    settle()
    picture(settings["picture"])
    return found


def map_then_cancel(settings: dict) -> dict:
    """Make a first map, then start it again into another file and change one's mind in the midst of it."""
    found = first_map(settings)
    layers = set(QgsProject.instance().mapLayers())
    out = Path(settings["out"]).with_name("cancelled.gpkg")
    write_to(out)
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
        "files": [str(path) for path in (*out.parent.glob("cancelled*"), *temporary())],
        "layers": len(set(QgsProject.instance().mapLayers()) - layers),
    }
    pause(0.5)
    picture(settings["picture"].replace(".png", "_cancelled.png"))
    return found


def look_at_frames(settings: dict) -> dict:
    """Offer images, wait for their thumbnails, choose other dates by mouse and keyboard; say what the map shows.

    ``silences`` are the longest of the event loop while the images are recognised, the thumbnails come and a date is
    chosen; those while the story itself looks for widgets or takes pictures do not count.
    """
    open_images(settings)
    settle()
    strip, canvas = widget("doabFilmstrip"), iface.mapCanvas()
    frames = strip.model()
    write_to(Path(settings["out"]))
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
    settle()
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
        settle()
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
