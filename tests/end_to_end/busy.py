"""An analyst who does not wait: thumbnails, a run and the inspector at the same time, with many images open."""

from __future__ import annotations

from pathlib import Path

from analyst import Heartbeat, click, pause, picture, wait_until, widget
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface
from sitting import INSPECTING, draw_polygon, map_parcels, open_images, settle, write_to

CORNERS = [(0.35, 0.35), (0.65, 0.35), (0.65, 0.65), (0.35, 0.65)]
CLICKS = [(0.42, 0.4), (0.58, 0.4), (0.42, 0.6), (0.6, 0.62), (0.5, 0.36), (0.38, 0.5)]


def everything_at_once(settings: dict) -> dict:
    """Have images recognised and, while their thumbnails come, map a part of them; then map all of them and click
    parcels of the first map meanwhile. Return the longest silences of each part; pictures are taken between them."""
    open_images(settings)
    add, run, strip = widget("doabAddLayers"), widget("doabRun"), widget("doabFilmstrip")
    inspect, told, area = widget("doabInspect"), widget("doabInspectorParcel"), widget("doabArea")
    frames, canvas, out = strip.model(), iface.mapCanvas(), Path(settings["out"])
    images = [*QgsProject.instance().mapLayers().values()]
    canvas.setExtent(images[0].extent())
    write_to(out)
    settle()
    beats = Heartbeat()
    click(add)
    seconds = wait_until(lambda: run.isEnabled() and frames.rowCount() > 0, INSPECTING, "the recognised images")
    found = {"images": len(images), "seconds recognising": seconds, "recognising": beats.stop()}
    area.setCurrentIndex(area.findData("drawn"))
    draw_polygon(CORNERS)
    layer, part = map_parcels()
    found["thumbnails and a run"] = part["silences"]
    picture(settings["picture"].replace(".png", "_part.png"))

    area.setCurrentIndex(area.findData("whole"))
    write_to(out.with_name("whole.gpkg"))
    click(inspect)
    pause(0.5)
    beats = Heartbeat()
    click(run)
    parcels, view = set(), canvas.viewport()
    while not run.isVisible():
        for x, y in CLICKS:
            place = QPoint(round(x * view.width()), round(y * view.height()))
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
            pause(1.5)
            parcels.add(told.text())
    pause(0.5)
    found["a run and the inspector"] = beats.stop()
    found |= {"parcels": layer.featureCount(), "inspected": len(parcels), "thumbnails": len(frames.images)}
    picture(settings["picture"])
    return found
