"""The run itself: its button, its stages, how long it still takes, and the question what to keep of it."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..child.runtime import ROOT
from ..text import number
from . import run_time
from .map_task import Finished, MapTask
from .preview_layer import PreviewLayer

STAGES = 5
"""So many stages a run has; it tells each by name when it begins."""


class ProgressWidget(QWidget):
    """doabRun, doabCancel, doabProgress, doabStage; and once parcels are finished when Cancel is pressed, the question
    in doabQuestion with doabKeep, doabDiscard and doabGoOn. The run goes on while it is asked.
    """

    run_pressed = pyqtSignal()

    cancel_pressed = pyqtSignal()
    """The run is to stop, and nothing of it is wanted."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabProgressRows")
        self._task: MapTask | None = None
        self._parcels = PreviewLayer()
        self._count = 0
        self._text = self._left = ""
        self._remaining = run_time.RemainingTime()
        self._ending = False
        self._begun = 0
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
            self._ask,
        )
        self._progress = QProgressBar(self)
        self._progress.setObjectName("doabProgress")
        self._progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        for widget in (self._run, self._cancel, self._progress):
            row.addWidget(widget)
        self._question = QWidget(self)
        self._question.setObjectName("doabQuestion")
        self._asked, self._stage = QLabel(self._question), QLabel(self)
        for label, name in ((self._asked, "doabQuestionText"), (self._stage, "doabStage")):
            label.setObjectName(name)
            label.setWordWrap(True)
        answers = QHBoxLayout()
        for name, text, tip, answer in (
            (
                "doabKeep",
                self.tr("Keep what is finished"),
                self.tr("Stop, and make the parcels that are finished the result"),
                self._keep,
            ),
            ("doabDiscard", self.tr("Discard"), self.tr("Stop; nothing is written"), self.cancel_pressed),
            ("doabGoOn", self.tr("Go on"), self.tr("Do not stop the run"), self._withdraw),
        ):
            answers.addWidget(self._button(name, text, tip, answer))
        question = QVBoxLayout(self._question)
        question.setContentsMargins(0, 0, 0, 0)
        question.addWidget(self._asked)
        question.addLayout(answers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._question)
        layout.addWidget(self._stage)

    def _button(self, name: str, text: str, tip: str, pressed) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.clicked.connect(pressed)
        return button

    def show_idle(self, text: str, ready: bool) -> None:
        """No run is on; ``text`` says why none can start, or how the last one ended."""
        self._task = None
        self._parcels.remove()
        self._run.setVisible(True)
        self._run.setEnabled(ready)
        for widget in (self._cancel, self._progress, self._question):
            widget.setVisible(False)
        self._stage.setText(text)

    def follow(self, task: MapTask, expected: float | None) -> None:
        """A run has begun that is expected to take so many seconds: show how it goes."""
        self._task = task
        task.stage.connect(self._show_stage)
        task.progressChanged.connect(self._show_progress)
        task.previewed.connect(self._show_finished)
        self._remaining = run_time.RemainingTime(expected)
        self._count, self._begun, self._ending = 0, 0, False
        self._text, self._left = self.tr("Starting…"), ""
        self._run.setVisible(False)
        self._run.setEnabled(False)
        self._cancel.setVisible(True)
        self._cancel.setEnabled(True)
        self._progress.setRange(0, 0)
        self._progress.setVisible(True)
        self._say()

    def show_cancelling(self) -> None:
        """The run is being stopped."""
        self._end(self.tr("Stopping…"))

    def shut_down(self) -> None:
        """Leave nothing in the project: the plugin is switched off."""
        self._parcels.remove()

    def _ask(self) -> None:
        """Ask what is to become of the parcels that are finished; without any there is nothing to ask."""
        if not self._count:
            self.cancel_pressed.emit()
            return
        self._show_question()
        self._question.setVisible(True)
        self._cancel.setEnabled(False)

    def _keep(self) -> None:
        self._task.finish()
        self._end(self.tr("Keeping the parcels that are finished…"))

    def _withdraw(self) -> None:
        self._question.setVisible(False)
        self._cancel.setEnabled(True)

    def _end(self, text: str) -> None:
        self._ending = True
        self._question.setVisible(False)
        self._cancel.setEnabled(False)
        self._progress.setRange(0, 0)
        self._stage.setText(text)

    def _show_stage(self, text: str) -> None:
        self._begun += 1
        self._text = self.tr("{} of {}: {}").format(self._begun, STAGES, text)
        self._say()

    def _show_progress(self, percent: float) -> None:
        left = self._remaining.after(percent / 100)
        self._left = "" if left is None else self.tr("{} left").format(run_time.format_duration(left))
        if not self._ending:
            self._progress.setRange(0, 100)
            self._progress.setValue(round(percent))
        self._say()

    def _show_finished(self, finished: Finished) -> None:
        if self._task is None or self._task.isCanceled():
            return
        self._parcels.show(finished)
        self._count = sum(crop.parcels for crop in finished.crops)
        self._show_question()
        self._say()

    def _show_question(self) -> None:
        self._asked.setText(
            self.tr("At least {} parcels are finished. What is to become of them?").format(number(self._count))
        )

    def _say(self) -> None:
        if not self._ending:
            count = self.tr("{} parcels so far").format(number(self._count)) if self._count else ""
            self._stage.setText(" · ".join(part for part in (self._text, self._left, count) if part))
