"""What computes here, and what a run will take, known before it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...model import protocol
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..text import number
from . import run_time
from .estimate_task import AskTask, DeviceTask, EstimateTask
from .feature_selection import AreaGetter

SETTLE_MS = 400
"""Who moves the map wants to know what a run takes where the map comes to rest."""

Asked = Callable[[], "tuple[protocol.Job, AreaGetter] | None"]


class EstimateWidget(QWidget):
    """doabDeviceLine and doabEstimate. One question at a time goes to the worker, and none while a run needs it."""

    told = pyqtSignal(object)
    """What a run would be (`protocol.Estimate`), or None where that is not known."""

    def __init__(self, worker: Worker, asked: Asked, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabForecast")
        self.outlook: protocol.Estimate | None = None
        self._worker = worker
        self._asked = asked
        self._runtime: Runtime | None = None
        self._computer: protocol.Computer | None = None
        self._trouble = ""
        self._wanted = "auto"
        self._task: AskTask | None = None
        self._busy = self._stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._ask)
        self._device, self._estimate = QLabel(self), QLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for label, name in ((self._device, "doabDeviceLine"), (self._estimate, "doabEstimate")):
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setVisible(False)
            layout.addWidget(label)

    def use(self, runtime: Runtime | None) -> None:
        """Ask this environment from now on; None: there is none at the moment."""
        self._drop()
        self._runtime, self._computer = runtime, None
        self.refresh()

    def want(self, device: str) -> None:
        """The analyst chose a device, as in `protocol.Job.device`."""
        self._wanted = device
        self._show()

    def refresh(self) -> None:
        """What a run would be may have changed."""
        self._stale = True
        self._timer.start()

    def set_busy(self, busy: bool) -> None:
        """A run has begun, or is over."""
        self._busy = busy
        self._show()
        if not busy:
            self.refresh()

    def device(self) -> protocol.Device | None:
        """Return what will compute, None where that does not work or is not known yet."""
        devices = self._computer.devices if self._computer is not None else ()
        return next((d for d in devices if self._wanted in ("auto", d.key)), None)

    def expected(self) -> float | None:
        """Return the seconds that a run will take, None where that is not known."""
        device = self.device()
        return None if device is None or self.outlook is None else run_time.estimate_seconds(self.outlook, device)

    def shut_down(self) -> None:
        """Wait for what is under way: the plugin is switched off."""
        self._timer.stop()
        task, self._task = self._task, None
        if task is not None:
            task.abandon()

    def _drop(self) -> None:
        self._timer.stop()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _ask(self) -> None:
        """Put the next question that is open."""
        if self._runtime is None or self._busy or self._task is not None:
            return
        if self._computer is None:
            self._start(DeviceTask(self._runtime, self._worker), self._found_devices)
        elif self._stale:
            self._stale = False
            try:
                asked = self._asked()
            except protocol.InputError as error:
                self._tell(None, str(error))
                return
            if asked is None:
                self._tell(None, "")
            else:
                self._start(EstimateTask(self._runtime, self._worker, *asked), self._found_outlook)

    def _start(self, task: AskTask, then) -> None:
        self._task = task
        task.ended.connect(then)
        QgsApplication.taskManager().addTask(task)

    def _found_devices(self, task: DeviceTask) -> None:
        if task is self._task:
            self._task = None
            self._computer, self._trouble = task.result or protocol.Computer(()), task.error
            self._show()
            self._ask()

    def _found_outlook(self, task: EstimateTask) -> None:
        if task is self._task:
            self._task = None
            if not self._stale:
                self._tell(task.result, task.error)
            self._ask()

    def _tell(self, outlook: protocol.Estimate | None, problem: str) -> None:
        self.outlook = outlook
        self._estimate.setText(f"⚠ {problem}" if problem else "")
        self._show()
        self.told.emit(outlook)

    def _show(self) -> None:
        device = self.device()
        self._device.setText(self._describe(device) if self._computer is not None else "")
        self._device.setVisible(self._computer is not None)
        if self.outlook is not None:
            self._estimate.setText("" if device is None else self._promise(self.outlook, device))
        if self.outlook is not None and device is not None:
            self._estimate.setToolTip(
                self.tr("From how fast earlier runs were on this device.")
                if run_time.is_measured(device)
                else self.tr("A first guess; it gets better with the first run on this device.")
            )
        self._estimate.setVisible(not self._busy and bool(self._estimate.text()))

    def _describe(self, device: protocol.Device | None) -> str:
        """Say what will compute."""
        if self._trouble:
            return f"⚠ {self._trouble}"
        if device is None:
            return "⚠ " + self.tr("This does not work on this computer. Choose another device.")
        free = "" if device.free is None else self.tr(", {} GB free").format(number(device.free / 1e9, 1))
        if device.key == "cpu":
            if device.threads == 1:
                return self.tr("Processor, one thread{}").format(free)
            return self.tr("Processor, {} threads{}").format(number(device.threads), free)
        return f"{device.name}{free}"

    def _promise(self, outlook: protocol.Estimate, device: protocol.Device) -> str:
        """Say what the run takes."""
        text = self.tr("Expected: {} and {} GB of memory for {} ha with {} images").format(
            run_time.format_duration(run_time.estimate_seconds(outlook, device)),
            number(outlook.memory / 1e9, 1),
            number(outlook.hectares),
            number(outlook.acquisitions),
        )
        processor = next((d for d in self._computer.devices if d.key == "cpu"), None)
        if processor is not None and processor.free is not None and processor.free < outlook.memory:
            text += "<br>⚠ " + self.tr("Only {} GB of memory are free: close other programs first.").format(
                number(processor.free / 1e9, 1)
            )
        return text
