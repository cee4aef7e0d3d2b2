"""Small pictures of Sentinel-2 dates, made by a child of their own so that they never wait for a run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QImage

from ...model import protocol
from ..child.child_task import ChildTask, explain
from ..child.latest_task import Latest
from ..child.process import Child, ChildError
from ..child.runtime import Runtime
from ..text import tr


class ThumbnailTask(ChildTask):
    """Have pictures of ``acquisitions`` made in their order; the files stay in ``kept`` and are used again."""

    made = pyqtSignal(object, object, object)
    """This task, a `protocol.Thumbnail` and its image (without a pixel where there is none)."""

    def __init__(self, runtime: Runtime, acquisitions: Sequence[protocol.Acquisition], kept: Path) -> None:
        super().__init__(tr("Make thumbnails"))
        self._runtime = runtime
        self._acquisitions = tuple(acquisitions)
        self._kept = kept

    def work(self, folder: Path) -> None:
        """Run ``thumbnails`` in the child and pass on each picture once it is there."""
        request = folder / "request.json"
        request.write_text(protocol.dumps(protocol.ThumbnailRequest(self._acquisitions)), "utf-8")
        command = self._runtime.command("thumbnails", "--request", str(request), "--out", str(self._kept))
        with Child(command, folder) as child:
            for line in child.lines(self.isCanceled, grace=0):
                self._hear(line)
            if not self.isCanceled() and child.code != protocol.EXIT_DONE:
                raise ChildError(explain(child.code, child.errors()), child.errors())

    def _hear(self, line: str) -> None:
        try:
            event = json.loads(line)
            thumbnail = protocol.Thumbnail(event["date"], event["path"], event["note"])
        except (ValueError, KeyError, TypeError):
            return  # libraries may print other things between the events
        self.made.emit(self, thumbnail, QImage(thumbnail.path) if thumbnail.path else QImage())


class Thumbnailer(QObject):
    """Has pictures made of what was asked for last."""

    made = pyqtSignal(str, QImage, str)
    """The ISO date, its image (without a pixel where there is none), and why there is none or why it is grey."""

    failed = pyqtSignal(str)
    """Why the pictures that are not there yet will not come."""

    def __init__(self, kept: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = kept
        self._latest = Latest(self)
        self._latest.ended.connect(self._ended)

    def ask(self, runtime: Runtime, acquisitions: Sequence[protocol.Acquisition]) -> None:
        """Drop what is under way and have pictures of ``acquisitions`` made in their order."""
        task = ThumbnailTask(runtime, acquisitions, self._kept)
        task.made.connect(self._made)
        self._latest.start(task)

    def stop(self) -> None:
        """Drop what is under way."""
        self._latest.drop()

    def shut_down(self) -> None:
        """End the child and wait for it."""
        self._latest.shut_down()

    def _made(self, task: ThumbnailTask, thumbnail: protocol.Thumbnail, image: QImage) -> None:
        if self._latest.counts(task):
            self.made.emit(thumbnail.date, image, thumbnail.note)

    def _ended(self, task: ThumbnailTask) -> None:
        if task.error:
            self.failed.emit(task.error)
