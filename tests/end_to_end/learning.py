"""A scenario that teaches a region: three crops are set, one is accepted, preview, accept, undo; labels of a layer."""

from __future__ import annotations

from dock_workflow import add_images, map_parcels, open_images, wait_for_canvas
from gui import click, pause, press, save_screen, scroll_to, wait_until, widget
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDialogButtonBox
from qgis.utils import iface

LEARNING = 120
CORRECTED = ("Soy", "Soy", "Potatoes")
COLUMN = "EC_hcat_c"


def learn_from_corrections(settings: dict) -> dict:
    """Map, correct three parcels and accept a fourth, learn, accept what was learned, and undo it."""
    open_images(settings)
    add_images(settings)
    layer, _ = map_parcels()
    press("doabZoom")
    wait_for_canvas()
    widget("doabLearnBox").setCollapsed(False)
    result = {"before": widget("doabLearnCount").text(), "style": layer.renderer().classAttribute()}
    _correct(layer)
    wait_until(lambda: "4," in widget("doabLearnCount").text(), LEARNING, "the corrected parcels")
    result["count"] = widget("doabLearnCount").text()
    mapped = _crops(layer)
    result["refused"] = _press(settings, "doabLearnUndo", "⚠", "refused")
    iface.setActiveLayer(layer)
    iface.mainWindow().findChild(QAction, "mActionToggleEditing").trigger()
    wait_until(widget("doabLearnPreview").isEnabled, LEARNING, "the corrected parcels once more")
    result["preview"] = _press(settings, "doabLearnPreview", "another crop", "preview")
    result["unchanged"] = _crops(layer) == mapped
    result["accepted"] = _press(settings, "doabLearnAccept", "got another crop", "accepted")
    learned = _crops(layer)
    result["changed"] = sum(learned[fid] != crop for fid, crop in mapped.items())
    result["restored"] = _press(settings, "doabLearnUndo", "former crops", "undone")
    result["same"] = _crops(layer) == mapped
    result["suggested"] = _press(settings, "doabLearnSuggest", "selected", "suggested")
    result["selected"] = layer.selectedFeatureCount()
    result["style_after"] = layer.renderer().classAttribute()
    layer.removeSelection()
    return {**result, **_learn_from_layer(settings)}


def _learn_from_layer(settings: dict) -> dict:
    """Add a crop to the classes and preview what a layer of fields teaches."""
    fields = QgsVectorLayer(settings["labels"], "Survey", "ogr")
    QgsProject.instance().addMapLayer(fields)
    widget("doabLabels").setLayer(fields)
    count = widget("doabLearnCount")
    wait_until(lambda: "understood" in count.text(), LEARNING, "the crops of the layer")
    scroll_to(widget("doabLearnBox"))
    press("doabLearnClasses")
    pause(0.5)
    QTest.keyClicks(widget("doabClassFilter"), "rye")
    pause(0.3)
    classes = widget("doabClassList")
    rows = (classes.item(row) for row in range(classes.count()))
    rye = next(item for item in rows if item.text() == "Winter rye")
    rye.setCheckState(Qt.CheckState.Checked)
    pause(0.3)
    save_screen(settings["picture"].replace(".png", "_classes.png"))
    click(widget("doabClassButtons").button(QDialogButtonBox.StandardButton.Ok))
    pause(0.3)
    preview = _press(settings, "doabLearnPreview", "another crop", "layer")
    result = {"read": count.text(), "classes": widget("doabLearnClassesLine").text(), "from_layer": preview}
    press("doabTrain")
    pause(0.5)
    widget("doabTrainParcels").setLayer(fields)
    pause(0.3)
    save_screen(settings["picture"].replace(".png", "_training.png"))
    buttons = widget("doabTrainButtons")
    result["trainable"] = buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    result["training"] = widget("doabTrainNote").text()
    click(buttons.button(QDialogButtonBox.StandardButton.Cancel))
    return result


def _correct(layer: QgsVectorLayer) -> None:
    """Give three parcels another crop and accept one more, with the buttons of the dock, and save."""
    scroll_to(widget("doabCorrectionBox"))
    parcels = sorted(layer.getFeatures(), key=lambda one: -one["area_ha"])[:4]
    crops = widget("doabCropChoice")
    for parcel, crop in zip(parcels[:3], CORRECTED, strict=True):
        layer.selectByIds([parcel.id()])
        pause(0.3)
        crops.setCurrentText(crop)
        press("doabSetCrop")
    layer.selectByIds([parcels[3].id()])
    pause(0.3)
    press("doabAccept")
    press("doabSaveEdits")
    layer.removeSelection()


def _crops(layer: QgsVectorLayer) -> dict[int, str]:
    return {feature.id(): feature[COLUMN] for feature in layer.getFeatures()}


def _press(settings: dict, name: str, text: str, picture: str) -> str:
    """Press a button, wait for a text or a warning below it, and take a picture."""
    line = widget("doabLearnLine")
    scroll_to(widget("doabLearnBox"))
    press(name)
    wait_until(lambda: text in line.text() or "⚠" in line.text(), LEARNING, text)
    pause(1)
    scroll_to(widget("doabLearnBox"))
    wait_for_canvas()
    save_screen(settings["picture"].replace(".png", f"_{picture}.png"))
    return line.text()
