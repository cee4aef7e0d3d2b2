"""The season that is mapped: proposed from the dates, a year of harvest, first and last date, or all dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QDateEdit, QLabel, QVBoxLayout, QWidget

from ...model import protocol
from ..widgets.flow_layout import FlowLayout
from ..widgets.named import named, wrapped_label
from ..widgets.narrow import create_form, keep_narrow
from .dates import long_date

AUTO, ALL, SPAN = "auto", "all", "span"
SCOPE, ENTRY = "doab", "/season"
"""The project entry with the season, as in `protocol.Job.season`."""

_SEASON = re.compile(r"auto|all|20\d\d|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")


class SeasonWidget(QWidget):
    """The choice doabSeason, doabSeasonFirst and doabSeasonLast for a span, and doabSeasonNote on what it means."""

    chosen = pyqtSignal(str)
    """Another season is chosen, as in `protocol.Job.season`; it is saved in the project."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabSeasonRows")
        self._inspection = protocol.Inspection(protocol.Scene())
        self._season = AUTO
        self._choice = named(
            "doabSeason",
            QComboBox(self),
            self.tr("One season of growth is mapped at a time; dates outside it are left out"),
        )
        keep_narrow(self._choice)
        self._first = self._build_date("doabSeasonFirst", self.tr("The first date that is mapped"))
        self._last = self._build_date("doabSeasonLast", self.tr("The last date that is mapped"))
        self._span = QWidget(self)
        row = FlowLayout(self._span)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._first, QLabel(self.tr("to"), self._span), self._last):
            row.addWidget(widget)
        self._note = wrapped_label("doabSeasonNote", self)
        form = create_form()
        form.addRow(self.tr("Season"), self._choice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self._span)
        layout.addWidget(self._note)
        self._choice.activated.connect(self._choose)
        for edit in (self._first, self._last):
            edit.dateChanged.connect(self._choose_span)
        self.show_inspection(self._inspection)

    def _build_date(self, name: str, tooltip: str) -> QDateEdit:
        edit = named(name, QDateEdit(self), tooltip)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setKeyboardTracking(False)
        return edit

    def restore(self) -> str:
        """Return the season that is saved in the project, "auto" where there is none, and show it."""
        saved = QgsProject.instance().readEntry(SCOPE, ENTRY, AUTO)[0]
        self._season = saved if _SEASON.fullmatch(saved) else AUTO
        self.show_inspection(self._inspection)
        return self._season

    def take(self, season: str) -> None:
        """Take a season over and save it in the project, without a signal."""
        self._season = season if _SEASON.fullmatch(season) else AUTO
        self._save()
        self.show_inspection(self._inspection)

    def include(self, day: str) -> None:
        """Extend the season, which becomes a span, to an ISO date outside it."""
        first, last = self._current_span()
        self._choose_season(f"{min(first, day)}/{max(last, day)}")

    def show_inspection(self, inspection: protocol.Inspection) -> None:
        """List the seasons of the recognised dates, and show which one is mapped."""
        self._inspection = inspection
        days = [a.date for a in inspection.scene.acquisitions if a.sensor == "S2"]
        self.setVisible(bool(days))
        self._choice.clear()
        self._choice.addItem(self._describe_automatic(), AUTO)
        for year, season in inspection.seasons.items():
            count = _count(days, season)
            self._choice.addItem(self.tr("Harvest of {} · dates: {}").format(year, count), year)
            self._choice.setItemData(self._choice.count() - 1, _in_words(season), Qt.ItemDataRole.ToolTipRole)
        self._choice.addItem(self.tr("All dates"), ALL)
        self._choice.addItem(self.tr("First and last date…"), SPAN)
        self._choice.setCurrentIndex(max(0, self._choice.findData(SPAN if "/" in self._season else self._season)))
        self._show_span()
        self._show_note(days)

    def _describe_automatic(self) -> str:
        season, seasons = self._inspection.season, self._inspection.seasons
        years = [year for year, span in seasons.items() if span == season] or [*seasons][-1:]
        return self.tr("Automatic: harvest of {}").format(years[0]) if years else self.tr("Automatic")

    def _show_span(self) -> None:
        first, last = self._current_span()
        for edit, day in ((self._first, first), (self._last, last)):
            edit.blockSignals(True)
            edit.setDate(QDate.fromString(day, "yyyy-MM-dd"))
            edit.blockSignals(False)
        self._span.setVisible(self._choice.currentData() == SPAN)

    def _show_note(self, days: Sequence[str]) -> None:
        """Name the seasons where there are several, and how many dates are outside the one that is mapped."""
        season, seasons = self._inspection.season, self._inspection.seasons
        lines = []
        if len(seasons) > 1:
            counts = ", ".join(f"{year} ({_count(days, span)})" for year, span in seasons.items())
            lines.append(
                self.tr("⚠ The dates are of several seasons: {}. Map them one after the other.").format(counts)
            )
        outside = len(days) - _count(days, season) if season else 0
        if outside:
            text = self.tr("Dates outside {}: {}. They are not ticked under “Recognised”.")
            lines.append(text.format(_in_words(season), outside))
        self._note.setText("\n".join(lines))
        self._note.setVisible(bool(lines))

    def _current_span(self) -> tuple[str, str]:
        """Return the first and the last ISO date of the season, or of the images where all are mapped."""
        if "/" in self._season:
            first, last = self._season.split("/")
            return first, last
        if self._inspection.season:
            first, last = self._inspection.season.split("/")
            return first, last
        days = sorted(a.date for a in self._inspection.scene.acquisitions) or [date.today().isoformat()]
        return days[0], days[-1]

    def _choose(self, _index: int) -> None:
        choice = self._choice.currentData()
        self._choose_season("/".join(self._current_span()) if choice == SPAN else choice)

    def _choose_span(self, _date: QDate) -> None:
        first, last = (edit.date().toString("yyyy-MM-dd") for edit in (self._first, self._last))
        self._choose_season(f"{min(first, last)}/{max(first, last)}")

    def _choose_season(self, season: str) -> None:
        self._season = season
        self._span.setVisible("/" in season)
        self._save()
        self.chosen.emit(season)

    def _save(self) -> None:
        if self._season != QgsProject.instance().readEntry(SCOPE, ENTRY, AUTO)[0]:
            QgsProject.instance().writeEntry(SCOPE, ENTRY, self._season)


def _count(days: Sequence[str], season: str) -> int:
    """Return how many ISO dates are within a season, given by its first and last date."""
    first, last = season.split("/")
    return sum(first <= day <= last for day in days)


def _in_words(season: str) -> str:
    """Return first and last date of a season in the words of the user's language."""
    return " – ".join(long_date(date.fromisoformat(day)) for day in season.split("/"))
