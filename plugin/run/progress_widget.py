"""The progress of a run: its button, its stages, the remaining time, and the question what to keep of it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..child.runtime import ROOT
from ..session.session import Session
from ..tasks.map_task import Finished, MapTask
from ..text import number
from ..widgets.flow_layout import FlowLayout
from ..widgets.named import named, rich_label, wrapped_label
from ..widgets.rich_text import rich
from . import run_time
from .preview_layer import PreviewLayer

STAGES = 5
"""The number of stages of a run, each of which is reported when it begins."""


class ProgressWidget(QWidget):
    """doabRun, doabHistory, doabCancel, doabProgress, doabStage, and doabLog after a run.

    Where Cancel is pressed once parcels are finished, doabQuestion with doabKeep, doabDiscard and doabGoOn appears, and
    the run goes on until it is answered.
    """

    run_pressed = pyqtSignal()

    log_requested = pyqtSignal()
    """The log of the last run is to be shown."""

    history_requested = pyqtSignal()
    """Earlier runs are to be shown."""

    cancel_pressed = pyqtSignal()
    """The run is to be cancelled, without a result."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabProgressRows")
        self._task: MapTask | None = None
        self._parcels = PreviewLayer()
        self._count = 0
        self._text = self._left = ""
        self._remaining = run_time.RemainingTime()
        self._ending = False
        self._stages_begun = 0
        session.closing.callback(self._parcels.remove)
        self._build()
        self.show_idle("", False)

    def _build(self) -> None:
        self._run = self._button(
            "doabRun", self.tr("Run"), self.tr("Map the field parcels in the background"), self.run_pressed
        )
        self._run.setIcon(QIcon(str(ROOT / "resources" / "icons" / "doab.svg")))
        self._run.setDefault(True)
        self._cancel = self._button(
            "doabCancel",
            self.tr("Cancel"),
            self.tr("Stop the run; where parcels are finished you are asked whether to keep them"),
            self._confirm_cancel,
        )
        self._history = self._button(
            "doabHistory",
            self.tr("Earlier runs…"),
            self.tr("The runs of this user profile with their settings, to load or repeat one or to open its result"),
            self.history_requested,
        )
        self._progress = named("doabProgress", QProgressBar(self))
        self._progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = FlowLayout(stretch=True)
        for widget in (self._run, self._history, self._cancel, self._progress):
            row.addWidget(widget)
        self._question = named("doabQuestion", QWidget(self))
        self._question_text = wrapped_label("doabQuestionText", self._question)
        self._stage = wrapped_label("doabStage", self)
        answers = FlowLayout(stretch=True)
        for name, text, tip, answer in (
            (
                "doabKeep",
                self.tr("Keep what is finished"),
                self.tr("Stop, and make the parcels that are finished the result"),
                self._keep,
            ),
            ("doabDiscard", self.tr("Discard"), self.tr("Stop; nothing is written"), self.cancel_pressed),
            ("doabGoOn", self.tr("Go on"), self.tr("Do not stop the run"), self._go_on),
        ):
            answers.addWidget(self._button(name, text, tip, answer))
        question = QVBoxLayout(self._question)
        question.setContentsMargins(0, 0, 0, 0)
        question.addWidget(self._question_text)
        question.addLayout(answers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._question)
        self._log = rich_label("doabLog", self)
        self._log.setText(rich('<a href="log">{}</a>', self.tr("Show the log")))
        self._log.setToolTip(self.tr("What happened in the last run, with the details of what went wrong"))
        self._log.linkActivated.connect(lambda _: self.log_requested.emit())
        layout.addWidget(self._stage)
        layout.addWidget(self._log)

    def _button(self, name: str, text: str, tip: str, pressed: Callable[[], object]) -> QPushButton:
        button = named(name, QPushButton(text, self), tip)
        button.clicked.connect(pressed)
        return button

    def show_idle(self, text: str, ready: bool) -> None:
        """Show that no run is under way; ``text`` says why none can start, or how the last one ended."""
        self._task = None
        self._parcels.remove()
        self._run.setVisible(True)
        self._run.setEnabled(ready)
        self._history.setVisible(True)
        for widget in (self._cancel, self._progress, self._question, self._log):
            widget.setVisible(False)
        self._stage.setText(text)

    def offer_log(self) -> None:
        """Show the link to the log until the next run, or until something else is said."""
        self._log.setVisible(True)

    def follow(self, task: MapTask, expected: float | None) -> None:
        """Show the progress of a run that is expected to take so many seconds."""
        self._task = task
        task.stage.connect(self._show_stage)
        task.progressChanged.connect(self._show_progress)
        task.previewed.connect(self._show_finished)
        self._remaining = run_time.RemainingTime(expected)
        self._count, self._stages_begun, self._ending = 0, 0, False
        self._text, self._left = self.tr("Starting…"), ""
        self._run.setVisible(False)
        self._run.setEnabled(False)
        self._history.setVisible(False)
        self._log.setVisible(False)
        self._cancel.setVisible(True)
        self._cancel.setEnabled(True)
        self._progress.setRange(0, 0)
        self._progress.setVisible(True)
        self._show_text()

    def show_cancelling(self) -> None:
        """Show that the run is being stopped."""
        self._end(self.tr("Stopping…"))

    def _confirm_cancel(self) -> None:
        """Ask what is to become of the parcels that are finished; without any, cancel at once."""
        if not self._count:
            self.cancel_pressed.emit()
            return
        self._show_question()
        self._question.setVisible(True)
        self._cancel.setEnabled(False)

    def _keep(self) -> None:
        if self._task is not None:
            self._task.finish()
        self._end(self.tr("Keeping the parcels that are finished…"))

    def _go_on(self) -> None:
        self._question.setVisible(False)
        self._cancel.setEnabled(True)

    def _end(self, text: str) -> None:
        self._ending = True
        self._question.setVisible(False)
        self._cancel.setEnabled(False)
        self._progress.setRange(0, 0)
        self._stage.setText(text)

    def _show_stage(self, text: str) -> None:
        self._stages_begun += 1
        self._text = self.tr("{} of {}: {}").format(self._stages_begun, STAGES, text)
        self._show_text()

    def _show_progress(self, percent: float) -> None:
        seconds = self._remaining.after(percent / 100)
        self._left = "" if seconds is None else self.tr("{} left").format(run_time.format_duration(seconds))
        if not self._ending:
            self._progress.setRange(0, 100)
            self._progress.setValue(round(percent))
        self._show_text()

    def _show_finished(self, finished: Finished) -> None:
        if self._task is None or self._task.isCanceled():
            return
        self._parcels.show(finished)
        self._count = sum(crop.parcels for crop in finished.crops)
        self._show_question()
        self._show_text()

    def _show_question(self) -> None:
        self._question_text.setText(
            self.tr("At least {} parcels are finished. What is to become of them?").format(number(self._count))
        )

    def _show_text(self) -> None:
        if not self._ending:
            count = self.tr("{} parcels so far").format(number(self._count)) if self._count else ""
            self._stage.setText(" · ".join(part for part in (self._text, self._left, count) if part))
