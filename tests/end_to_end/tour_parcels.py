"""The tour's steps at the parcels: their looks, one of them, and their correction."""

from __future__ import annotations

from analyst import (
    bring_into_view,
    click_map,
    pause,
    press,
    scroll_to,
    unwatched,
    wait_until,
    widget,
)
from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QToolTip
from qgis.utils import iface

READING = 60
SHIFT = Qt.KeyboardModifier.ShiftModifier


def look_at_the_result(trip) -> dict:
    """Press each style, hide doubtful parcels, look at the chart; then see which styles the file itself holds."""
    layer, legends = trip.layer, {}
    scroll_to(widget("doabResultsBox"))
    for style in ("Confidence", "Boundary", "Crop"):
        press(f"doabStyle{style}")
        pause(0.5)
        legends[style] = [category.label() for category in layer.renderer().categories()]
        trip.shot(f"style_{style.lower()}")
    widget("doabLeastSlider").setValue(60)
    pause(0.6)
    found = {
        "legends": legends,
        "hidden": widget("doabHidden").text(),
        "summary": widget("doabResultsSummary").text(),
        "rows": _table(widget("doabResults").model()),
    }
    trip.shot("doubtful_hidden")
    widget("doabLeastSlider").setValue(0)
    widget("doabResultsTabs").setCurrentIndex(1)
    pause(0.5)
    trip.shot("chart")
    widget("doabResultsTabs").setCurrentIndex(0)
    with unwatched():
        fresh = QgsVectorLayer(layer.source(), "fresh", "ogr")
        _, _, names, _, _ = fresh.listStylesInDatabase()
        found |= {"saved": names, "opens_with": len(fresh.renderer().categories())}
    return found


def _table(model) -> list[list[str]]:
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def look_into_a_parcel(trip) -> dict:
    """Click the largest parcel with the inspector's tool, wait for its curves, and hold the mouse over a reading."""
    layer, plot = trip.layer, widget("doabSeriesPlot")
    with unwatched():
        parcel = max(layer.getFeatures(), key=lambda feature: feature.geometry().area())
    press("doabInspect")
    click_map(layer, _inside(parcel.geometry()))
    seconds = wait_until(lambda: bool(plot.panels()), READING, "the curves")
    scroll_to(widget("doabInspectorBox"))
    trip.shot("inspector")
    panel = plot.panels()[0]
    reading = next(one for one in panel.readings if one.mean is not None)
    place = panel.point(reading.date, reading.mean)
    QTest.mouseMove(plot, QPoint(round(place.x()), round(place.y())))
    pause(0.3)
    tip = QToolTip.text()
    trip.shot("reading")
    found = {
        "seconds": seconds,
        "headline": widget("doabInspectorParcel").text(),
        "tip": tip,
        "note": widget("doabInspectorNote").text(),
        "quantities": [panel.quantity for panel in plot.panels()],
    }
    press("doabInspect")
    return found


def correct(trip) -> dict:
    """Set the crop of two parcels, undo and redo, split one, merge two, redraw one, save."""
    layer, found = trip.layer, {}
    scroll_to(widget("doabCorrectionBox"))
    iface.setActiveLayer(layer)
    with unwatched():
        before = layer.featureCount()
        first, second = sorted(layer.getFeatures(), key=lambda feature: -feature.geometry().area())[:2]
    trip.shot("correction")
    _select(layer, [first.geometry(), second.geometry()])
    found |= {"selected": layer.selectedFeatureCount(), "to export": widget("doabExportSelected").text()}
    crops = widget("doabCropChoice")
    crops.setCurrentIndex(crops.findText("Potatoes", Qt.MatchFlag.MatchContains))
    press("doabSetCrop")
    pause(0.5)
    found["crops"] = {"model": [first["crop"], second["crop"]], "set": _crops(layer, first, second)}
    trip.shot("crop_set")
    for name, action in (("undone", "mActionUndo"), ("redone", "mActionRedo")):
        _trigger(action)
        pause(0.3)
        found["crops"][name] = _crops(layer, first, second)
    found["halves"] = _split(trip, layer, first)
    found["merged"] = _merge(trip, layer, first)
    found["redrawn"] = _redraw(trip, layer, second)
    press("doabSaveEdits")
    pause(1)
    trip.shot("saved")
    with unwatched():
        saved = list(QgsVectorLayer(layer.source(), "saved", "ogr").getFeatures())
        places = [QgsGeometry.fromPointXY(_inside(one.geometry())) for one in (first, second)]
        ours = [one for one in saved if any(one.geometry().contains(place) for place in places)]
    found["decided"] = [[one["crop"], one["decided"], one["edited"]] for one in ours]
    found["model's"] = sum(one["decided"] == "model" for one in saved)
    return found | {"before": before, "after": len(saved), "modified": layer.isModified()}


def _crops(layer, *parcels) -> list[str]:
    return [layer.getFeature(parcel.id())["crop"] for parcel in parcels]


def _split(trip, layer, parcel) -> int:
    """Cut a parcel through its middle from left to right with the box's tool; return how many parcels came of it."""
    before = layer.featureCount()
    _select(layer, [parcel.geometry()])
    box = parcel.geometry().boundingBox()
    press("doabSplit")
    middle = _inside(parcel.geometry()).y()
    reach = 0.1 * box.width()
    for x in (box.xMinimum() - reach, box.xMaximum() + reach):
        click_map(layer, QgsPointXY(x, middle))
    trip.shot("splitting")
    click_map(layer, QgsPointXY(box.xMaximum() + reach, middle), button=Qt.MouseButton.RightButton)
    pause(0.5)
    trip.shot("split")
    return layer.featureCount() - before + 1


def _merge(trip, layer, parcel) -> int:
    """Make one of the halves of a parcel; return by how many parcels there are fewer."""
    before = layer.featureCount()
    with unwatched():
        halves = [
            feature.geometry()
            for feature in layer.getFeatures(parcel.geometry().boundingBox())
            if feature.geometry().intersection(parcel.geometry()).area() > 0.5 * feature.geometry().area()
        ]
    _select(layer, halves)
    press("doabMerge")
    pause(0.5)
    trip.shot("merged")
    return before - layer.featureCount()


def _redraw(trip, layer, parcel) -> list[float]:
    """Push the longest side of a parcel outwards with the box's tool; return its hectares before and after, and how
    many of them another parcel has, too."""
    _select(layer, [parcel.geometry()])
    ring = parcel.geometry().asGeometryCollection()[0].asPolygon()[0]
    start, end = max(zip(ring, ring[1:], strict=False), key=lambda side: side[0].distance(side[1]))
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
    trip.shot("redrawing")
    click_map(layer, course[-1], button=Qt.MouseButton.RightButton)
    pause(0.5)
    trip.shot("redrawn")
    with unwatched():
        redrawn = layer.getFeature(parcel.id())
        others = [
            other.geometry()
            for other in layer.getFeatures(redrawn.geometry().boundingBox())
            if other.id() != parcel.id()
        ]
        shared = sum(redrawn.geometry().intersection(other).area() for other in others) / 10_000
    return [parcel["area_ha"], redrawn["area_ha"], shared]


def walk_through_doubts(trip) -> dict:
    """Go to the two parcels with the least confidence."""
    layer, seen = trip.layer, []
    note = widget("doabDoubtful")
    wait_until(lambda: "…" not in note.text(), 30, "the count of doubtful parcels")
    for _ in range(2):
        press("doabNextDoubtful")
        pause(1)
        seen += [[feature.id(), feature["conf"]] for feature in layer.selectedFeatures()]
        trip.shot(f"doubtful_{len(seen)}")
    press("doabAccept")
    pause(0.5)
    return {"seen": seen, "told": note.text(), "accepted": layer.getFeature(seen[-1][0])["decided"]}


def map_missing_field(trip) -> dict:
    """Delete a parcel, and let the model look once more for the one field at its place."""
    layer, note = trip.layer, widget("doabCorrectionNote")
    press("doabZoom")
    pause(1)
    with unwatched():
        parcel = sorted(layer.getFeatures(), key=lambda feature: -feature["conf"] * feature["area_ha"])[2]
    place = _inside(parcel.geometry())
    _select(layer, [parcel.geometry()])
    _trigger("mActionDeleteSelected")
    pause(0.5)
    before = layer.featureCount()
    bring_into_view(widget("doabMapField"))
    press("doabMapField")
    click_map(layer, place)
    pause(0.3)
    said = note.text()
    trip.shot("looking_for_a_field")
    seconds = wait_until(lambda: layer.featureCount() > before or "⚠" in note.text(), READING, "the field")
    pause(0.7)
    trip.shot("field")
    found = [[feature["crop"], feature["area_ha"], feature["decided"]] for feature in layer.selectedFeatures()]
    press("doabMapField")
    press("doabSaveEdits")
    pause(0.5)
    _trigger("mActionToggleEditing")
    return {
        "said": said,
        "seconds": seconds,
        "field": found,
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
    """Return the place in a parcel that is farthest from its outline."""
    return parcel.poleOfInaccessibility(5)[0].asPoint()


def _trigger(name: str) -> None:
    """Press one of QGIS's own buttons."""
    with unwatched():
        action = iface.mainWindow().findChild(QAction, name)
    if not action.isEnabled():
        raise RuntimeError(f"{name} cannot be pressed.")
    action.trigger()
