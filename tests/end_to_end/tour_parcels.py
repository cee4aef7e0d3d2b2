"""The tour's steps on the result layer: styles, inspector, correction."""

from __future__ import annotations

from itertools import pairwise

from gui import (
    bring_into_view,
    click_map,
    pause,
    press,
    scroll_to,
    unmonitored,
    wait_until,
    widget,
)
from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QMessageBox, QToolTip
from qgis.utils import iface

from doab.plugin.parcels.ellipsoidal_area import SQUARE_METRES_PER_HECTARE

READING = 60
SHIFT = Qt.KeyboardModifier.ShiftModifier


def change_styles(context) -> dict:
    """Press each style, hide doubtful parcels, look at the chart; then see which styles the file itself holds."""
    layer, legends = context.layer, {}
    scroll_to(widget("doabResultsBox"))
    for style in ("Confidence", "Boundary", "Crop"):
        press(f"doabStyle{style}")
        pause(0.5)
        legends[style] = [category.label() for category in layer.renderer().categories()]
        context.screenshot(f"style_{style.lower()}")
    widget("doabLeastSlider").setValue(60)
    pause(0.6)
    result = {
        "legends": legends,
        "hidden": widget("doabHidden").text(),
        "summary": widget("doabResultsSummary").text(),
        "rows": _table(widget("doabResults").model()),
    }
    context.screenshot("doubtful_hidden")
    widget("doabLeastSlider").setValue(0)
    widget("doabResultsTabs").setCurrentIndex(1)
    pause(0.5)
    context.screenshot("chart")
    widget("doabResultsTabs").setCurrentIndex(0)
    with unmonitored():
        fresh = QgsVectorLayer(layer.source(), "fresh", "ogr")
        _, _, names, _, _ = fresh.listStylesInDatabase()
        result |= {"saved": names, "opens_with": len(fresh.renderer().categories())}
    return result


def _table(model) -> list[list[str]]:
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def inspect_parcel(context) -> dict:
    """Click the largest parcel with the inspector's tool, wait for its curves, and hold the mouse over a reading."""
    layer, plot = context.layer, widget("doabSeriesPlot")
    click_largest_parcel(layer)
    seconds = wait_until(lambda: bool(plot.panels()), READING, "the curves")
    scroll_to(widget("doabInspectorBox"))
    context.screenshot("inspector")
    panel = plot.panels()[0]
    reading = next(one for one in panel.readings if one.mean is not None)
    position = panel.point(reading.date, reading.mean)
    QTest.mouseMove(plot, QPoint(round(position.x()), round(position.y())))
    pause(0.3)
    tip = QToolTip.text()
    context.screenshot("reading")
    result = {
        "seconds": seconds,
        "headline": widget("doabInspectorParcel").text(),
        "tip": tip,
        "note": widget("doabInspectorNote").text(),
        "quantities": [panel.quantity for panel in plot.panels()],
    }
    press("doabInspect")
    return result


def click_largest_parcel(layer: QgsVectorLayer) -> None:
    """Click the largest parcel with the inspector's tool."""
    with unmonitored():
        parcel = max(layer.getFeatures(), key=lambda feature: feature.geometry().area())
    press("doabInspect")
    click_map(layer, _inside(parcel.geometry()))


def correct(context) -> dict:
    """Set the crop of two parcels, undo and redo, split one, merge two, redraw one, save."""
    layer, result = context.layer, {}
    scroll_to(widget("doabCorrectionBox"))
    iface.setActiveLayer(layer)
    with unmonitored():
        before = layer.featureCount()
        first, second = sorted(layer.getFeatures(), key=lambda feature: -feature.geometry().area())[:2]
    context.screenshot("correction")
    _select(layer, [first.geometry(), second.geometry()])
    result |= {"selected": layer.selectedFeatureCount(), "to export": widget("doabExportSelected").text()}
    crops = widget("doabCropChoice")
    crops.setCurrentIndex(crops.findText("Potatoes", Qt.MatchFlag.MatchContains))
    press("doabSetCrop")
    pause(0.5)
    result["crops"] = {"model": [first["crop"], second["crop"]], "set": _crops(layer, first, second)}
    context.screenshot("crop_set")
    for name, action in (("undone", "mActionUndo"), ("redone", "mActionRedo")):
        _trigger(action)
        pause(0.3)
        result["crops"][name] = _crops(layer, first, second)
    result["halves"] = _split(context, layer, first)
    result["merged"] = _merge(context, layer, first)
    result["redrawn"] = _redraw(context, layer, second)
    press("doabSaveEdits")
    pause(1)
    context.screenshot("saved")
    with unmonitored():
        saved = list(QgsVectorLayer(layer.source(), "saved", "ogr").getFeatures())
        points = [QgsGeometry.fromPointXY(_inside(one.geometry())) for one in (first, second)]
        edited = [one for one in saved if any(one.geometry().contains(point) for point in points)]
    result["decided"] = [[one["crop"], one["decided"], one["edited"]] for one in edited]
    result["model's"] = sum(one["decided"] == "model" for one in saved)
    return result | {"before": before, "after": len(saved), "modified": layer.isModified()}


def _crops(layer, *parcels) -> list[str]:
    return [layer.getFeature(parcel.id())["crop"] for parcel in parcels]


def _split(context, layer, parcel) -> int:
    """Cut a parcel through its middle from left to right with the box's tool; return how many parcels came of it."""
    before = layer.featureCount()
    _select(layer, [parcel.geometry()])
    box = parcel.geometry().boundingBox()
    press("doabSplit")
    middle = _inside(parcel.geometry()).y()
    reach = 0.1 * box.width()
    for x in (box.xMinimum() - reach, box.xMaximum() + reach):
        click_map(layer, QgsPointXY(x, middle))
    context.screenshot("splitting")
    click_map(layer, QgsPointXY(box.xMaximum() + reach, middle), button=Qt.MouseButton.RightButton)
    pause(0.5)
    context.screenshot("split")
    return layer.featureCount() - before + 1


def _merge(context, layer, parcel) -> int:
    """Make one of the halves of a parcel; return by how many parcels there are fewer."""
    before = layer.featureCount()
    with unmonitored():
        halves = [
            feature.geometry()
            for feature in layer.getFeatures(parcel.geometry().boundingBox())
            if feature.geometry().intersection(parcel.geometry()).area() > 0.5 * feature.geometry().area()
        ]
    _select(layer, halves)
    press("doabMerge")
    pause(0.5)
    context.screenshot("merged")
    return before - layer.featureCount()


def _redraw(context, layer, parcel) -> list[float]:
    """Push the longest side of a parcel outwards with the box's tool; return its hectares before and after, and how
    many of them another parcel has, too."""
    _select(layer, [parcel.geometry()])
    ring = parcel.geometry().asGeometryCollection()[0].asPolygon()[0]
    start, end = max(pairwise(ring), key=lambda side: side[0].distance(side[1]))
    across = QgsPointXY(end.y() - start.y(), start.x() - end.x())

    def beside(along: float, out: float) -> QgsPointXY:
        return QgsPointXY(
            start.x() + along * (end.x() - start.x()) + out * across.x(),
            start.y() + along * (end.y() - start.y()) + out * across.y(),
        )

    out = -0.15 if parcel.geometry().contains(QgsGeometry.fromPointXY(beside(0.5, 0.05))) else 0.15
    press("doabReshape")
    course = [beside(0.25, -out), beside(0.35, out), beside(0.65, out), beside(0.75, -out)]
    for corner in course:
        click_map(layer, corner)
    context.screenshot("redrawing")
    click_map(layer, course[-1], button=Qt.MouseButton.RightButton)
    pause(0.5)
    context.screenshot("redrawn")
    with unmonitored():
        redrawn = layer.getFeature(parcel.id())
        others = [
            other.geometry()
            for other in layer.getFeatures(redrawn.geometry().boundingBox())
            if other.id() != parcel.id()
        ]
        shared = sum(redrawn.geometry().intersection(other).area() for other in others) / SQUARE_METRES_PER_HECTARE
    return [parcel["area_ha"], redrawn["area_ha"], shared]


def review_parcels(context) -> dict:
    """Go to the two parcels with the least confidence."""
    layer, reviewed = context.layer, []
    note = widget("doabDoubtful")
    wait_until(lambda: "…" not in note.text(), 30, "the count of doubtful parcels")
    for _ in range(2):
        press("doabNextDoubtful")
        pause(1)
        reviewed += [[feature.id(), feature["conf"]] for feature in layer.selectedFeatures()]
        context.screenshot(f"doubtful_{len(reviewed)}")
    press("doabAccept")
    pause(0.5)
    return {"reviewed": reviewed, "note": note.text(), "accepted": layer.getFeature(reviewed[-1][0])["decided"]}


def _confirm() -> None:
    """Answer the question before parcels are deleted, which newer QGIS asks."""
    question = QApplication.activeModalWidget()
    if isinstance(question, QMessageBox):
        question.button(QMessageBox.StandardButton.Yes).click()


def map_missing_field(context) -> dict:
    """Delete a parcel, and map the field at its location again."""
    layer, note = context.layer, widget("doabCorrectionNote")
    press("doabZoom")
    pause(1)
    with unmonitored():
        parcel = sorted(layer.getFeatures(), key=lambda feature: -feature["conf"] * feature["area_ha"])[2]
    point = _inside(parcel.geometry())
    _select(layer, [parcel.geometry()])
    QTimer.singleShot(500, _confirm)
    _trigger("mActionDeleteSelected")
    pause(0.5)
    before = layer.featureCount()
    bring_into_view(widget("doabMapField"))
    press("doabMapField")
    click_map(layer, point)
    pause(0.3)
    message = note.text()
    context.screenshot("looking_for_a_field")
    seconds = wait_until(lambda: layer.featureCount() > before or "⚠" in note.text(), READING, "the field")
    pause(0.7)
    context.screenshot("field")
    result = [[feature["crop"], feature["area_ha"], feature["decided"]] for feature in layer.selectedFeatures()]
    press("doabMapField")
    press("doabSaveEdits")
    pause(0.5)
    _trigger("mActionToggleEditing")
    return {
        "message": message,
        "seconds": seconds,
        "field": result,
        "note": note.text(),
        "hectares": parcel["area_ha"],
        "count": layer.featureCount(),
    }


def _select(layer: QgsVectorLayer, parcels: list[QgsGeometry]) -> None:
    """Select parcels in the map with QGIS's own tool."""
    layer.removeSelection()
    _trigger("mActionSelectFeatures")
    for number, parcel in enumerate(parcels):
        click_map(layer, _inside(parcel), SHIFT if number else Qt.KeyboardModifier.NoModifier)
    pause(0.3)


def _inside(parcel: QgsGeometry) -> QgsPointXY:
    """Return the point in a parcel that is farthest from its outline."""
    return parcel.poleOfInaccessibility(5)[0].asPoint()


def _trigger(name: str) -> None:
    """Press one of QGIS's own buttons."""
    with unmonitored():
        action = iface.mainWindow().findChild(QAction, name)
    if not action.isEnabled():
        raise RuntimeError(f"{name} cannot be pressed.")
    action.trigger()
