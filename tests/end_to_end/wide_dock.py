"""A scenario that walks through doubtful parcels in docks of different widths."""

from __future__ import annotations

from dock_workflow import add_images, map_parcels, open_images
from gui import pause, press, save_screen, scroll_to, wait_until, widget
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QCursor
from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface

READING = 60
WIDTHS = {"narrow": 340, "two": 720}  # px of the dock at the right
STEPS = ("Results", "Inspector", "Correction", "Learn", "Export", "Validation")
ABOVE = ("Inputs", "Reference", "Run")


def walk_in_docks_of_each_width(settings: dict) -> dict:
    """Map images; then go through four doubtful parcels with the dock at the right, wider, below the map, and floating.

    Return for each position the rectangles of the steps (px), and where the button lay on the screen before each press.
    """
    open_images(settings)
    add_images(settings)
    map_parcels()
    press("doabZoom")
    dock, window, result = widget("doabDock"), iface.mainWindow(), {}
    for name in ABOVE:
        widget(f"doab{name}Box").setCollapsed(True)
    for position, width in WIDTHS.items():
        window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        result[position] = _walk(settings, position)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.resizeDocks([dock], [420], Qt.Orientation.Vertical)
    result["bottom"] = _walk(settings, "bottom")
    dock.setFloating(True)
    dock.setGeometry(300, 40, 760, 800)
    result["floating"] = _walk(settings, "floating")
    return result


def _walk(settings: dict, position: str) -> dict:
    """Press the button four times with the mouse on it, as the analyst does who does not move it."""
    pause(0.5)
    content, button, plot = widget("doabContent"), widget("doabNextDoubtful"), widget("doabSeriesPlot")
    scroll_to(widget("doabInspectorBox"))
    pause(0.3)
    QCursor.setPos(button.mapToGlobal(button.rect().center()))
    seen = []
    for _ in range(4):
        seen.append(_on_screen(button))
        button.click()
        wait_until(lambda: bool(plot.panels()), READING, "the curves")
        pause(0.5)
    save_screen(settings["picture"].replace(".png", f"_{position}.png"))
    return {
        "steps": {name: _rectangle(widget(f"doab{name}Box"), content) for name in STEPS},
        "button": seen,
        "sideways": widget("doabScroll").horizontalScrollBar().maximum(),
    }


def _on_screen(button: QWidget) -> list[int]:
    corner = button.mapToGlobal(QPoint(0, 0))
    return [corner.x(), corner.y()]


def _rectangle(step: QWidget, content: QWidget) -> list[int]:
    corner = step.mapTo(content, QPoint(0, 0))
    return [corner.x(), corner.y(), step.width(), step.height()]
