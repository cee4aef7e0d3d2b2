"""Background work: a QgsTask with a temporary folder that supervises child processes."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..compat import QUIET
from .process import GRACE, temporary_folder

LOG = "Doab"

task_titles: set[str] = set()
"""The titles of all tasks since QGIS was started, under which QGIS itself may report them."""

_active: set[ChildTask] = set()  # those that have begun, and those that were cancelled before they began


class ChildTask(QgsTask):
    """The base of the plugin's tasks: a temporary folder, no exception that escapes, one signal at the end.

    ``ended`` is emitted once, on the main thread, with the task; then ``result`` is set, or ``error`` is a sentence for
    the user, or both are empty because the task was cancelled.
    """

    ended = pyqtSignal(object)

    confirm_close = False
    """Whether QGIS asks before it is closed while the task is active, because its output would be missed."""

    def __init__(self, title: str) -> None:
        super().__init__(title, QUIET if self.confirm_close else QUIET | QgsTask.Flag.CancelWithoutPrompt)
        task_titles.add(title)
        self.result: Any = None
        self.error = ""
        self.details = ""
        self._begun = False
        self._cancelled = False
        self._finished = threading.Event()

    def work(self, folder: Path) -> object:
        """Do the work in ``folder`` on the background thread and return its result; raise `ChildError` on failure."""
        raise NotImplementedError

    def folder(self) -> contextlib.AbstractContextManager[Path]:
        """Return a context with this task's own folder, which is removed afterwards."""
        return temporary_folder()

    def run(self) -> bool:
        """Run the request on a background thread of QGIS; an exception that left this method would end QGIS."""
        self._begun = True
        _active.add(self)
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
            _active.discard(self)
            self._finished.set()

    def finished(self, _ok: bool) -> None:
        """Report the end of the task; QGIS calls it on the main thread."""
        if self.error:
            QgsMessageLog.logMessage(f"{self.error}\n{self.details}".strip(), LOG, Qgis.MessageLevel.Warning, False)
        self.ended.emit(self)

    def cancel(self) -> None:
        """Cancel the task; one that has not begun ends, without any work, when a thread is free.

        QGIS would end such a task here and destroy it, even where a thread of its pool is about to run it.
        """
        self._cancelled = True
        if self._begun:
            super().cancel()
        else:
            _active.add(self)

    def isCanceled(self) -> bool:  # noqa: N802
        """Return whether the task was cancelled."""
        return self._cancelled or super().isCanceled()

    def abandon(self) -> None:
        """Cancel, and wait until the child is gone: for the moment when the plugin is switched off."""
        self.cancel()
        if self._begun:  # the others wait for a thread, of which the tasks abandoned after this one may have the last
            self.wait(GRACE + 1.0)

    def wait(self, seconds: float) -> None:
        """Wait for at most so long until the task is over."""
        self._finished.wait(seconds)


def abandon_all() -> None:
    """Abandon all active tasks, also those of Processing, and those that were cancelled and have not ended yet."""
    tasks = [*_active]
    for task in tasks:
        task.cancel()
    _wait(tasks)
    _active.difference_update(tasks)


def wait_for_cancelled(but: ChildTask) -> None:
    """Wait, on the thread of the task ``but``, until the children of all others that were cancelled are gone."""
    _wait([task for task in [*_active] if task is not but and task._begun and task.isCanceled()])


def _wait(tasks: list[ChildTask]) -> None:
    """Wait until ``tasks`` are over, all in all for no longer than it takes to kill a child process."""
    latest = time.monotonic() + GRACE + 1.0
    for task in tasks:
        task.wait(max(0.0, latest - time.monotonic()))
