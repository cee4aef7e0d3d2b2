"""Background work: one QgsTask supervises what a child process does in a folder of its own."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import Qgis, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...model import protocol
from ..compat import QUIET
from ..parcels.crop_areas import CropCount, count_crops
from ..parcels.result_layer import save_styles
from ..run.feature_selection import Where
from ..run.output_file import loss, put, unwritten
from ..text import tr
from ..writable import is_writable_folder
from .process import GRACE, ChildError, temporary_folder
from .runtime import Runtime
from .worker import Worker

LOG = "Doab"

_under_way: set[ChildTask] = set()  # those that have begun, and those that were cancelled before and have not


class ChildTask(QgsTask):
    """The frame of every task here: a temporary folder, no exception that escapes, one signal at the end.

    ``ended`` comes once, on the main thread, with the task; then ``result`` is set, or ``error`` says what was wrong,
    or both are empty because the task was cancelled.
    """

    ended = pyqtSignal(object)

    asks = False
    """Whether QGIS asks before it is closed while the task is under way: what it makes would be missed."""

    def __init__(self, title: str) -> None:
        super().__init__(title, QUIET if self.asks else QUIET | QgsTask.Flag.CancelWithoutPrompt)
        self.result = None
        self.error = ""
        self.details = ""
        self._begun = False
        self._dropped = False
        self._over = threading.Event()

    def work(self, folder: Path):
        """Do the work in ``folder`` on the worker thread and return its result; raise `ChildError` to explain."""
        raise NotImplementedError

    def folder(self) -> contextlib.AbstractContextManager[Path]:
        """Return a context with this task's own folder, which is gone afterwards."""
        return temporary_folder()

    def run(self) -> bool:
        """Called by QGIS on a worker thread: an exception that left this method would end QGIS."""
        self._begun = True
        _under_way.add(self)
        try:
            if self.isCanceled():
                return False
            with self.folder() as folder:
                result = self.work(folder)
            if self.isCanceled():
                return False
            self.result = result
            return True
        except Exception as error:
            if not self.isCanceled():
                self.error = str(error) or type(error).__name__
                self.details = getattr(error, "details", "") or repr(error)
            return False
        finally:
            _under_way.discard(self)
            self._over.set()

    def finished(self, _ok: bool) -> None:
        """Called by QGIS on the main thread."""
        if self.error:
            QgsMessageLog.logMessage(f"{self.error}\n{self.details}".strip(), LOG, Qgis.MessageLevel.Warning, False)
        self.ended.emit(self)

    def cancel(self) -> None:
        """Ask the task to end; one that has not begun ends, without any work, when its turn comes.

        QGIS would end such a task here and destroy it, even where a thread of its pool is on the way to it already.
        """
        self._dropped = True
        if self._begun:
            super().cancel()
        else:
            _under_way.add(self)

    def isCanceled(self) -> bool:  # noqa: N802
        """Say whether the task was asked to end."""
        return self._dropped or super().isCanceled()

    def abandon(self) -> None:
        """Cancel, and wait until the child is gone: for the moment when the plugin is switched off."""
        self.cancel()
        if self._begun:  # the others wait for a thread, of which the tasks abandoned after this one may have the last
            self.wait(GRACE + 1.0)

    def wait(self, seconds: float) -> None:
        """Wait for at most so long until the task is over."""
        self._over.wait(seconds)


def abandon_all() -> None:
    """Abandon whatever is under way, also for Processing, and what was cancelled before and has not ended yet."""
    tasks = [*_under_way]
    for task in tasks:
        task.cancel()
    _wait(tasks)
    _under_way.difference_update(tasks)


def wait_for_cancelled(but: ChildTask) -> None:
    """Wait, on the thread of the task ``but``, until the children of all others that were cancelled are gone."""
    _wait([task for task in [*_under_way] if task is not but and task._begun and task.isCanceled()])


def _wait(tasks: list[ChildTask]) -> None:
    """Wait until ``tasks`` are over, all in all for no longer than a child takes that is made to end."""
    latest = time.monotonic() + GRACE + 1.0
    for task in tasks:
        task.wait(max(0.0, latest - time.monotonic()))


@dataclass(frozen=True)
class Mapped:
    """What a run left: the GeoPackage, what the child said of it, the crops in it."""

    job: protocol.Job
    facts: dict
    crops: tuple[CropCount, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Finished:
    """The parcels that are finished while a run is on: a GeoPackage that lasts as long as the run, and its crops."""

    path: str
    crops: tuple[CropCount, ...]


class MapTask(ChildTask):
    """One mapping run. The parcels are written to the run's own folder and moved to their place when complete.

    ``where`` finds the area, in the place of that of ``request``.
    """

    stage = pyqtSignal(str)
    warned = pyqtSignal(str)
    asks = True

    previewed = pyqtSignal(object)
    """More parcels are finished: a `Finished`."""

    def __init__(self, runtime: Runtime, request: protocol.Job, worker: Worker, where: Where | None = None) -> None:
        super().__init__(tr("Map field parcels"))
        self._runtime = runtime
        self._worker = worker
        self._request = request
        self._where = where
        self._facts: dict | None = None
        self._reason = ""
        self._warnings: list[str] = []

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """Make the folder in that of the worker, which removes both where QGIS can no longer do so."""
        with self._worker.lent(self._runtime, self.isCanceled) as parent, temporary_folder(parent) as folder:
            yield folder

    def work(self, folder: Path) -> Mapped | None:
        """Let the worker map the job and follow its events."""
        target = Path(self._request.out)
        if not is_writable_folder(target.parent):
            raise ChildError(
                tr("The folder {} cannot be written to. Choose another output file in step 3.").format(target.parent)
            )
        if lost := loss(target):
            raise ChildError(lost)
        made = folder / "parcels.gpkg"
        scratch, previews = folder / "scratch", folder / "previews"
        scratch.mkdir()
        previews.mkdir()
        asked = dataclasses.replace(self._request, area=self._where()) if self._where else self._request
        request = folder / "job.json"
        request.write_text(
            protocol.dumps(dataclasses.replace(asked, out=str(made), scratch=str(scratch), previews=str(previews))),
            "utf-8",
        )
        code, errors = self._worker.map(request, self.isCanceled, self._hear)
        if self.isCanceled():
            return None
        if code != protocol.EXIT_DONE or self._facts is None:
            raise ChildError(self._reason or explain(code, errors), errors)
        crops = count_crops(made)
        if problem := save_styles(made, crops):
            self._warnings.append(tr("The styles could not be saved with the parcels: {}").format(problem))
        if self.isCanceled():
            return None
        try:
            place = put(made, target)
        except OSError as error:
            raise unwritten(target, error) from error
        if place != target:
            self._warnings.append(tr("{} is in use by another program. The parcels are in {}.").format(target, place))
            asked = dataclasses.replace(asked, out=str(place))
        return Mapped(asked, self._facts, crops, tuple(self._warnings))

    def finish(self) -> None:
        """Let the run come to an end with the parcels that are finished."""
        self._worker.finish()

    def _hear(self, event: dict) -> None:
        """Pass one event on."""
        kind = event.pop("event")
        if kind == "stage":
            self.stage.emit(str(event.get("text", "")))
        elif kind == "progress":
            self.setProgress(100.0 * float(event.get("fraction", 0.0)))
        elif kind == "warning":
            self._warnings.append(str(event.get("text", "")))
            self.warned.emit(self._warnings[-1])
        elif kind == "preview":
            path = Path(str(event.get("path", "")))
            self.previewed.emit(Finished(str(path), count_crops(path)))
        elif kind == "error":
            self._reason = str(event.get("text", ""))
        elif kind == "done":
            self._facts = event


def explain(code: int, errors: str) -> str:
    """Say why a child ended with exit ``code`` without a word of its own, from what it wrote to standard error."""
    last = errors.splitlines()[-1] if errors.strip() else ""
    if code == protocol.EXIT_BAD_INPUT and last.startswith("doab: "):
        return last[len("doab: ") :]
    if code in (-9, 137):
        return tr(
            "The system ended the run, most likely because memory ran out. Map a smaller area, or close other programs."
        )
    if code < 0:
        return tr("The run crashed (signal {}). The log panel, under “Doab”, has the details.").format(-code)
    return tr("The run ended unexpectedly (exit code {}). The log panel, under “Doab”, has the details.").format(code)
