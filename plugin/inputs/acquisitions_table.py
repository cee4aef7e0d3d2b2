"""The table of what was recognised, with the selected row's facts and ways out below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..text import tr
from .recognition_rows import Row, band_count, file_names, remark, value
from .table_model import Column, Rows, table

DATE, SENSOR, BANDS, CLEAR, REMARK, UNIT, PIXEL, CRS = range(8)
WIDTHS = (16, 13, 11, 8, 40, 22, 8, 12)


class AcquisitionsView(QWidget):
    """The acquisitions (doabAcquisitions), what is known of the selected one (doabFacts) and links that mend it."""

    correct = pyqtSignal(list, str)
    """The rows whose facts the analyst wants to correct, and the fact to begin with (or empty)."""

    leave_out = pyqtSignal(list)
    """The rows that are to take no part."""

    assign_crs = pyqtSignal(object)
    """The row whose file needs a coordinate system."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabRecognised")
        self.model = Rows(_columns(), _tooltip, self)
        self._view = table("doabAcquisitions", self.model, WIDTHS, 7, self)
        self._view.horizontalHeader().setStretchLastSection(True)
        self._view.setMouseTracking(True)
        self._view.selectionModel().selectionChanged.connect(self._show_facts)
        self._view.clicked.connect(self._clicked)
        self._view.entered.connect(self._hovered)
        self._view.doubleClicked.connect(lambda index: self.follow_link("correct:"))
        self._facts = QLabel(self)
        self._facts.setObjectName("doabFacts")
        self._facts.setWordWrap(True)
        self._facts.setMinimumWidth(1)
        self._facts.setTextFormat(Qt.TextFormat.RichText)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._facts.setToolTip(self.tr("What is known of the selected row, and where it was found"))
        self._facts.linkActivated.connect(self.follow_link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        layout.addWidget(self._facts)

    def show(self, rows: Sequence[Row]) -> None:
        """Replace all rows; the same row stays selected, or the first one that needs attention."""
        before = {row.paths for row in self.selected()}
        self.model.show(rows)
        self._view.clearSpans()
        for number, row in enumerate(rows):
            if not row.sensor:
                self._view.setSpan(number, DATE, 1, 2)
                self._view.setSpan(number, BANDS, 1, CRS - BANDS + 1)
            elif row.problem:
                self._view.setSpan(number, CLEAR, 1, CRS - CLEAR + 1)
        again = [number for number, row in enumerate(rows) if row.paths in before]
        if again or (rows and rows[0].problem):
            self._view.selectRow(again[0] if again else 0)
        self._show_facts()

    def selected(self) -> list[Row]:
        """Return the selected rows."""
        return [self.model.rows[index.row()] for index in self._view.selectionModel().selectedRows()]

    def follow_link(self, link: str) -> None:
        """Do what a link below the table says: correct the selected rows ("correct:date") or leave them out."""
        rows = self.selected()
        action, _, fact = link.partition(":")
        if action == "leave":
            self.leave_out.emit([row for row in rows if not row.is_notice])
        elif fact == "crs":
            self.assign_crs.emit(rows[0])
        elif fact:
            self.correct.emit(rows[:1], fact)
        elif any(row.sensor for row in rows):
            self.correct.emit([row for row in rows if row.sensor], "")

    def _clicked(self, index) -> None:
        row = self.model.rows[index.row()]
        if index.column() == DATE and _way_out(row):
            self._view.selectRow(index.row())
            self.follow_link(_way_out(row)[0])

    def _hovered(self, index) -> None:
        link = index.column() == DATE and _way_out(self.model.rows[index.row()])
        self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _show_facts(self, *_) -> None:
        rows = self.selected()
        self._facts.setVisible(bool(self.model.rows))
        if not rows:
            self._facts.setText(
                self.tr(
                    "Select a row to see where each fact comes from, or to correct it. Facts in "
                    "<i>italics</i> are assumed, those in <b>bold</b> were set by you."
                )
            )
            return
        text = _described(rows[0]) if len(rows) == 1 else self.tr("{} rows are selected.").format(len(rows))
        links = [_way_out(rows[0])] if len(rows) == 1 and _way_out(rows[0]) else []
        if any(row.sensor for row in rows):
            links.append(("correct:", self.tr("Correct…")))
        leaving = [row for row in rows if not row.is_notice]
        if leaving and ("leave:", tr("Leave it out")) not in links:
            several = len(leaving) > 1 or len(leaving[0].paths) > 1 and not leaving[0].sensor
            links.append(("leave:", self.tr("Leave them out") if several else self.tr("Leave it out")))
        shown = " · ".join(f'<a href="{link}">{escape(words)}</a>' for link, words in links)
        self._facts.setText(f"{text}<p>{shown}</p>")


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Date"), _date, _warning, font=_font("date")),
        Column(tr("Sensor"), value("sensor"), font=_font("sensor")),
        Column(
            tr("Bands"),
            lambda row: band_count(row) if row.sensor else f"{file_names(row)}: {row.problem}",
            font=_font("bands"),
        ),
        Column(tr("Clear"), lambda row: row.problem if row.sensor and row.problem else value("clear")(row)),
        Column(tr("What is done"), remark),
        Column(tr("Values"), value("unit"), font=_font("unit")),
        Column(tr("Pixel"), value("pixel")),
        Column(tr("CRS"), value("crs")),
    )


def _date(row: Row) -> str:
    way_out = _way_out(row)
    return way_out[1] if way_out else row.date or "–"


def _way_out(row: Row) -> tuple[str, str] | None:
    """Return (link, words) of what would solve a problem."""
    if row.sensor or row.is_notice and not row.solves:
        return None
    return {
        "sensor": ("correct:sensor", tr("Say what it is…")),
        "date": ("correct:date", tr("Set the date…")),
        "unit": ("correct:unit", tr("Set the values…")),
        "bands": ("correct:bands", tr("Name the bands…")),
        "crs": ("correct:crs", tr("Assign a CRS…")),
    }.get(row.solves, ("leave:", tr("Leave it out")))


def _font(name: str):
    def font(row: Row) -> QFont | None:
        chosen = QFont()
        if not row.sensor:
            chosen.setUnderline(name == "date" and _way_out(row) is not None)
            return chosen
        fact = row.facts.get(name)
        if fact is None:
            return None
        chosen.setBold(fact.given)
        chosen.setItalic(fact.assumed)
        return chosen

    return font


def _breakable(text: str) -> str:
    """Return ``text`` as rich text that may be broken within the names of files, which are wider than the dock."""
    return re.sub(r"([_/\\])", "\\1\u200b", escape(text))


def _described(row: Row) -> str:
    """Return everything known of one row as rich text."""
    lines = [f"<b>{_breakable(file_names(row))}</b>"]
    if row.problem:
        lines.append(f"⚠ {_breakable(row.problem)}")
    return (
        "<br>".join(lines)
        + "<table cellspacing=0 cellpadding=1>"
        + "".join(
            f"<tr><td>{escape(fact.title)}&nbsp;</td><td>{_styled(fact)}</td></tr>" for fact in row.facts.values()
        )
        + "</table>"
    )


def _styled(fact) -> str:
    mark = "b" if fact.given else "i" if fact.assumed else "span"
    source = f" <span style='color:gray'>· {_breakable(fact.origin)}</span>" if fact.origin else ""
    return f"<{mark}>{escape(fact.value)}</{mark}>{source}"


def _tooltip(row: Row) -> str:
    more = ["…"] if len(row.paths) > 3 else []
    return "<br>".join(escape(path) for path in [*row.paths[:3], *more]) + "<br>" + _described(row)


def _warning(row: Row):
    return QgsApplication.getThemeIcon("/mIconWarning.svg") if row.problem else None
