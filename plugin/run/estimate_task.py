"""Ask the child what computes here and what a run would be."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from pathlib import Path

from ...model import protocol
from ..child.child_task import ChildTask, explain
from ..child.process import ChildError
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..text import tr
from .feature_selection import AreaGetter


class AskTask(ChildTask):
    """A question that the worker answers at once with a "done" that carries the answer.

    Whoever cancels it hears no answer, but the worker is left to give it: it would be ended where it is slow.
    """

    def __init__(self, title: str, runtime: Runtime, worker: Worker) -> None:
        super().__init__(title)
        self._runtime = runtime
        self._worker = worker
        self._leaving = False
        self._facts: dict | None = None
        self._reason = ""

    def folder(self) -> contextlib.AbstractContextManager[Path]:
        """Return a context with the worker's own folder, once it is this task's turn."""
        return self._worker.lent(self._runtime, self.isCanceled)

    def abandon(self) -> None:
        """End the worker, too, if it does not answer."""
        self._leaving = True
        super().abandon()

    def leaving(self) -> bool:
        """Say whether the answer is not worth waiting for."""
        return self._leaving

    def hear(self, event: dict) -> None:
        """Take in one event."""
        if event["event"] == "done":
            self._facts = event
        elif event["event"] == "error":
            self._reason = str(event.get("text", ""))

    def answer(self, kind: type, name: str, code: int, errors: str):
        """Return what came back under ``name`` as a ``kind``; raise `ChildError` with the child's reason."""
        if code != protocol.EXIT_DONE or self._facts is None:
            raise ChildError(self._reason or explain(code, errors), errors)
        return protocol.loads(kind, json.dumps(self._facts.get(name)))


class DeviceTask(AskTask):
    """Find out what computes here; the result is a `protocol.Computer`."""

    def __init__(self, runtime: Runtime, worker: Worker) -> None:
        super().__init__(tr("Look for graphics cards"), runtime, worker)

    def work(self, _folder: Path) -> protocol.Computer:
        """Ask the worker, which imports PyTorch for it; the first run need not any more."""
        return self.answer(protocol.Computer, "device", *self._worker.device(self.leaving, self.hear))


class EstimateTask(AskTask):
    """Find out what a run of ``request`` in the area of ``where`` would be; the result is a `protocol.Estimate`."""

    def __init__(self, runtime: Runtime, worker: Worker, request: protocol.Job, where: AreaGetter) -> None:
        super().__init__(tr("Estimate a run"), runtime, worker)
        self._request = request
        self._where = where

    def work(self, folder: Path) -> protocol.Estimate:
        """Ask the worker."""
        request = folder / "outlook.json"
        request.write_text(protocol.dumps(dataclasses.replace(self._request, area=self._where())), "utf-8")
        return self.answer(protocol.Estimate, "outlook", *self._worker.outlook(request, self.leaving, self.hear))
