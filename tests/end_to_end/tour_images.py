"""The tour's first two steps: inputs and reference frame."""

from __future__ import annotations

from dock_workflow import INSPECTING, add_images, open_images
from gui import (
    add_raster,
    choose_folder,
    click,
    click_item,
    pause,
    press,
    scroll_to,
    unmonitored,
    wait_until,
    widget,
)
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLineEdit
from qgis.utils import iface

from doab.plugin.project_notes import read_note


def correct_facts(context) -> dict:
    """Add layers and, where there are ``extras``, a folder with two invalid files; correct, rename, remove."""
    with unmonitored():
        open_images(context.settings)
    scroll_to(widget("doabInputsBox"))
    context.screenshot("before")
    add_images(context.settings)
    model = widget("doabAcquisitions").model()
    result = {"recognised": model.rowCount(), "summary": widget("doabSummary").text()}
    scroll_to(widget("doabInputsBox"))
    context.screenshot("inputs")
    if context.settings.get("extras"):
        result["trouble"] = _solve_trouble(context)
    result["corrected"] = _correct_a_date(context)
    result["layers"] = _rename_and_remove(context)
    return result


def _solve_trouble(context) -> dict:
    """Add a folder in which one image has no date and one is broken; give the date, leave the other out."""
    view, sources = widget("doabAcquisitions"), widget("doabSources")
    model, before = view.model(), view.model().rowCount()
    choose_folder(context.settings["extras"])
    press("doabAddFolder")
    _recognise(lambda: model.rowCount() > before, "the folder's images")
    problems = [row.problem for row in model.rows if row.problem and not row.sensor]
    ways = [model.index(row, 0).data() for row in range(len(problems))]
    context.screenshot("problems")
    undated = next(row for row, words in enumerate(ways) if "date" in words)
    click_item(view, model.index(undated, 0))
    dialog = _dialog()
    dialog.findChild(QLineEdit, "doabFactsDate").setText("20.07.2023")
    context.screenshot("date_of_an_image")
    _answer(dialog, QDialogButtonBox.StandardButton.Ok)
    _recognise(lambda: any(row.date == "2023-07-20" for row in model.rows), "the date")
    broken = next(row for row, one in enumerate(model.rows) if one.problem and not one.sensor)
    click_item(view, model.index(broken, 0))
    _recognise(lambda: not any(row.problem and not row.sensor for row in model.rows), "images without trouble")
    context.screenshot("solved")
    widget("doabInputsTabs").setCurrentIndex(0)
    rows = sources.model().rows
    ours = [number for number, row in enumerate(rows) if context.settings["extras"] in row.source.path]
    sources.clearSelection()
    for number in ours:
        click_item(sources, sources.model().index(number, 0), Qt.KeyboardModifier.ControlModifier)
    context.screenshot("sources")
    press("doabRemove")
    _recognise(lambda: model.rowCount() == before, "the images without the folder")
    return {"problems": problems, "ways": ways, "removed": len(ours), "left": model.rowCount()}


def _correct_a_date(context) -> dict:
    """Set another date of the first image of the table, and restore it."""
    view = widget("doabAcquisitions")
    model = view.model()
    row = next(number for number, one in enumerate(model.rows) if one.sensor == "S2" and not one.problem)
    paths, before = model.rows[row].paths, model.rows[row].date
    another_date = QDate.fromString(before, Qt.DateFormat.ISODate).addDays(1)

    def current_row():
        return next((one for one in model.rows if one.paths == paths), None)

    with unmonitored():
        layer = next(layer for layer in QgsProject.instance().mapLayers().values() if layer.source() in paths)
    dialog = open_facts(view, row)
    dialog.findChild(QLineEdit, "doabFactsDate").setText(another_date.toString(Qt.DateFormat.ISODate))
    context.screenshot("facts")
    _answer(dialog, QDialogButtonBox.StandardButton.Ok)
    _recognise(lambda: current_row() and current_row().date != before, "the corrected date")
    corrected, overrides = current_row().date, read_note(layer, "doab/overrides")
    context.screenshot("corrected")
    dialog = open_facts(view, model.rows.index(current_row()))
    _answer(dialog, QDialogButtonBox.StandardButton.RestoreDefaults)
    _recognise(lambda: current_row() and current_row().date == before, "the date of the file")
    return {
        "before": before,
        "corrected": corrected,
        "overrides": overrides,
        "facts": widget("doabFacts").text(),
        "overrides_after": read_note(layer, "doab/overrides"),
    }


def _rename_and_remove(context) -> dict:
    """Rename an image's layer and remove another from the project while both are in the list."""
    model, sources = widget("doabAcquisitions").model(), widget("doabSources").model()
    before = model.rowCount(), sources.rowCount()
    with unmonitored():
        radar = [layer for layer in QgsProject.instance().mapLayers().values() if layer.name().startswith("S1")]
        radar[0].setName("Radar of the first pass")
        path = radar[-1].source()
        QgsProject.instance().removeMapLayer(radar[-1].id())
    _recognise(lambda: model.rowCount() < before[0], "the images without one layer")
    widget("doabInputsTabs").setCurrentIndex(0)
    names = [sources.index(row, 0).data() for row in range(sources.rowCount())]
    after = model.rowCount(), sources.rowCount()
    with unmonitored():
        add_raster(path, QgsProject.instance().layerTreeRoot().findGroup("Images"))
    pause(0.3)
    news = widget("doabNews").text()
    context.screenshot("renamed_and_removed")
    widget("doabNews").linkActivated.emit("add")
    _recognise(lambda: model.rowCount() == before[0], "the layer again")
    return {"before": before, "after": after, "names": names, "news": news}


def open_facts(view, row: int) -> QDialog:
    """Double-click a row."""
    widget("doabInputsTabs").setCurrentIndex(1)
    pause(0.1)
    index = view.model().index(row, 1)
    view.scrollTo(index)
    position = view.visualRect(index).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(view.viewport(), left, none, position)
    QTest.mouseDClick(view.viewport(), left, none, position)
    return _dialog()


def _dialog() -> QDialog:
    """Wait for the dialog of facts, which belongs to the dock."""
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), QDialog), 10, "the dialog")
    return QApplication.activeModalWidget()


def _answer(dialog: QDialog, button) -> None:
    """Press a button of a dialog and wait until it is gone."""
    click(dialog.findChild(QDialogButtonBox).button(button))
    wait_until(lambda: QApplication.activeModalWidget() is None, 10, "the dialog to close")
    pause(0.6)  # the dock lets changes settle before it recognises anew


def _recognise(condition, what: str) -> None:
    """Wait until nothing is being recognised any more, so that a run could begin, and ``condition`` holds."""
    run = widget("doabRun")
    wait_until(lambda: run.isEnabled() and condition(), INSPECTING, what)


def choose_a_frame(context) -> dict:
    """Click the date beside the proposed one, see it on the map, and go back to the automatic choice."""
    strip, dates, canvas = widget("doabFilmstrip"), widget("doabReference"), iface.mapCanvas()
    frames = strip.model()
    scroll_to(widget("doabReferenceBox"))
    wait_until(lambda: len(frames.images) == frames.rowCount(), INSPECTING, "the thumbnails")
    automatic = dates.currentText()
    context.screenshot("reference")
    current = strip.currentIndex().row()
    index = frames.index(current - 1 if current else 1, 0)
    click_item(strip, index)
    pause(1.5)
    chosen, shown = dates.currentData(), [layer.name() for layer in canvas.layers()]
    context.screenshot("another_date")
    dates.setFocus()
    QTest.keyClick(dates, Qt.Key.Key_Home)
    pause(1)
    return {
        "automatic": automatic,
        "clicked": index.data(),
        "chosen": chosen,
        "shown": shown,
        "back": dates.currentData(),
        "reason": widget("doabReferenceReason").text(),
        "parts": widget("doabReferenceDetails").text(),
        "frames": frames.rowCount(),
    }
