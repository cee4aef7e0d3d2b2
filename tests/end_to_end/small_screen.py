"""A scenario in a window as wide as a small screen: the dock, the map and what QGIS shows beside them."""

from __future__ import annotations

from dock_workflow import add_images, open_images
from gui import pause, save_screen, scroll_to, widget
from qgis.utils import iface

STEPS = ("Inputs", "Reference", "Run", "Results", "Inspector", "Correction", "Learn", "Export", "Validation")


def work_in_a_small_window(settings: dict) -> dict:
    """Recognise images, open each step; return the width of the window, the map and the dock after each."""
    open_images(settings)
    widths = {"opened": _widths()}
    add_images(settings)
    widths["recognised"] = _widths()
    for name in STEPS:
        box = widget(f"doab{name}Box")
        box.setCollapsed(False)
        scroll_to(box)
        widths[name] = _widths()
        save_screen(settings["picture"].replace(".png", f"_{name.lower()}.png"))
    return {"widths": widths}


def _widths() -> dict[str, int]:
    """Return widths in pixels; ``sideways`` is how far the dock can be scrolled sideways."""
    pause(0.3)
    return {
        "window": iface.mainWindow().width(),
        "map": iface.mapCanvas().width(),
        "dock": widget("doabDock").width(),
        "sideways": widget("doabScroll").horizontalScrollBar().maximum(),
    }
