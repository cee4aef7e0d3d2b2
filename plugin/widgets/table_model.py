"""The table model and the table view of the dock: rows of any type, shown by columns of functions."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QHeaderView,
    QMessageBox,
    QTableView,
    QWidget,
)

from ...model.outputs.transaction import staged_file
from ...model.protocol import InputError
from .. import settings
from ..compat import RIGHT, QAction
from ..text import tr

LEAST = 16  # characters of the column that takes the remaining space
MARGIN = 8  # px beside the text of a cell


@dataclass(frozen=True)
class Column:
    """One column: its title, and functions of a row for its text and, optionally, its decoration and font."""

    title: str
    text: Callable[[Any], str]
    decoration: Callable[[Any], object] | None = None
    number: bool = False
    font: Callable[[Any], object] | None = None


class TableModel(QAbstractTableModel):
    """Rows of any type, replaced all at once, so that two hundred rows cost no more than one."""

    def __init__(self, columns: Sequence[Column], tooltip: Callable[[Any], str], parent: QObject) -> None:
        super().__init__(parent)
        self._columns = columns
        self._tooltip = tooltip
        self.rows: list = []

    def show(self, rows: Sequence) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return RIGHT
        return column.title if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row)
        if role == Qt.ItemDataRole.DecorationRole and column.decoration:
            return column.decoration(row)
        if role == Qt.ItemDataRole.FontRole and column.font:
            return column.font(row)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return RIGHT
        return None


class TableView(QTableView):
    """A table view whose rows can be copied, by key and by its menu, where QGIS's would copy one cell, and saved."""

    delete_pressed = pyqtSignal()
    """The Delete key was pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._elastic: tuple[int, int] | None = None
        copy = QAction(tr("Copy rows"), self)
        copy.triggered.connect(lambda _: self._copy())
        save = QAction(tr("Save table as CSV…"), self)
        save.triggered.connect(lambda _: self._ask_to_save())
        self.addActions([copy, save])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def stretch_column(self, column: int, least: int) -> None:
        """Give a column the width that the others leave, at least ``least`` pixels: the table scrolls rather."""
        self._elastic = column, least
        self._stretch()

    def fit_bold(self, column: int, text: str, before: int = 0) -> None:
        """Make a column wide enough for a text in bold, as what the analyst set is, and for ``before`` px beside it."""
        font = self.font()
        font.setBold(True)
        needed = QFontMetrics(font).horizontalAdvance(text) + before + MARGIN
        self.setColumnWidth(column, max(self.columnWidth(column), needed))

    def whole_width(self) -> int:
        """Return the width in pixels at which no column is hidden, with the least width of the elastic one."""
        elastic, least = self._elastic or (-1, 0)
        others = sum(self.columnWidth(i) for i in range(self.model().columnCount()) if i != elastic)
        return least + others + 2 * self.frameWidth()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Let the elastic column take what there is."""
        super().resizeEvent(event)
        self._stretch()

    def _stretch(self) -> None:
        if self._elastic:
            elastic, least = self._elastic
            others = sum(self.columnWidth(i) for i in range(self.model().columnCount()) if i != elastic)
            self.setColumnWidth(elastic, max(least, self.viewport().width() - others))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Copy whole rows, and signal the Delete key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        """Copy the selected rows, all of them where none is, with titles and tabs between columns."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows()) or range(self.model().rowCount())
        QApplication.clipboard().setText("\n".join("\t".join(line) for line in self._lines(rows)))

    def _ask_to_save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save table as"),
            settings.FOLDER.get(),
            tr("Comma-separated values (*.csv)"),
            options=QFileDialog.Option.DontConfirmOverwrite,  # what exists is not replaced
        )
        if path:
            try:
                self.save(Path(path if path.lower().endswith(".csv") else f"{path}.csv"))
            except InputError as error:
                QMessageBox.warning(self, "Doab", str(error))

    def save(self, path: Path) -> None:
        """Write all rows with titles as CSV in UTF-8; raise `InputError` where the file exists or cannot be made."""
        with staged_file(path) as staged, staged.file.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(self._lines(range(self.model().rowCount())))

    def _lines(self, rows: Iterable[int]) -> list[list[str]]:
        """Return the titles and the texts of some rows."""
        model = self.model()
        columns = range(model.columnCount())
        titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
        lines = [titles, *([model.index(row, column).data() for column in columns] for row in rows)]
        return [[str(cell or "") for cell in line] for line in lines]


def create_table_view(
    name: str, model: QAbstractTableModel, widths: Sequence[int], lines: int, parent: QWidget
) -> TableView:
    """Return a table view without grid and row numbers, at least ``lines`` rows high, whose rows can be copied.

    ``widths`` are in characters, and those of numbers no less than their titles; a column of width 0 takes the
    remaining space, at least `LEAST` characters. The Tab key leaves the table.
    """
    view = TableView(parent)
    view.setObjectName(name)
    view.setModel(model)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    height = view.fontMetrics().height() + 6
    view.verticalHeader().setDefaultSectionSize(height)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setMinimumSectionSize(4 * view.fontMetrics().averageCharWidth())
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    character = view.fontMetrics().averageCharWidth()
    for column, width in enumerate(widths):
        view.setColumnWidth(column, max(width * character + MARGIN, _title_of_numbers(view, column)))
    if 0 in widths:
        view.stretch_column(widths.index(0), LEAST * character)
    view.setMinimumHeight(height * lines + header.sizeHint().height() + 4)
    return view


def _title_of_numbers(view: QTableView, column: int) -> int:
    """Return the width of the title of a column of numbers, which Qt cuts where it begins; 0 for other columns."""
    alignment = view.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    return view.horizontalHeader().sectionSizeHint(column) if alignment == RIGHT else 0
