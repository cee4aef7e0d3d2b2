"""The tour's runs: a drawn area, a run that is stopped early, the whole scene, and another reference frame."""

from __future__ import annotations

import os
import subprocess

from desktop import CHILD
from dock_workflow import (
    MAPPING,
    choose_reference,
    draw_polygon,
    map_parcels,
    set_output,
    show_proposed_frame,
    slow_workers,
    summarise,
    worker_processes,
)
from gui import bring_into_view, click, pause, press, scroll_to, unmonitored, wait_until, widget
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface


def draw_an_area(context) -> dict:
    """Draw an area, map only that, and go back to the whole scene."""
    with unmonitored():
        show_proposed_frame()
    _write(context, "area")
    area, estimate = widget("doabArea"), widget("doabEstimate")
    scroll_to(widget("doabRunBox"))
    wait_until(estimate.text, 60, "the estimate for the whole scene")
    whole = estimate.text()
    context.screenshot("before_a_run")
    area.setCurrentIndex(area.findData("drawn"))
    draw_polygon([(0.35, 0.35), (0.6, 0.4), (0.55, 0.65), (0.4, 0.6)])
    wait_until(lambda: estimate.text() not in ("", whole) and "⚠" not in estimate.text(), 60, "the estimate")
    result = {
        "device": widget("doabDeviceLine").text(),
        "bundle": widget("doabBundleNote").text(),
        "whole": whole,
        "part": estimate.text(),
    }
    context.screenshot("area_drawn")
    layer, run = map_parcels()
    with unmonitored():
        result |= run | summarise(layer)
    context.screenshot("area_mapped")
    area.setCurrentIndex(area.findData("whole"))
    return result


def keep_finished_parcels(context) -> dict:
    """Map everything anew, and when parcels appear cancel and keep those that are finished."""
    _clear_cache()
    _write(context, "kept")
    run, cancel, stage = widget("doabRun"), widget("doabCancel"), widget("doabStage")
    question, keep = widget("doabQuestion"), widget("doabKeep")
    with slow_workers():
        click(run)
        wait_until(lambda: QgsProject.instance().mapLayersByName("Finished so far"), MAPPING, "finished parcels")
        result = {"stage": stage.text()}
        click(cancel)
        wait_until(question.isVisible, 5, "the question")
        result["question"] = widget("doabQuestionText").text()
        context.screenshot("keep_or_discard")
        click(keep)
    wait_until(run.isVisible, 120, "the end of the run")
    wait_until(
        lambda: QgsProject.instance().mapLayersByName("Finished so far") == [], 5, "the temporary layer to be removed"
    )
    pause(0.5)
    bring_into_view(widget("doabWarnings"))
    context.screenshot("kept")
    return result | {
        "file": (context.out / "kept.gpkg").exists(),
        "end": stage.text(),
        "warnings": widget("doabWarnings").text(),
        "groups": _groups(),
    }


def map_all(context) -> dict:
    """Clear the token cache and map everything, with the time that it takes."""
    _clear_cache()
    return _map(context, "first")


def map_on_another_frame(context) -> dict:
    """Map everything on the next best date that is not mapped yet, remove that result and go back to the first one."""
    first, dates = context.layer_id, widget("doabReference")
    choose_reference(2)  # below the automatic choice and the best date
    if dates.currentData() == next(context.layer.getFeatures())["ref_date"]:
        choose_reference(1)
    pause(1)
    result = _map(context, "again")
    with unmonitored():
        result["names"] = [node.layer().name() for node in _shown()]
        QgsProject.instance().removeMapLayer(context.layer_id)
        context.layer_id = first
        QgsProject.instance().layerTreeRoot().findLayer(first).setItemVisibilityCheckedParentRecursive(True)
    iface.setActiveLayer(context.layer)
    QTest.keyClick(dates, Qt.Key.Key_Home)
    pause(1)
    context.screenshot("back_to_the_first")
    return result | {"summary": widget("doabResultsSummary").text()}


def _clear_cache() -> None:
    with unmonitored():
        subprocess.run(
            [str(CHILD), "-m", "doab.model", "cache", "--clear"],
            check=True,
            capture_output=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        )


def _map(context, name: str) -> dict:
    """Map everything into a file of that name; its layer is the one that the next steps look at."""
    out = _write(context, name)
    scroll_to(widget("doabRunBox"))
    layer, result = map_parcels()
    context.layer_id = layer.id()
    with unmonitored():
        result |= summarise(layer)
    result |= {"file": out.exists(), "message": _message(), "groups": _groups(), "workers": worker_processes()}
    context.screenshot(f"mapped_{name}")
    press("doabZoom")
    iface.messageBar().clearWidgets()
    return result


def _write(context, name: str):
    out = context.out / f"{name}.gpkg"
    set_output(out)
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
