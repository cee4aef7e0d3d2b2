"""The model of recognised acquisitions: the first column is ticked where an acquisition is mapped."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal

from ..widgets.table_model import TableModel
from .recognition_rows import Row

CHECK = Qt.ItemDataRole.CheckStateRole


class TickedRows(TableModel):
    """Rows whose first column is ticked where they are mapped.

    What is outside the ``season`` (first and last ISO date with a slash between, or empty) can be ticked, what is
    mapped can be unticked; whatever else is left out has no such way back.
    """

    ticked = pyqtSignal(object)
    """A row outside the season that the analyst wants to be mapped."""

    unticked = pyqtSignal(object)
    """A row that the analyst does not want to be mapped."""

    season = ""

    def is_outside(self, row: Row) -> bool:
        """Return whether a row is left out for its date."""
        first, _, last = self.season.partition("/")
        return bool(self.season and row.problem) and not first <= row.date <= last

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags, row = super().flags(index), self.rows[index.row()]
        if index.column() == 0 and row.sensor and (not row.problem or self.is_outside(row)):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == CHECK and index.column() == 0 and row.sensor:
            return Qt.CheckState.Unchecked if row.problem else Qt.CheckState.Checked
        return super().data(index, role)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tell what the analyst wants; the rows are shown anew once it is done."""
        if role != CHECK:
            return False
        (self.ticked if Qt.CheckState(value) == Qt.CheckState.Checked else self.unticked).emit(self.rows[index.row()])
        return True
