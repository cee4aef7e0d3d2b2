"""The two tables of an evaluation: scores with their intervals, and which crop was mapped as which."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from ...model import protocol
from ..widgets.named import wrapped_label
from ..widgets.table_model import TableModel, TableView, create_table_view
from .score_tables import confusion_table, score_columns, score_rows

LINES = 7  # of each table that are always in view


class ScoreView(QWidget):
    """The tables doabScores and doabConfusion; hidden while there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabScoreView")
        self._scores = TableModel(score_columns(), lambda row: row.meaning, self)
        self._score_table = create_table_view("doabScores", self._scores, (18, 7, 15), LINES, self)
        self._score_table.setWordWrap(True)  # names of scores are sentences, and the dock is narrow
        self._score_table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self._score_table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._confusion_table = TableView(self)
        self._confusion_table.setObjectName("doabConfusion")
        self._confusion_table.verticalHeader().hide()
        self._confusion_table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        height = self._confusion_table.fontMetrics().height() + 6
        self._confusion_table.verticalHeader().setDefaultSectionSize(height)
        self._confusion_table.setMinimumHeight((LINES + 2) * height)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._score_table)
        layout.addWidget(
            wrapped_label("doabConfusionTitle", self, self.tr("Declared parcels by the crop mapped on them"))
        )
        layout.addWidget(self._confusion_table)
        self.hide()

    def show_summary(self, summary: protocol.EvaluationSummary) -> None:
        """Show the scores and the confusion of an evaluation."""
        self._scores.show(score_rows(summary))
        columns, rows = confusion_table(summary)
        before = self._confusion_table.model()
        model = TableModel(columns, lambda row: row.crop, self)
        model.show(rows)
        self._confusion_table.setModel(model)
        if before is not None:
            before.deleteLater()
        self.show()
        rows = self._score_table.verticalHeader().length() + self._score_table.horizontalHeader().height()
        self._score_table.setMinimumHeight(rows + 2 * self._score_table.frameWidth())

    def clear(self) -> None:
        """Hide both tables."""
        self.hide()
