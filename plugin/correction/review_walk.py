"""The walk through the parcels that wait for a decision, the most doubtful first."""

from __future__ import annotations

from itertools import islice

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..parcels.crop_counts import EditWatcher
from ..parcels.edit_tracking import is_decided
from ..session.session import Session
from .correction_tools import show_on_canvas
from .review_queue import START, ReviewQueue, ReviewQueueTask

STALE = 100
"""So many parcels of the queue may have been decided since it was read before it is read anew."""


class ReviewWalk(QObject):
    """Reads the queue of a layer, again after every edit, and goes from one parcel in it to the next."""

    queue_changed = pyqtSignal()
    """The queue was read, or could not be."""

    all_decided = pyqtSignal()
    """There is no parcel to go to."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.queue: ReviewQueue | None = None  # None while it is being read
        self.error = ""  # why it cannot be read
        self._iface = session.iface
        self._position = START
        self._goes_on = False  # to the next parcel, once the queue is read
        self._recount = EditWatcher(self, ReviewQueueTask)
        self._recount.counted.connect(self._counted)
        self._recount.failed.connect(self._failed)
        session.closing.callback(self._recount.shut_down)

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Read the queue of a layer and begin with its most doubtful parcel."""
        self.queue, self.error, self._position, self._goes_on = None, "", START, False
        self._recount.watch(layer)

    def leave_layer(self) -> None:
        """Watch no layer."""
        self._recount.unwatch()
        self.queue = None

    def go_on(self) -> None:
        """Select the next parcel and move the map to it; those decided since the queue was read are skipped."""
        layer = QgsProject.instance().mapLayer(self._recount.layer)
        if layer is None or self.queue is None:
            self._goes_on = layer is not None
            return
        for position in islice(self.queue.after(self._position), STALE):
            self._position = position
            parcel = layer.getFeature(position[1])
            if parcel.isValid() and not is_decided(parcel):
                show_on_canvas(self._iface, layer, parcel)
                return
        if len(self.queue.entries) > STALE:
            self.queue, self._goes_on = None, True
        else:
            self.all_decided.emit()

    def _counted(self, queue: ReviewQueue) -> None:
        self.queue, self.error = queue, ""
        self.queue_changed.emit()
        if self._goes_on:
            self._goes_on = False
            self.go_on()

    def _failed(self, reason: str) -> None:
        self.error, self._goes_on = reason, False
        self.queue_changed.emit()
