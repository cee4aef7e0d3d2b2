"""Background tasks of which only the newest counts."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .child_task import ChildTask


class Latest(QObject):
    """Runs tasks; each new one replaces the one before, which is cancelled and whose end is not reported.

    None starts after `shut_down`: while a dock is taken apart, layers go and signals still arrive.
    """

    ended = pyqtSignal(object)
    """The task that was started last has ended."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: ChildTask | None = None
        self._running: list[ChildTask] = []  # with those that were dropped and have not ended yet
        self._is_shut_down = False

    @property
    def task(self) -> ChildTask | None:
        """The task under way, None where there is none."""
        return self._task

    def start(self, task: ChildTask) -> None:
        """Cancel the current task and give ``task`` to QGIS."""
        self.drop()
        if self._is_shut_down:
            return
        self._task = task
        self._running.append(task)
        task.ended.connect(self._ended)
        QgsApplication.taskManager().addTask(task)

    def counts(self, task: ChildTask) -> bool:
        """Return whether ``task`` is the newest and still active."""
        return task is self._task

    def drop(self) -> None:
        """Cancel the current task."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def shut_down(self) -> None:
        """Cancel the current task, and wait until all tasks that were ever started are over; start none any more."""
        self._task, self._is_shut_down = None, True
        for task in [*self._running]:
            task.abandon()

    def _ended(self, task: ChildTask) -> None:
        self._running.remove(task)
        if task is self._task:
            self._task = None
            self.ended.emit(task)
