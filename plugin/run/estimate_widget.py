"""What computes here, and what a run will take, known before it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..text import number
from . import run_time
from .estimate_task import DevicesTask, EstimateTask
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
        self.estimate: protocol.Estimate | None = None
        self._worker = worker
        self._asked = asked
        self._runtime: Runtime | None = None
        self._devices: protocol.Devices | None = None
        self._trouble = ""
        self._wanted = "auto"
        self._task: RequestTask | None = None
        self._busy = self._stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._ask)
        self._device, self._estimate_label = QLabel(self), QLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for label, name in ((self._device, "doabDeviceLine"), (self._estimate_label, "doabEstimate")):
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setVisible(False)
            layout.addWidget(label)

    def use(self, runtime: Runtime | None) -> None:
        """Ask this environment from now on; None: there is none at the moment."""
        self._drop()
        self._runtime, self._devices = runtime, None
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
        return next((d for d in self._known_devices() if self._wanted in ("auto", d.key)), None)

    def _known_devices(self) -> tuple[protocol.Device, ...]:
        return self._devices.devices if self._devices is not None else ()

    def expected(self) -> float | None:
        """Return the seconds that a run will take, None where that is not known."""
        device = self.device()
        return None if device is None or self.estimate is None else run_time.estimate_seconds(self.estimate, device)

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
        if self._devices is None:
            self._start(DevicesTask(self._runtime, self._worker), self._found_devices)
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
                self._start(EstimateTask(self._runtime, self._worker, *asked), self._found_estimate)

    def _start(self, task: RequestTask, then) -> None:
        self._task = task
        task.ended.connect(then)
        QgsApplication.taskManager().addTask(task)

    def _found_devices(self, task: DevicesTask) -> None:
        if task is self._task:
            self._task = None
            self._devices, self._trouble = task.result or protocol.Devices(()), task.error
            self._show()
            self._ask()

    def _found_estimate(self, task: EstimateTask) -> None:
        if task is self._task:
            self._task = None
            if not self._stale:
                self._tell(task.result, task.error)
            self._ask()

    def _tell(self, estimate: protocol.Estimate | None, problem: str) -> None:
        self.estimate = estimate
        self._estimate_label.setText(f"⚠ {problem}" if problem else "")
        self._show()
        self.told.emit(estimate)

    def _show(self) -> None:
        device = self.device()
        self._device.setText(self._describe(device) if self._devices is not None else "")
        self._device.setVisible(self._devices is not None)
        if self.estimate is not None:
            self._estimate_label.setText("" if device is None else self._promise(self.estimate, device))
        if self.estimate is not None and device is not None:
            self._estimate_label.setToolTip(
                self.tr("From how fast earlier runs were on this device.")
                if run_time.is_measured(device)
                else self.tr("A first guess; it gets better with the first run on this device.")
            )
        self._estimate_label.setVisible(not self._busy and bool(self._estimate_label.text()))

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

    def _promise(self, estimate: protocol.Estimate, device: protocol.Device) -> str:
        """Say what the run takes."""
        text = self.tr("Expected: {} and {} GB of memory for {} ha with {} images").format(
            run_time.format_duration(run_time.estimate_seconds(estimate, device)),
            number(estimate.memory / 1e9, 1),
            number(estimate.hectares),
            number(estimate.acquisitions),
        )
        processor = next((d for d in self._known_devices() if d.key == "cpu"), None)
        if processor is not None and processor.free is not None and processor.free < estimate.memory:
            text += "<br>⚠ " + self.tr("Only {} GB of memory are free: close other programs first.").format(
                number(processor.free / 1e9, 1)
            )
        return text
