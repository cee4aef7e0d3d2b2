"""What a run computes on, and what it will take."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...model import protocol
from ..child.latest_task import Latest
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..session.session import Session
from ..tasks.feature_selection import AreaGetter
from ..text import number
from ..widgets.named import wrapped_label
from . import run_time
from .estimate_task import DevicesTask, EstimateTask

SETTLE_MS = 400
"""While the map is being moved only the area where it comes to rest is estimated."""

JobToEstimate = Callable[[], "tuple[protocol.Job, AreaGetter] | None"]


class EstimateWidget(QWidget):
    """doabDeviceLine and doabEstimate. One request at a time goes to the worker, and none while a run needs it.

    ``job_to_estimate`` returns a job without its area and the function that returns the area, or None where there is
    nothing to estimate; it may raise `protocol.InputError`.
    """

    devices_changed = pyqtSignal()
    """It is known, for the chosen device, whether it can compute."""

    estimated = pyqtSignal(object)
    """The `protocol.Estimate` of a run, or None where there is none."""

    def __init__(self, session: Session, job_to_estimate: JobToEstimate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabForecast")
        self._worker = session.worker
        self._job_to_estimate = job_to_estimate
        self._runtime: Runtime | None = None
        self._devices: protocol.Devices | None = None
        self._devices_error = ""
        self._device_key = "auto"
        self._estimate: protocol.Estimate | None = None
        self._is_cached = False
        self._is_busy = self._is_stale = False
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._task_ended)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._start_next_task)
        session.closing.callback(self._tasks.shut_down)
        session.closing.callback(self._timer.stop)
        self._device_line = wrapped_label("doabDeviceLine", self)
        self._estimate_line = wrapped_label("doabEstimate", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for label in (self._device_line, self._estimate_line):
            label.setVisible(False)
            layout.addWidget(label)

    def use(self, runtime: Runtime | None) -> None:
        """Ask this environment from now on; None: there is none at the moment."""
        if runtime != self._runtime:
            self._timer.stop()
            self._tasks.drop()
            self._runtime, self._devices = runtime, None
            self.refresh()

    def choose_device(self, key: str) -> None:
        """Estimate for this device, as in `protocol.Job.device`."""
        self._device_key = key
        self._show()
        self.devices_changed.emit()

    def refresh(self) -> None:
        """Estimate again, as the job may have changed."""
        self._is_stale = True
        self._timer.start()

    def set_busy(self, busy: bool) -> None:
        """Say whether a run is under way, during which nothing is estimated."""
        self._is_busy = busy
        self._show()
        if not busy:
            self.refresh()

    def device(self) -> protocol.Device | None:
        """Return the device that will compute, None where it does not work or is not known yet."""
        devices = self._devices.devices if self._devices is not None else ()
        return next((d for d in devices if self._device_key in ("auto", d.key)), None)

    def expected_seconds(self) -> float | None:
        """Return the seconds that a run will take, None where that is not known."""
        device = self.device()
        return None if device is None or self._estimate is None else self._seconds(self._estimate, device)

    @property
    def elsewhere(self) -> str:
        """A sentence where the bundle was made for another region than the one to map, empty where it fits."""
        return self._estimate.elsewhere if self._estimate is not None else ""

    @property
    def is_refused(self) -> bool:
        """Whether the chosen device is known not to compute."""
        return self._devices is not None and not self._devices_error and self.device() is None

    def _seconds(self, estimate: protocol.Estimate, device: protocol.Device) -> float:
        return run_time.estimate_seconds(estimate, device, self._is_cached)

    def _start_next_task(self) -> None:
        """Ask the worker for the devices first, then for an estimate where the last one is stale."""
        if self._runtime is None or self._is_busy or self._tasks.task is not None:
            return
        if self._devices is None:
            self._tasks.start(DevicesTask(self._runtime, self._worker))
        elif self._is_stale:
            self._is_stale = False
            try:
                job = self._job_to_estimate()
            except protocol.InputError as error:
                self._set_estimate(None, str(error))
                return
            if job is None:
                self._set_estimate(None, "")
            else:
                self._tasks.start(EstimateTask(self._runtime, self._worker, *job))

    def _task_ended(self, task: RequestTask) -> None:
        if isinstance(task, DevicesTask):
            self._devices, self._devices_error = task.result or protocol.Devices(()), task.error
            self._show()
            self.devices_changed.emit()
        elif not self._is_stale:
            self._is_cached = run_time.are_inputs_known(task.job)
            self._set_estimate(task.result, task.error)
        self._start_next_task()

    def _set_estimate(self, estimate: protocol.Estimate | None, error: str) -> None:
        self._estimate = estimate
        self._estimate_line.setText(f"⚠ {error}" if error else "")
        self._show()
        self.estimated.emit(estimate)

    def _show(self) -> None:
        device = self.device()
        self._device_line.setText(self._describe_device(device) if self._devices is not None else "")
        self._device_line.setVisible(self._devices is not None)
        if self._estimate is not None:
            self._estimate_line.setText("" if device is None else self._describe_estimate(self._estimate, device))
        if self._estimate is not None and device is not None:
            self._estimate_line.setToolTip(
                self.tr("These images were mapped before: what was computed from them is kept, and used again.")
                if self._is_cached
                else self.tr("From how fast earlier runs were on this device.")
                if run_time.is_measured(device)
                else self.tr("A first guess; it gets better with the first run on this device.")
            )
        self._estimate_line.setVisible(not self._is_busy and bool(self._estimate_line.text()))

    def _describe_device(self, device: protocol.Device | None) -> str:
        """Return the name and the free memory of the device, or why it cannot be used."""
        if self._devices_error:
            return f"⚠ {self._devices_error}"
        if device is None:
            return "⚠ " + self.tr("This does not work on this computer. Choose another device.")
        free = "" if device.free is None else self.tr(", {} GB free").format(number(device.free / 1e9, 1))
        if device.key == "cpu":
            if device.threads == 1:
                return self.tr("Processor, one thread{}").format(free)
            return self.tr("Processor, {} threads{}").format(number(device.threads), free)
        return f"{device.name}{free}"

    def _describe_estimate(self, estimate: protocol.Estimate, device: protocol.Device) -> str:
        """Return the time and memory of a run, with a warning where the memory is not free."""
        text = self.tr("Expected: {} and {} GB of memory for {} ha with {} images").format(
            run_time.format_duration(self._seconds(estimate, device)),
            number(estimate.memory / 1e9, 1),
            number(estimate.hectares),
            number(estimate.acquisitions),
        )
        if estimate.finished:
            text += "\n" + self.tr(
                "{} of {} blocks are finished from a run that was interrupted: this one goes on from there."
            ).format(number(estimate.finished), number(estimate.blocks))
        devices = self._devices.devices if self._devices is not None else ()
        processor = next((d for d in devices if d.key == "cpu"), None)
        if processor is not None and processor.free is not None and processor.free < estimate.memory:
            text += "\n⚠ " + self.tr("Only {} GB of memory are free: close other programs first.").format(
                number(processor.free / 1e9, 1)
            )
        return text
