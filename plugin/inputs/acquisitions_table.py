"""The table of recognised acquisitions, with the facts of the selected row and links to correct them below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont, QIcon
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..text import tr
from ..widgets.full_height_label import FullHeightLabel
from ..widgets.named import named
from ..widgets.table_model import Column, create_table_view
from .recognition_rows import SENSORS, Fact, Row, band_count, file_names, remark, value
from .row_order import CLEAREST, CLOUDIEST, TIME, RowOrder
from .ticked_rows import TickedRows

DATE, SENSOR, CLEAR, BANDS, REMARK, UNIT, PIXEL, CRS = range(8)
WIDTHS = (15, 10, 7, 8, 39, 21, 7, 11)
CHECK_BOX = 26  # px before the date


class AcquisitionsView(QWidget):
    """The acquisitions (doabAcquisitions), and the facts of the selected one with links to correct it (doabFacts)."""

    correct = pyqtSignal(list, str)
    """The rows whose facts are to be corrected, and the fact to begin with (or empty)."""

    leave_out = pyqtSignal(list)
    """The rows whose files are not to be used."""

    include = pyqtSignal(object)
    """The row outside the season that is to be mapped."""

    assign_crs = pyqtSignal(object)
    """The row whose file needs a coordinate reference system."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabRecognised")
        self.model = TickedRows(_columns(), _tooltip, self)
        self.model.ticked.connect(self.include)
        self.model.unticked.connect(lambda row: self.leave_out.emit([row]))
        self._view = create_table_view("doabAcquisitions", self.model, WIDTHS, 7, self)
        self._view.fit_bold(DATE, "2000-00-00", CHECK_BOX)
        self._view.fit_bold(SENSOR, SENSORS["S2"])
        self._view.fit_bold(BANDS, tr("{} of {}").format(10, 10))
        self._rows: list[Row] = []
        self._order = RowOrder(self)
        self._order.changed.connect(self._arrange)
        header = self._view.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._choose_order)
        self._view.setMouseTracking(True)
        self._view.selectionModel().selectionChanged.connect(self._show_facts)
        self._view.clicked.connect(self._clicked)
        self._view.entered.connect(self._hovered)
        self._view.doubleClicked.connect(lambda index: self.follow_link("correct:"))
        self._facts = named(
            "doabFacts", FullHeightLabel(self), self.tr("What is known of the selected row, and where it was found")
        )
        self._facts.setTextFormat(Qt.TextFormat.RichText)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._facts.linkActivated.connect(self.follow_link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._order)
        layout.addWidget(self._view)
        layout.addWidget(self._facts)

    def show_rows(self, rows: Sequence[Row], season: str = "") -> None:
        """Replace all rows; the same row stays selected, or else the first one with a problem.

        ``season`` is that of the inspection.
        """
        self.model.season = season
        self._rows = list(rows)
        self._order.setVisible(sum(row.clear is not None for row in rows) > 1)
        self._arrange()

    @property
    def count(self) -> int:
        """The number of recognised acquisitions, with those that are not listed."""
        return sum(bool(row.sensor) for row in self._rows)

    def _choose_order(self, column: int) -> None:
        """Sort by a click on a title: by time, or by clearness and back."""
        if column == CLEAR:
            self._order.choose(CLOUDIEST if self._order.order == CLEAREST else CLEAREST)
        elif column == DATE:
            self._order.choose(TIME)

    def _arrange(self) -> None:
        """List the rows in the chosen order; the same row stays selected, or else the first one with a problem."""
        selected_paths = {row.paths for row in self.selected()}
        rows = self._order.arrange(self._rows)
        self.model.show(rows)
        self._show_sorting()
        self._view.clearSpans()
        for number, row in enumerate(rows):
            if not row.sensor:
                self._view.setSpan(number, DATE, 1, 2)
            if row.problem:
                self._view.setSpan(number, CLEAR, 1, CRS - CLEAR + 1)
        same = [number for number, row in enumerate(rows) if row.paths in selected_paths]
        if same or (rows and rows[0].problem):
            self._view.selectRow(same[0] if same else 0)
        self._show_facts()

    def _show_sorting(self) -> None:
        order = Qt.SortOrder.AscendingOrder if self._order.order == CLOUDIEST else Qt.SortOrder.DescendingOrder
        header = self._view.horizontalHeader()
        header.setSortIndicator(CLEAR, order)
        header.setSortIndicatorShown(self._order.order != TIME)

    def selected(self) -> list[Row]:
        """Return the selected rows."""
        return [self.model.rows[index.row()] for index in self._view.selectionModel().selectedRows()]

    def follow_link(self, link: str) -> None:
        """Handle a link below the table: correct the selected rows ("correct:date") or leave them out ("leave:")."""
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

    def _clicked(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        link = _solution(row)
        if index.column() == DATE and link:
            self._view.selectRow(index.row())
            self.follow_link(link[0])

    def _hovered(self, index: QModelIndex) -> None:
        link = index.column() == DATE and _solution(self.model.rows[index.row()])
        self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _show_facts(self, *_: object) -> None:
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
        text = _describe(rows[0]) if len(rows) == 1 else self.tr("{} rows are selected.").format(len(rows))
        solution = _solution(rows[0]) if len(rows) == 1 else None
        links = [solution] if solution else []
        if any(row.sensor for row in rows):
            links.append(("correct:", self.tr("Correct…")))
        removable = [row for row in rows if not row.is_notice]
        if removable and ("leave:", tr("Leave it out")) not in links:
            several = len(removable) > 1 or (len(removable[0].paths) > 1 and not removable[0].sensor)
            links.append(("leave:", self.tr("Leave them out") if several else self.tr("Leave it out")))
        links_html = " · ".join(f'<a href="{link}">{escape(label)}</a>' for link, label in links)
        self._facts.setText(f"{text}<p>{links_html}</p>")


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Date"), _date, _warning, font=_font("date")),
        Column(tr("Sensor"), value("sensor"), font=_font("sensor")),
        Column(tr("Clear"), _clear),
        Column(tr("Bands"), lambda row: band_count(row) if row.sensor else "", font=_font("bands")),
        Column(tr("What is done"), remark),
        Column(tr("Values"), value("unit"), font=_font("unit")),
        Column(tr("Pixel"), value("pixel")),
        Column(tr("CRS"), value("crs")),
    )


def _date(row: Row) -> str:
    solution = _solution(row)
    return solution[1] if solution else row.date or "–"


def _clear(row: Row) -> str:
    """Return the share of clear ground, or the problem, which takes the columns behind it, too."""
    if not row.problem:
        return value("clear")(row)
    return row.problem if row.sensor else f"{file_names(row)}: {row.problem}"


def _solution(row: Row) -> tuple[str, str] | None:
    """Return the link, with its label, that would solve the problem of a row."""
    if row.sensor or (row.is_notice and not row.solves):
        return None
    return {
        "sensor": ("correct:sensor", tr("Say what it is…")),
        "date": ("correct:date", tr("Set the date…")),
        "unit": ("correct:unit", tr("Set the values…")),
        "bands": ("correct:bands", tr("Name the bands…")),
        "crs": ("correct:crs", tr("Assign a CRS…")),
    }.get(row.solves, ("leave:", tr("Leave it out")))


def _font(name: str) -> Callable[[Row], QFont | None]:
    """Return the function for the font of a fact: bold where the analyst set it, italic where it is assumed."""

    def font_of(row: Row) -> QFont | None:
        font = QFont()
        if not row.sensor:
            font.setUnderline(name == "date" and _solution(row) is not None)
            return font
        fact = row.facts.get(name)
        if fact is None:
            return None
        font.setBold(fact.given)
        font.setItalic(fact.assumed)
        return font

    return font_of


def _breakable(text: str) -> str:
    """Return ``text`` as rich text with line breaks allowed in file names, which are wider than the dock."""
    return re.sub(r"([_/\\])", "\\1\u200b", escape(text))


def _describe(row: Row) -> str:
    """Return the files, the problem and all facts of a row as rich text."""
    lines = [f"<b>{_breakable(file_names(row))}</b>"]
    if row.problem:
        lines.append(f"⚠ {_breakable(row.problem)}")
    return (
        "<br>".join(lines)
        + "<table cellspacing=0 cellpadding=1>"
        + "".join(
            f"<tr><td>{escape(fact.title)}&nbsp;</td><td>{_fact_html(fact)}</td></tr>" for fact in row.facts.values()
        )
        + "</table>"
    )


def _fact_html(fact: Fact) -> str:
    tag = "b" if fact.given else "i" if fact.assumed else "span"
    source = f" <span style='color:gray'>· {_breakable(fact.origin)}</span>" if fact.origin else ""
    return f"<{tag}>{escape(fact.value)}</{tag}>{source}"


def _tooltip(row: Row) -> str:
    more = ["…"] if len(row.paths) > 3 else []
    return "<br>".join(escape(path) for path in [*row.paths[:3], *more]) + "<br>" + _describe(row)


def _warning(row: Row) -> QIcon | None:
    return QgsApplication.getThemeIcon("/mIconWarning.svg") if row.problem else None
