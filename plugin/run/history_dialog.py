"""The earlier runs of the profile, to load, repeat, open or remove."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..help_pages import open_page, runs_page
from ..history import run_descriptions as describe
from ..history.missing_inputs import missing_inputs
from ..history.recorded_run import FINISHED, RecordedRun
from ..history.run_store import RunStore
from ..text import tr
from ..widgets.named import named, rich_label
from ..widgets.rich_text import plain
from ..widgets.table_model import Column, TableModel, create_table_view
from .log_dialog import LogDialog

SIZE = 1100, 480  # px
WIDTHS = (18, 10, 0, 14, 13, 27, 14, 8, 9, 18)
NAMED = 6
"""Missing inputs that are named; a scene may have hundreds."""


class HistoryDialog(QDialog):
    """doabHistoryDialog: the runs (doabHistoryTable), the chosen one (doabHistoryDetails), and five buttons.

    ``under_way`` is the key of the run under way, or empty. ``can_run`` says whether a run can be started now.
    """

    load_requested = pyqtSignal(object)
    """The settings of a `RecordedRun` are to be loaded."""

    repeat_requested = pyqtSignal(object)
    """A `RecordedRun` is to be started again."""

    open_requested = pyqtSignal(object)
    """The result of a `RecordedRun` is to be opened."""

    def __init__(self, store: RunStore, under_way: str, can_run: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabHistoryDialog")
        self.setWindowTitle(self.tr("Earlier runs"))
        self.resize(*SIZE)
        self._store = store
        self._under_way = under_way
        self._can_run = can_run
        self._build()
        self._model.show(store.read())
        self._table.selectionModel().selectionChanged.connect(self._show_details)
        self._table.selectRow(0)
        self._show_details()

    def _build(self) -> None:
        self._columns = self._build_columns()
        self._model = TableModel(self._columns, self._in_words, self)
        self._table = create_table_view("doabHistoryTable", self._model, WIDTHS, 8, self)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setToolTip(self.tr("The latest runs of this user profile, the newest first"))
        self._details = rich_label("doabHistoryDetails", self)
        self._details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._load = self._button(
            "doabHistoryLoad",
            self.tr("&Load settings"),
            self.tr("Show its images and settings in the panel, in place of those there"),
            lambda run: self._leave(self.load_requested, run),
        )
        self._load.setDefault(True)
        self._table.doubleClicked.connect(self._load.click)
        self._repeat = self._button(
            "doabHistoryRepeat",
            self.tr("&Run again"),
            self.tr("Load its settings and start it, with a new output file beside the old one"),
            lambda run: self._leave(self.repeat_requested, run),
        )
        self._open = self._button(
            "doabHistoryOpen",
            self.tr("&Open result"),
            self.tr("Show its parcels in this project"),
            lambda run: self._leave(self.open_requested, run),
        )
        self._log = self._button(
            "doabHistoryLog", self.tr("Show lo&g"), self.tr("What happened in the run"), self._show_log
        )
        self._remove = self._button(
            "doabHistoryRemove",
            self.tr("R&emove"),
            self.tr("Forget this run (Delete key); its output file stays"),
            self._forget,
        )
        self._table.delete_pressed.connect(self._remove.click)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Help | QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        close.helpRequested.connect(lambda: open_page(runs_page(), "history"))
        row = QHBoxLayout()
        for button in (self._load, self._repeat, self._open, self._log, self._remove):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._details)
        layout.addLayout(row)

    def _build_columns(self) -> tuple[Column, ...]:
        return (
            Column(tr("Date"), describe.describe_date),
            Column(tr("Status"), lambda run: describe.describe_status(run, run.key == self._under_way)),
            Column(tr("Images"), describe.describe_images),
            Column(tr("Area"), describe.describe_area),
            Column(tr("Season"), describe.describe_season),
            Column(tr("Reference frame"), describe.describe_frame),
            Column(tr("Model"), describe.describe_bundle),
            Column(tr("Parcels"), describe.describe_parcels, number=True),
            Column(tr("Duration"), describe.describe_duration, number=True),
            Column(tr("Output"), lambda run: Path(run.job.out).name),
        )

    def _in_words(self, run: RecordedRun) -> str:
        """Return all columns of a row, one a line: some are wider than they are shown."""
        return plain("\n".join(f"{column.title}: {column.text(run)}" for column in self._columns))

    def _button(self, name: str, text: str, tip: str, act: Callable[[RecordedRun], object]) -> QPushButton:
        button = named(name, QPushButton(text, self), tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _: self._act(act))
        return button

    def _act(self, act: Callable[[RecordedRun], object]) -> None:
        run = self._chosen()
        if run is not None:
            act(run)

    def _chosen(self) -> RecordedRun | None:
        rows = self._table.selectionModel().selectedRows()
        return self._model.rows[rows[0].row()] if rows else None

    def _leave(self, signal: pyqtSignal, run: RecordedRun) -> None:
        self.accept()
        signal.emit(run)

    def _show_log(self, run: RecordedRun) -> None:
        dialog = LogDialog(run, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _forget(self, run: RecordedRun) -> None:
        row = self._model.rows.index(run)
        self._store.remove(run)
        self._model.show([other for other in self._model.rows if other is not run])
        self._table.selectRow(min(row, len(self._model.rows) - 1))
        self._show_details()

    def _show_details(self, *_: object) -> None:
        """Show the settings of the chosen run and what is missing of it, and enable what can be done with it."""
        run = self._chosen()
        missing = missing_inputs(run) if run is not None else []
        is_under_way = run is not None and run.key == self._under_way
        self._load.setEnabled(run is not None)
        self._repeat.setEnabled(run is not None and self._can_run and not missing)
        self._open.setEnabled(run is not None and run.status == FINISHED and Path(run.job.out).is_file())
        self._log.setEnabled(run is not None and bool(run.log))
        self._remove.setEnabled(run is not None and not is_under_way)
        if run is None:
            self._details.setText(self.tr("No run was recorded yet. Those that you start in this panel appear here."))
            return
        lines = [(self.tr("Output"), run.job.out), (self.tr("Project"), run.project or self.tr("not saved"))]
        if run.job.exclude:
            lines.append((self.tr("Left out"), run.job.exclude.path))
        if run.given:
            lines.append((self.tr("Parcels of"), run.given))
        if run.reason:
            lines.append((self.tr("Failed"), run.reason))
        if run.status == FINISHED and not self._open.isEnabled():
            lines.append(("⚠", self.tr("The output file is no longer there.")))
        if missing:
            more = self.tr(" and {} more").format(len(missing) - NAMED) if len(missing) > NAMED else ""
            lines.append((self.tr("⚠ Missing"), ", ".join(missing[:NAMED]) + more))
        rows = (f"<tr><td>{escape(title)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>" for title, value in lines)
        self._details.setText(f"<table cellspacing=0>{''.join(rows)}</table>")
