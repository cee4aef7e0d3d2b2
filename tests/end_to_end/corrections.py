"""A scenario in which dates of many images are corrected, with the time that each correction takes."""

from __future__ import annotations

import time
from pathlib import Path

from dock_workflow import INSPECTING, open_images
from gui import click, pause, press, save_screen, scroll_to, wait_until, widget
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox, QLineEdit
from tour_images import open_facts

CORRECTIONS = 3
DATE = 2  # column of the sources


def correct_dates(settings: dict) -> dict:
    """Recognise all images, correct dates in *Recognised* and in *Sources*; return seconds, tabs and selections."""
    open_images(settings)
    press("doabAddLayers")
    view, sources, tabs = widget("doabAcquisitions"), widget("doabSources"), widget("doabInputsTabs")
    model = view.model()
    seconds = wait_until(lambda: model.rowCount() > 0, INSPECTING, "the recognised images")
    shown = []
    model.modelReset.connect(lambda: shown.append(time.perf_counter()))
    scroll_to(widget("doabInputsBox"))
    result = {"sources": sources.model().rowCount(), "recognising": seconds, "dialog": [], "table": []}
    for number in range(CORRECTIONS):
        row = next(index for index, one in enumerate(model.rows) if one.sensor == "S2" and not one.problem)
        paths, date = model.rows[row].paths, model.rows[row].date
        later = QDate.fromString(date, Qt.DateFormat.ISODate).addDays(number + 1).toString(Qt.DateFormat.ISODate)
        dialog = open_facts(view, row)
        dialog.findChild(QLineEdit, "doabFactsDate").setText(later)
        shown.clear()
        start = time.perf_counter()
        click(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok))
        wait_until(lambda day=later, of=paths: _date(model, of) == day, INSPECTING, "the corrected date")
        result["dialog"].append(round(shown[-1] - start, 3))
        selected = [model.rows[index.row()].paths for index in view.selectionModel().selectedRows()]
        result.setdefault("selected", []).append(selected == [paths])
        pause(1)  # the thumbnails begin
    save_screen(settings["picture"])
    tabs.setCurrentIndex(0)
    for number in range(CORRECTIONS):
        row = next(
            index for index, one in enumerate(sources.model().rows) if Path(one.source.path).name.startswith("S2")
        )
        path = sources.model().rows[row].source.path
        sources.selectRow(row)
        shown.clear()
        start = time.perf_counter()
        sources.model().setData(sources.model().index(row, DATE), f"2018-03-{10 + number}", Qt.ItemDataRole.EditRole)
        wait_until(lambda day=f"2018-03-{10 + number}", of=path: _date(model, (of,)) == day, INSPECTING, "the date")
        result["table"].append(round(shown[-1] - start, 3))
        selected = [index.row() for index in sources.selectionModel().selectedRows()]
        result["selected"].append(selected == [row] and tabs.currentIndex() == 0)
        pause(1)
    save_screen(settings["picture"].replace(".png", "_sources.png"))
    return result


def _date(model, paths: tuple[str, ...]) -> str:
    """Return the date of the row of these files."""
    return next((row.date for row in model.rows if set(paths) <= set(row.paths)), "")
