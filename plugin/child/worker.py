"""The child process that the plugin keeps between requests: the next run need not start Python and load the model."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ...model import protocol
from ...model.outputs.scratch_folders import make_scratch, remove_scratch
from .exchange import OnEvent, exchange
from .process import FOLDER, GRACE, POLL, Child, ChildError
from .runtime import METADATA, Runtime


class Worker:
    """At most one process of ``doab serve``; started by the first request, leased to one task at a time.

    The process and its folder go together. Whichever side is there last removes the folder: this object after a crash
    and when it is closed, the process when no request came for a while or when QGIS is gone.
    """

    def __init__(self, idle: float = 10.0) -> None:
        self._idle = idle  # minutes without a request, after which the process ends
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._key: tuple[Runtime, str] | None = None

    @contextlib.contextmanager
    def lease(self, runtime: Runtime, stop: Callable[[], bool]) -> Iterator[Path]:
        """Wait until no other task uses the process, start one of ``runtime`` where needed, and yield its folder.

        Raises `ChildError` once ``stop`` returns True.
        """
        while not self._lock.acquire(timeout=POLL):
            if stop():
                raise ChildError("stopped")
        try:
            if stop():  # the lock may be free at the moment of the cancel
                raise ChildError("stopped")
            yield self._prepare(runtime).folder
        finally:
            if self._child is not None and not self._child.running:
                self.close()
            self._lock.release()

    def request(self, request: protocol.Request, stop: Callable[[], bool], on_event: OnEvent) -> protocol.Result | None:
        """Answer a request, within `lease`, and return its result; raise `ChildError` where it fails.

        Once ``stop`` returns True, the request is cancelled, and the process is killed a moment later.
        """
        child = self._child
        if child is None:
            raise ChildError("no lease")
        try:
            outcome = exchange(child, request, stop, on_event)
        except BaseException:
            child.end()  # its further events would be taken for the answer to the next request
            raise
        return outcome.result()

    def finish(self) -> None:
        """End the current mapping run with the parcels that are finished; any thread may call this."""
        child = self._child
        if child is not None:
            child.write(protocol.FINISH)

    def close(self) -> None:
        """End the process at once and remove its folder; the next request starts another one."""
        child, self._child = self._child, None
        if child is not None:
            child.end()
            remove_scratch(child.folder)

    def _prepare(self, runtime: Runtime) -> Child:
        """Return the process where it is of the same environment and plugin and still answers; else start one."""
        key = runtime, METADATA.read_text("utf-8")
        if self._child is not None and not (key == self._key and _answers(self._child)):
            self.close()
        if self._child is None:
            folder = make_scratch(prefix=FOLDER)
            try:
                command = runtime.command("serve", "--folder", str(folder), "--idle", str(self._idle))
                self._child = Child(command, folder)
            except OSError:
                remove_scratch(folder)
                raise
            self._key = key
        return self._child


def _answers(child: Child) -> bool:
    """Return whether the process takes requests; one that is about to end does not, one that is stuck is killed."""
    end = time.monotonic() + GRACE
    exchange(child, protocol.ReadyRequest(), lambda: time.monotonic() > end, lambda _: None, 0)
    return child.running
