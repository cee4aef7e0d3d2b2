"""``doab serve``: map one job after the other and keep in memory what the next one will need again.

QGIS keeps such a worker between runs. Each line on standard input is a request, ``{"command": "map", "job": PATH}``,
``{"command": "outlook", "job": PATH}`` for what such a run would be, ``{"command": "series", "request": PATH}``,
``{"command": "device"}`` or ``{"command": "ready"}``; the line "cancel" stops the run that is on, the line "finish"
lets it come to an end with what it has. The answers are the JSON lines of ``doab map --events``, the last of each
request "ended" with the exit code.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import queue
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from ..bundle import CARD, DEFAULT, WEIGHTS
from ..events import JsonLines, Orders
from ..protocol import EXIT_BAD_INPUT, EXIT_CANCELLED, EXIT_DONE, Cancelled, Computer, Estimate, InputError, Job
from ..text import tr
from . import series
from .map import EXIT_BROKEN, attempt, read_job

PAUSE = 20  # s
PLACES = {"map": "job", "outlook": "job", "series": "request", "device": None, "ready": None}
"""The commands, and what the path of the file that describes one is called in the request."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab serve``."""
    parser.add_argument("--idle", metavar="MINUTES", type=float, default=10, help="end after so long without a request")
    parser.add_argument("--folder", metavar="PATH", help="the worker's own folder, which it removes when it ends")


def run(options: argparse.Namespace) -> int:
    """Answer requests until standard input ends or none has come for a while."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    requests = Requests()
    kept, images = KeptModel(), series.KeptImages()
    try:
        while (request := requests.next(60 * options.idle, images.let_go)) is not None:
            line, orders = request
            reporter = JsonLines(orders)
            reporter.ended(_answer(line, reporter, kept, images))
            _release_graphics_memory()
    finally:
        if options.folder:
            os.chdir(Path(options.folder).parent)  # Windows removes no folder in which a process is
            shutil.rmtree(options.folder, ignore_errors=True)
    return EXIT_DONE


class Requests:
    """The lines of standard input, each with the orders that followed it; the end of the input cancels."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[str, Orders] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        orders = Orders()
        for line in sys.stdin:
            if line.strip() and not orders.take(line):
                orders = Orders()
                self._waiting.put((line, orders))
        orders.cancel.set()
        self._waiting.put(None)

    def next(self, seconds: float, rest: Callable[[], None]) -> tuple[str, Orders] | None:
        """Wait for a request; return None once no more can come or none came in time.

        ``rest`` is called once where none comes within a moment.
        """
        pause = min(PAUSE, seconds)
        try:
            return self._waiting.get(timeout=pause)
        except queue.Empty:
            rest()
        try:
            return self._waiting.get(timeout=seconds - pause)
        except queue.Empty:
            return None


class KeptModel:
    """The predictor that was used last, until another bundle or device is asked for or the bundle's files change."""

    def __init__(self) -> None:
        self._key: tuple = ()
        self._predictor = None

    def __call__(self, job: Job):
        """Return the predictor for ``job``."""
        from ..network.predictor import load_predictor

        place = Path(job.bundle) if job.bundle else DEFAULT
        facts = [file.stat() for file in (place, place / CARD, place / WEIGHTS) if file.exists()]
        key = (place, job.device, *((fact.st_mtime_ns, fact.st_size) for fact in facts))
        if key != self._key:
            self._key, self._predictor = (), None
            self._predictor = load_predictor(job.bundle, job.device)
            self._key = key
        return self._predictor


def _answer(line: str, reporter: JsonLines, kept: KeptModel, images: series.KeptImages) -> int:
    """Do what one line asks for; return the exit code that the same would have had on the command line."""
    try:
        request = json.loads(line)
        command = request["command"]
        path = str(request[PLACES[command]]) if PLACES[command] else ""
    except (ValueError, KeyError, TypeError):
        reporter.fail(tr("This is not a request: {}").format(line.strip()))
        return EXIT_BAD_INPUT
    try:
        if command == "map":
            return attempt(lambda: read_job(path), reporter, kept)[0]
        if command == "outlook":
            return _tell(lambda: _outlook(path), command, reporter)
        if command == "series":
            return series.attempt(path, reporter, images)
        return _tell(_computer, command, reporter) if command == "device" else EXIT_DONE
    except Cancelled:
        return EXIT_CANCELLED


def _tell(find: Callable[[], object], name: str, reporter: JsonLines) -> int:
    """Answer with a "done" that carries under ``name`` what ``find`` returns; return the exit code."""
    try:
        reporter.done(**{name: dataclasses.asdict(find())})
    except InputError as error:
        reporter.fail(str(error))
        return EXIT_BAD_INPUT
    except Exception as error:
        text = tr("Doab stopped at an error that it did not foresee: {}")
        reporter.fail(text.format(str(error) or type(error).__name__))
        traceback.print_exc()
        return EXIT_BROKEN
    return EXIT_DONE


def _outlook(path: str) -> Estimate:
    from ..mapping.estimate import estimate_of

    return estimate_of(read_job(path))


def _computer() -> Computer:
    from .device import this_computer

    return this_computer()


def _release_graphics_memory() -> None:
    """Give back what PyTorch holds of a graphics card beyond the model, where a run used one."""
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
