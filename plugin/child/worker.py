"""The process that QGIS keeps between runs: the next one need not start Python and load the model again."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .process import GRACE, POLL, Child, ChildError
from .runtime import METADATA, Runtime


class Worker:
    """At most one process of ``doab serve``; started by the first run, lent to one run at a time.

    The process and its folder go together. Whichever side is there last removes the folder: this object after a crash
    and when it is closed, the process when nobody asked anything of it for a while or when QGIS is gone.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._kind: tuple[Runtime, str] | None = None

    @contextlib.contextmanager
    def lent(self, runtime: Runtime, stop: Callable[[], bool]) -> Iterator[Path]:
        """Wait for the turn of this run, see to it that a process of ``runtime`` is there, and yield its folder."""
        while not self._turn.acquire(timeout=POLL):
            if stop():
                raise ChildError("stopped")
        try:
            if stop():  # the turn may come in the moment of the cancel
                raise ChildError("stopped")
            self._prepare(runtime)
            yield self._child.folder
        finally:
            if self._child is not None and not self._child.running:
                self.close()
            self._turn.release()

    def map(self, request: Path, stop: Callable[[], bool], hear: Callable[[dict], None]) -> tuple[int, str]:
        """Map the job in a file, within `lent`; return the exit code and what was written to standard error.

        ``hear`` gets every event. Once ``stop`` says so the run is asked to end, and the process made to end a moment
        later.
        """
        return self._ask({"command": "map", "job": str(request)}, stop, hear)

    def outlook(self, request: Path, stop: Callable[[], bool], hear: Callable[[dict], None]) -> tuple[int, str]:
        """Tell what the job in a file would be; the rest is as with `map`."""
        return self._ask({"command": "outlook", "job": str(request)}, stop, hear)

    def device(self, stop: Callable[[], bool], hear: Callable[[dict], None]) -> tuple[int, str]:
        """Tell what computes here; the rest is as with `map`."""
        return self._ask({"command": "device"}, stop, hear)

    def finish(self) -> None:
        """Let the run that is on come to an end with what it has; any thread may ask."""
        child = self._child
        if child is not None:
            child.tell("finish")

    def series(self, request: Path, stop: Callable[[], bool], hear: Callable[[dict], None]) -> tuple[int, str]:
        """Read a parcel through time as a `job.SeriesRequest` in a file says; the rest is as with `map`."""
        return self._ask({"command": "series", "request": str(request)}, stop, hear)

    def _ask(self, request: dict, stop: Callable[[], bool], hear: Callable[[dict], None]) -> tuple[int, str]:
        child = self._child
        try:
            return _follow(child, request, stop, hear), child.errors()
        except BaseException:
            child.end()  # what it still has to say would be taken for the answer to the next request
            raise

    def close(self) -> None:
        """End the process at once and remove its folder; the next run starts another one."""
        child, self._child = self._child, None
        if child is not None:
            child.end()
            shutil.rmtree(child.folder, ignore_errors=True)

    def _prepare(self, runtime: Runtime) -> None:
        """Keep the process where it is of the same environment and plugin and still answers; else start one."""
        kind = runtime, METADATA.read_text("utf-8")
        if self._child is not None and not (kind == self._kind and _answers(self._child)):
            self.close()
        if self._child is None:
            folder = Path(tempfile.mkdtemp(prefix="doab-"))
            try:
                self._child = Child(runtime.command("serve", "--folder", str(folder)), folder)
            except OSError:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._kind = kind


def _answers(child: Child) -> bool:
    """Say whether the process takes requests; one that ends for want of work does not, one that is stuck is ended."""
    end = time.monotonic() + GRACE
    _follow(child, {"command": "ready"}, lambda: time.monotonic() > end, lambda _: None, 0)
    return child.running


def _follow(
    child: Child, request: dict, stop: Callable[[], bool], hear: Callable[[dict], None], grace: float = GRACE
) -> int:
    """Send a request and pass its events on; return the exit code that it ended with, or else the process."""
    child.send(json.dumps(request))
    for line in child.lines(stop, grace):
        try:
            event = json.loads(line)
            kind = event["event"]
        except (ValueError, KeyError, TypeError):
            continue  # libraries may print other things between the events
        if kind == "ended":
            return event["code"]
        hear(event)
    return child.code
