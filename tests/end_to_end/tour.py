"""A scenario through the whole dock on one scene, step by step with the real buttons, with screenshots of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dock_workflow import add_images, open_images
from gui import EventLoopMonitor, pause, save_screen, scroll_to, wait_until, widget
from qgis.core import QgsProject, QgsVectorLayer
from qgis.utils import iface
from tour_export import export, leave, open_help, use_toolbox
from tour_images import choose_a_frame, correct_facts
from tour_parcels import change_styles, correct, inspect_parcel, map_missing_field, review_parcels
from tour_run import draw_an_area, keep_finished_parcels, map_all, map_on_another_frame

STEPS = {
    "inputs": correct_facts,
    "reference": choose_a_frame,
    "area": draw_an_area,
    "keep": keep_finished_parcels,
    "run": map_all,
    "again": map_on_another_frame,
    "results": change_styles,
    "inspector": inspect_parcel,
    "correction": correct,
    "doubtful": review_parcels,
    "field": map_missing_field,
    "export": export,
    "processing": use_toolbox,
    "help": open_help,
    "leave": leave,
}


class TourContext:
    """The context of the steps: the settings, the current result layer, and the numbered screenshots."""

    def __init__(self, settings: dict) -> None:
        self.settings = settings
        self.out = Path(settings["out"]).parent
        self.layer_id = ""
        self._screenshots = 0

    @property
    def layer(self) -> QgsVectorLayer:
        """The current result layer."""
        return QgsProject.instance().mapLayer(self.layer_id)

    def screenshot(self, name: str) -> None:
        """Take the next screenshot, when the canvas is rendered and tooltips are gone."""
        self._screenshots += 1
        canvas = iface.mapCanvas()
        pause(0.3)
        wait_until(lambda: not canvas.isDrawing(), 30, "the map")
        save_screen(self.settings["picture"].replace(".png", f"_{self._screenshots:02d}_{name}.png"))

    def run_step(self, step: Callable[[TourContext], dict]) -> dict:
        """Run a step; return its result with the longest delays of the event loop."""
        monitor = EventLoopMonitor()
        result = step(self)
        return {**result, "delays": monitor.stop()}


def tour(settings: dict) -> dict:
    """Run the steps that ``settings`` name, by default all of them; return their results."""
    context = TourContext(settings)
    return {name: context.run_step(STEPS[name]) for name in settings.get("steps", STEPS)}


def dock_before_a_run(settings: dict) -> dict:
    """Add images in the language that QGIS was started in; return the titles of the dock's steps."""
    context = TourContext(settings)
    open_images(settings)
    add_images(settings)
    for name in ("Inputs", "Run", "Correction"):
        scroll_to(widget(f"doab{name}Box"))
        context.screenshot(name.lower())
    return {"titles": [widget(f"doab{name}Box").title() for name in ("Inputs", "Reference", "Run", "Results")]}
