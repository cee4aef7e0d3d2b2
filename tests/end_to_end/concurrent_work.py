"""A scenario in which thumbnails, a run and the inspector work at the same time, with many images open."""

from __future__ import annotations

from pathlib import Path

from dock_workflow import INSPECTING, draw_polygon, map_parcels, open_images, set_output, wait_for_canvas
from gui import EventLoopMonitor, click, pause, save_window, wait_until, widget
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface

POLYGON = [(0.35, 0.35), (0.65, 0.35), (0.65, 0.65), (0.35, 0.65)]
CLICKS = [(0.42, 0.4), (0.58, 0.4), (0.42, 0.6), (0.6, 0.62), (0.5, 0.36), (0.38, 0.5)]


def everything_at_once(settings: dict) -> dict:
    """Recognise images and, while their thumbnails are made, map a part of them; then map all and click parcels.

    Return the longest delays of each part; screenshots are taken between them.
    """
    open_images(settings)
    add, run, strip = widget("doabAddLayers"), widget("doabRun"), widget("doabFilmstrip")
    inspect, headline, area = widget("doabInspect"), widget("doabInspectorParcel"), widget("doabArea")
    frames, canvas, out = strip.model(), iface.mapCanvas(), Path(settings["out"])
    images = [*QgsProject.instance().mapLayers().values()]
    canvas.setExtent(images[0].extent())
    set_output(out)
    wait_for_canvas()
    monitor = EventLoopMonitor()
    click(add)
    seconds = wait_until(lambda: run.isEnabled() and frames.rowCount() > 0, INSPECTING, "the recognised images")
    result = {"images": len(images), "seconds recognising": seconds, "recognising": monitor.stop()}
    area.setCurrentIndex(area.findData("drawn"))
    draw_polygon(POLYGON)
    layer, part = map_parcels()
    result["thumbnails and a run"] = part["delays"]
    save_window(settings["picture"].replace(".png", "_part.png"))

    area.setCurrentIndex(area.findData("whole"))
    set_output(out.with_name("whole.gpkg"))
    click(inspect)
    pause(0.5)
    monitor = EventLoopMonitor()
    click(run)
    parcels, view = set(), canvas.viewport()
    while not run.isVisible():
        for x, y in CLICKS:
            position = QPoint(round(x * view.width()), round(y * view.height()))
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, position)
            pause(1.5)
            parcels.add(headline.text())
    pause(0.5)
    result["a run and the inspector"] = monitor.stop()
    result |= {"parcels": layer.featureCount(), "inspected": len(parcels), "thumbnails": len(frames.images)}
    save_window(settings["picture"])
    return result
