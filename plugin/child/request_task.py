"""Background tasks that send one request to a child process and turn its events into Qt signals."""

from __future__ import annotations

import contextlib
from pathlib import Path

from qgis.PyQt.QtCore import pyqtSignal

from ...model import protocol
from .child_task import ChildTask
from .exchange import request_once
from .process import temporary_folder
from .runtime import Runtime
from .worker import Worker


class RequestTask(ChildTask):
    """Send the request of `build_request`; the task's ``result`` is what `protocol.Done` carries.

    The request goes to ``worker``, once no other task uses it, or to a process of its own where there is none.
    """

    stage = pyqtSignal(str)
    """A new stage begins."""

    warned = pyqtSignal(str)
    """A problem that does not stop the request."""

    interruptible = True
    """Whether cancelling the task cancels the request; if not, the request runs on and its result is dropped."""

    def __init__(self, title: str, runtime: Runtime, worker: Worker | None = None) -> None:
        super().__init__(title)
        self.warnings: list[str] = []
        self._runtime = runtime
        self._worker = worker
        self._abandoned = False

    def build_request(self) -> protocol.Request:
        """Return the request. Called on the background thread; may raise `ChildError` or `protocol.InputError`."""
        raise NotImplementedError

    def folder(self) -> contextlib.AbstractContextManager[Path]:
        """Return a context with the worker's own folder, once no other task uses it, or with a temporary folder."""
        if self._worker is None:
            return temporary_folder()
        return self._worker.lease(self._runtime, self.isCanceled)

    def work(self, folder: Path) -> object:
        """Send the request and return its result."""
        return self.send(self.build_request(), folder)

    def send(self, request: protocol.Request, folder: Path) -> protocol.Result | None:
        """Send a request and pass its events on; return its result or raise `ChildError`."""
        if self._worker is None:
            return request_once(self._runtime, folder, request, self._stopped, self.receive)
        return self._worker.request(request, self._stopped, self.receive)

    def receive(self, event: protocol.Event) -> None:
        """Turn one event into signals. Called on the background thread."""
        if isinstance(event, protocol.Stage):
            self.stage.emit(event.text)
        elif isinstance(event, protocol.Progress):
            self.setProgress(100.0 * event.fraction)
        elif isinstance(event, protocol.Warning):
            self.warnings.append(event.text)
            self.warned.emit(event.text)

    def abandon(self) -> None:
        """Cancel the task and its request, whether it is interruptible or not, and wait until the child is gone."""
        self._abandoned = True
        super().abandon()

    def _stopped(self) -> bool:
        return self._abandoned or (self.interruptible and self.isCanceled())
