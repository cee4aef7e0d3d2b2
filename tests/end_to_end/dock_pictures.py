"""A scenario that takes the pictures of the help: the dock with images, with results, and with one parcel."""

from __future__ import annotations

from pathlib import Path

from dock_workflow import INSPECTING, add_images, map_parcels, open_images
from gui import pause, press, scroll_to, wait_until, widget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage
from qgis.utils import iface
from tour_parcels import READING, click_largest_parcel

HEIGHTS = {"images": 800, "results": 620, "inspector": 640}  # px of the dock
WIDTH = 430
SMALLEST_FILE = 0  # as Qt calls the strongest compression of PNG


def take_pictures(settings: dict) -> dict:
    """Save the three pictures as ``NAME.LANGUAGE.png`` in the folder ``pictures``; return their files."""
    settings["window"] = (1400, 900)
    open_images(settings)
    iface.mainWindow().resizeDocks([widget("doabDock")], [WIDTH], Qt.Orientation.Horizontal)
    add_images(settings)
    frames = widget("doabFilmstrip").model()
    wait_until(lambda: len(frames.images) == frames.rowCount(), INSPECTING, "the thumbnails")
    files = [_take(settings, "images", "doabInputsBox")]
    layer, _ = map_parcels()
    press("doabZoom")
    pause(1)
    files.append(_take(settings, "results", "doabResultsBox"))
    click_largest_parcel(layer)
    wait_until(lambda: bool(widget("doabSeriesPlot").panels()), READING, "the curves")
    files.append(_take(settings, "inspector", "doabInspectorBox"))
    return {"files": files}


def _take(settings: dict, name: str, box: str) -> str:
    """Save what the dock shows from the top of a box on."""
    path = Path(settings["pictures"]) / f"{name}.{settings['language']}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    scroll_to(widget(box))
    pause(0.5)
    scroll = widget("doabScroll")
    image = scroll.grab().toImage()
    image = image.copy(0, 0, image.width(), min(image.height(), HEIGHTS[name]))
    image.convertToFormat(QImage.Format.Format_RGB888).save(str(path), "PNG", SMALLEST_FILE)
    return str(path)
