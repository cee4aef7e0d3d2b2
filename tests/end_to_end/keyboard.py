"""A scenario that goes through the dock with the keyboard alone."""

from __future__ import annotations

from dock_workflow import add_images, map_parcels, open_images
from gui import pause, save_window, widget
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget
from qgis.utils import iface

MOST = 300
STEPS = (
    "Inputs",
    "Reference",
    "Run",
    "Advanced",
    "Results",
    "Inspector",
    "Correction",
    "Learn",
    "Export",
    "Validation",
)


def press_tab_through_the_dock(settings: dict) -> dict:
    """Map images, open every step, and press Tab from the dock's first widget until the keyboard has left the dock.

    Return each stop: its name, and its rectangle in the dock (px).
    """
    open_images(settings)
    add_images(settings)
    layer, _ = map_parcels()
    layer.selectByIds([next(layer.getFeatures()).id()])
    for step in STEPS:
        widget(f"doab{step}Box").setCollapsed(False)
    pause(0.5)
    whole, content = widget("doabWhole"), widget("doabContent")
    iface.mainWindow().activateWindow()
    widget("doabHelp").setFocus(Qt.FocusReason.TabFocusReason)
    pause(0.2)
    stops: list[dict] = []
    current = QApplication.focusWidget()
    while whole.isAncestorOf(current) and len(stops) < MOST:
        stops.append(_describe(current, content))
        QTest.keyClick(current, Qt.Key.Key_Tab)
        pause(0.05)
        current = QApplication.focusWidget()
    save_window(settings["picture"])
    return {"stops": stops}


def _describe(stop: QWidget, content: QWidget) -> dict:
    """Return the name of a widget, or of the one that it is a part of, its step and its rectangle in the dock."""
    named, corner = stop, stop.mapTo(content, QPoint(0, 0))
    while not named.objectName().startswith("doab"):
        named = named.parentWidget()
    return {"name": named.objectName(), "rectangle": [corner.x(), corner.y(), stop.width(), stop.height()]}
