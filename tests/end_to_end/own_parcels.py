"""A scenario with parcels of one's own: their crops are mapped, one more is drawn, and the result is compared."""

from __future__ import annotations

from pathlib import Path

from dock_workflow import add_images, draw_polygon, map_parcels, open_images, slow_workers, wait_for_canvas
from gui import click, pause, press, save_screen, scroll_to, wait_until, widget
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QAction
from qgis.utils import iface

COMPARING = 120
READING = 60
CORNERS = [(0.42, 0.42), (0.52, 0.42), (0.52, 0.53), (0.42, 0.53)]  # of a polygon, in fractions of the canvas


def label_and_compare(settings: dict) -> dict:
    """Map the crops of ``parcels``, draw one more, compare the result with the same layer, show suspicious ones."""
    open_images(settings)
    own = QgsVectorLayer(settings["parcels"], "Own parcels", "ogr")
    QgsProject.instance().addMapLayer(own)
    own.setOpacity(0.3)
    add_images(settings)
    widget("doabParcels").setLayer(own)
    scroll_to(widget("doabRunBox"))
    pause(1)
    _picture(settings, "chosen")
    layer, _ = map_parcels()
    press("doabZoom")
    wait_for_canvas()
    _picture(settings, "labelled")
    features = list(layer.getFeatures())
    outlines = {feature["own_parcel_id"]: feature.geometry().asWkt() for feature in features}
    result = {
        "kept": sum(outlines.get(one["parcel_id"]) == one.geometry().asWkt() for one in own.getFeatures()),
        "given": own.featureCount(),
        "labelled": sum(bool(feature["crop"]) for feature in features),
        "drawn": _draw(settings, layer),
    }
    return {**result, **_compare(settings, own)}


def _draw(settings: dict, layer: QgsVectorLayer) -> dict:
    """Delete the parcels in the middle, and draw one there."""
    scroll_to(widget("doabCorrectionBox"))
    layer.startEditing()
    canvas = iface.mapCanvas()
    middle = canvas.extent().scaled(0.25)
    layer.selectByRect(canvas.mapSettings().mapToLayerCoordinates(layer, middle))
    layer.deleteSelectedFeatures()
    before = set(layer.allFeatureIds())
    press("doabDrawParcel")
    pause(0.5)
    with slow_workers(0.05):
        draw_polygon(CORNERS)
        pause(0.5)
        (fid,) = set(layer.allFeatureIds()) - before
        note = widget("doabCorrectionNote").text()
    _picture(settings, "drawn")
    seconds = wait_until(lambda: bool(layer.getFeature(fid)["crop"]), READING, "the crop of what was drawn")
    pause(0.5)
    _picture(settings, "drawn_labelled")
    parcel = layer.getFeature(fid)
    press("doabSaveEdits")
    iface.mainWindow().findChild(QAction, "mActionToggleEditing").trigger()
    pause(0.5)
    return {"note": note, "seconds": seconds, "crop": parcel["crop"], "decided": parcel["decided"]}


def _compare(settings: dict, truth: QgsVectorLayer) -> dict:
    """Compare the result with declared parcels."""
    widget("doabValidationBox").setCollapsed(False)
    scroll_to(widget("doabValidationBox"))
    widget("doabTruth").setLayer(truth)
    line = widget("doabValidationLine")
    click(widget("doabCompare"))
    wait_until(lambda: "href" in line.text() or "⚠" in line.text(), COMPARING, "the comparison")
    pause(0.5)
    scroll_to(widget("doabValidationBox"))
    pause(0.5)
    _picture(settings, "compared")
    scroll_to(widget("doabScoreView"))
    pause(0.5)
    _picture(settings, "scores")
    scores = widget("doabScores").model()
    result = {
        "line": line.text(),
        "scores": {scores.index(row, 0).data(): scores.index(row, 1).data() for row in range(scores.rowCount())},
        "confusion": widget("doabConfusion").model().rowCount(),
        "report": Path(settings["out"]).with_name("parcels_evaluation").joinpath("report.html").is_file(),
    }
    if not widget("doabSuspects").isHidden():
        press("doabSuspects")
        pause(1)
        _picture(settings, "suspects")
    result["suspects"] = len(QgsProject.instance().mapLayersByName("Suspicious declarations"))
    return result


def _picture(settings: dict, name: str) -> None:
    wait_for_canvas()
    save_screen(settings["picture"].replace(".png", f"_{name}.png"))
