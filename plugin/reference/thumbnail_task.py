"""Small pictures of Sentinel-2 dates, made by a process of its own so that they never wait for a mapping run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QImage

from ...model import protocol
from ..child.latest_task import Latest
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..text import tr


class ThumbnailTask(RequestTask):
    """Let a child process make pictures of ``acquisitions`` in their order; the files stay in ``cache``."""

    made = pyqtSignal(object, object, object)
    """This task, a `protocol.Thumbnail` and its image (without a pixel where there is none)."""

    def __init__(self, runtime: Runtime, acquisitions: Sequence[protocol.Acquisition], cache: Path) -> None:
        super().__init__(tr("Make thumbnails"), runtime)
        self._request = protocol.ThumbnailsRequest(tuple(acquisitions), str(cache))

    def build_request(self) -> protocol.Request:
        """Return the request for the pictures."""
        return self._request

    def receive(self, event: protocol.Event) -> None:
        """Turn one event into signals."""
        if isinstance(event, protocol.ThumbnailReady):
            path = event.thumbnail.path
            self.made.emit(self, event.thumbnail, QImage(path) if path else QImage())
        else:
            super().receive(event)


class Thumbnailer(QObject):
    """Makes the pictures that were requested last."""

    made = pyqtSignal(str, QImage, str)
    """The ISO date, its image (without a pixel where there is none), and why there is none or why it is grey."""

    failed = pyqtSignal(str)
    """Why the remaining pictures will not come."""

    def __init__(self, cache: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._cache = cache
        self._latest = Latest(self)
        self._latest.ended.connect(self._ended)

    def ask(self, runtime: Runtime, acquisitions: Sequence[protocol.Acquisition]) -> None:
        """Drop the current request and make pictures of ``acquisitions`` in their order."""
        task = ThumbnailTask(runtime, acquisitions, self._cache)
        task.made.connect(self._made)
        self._latest.start(task)

    def stop(self) -> None:
        """Drop the current request."""
        self._latest.drop()

    def shut_down(self) -> None:
        """End the child process and wait for it."""
        self._latest.shut_down()

    def _made(self, task: ThumbnailTask, thumbnail: protocol.Thumbnail, image: QImage) -> None:
        if self._latest.counts(task):
            self.made.emit(thumbnail.date, image, thumbnail.note)

    def _ended(self, task: ThumbnailTask) -> None:
        if task.error:
            self.failed.emit(task.error)
