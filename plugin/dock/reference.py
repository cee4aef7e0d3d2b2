"""Step 2: which Sentinel-2 date the parcels' outlines are taken from."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QLabel, QStyle, QStyledItemDelegate, QVBoxLayout

from ...model import job
from ..text import number
from .rows import Column, Rows, table

AUTOMATIC = "auto"
SCORE = 1


class ScoreBar(QStyledItemDelegate):
    """Draws a score from 0 to 1 as a bar with its value."""

    def paint(self, painter, option, index):
        super().paint(painter, option, index)
        score = index.model().rows[index.row()].score
        if score is None:
            return
        box = QRectF(option.rect).adjusted(4, 5, -36, -5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = option.palette.color(QPalette.ColorRole.Text)
        shade.setAlpha(28)
        painter.setBrush(shade)
        painter.drawRoundedRect(box, 2, 2)
        shade = QPalette.ColorRole.Midlight if option.state & QStyle.StateFlag.State_Selected \
            else QPalette.ColorRole.Highlight
        painter.setBrush(option.palette.color(shade))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * min(max(score, 0), 1), box.height()), 2, 2)
        painter.restore()


class _Automatic:
    """The first row: let the program choose."""

    date = AUTOMATIC
    score = None


class ReferenceBox(QgsCollapsibleGroupBoxBasic):
    """The Sentinel-2 dates with their scores (doabReference); the first row leaves the choice to the program."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabReferenceBox")
        self.setTitle(self.tr("2  Reference frame"))
        self._inspection = job.Inspection(job.Scene())
        self._model = Rows((
            Column(self.tr("Date"), self._date, self._star),
            Column(self.tr("Quality"), lambda row: "" if row.score is None else number(row.score, 2), number=True),
        ), self._tooltip, self)
        self._view = table("doabReference", self._model, (30, 0), 5, self)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setItemDelegateForColumn(SCORE, ScoreBar(self._view))
        self._view.setToolTip(self.tr("The date whose image gives the parcels their outlines"))
        self._reason = QLabel(self)
        self._reason.setObjectName("doabReferenceReason")
        self._reason.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._view)
        layout.addWidget(self._reason)
        self.show_inspection(self._inspection)

    def show_inspection(self, inspection: job.Inspection) -> None:
        """Show the scores, the best first; keep the analyst's choice where that date is still there."""
        chosen = self.choice()
        self._inspection = inspection
        best_first = sorted(inspection.frames, key=lambda frame: -frame.score)
        self._model.show([_Automatic(), *best_first] if best_first else [])
        self._reason.setText(inspection.reason or self.tr("The dates of the Sentinel-2 images appear here, with how "
                                                          "well each would do."))
        self.choose(chosen)

    def choice(self) -> str:
        """Return the chosen ISO date, or "auto"."""
        rows = self._view.selectionModel().selectedRows()
        return self._model.rows[rows[0].row()].date if rows else AUTOMATIC

    def choose(self, date: str) -> None:
        """Select a date, or the automatic choice where there is no such date."""
        dates = [row.date for row in self._model.rows]
        if dates:
            self._view.selectRow(dates.index(date) if date in dates else 0)

    def _date(self, row) -> str:
        if row.date == AUTOMATIC:
            return self.tr("Automatic ({})").format(self._inspection.proposed)
        return row.date

    def _star(self, row):
        return QgsApplication.getThemeIcon("/mIconFavorites.svg") if row.date == self._inspection.proposed else None

    def _tooltip(self, row) -> str:
        if row.date == AUTOMATIC:
            return self._inspection.reason
        parts = "".join(f"<tr><td>{part}&nbsp;</td><td align='right'>{number(value, 2)}</td></tr>"
                        for part, value in row.parts.items())
        proposed = self.tr("proposed") if row.date == self._inspection.proposed else ""
        return f"<b>{row.date}</b> {proposed}<table>{parts}</table>"
