"""A tour through the whole dock on one scene, step by step with the real buttons, and one picture or more of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analyst import Heartbeat, pause, picture_of_screen, scroll_to, wait_until, widget
from qgis.core import QgsProject, QgsVectorLayer
from qgis.utils import iface
from sitting import offer, open_images
from tour_away import export, leave, look_for_help, use_the_toolbox
from tour_images import choose_a_frame, say_what_images_are
from tour_parcels import correct, look_at_the_result, look_into_a_parcel, map_missing_field, walk_through_doubts
from tour_run import draw_an_area, keep_what_is_finished, map_all, map_on_another_frame

STEPS = {
    "inputs": say_what_images_are,
    "reference": choose_a_frame,
    "area": draw_an_area,
    "keep": keep_what_is_finished,
    "run": map_all,
    "again": map_on_another_frame,
    "results": look_at_the_result,
    "inspector": look_into_a_parcel,
    "correction": correct,
    "doubtful": walk_through_doubts,
    "field": map_missing_field,
    "export": export,
    "processing": use_the_toolbox,
    "help": look_for_help,
    "leave": leave,
}


class Trip:
    """What the steps share: the settings, the layer of parcels that is at hand, and the numbered pictures."""

    def __init__(self, settings: dict) -> None:
        self.settings = settings
        self.out = Path(settings["out"]).parent
        self.layer_id = ""
        self._shots = 0

    @property
    def layer(self) -> QgsVectorLayer:
        """The parcels that the tour looks at."""
        return QgsProject.instance().mapLayer(self.layer_id)

    def shot(self, name: str) -> None:
        """Take the next picture, when the map is drawn and what the mouse left behind is gone."""
        self._shots += 1
        canvas = iface.mapCanvas()
        pause(0.3)
        wait_until(lambda: not canvas.isDrawing(), 30, "the map")
        picture_of_screen(self.settings["picture"].replace(".png", f"_{self._shots:02d}_{name}.png"))

    def take(self, step: Callable[[Trip], dict]) -> dict:
        """Take a step; what it found comes with the longest silences of the event loop during it."""
        heartbeat = Heartbeat()
        found = step(self)
        return {**found, "silences": heartbeat.stop()}


def tour(settings: dict) -> dict:
    """Take the steps that ``settings`` name, all of them where it names none; return what each found."""
    trip = Trip(settings)
    return {name: trip.take(STEPS[name]) for name in settings.get("steps", STEPS)}


def dock_before_a_run(settings: dict) -> dict:
    """Offer images in the language that QGIS was started in; return the titles of the dock's steps."""
    trip = Trip(settings)
    open_images(settings)
    offer(settings)
    for name in ("Inputs", "Run", "Correction"):
        scroll_to(widget(f"doab{name}Box"))
        trip.shot(name.lower())
    return {"titles": [widget(f"doab{name}Box").title() for name in ("Inputs", "Reference", "Run", "Results")]}
