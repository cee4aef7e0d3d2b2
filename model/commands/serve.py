"""``doab serve``: answer one request of the protocol after the other, and keep in memory what the next one needs again.

QGIS keeps such a process between mapping runs, and starts others for single requests. The protocol is described in
`model/protocol`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from .. import protocol
from ..outputs.scratch_folders import hold_scratch, is_scratch, remove_scratch
from ..reporter import Control, JsonLines
from ..stopping import shielded
from ..text import tr
from .dispatch import answer
from .worker_state import WorkerState, release_graphics_memory

PAUSE = 20  # s
LOOK = 0.5  # s


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab serve``."""
    parser.add_argument("--idle", metavar="MINUTES", type=float, default=10, help="end after so long without a request")
    parser.add_argument("--folder", metavar="PATH", help="the worker's own folder, which it removes when it ends")


def run(options: argparse.Namespace) -> int:
    """Answer requests until standard input ends or none has come for a while."""
    folder = _hold_folder(options.folder) if options.folder else None
    lines = RequestLines()
    state = WorkerState()
    try:
        while (entry := lines.next(60 * options.idle, state.images.close)) is not None:
            line, control = entry
            reporter = JsonLines(control)
            reporter.ended(_answer(line, reporter, state))
            release_graphics_memory()
    finally:
        if folder is not None:
            os.chdir(folder.parent)  # Windows removes no folder in which a process is
            with shielded():
                remove_scratch(folder)
    return protocol.EXIT_DONE


def _hold_folder(path: str) -> Path:
    """Return the worker's own folder; raise `InputError` where it is not temporary: it holds the files of somebody."""
    folder = Path(path).resolve()
    if folder.is_dir() and any(folder.iterdir()) and not is_scratch(folder):
        text = tr("The folder {} holds files and would be removed. Give an empty one.")
        raise protocol.InputError(text.format(folder))
    folder.mkdir(parents=True, exist_ok=True)
    hold_scratch(folder)
    return folder


class RequestLines:
    """The lines of standard input, each with the control lines that followed it; the end of the input cancels."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[str, Control] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        control = Control()
        for line in sys.stdin:
            if line.strip() and not control.receive(line):
                control = Control()
                self._waiting.put((line, control))
        control.cancel.set()
        self._waiting.put(None)

    def next(self, seconds: float, on_pause: Callable[[], None]) -> tuple[str, Control] | None:
        """Wait for a request; return None once no more can come or none came in time.

        ``on_pause`` is called once where none comes within `PAUSE` seconds.
        """
        pause = min(PAUSE, seconds)
        try:
            return self._get(pause)
        except queue.Empty:
            on_pause()
        try:
            return self._get(seconds - pause)
        except queue.Empty:
            return None

    def _get(self, seconds: float) -> tuple[str, Control] | None:
        """Wait for an entry; raise `queue.Empty` where none comes. A signal ends the wait."""
        latest = time.monotonic() + seconds
        while sys.platform == "win32" and time.monotonic() < latest - LOOK:  # a wait there is deaf to signals
            with contextlib.suppress(queue.Empty):
                return self._waiting.get(timeout=LOOK)
        return self._waiting.get(timeout=max(0.0, latest - time.monotonic()))


def _answer(line: str, reporter: JsonLines, state: WorkerState) -> int:
    """Answer one line; return the exit code that a process of its own would have returned."""
    try:
        return answer(lambda: protocol.read_request(line), reporter, state)
    except protocol.Cancelled:
        return protocol.EXIT_CANCELLED
