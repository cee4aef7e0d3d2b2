"""Training of a bundle on one's own parcels: its dialog, its progress, and what came of it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...model import protocol
from .. import settings
from ..child.latest_task import Latest
from ..child.runtime import Runtime
from ..layers.given_layer import GivenLayer
from ..session.session import Session
from ..widgets.named import named, rich_label
from ..widgets.rich_text import rich
from .learning_summary import describe_training
from .training_dialog import TrainingChoice, TrainingDialog
from .training_task import TrainingTask


class TrainingWidget(QWidget):
    """doabTrain opens the dialog; doabTrainProgress, doabTrainCancel, and doabTrainLine with the scores at the end."""

    better = pyqtSignal(str)
    """The bundle in this folder is better than the one it came from."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("doabTraining")
        self._session = session
        self._runtime: Runtime | None = None
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._ended)
        session.closing.callback(self._tasks.shut_down)
        session.inspection_changed.connect(lambda _: self._refresh())
        self._button = named(
            "doabTrain",
            QPushButton(self.tr("Train on your own parcels…"), self),
            self.tr("For those with many labels: train the model itself further, on your images and parcels"),
        )
        self._button.clicked.connect(lambda _: self._open())
        self._bar = named("doabTrainProgress", QProgressBar(self))
        self._bar.setRange(0, 1000)
        self._cancel = named(
            "doabTrainCancel", QPushButton(self.tr("Cancel"), self), self.tr("Stop; what is done is kept for later")
        )
        self._cancel.clicked.connect(lambda _: self._stop())
        self._line = rich_label("doabTrainLine", self)
        row = QHBoxLayout()
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
        layout.addLayout(row)
        layout.addWidget(self._line)
        self._show("")

    def use(self, runtime: Runtime | None) -> None:
        """Train with this environment from now on; None: end what uses the one before."""
        if runtime is None and self._tasks.task is not None:
            self._stop()
        self._runtime = runtime
        self._refresh()

    def _open(self) -> None:
        dates = self.tr("{} dates").format(len(self._session.inspection.scene.of("S2")))
        bundle = Path(self._session.bundle).name or self.tr("the model that comes with Doab")
        dialog = TrainingDialog(dates, bundle, self)
        dialog.accepted.connect(lambda: self._start(dialog.choice))
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    def _start(self, choice: TrainingChoice) -> None:
        """Train in the background."""
        layer = choice.parcels.layer
        if layer is None or self._runtime is None:
            return
        request = protocol.FineTuneRequest(
            self._session.inspection.scene,
            protocol.ParcelLayer(""),
            choice.folder,
            self._session.bundle,
            choice.parcels.field,
            choice.parcels.codes,
            choice.incomplete,
            self._session.season,
            choice.steps,
            settings.DEVICE.get(),
        )
        try:
            task = TrainingTask(self._runtime, request, GivenLayer(layer))
        except protocol.InputError as error:
            self._show(f"⚠ {escape(str(error))}")
            return
        task.stage.connect(lambda text: self._show(rich("{}…", text)) if self._tasks.counts(task) else None)
        task.progressChanged.connect(lambda percent: self._bar.setValue(round(10 * percent)))
        self._bar.setValue(0)
        self._tasks.start(task)
        self._show(escape(self.tr("Working…")))

    def _stop(self) -> None:
        self._tasks.drop()
        self._show(escape(self.tr("Stopped. The same training goes on from where it was when you start it again.")))

    def _ended(self, task: TrainingTask) -> None:
        summary = task.result
        if isinstance(summary, protocol.FineTuneSummary):
            settings.remember_bundle(summary.bundle)
            if summary.better:
                self.better.emit(summary.bundle)
            self._show(describe_training(summary))
        else:
            self._show(f"⚠ {escape(task.error)}" if task.error else "")

    def _refresh(self) -> None:
        busy = self._tasks.task is not None
        self._button.setEnabled(self._runtime is not None and bool(self._session.inspection.scene.of("S2")))
        self._button.setVisible(not busy)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)

    def _show(self, text: str) -> None:
        self._line.setText(text)
        self._line.setVisible(bool(text))
        self._refresh()
