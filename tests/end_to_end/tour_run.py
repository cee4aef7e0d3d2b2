"""The tour's runs: an area, a part that is kept, everything, and everything on another reference frame."""

from __future__ import annotations

import os
import subprocess

from analyst import bring_into_view, click, pause, press, scroll_to, unwatched, wait_until, widget
from desktop import CHILD
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface
from sitting import MAPPING, choose_reference, describe, draw_polygon, map_parcels, show_proposed, workers, write_to


def draw_an_area(trip) -> dict:
    """Draw an area, map only that, and go back to the whole scene."""
    with unwatched():
        show_proposed()
    _write(trip, "area")
    area, estimate = widget("doabArea"), widget("doabEstimate")
    scroll_to(widget("doabRunBox"))
    wait_until(estimate.text, 60, "the estimate for the whole scene")
    whole = estimate.text()
    trip.shot("before_a_run")
    area.setCurrentIndex(area.findData("drawn"))
    draw_polygon([(0.35, 0.35), (0.6, 0.4), (0.55, 0.65), (0.4, 0.6)])
    wait_until(lambda: estimate.text() not in ("", whole) and "⚠" not in estimate.text(), 60, "the estimate")
    found = {
        "device": widget("doabDeviceLine").text(),
        "bundle": widget("doabBundleNote").text(),
        "whole": whole,
        "part": estimate.text(),
    }
    trip.shot("area_drawn")
    layer, run = map_parcels()
    with unwatched():
        found |= run | describe(layer)
    trip.shot("area_mapped")
    area.setCurrentIndex(area.findData("whole"))
    return found


def keep_what_is_finished(trip) -> dict:
    """Map everything, watch parcels appear, cancel and keep those that are finished."""
    _write(trip, "kept")
    run, cancel, stage = widget("doabRun"), widget("doabCancel"), widget("doabStage")
    question, keep = widget("doabQuestion"), widget("doabKeep")
    click(run)
    wait_until(lambda: QgsProject.instance().mapLayersByName("Finished so far"), MAPPING, "finished parcels")
    pause(0.5)
    found = {"stage": stage.text()}
    trip.shot("parcels_appear")
    click(cancel)
    wait_until(question.isVisible, 5, "the question")
    found["question"] = widget("doabQuestionText").text()
    trip.shot("keep_or_discard")
    click(keep)
    wait_until(run.isVisible, 120, "the end of the run")
    wait_until(lambda: QgsProject.instance().mapLayersByName("Finished so far") == [], 5, "the passing layer to go")
    pause(0.5)
    bring_into_view(widget("doabWarnings"))
    trip.shot("kept")
    return found | {
        "file": (trip.out / "kept.gpkg").exists(),
        "end": stage.text(),
        "warnings": widget("doabWarnings").text(),
        "groups": _groups(),
    }


def map_all(trip) -> dict:
    """Map everything, as if nothing was kept from earlier runs, and note how long that takes."""
    with unwatched():
        subprocess.run(
            [str(CHILD), "-m", "doab.model", "cache", "--clear"],
            check=True,
            capture_output=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        )
    return _map(trip, "first")


def map_on_another_frame(trip) -> dict:
    """Choose the next best date and map everything once more; then throw that away and go back to the first map."""
    first, dates = trip.layer_id, widget("doabReference")
    choose_reference(2)  # below the automatic choice and the best date
    pause(1)
    found = _map(trip, "again")
    with unwatched():
        found["names"] = [node.layer().name() for node in _shown()]
        QgsProject.instance().removeMapLayer(trip.layer_id)
        trip.layer_id = first
        QgsProject.instance().layerTreeRoot().findLayer(first).setItemVisibilityCheckedParentRecursive(True)
    iface.setActiveLayer(trip.layer)
    QTest.keyClick(dates, Qt.Key.Key_Home)
    pause(1)
    trip.shot("back_to_the_first")
    return found | {"summary": widget("doabResultsSummary").text()}


def _map(trip, name: str) -> dict:
    """Map everything into a file of that name; its layer is the one that the next steps look at."""
    out = _write(trip, name)
    scroll_to(widget("doabRunBox"))
    layer, found = map_parcels()
    trip.layer_id = layer.id()
    with unwatched():
        found |= describe(layer)
    found |= {"file": out.exists(), "message": _message(), "groups": _groups(), "workers": workers()}
    trip.shot(f"mapped_{name}")
    press("doabZoom")
    iface.messageBar().clearWidgets()
    return found


def _write(trip, name: str):
    out = trip.out / f"{name}.gpkg"
    write_to(out)
    return out


def _message() -> str:
    """Return what the message bar says."""
    item = iface.messageBar().currentItem()
    return item.text() if item is not None else ""


def _shown() -> list:
    """Return the nodes of the layers of parcels that the map shows."""
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    return [node for node in nodes if isinstance(node.layer(), QgsVectorLayer) and node.isVisible()]


def _groups() -> list[str]:
    return [group.name() for group in QgsProject.instance().layerTreeRoot().children()]
