"""Keep the areas of a result up to date while its parcels are edited."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from qgis.core import (
    NULL,
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..child.child_task import ChildTask
from ..child.process import ChildError
from ..correction.edit_tracking import DECIDED, is_decided
from ..text import tr
from .crop_areas import COLUMNS, Areas, Row, tally
from .ellipsoidal_area import ruler_of
from .legend import update_legend

PATIENCE = 300  # ms without another change after which the parcels are counted
TRIES = 5  # so often in a row, where the file cannot be read just then
CHANGES = ("editingStopped", "afterRollBack", "dataChanged")


class LayerTask(ChildTask):
    """Read a layer as it was when the task was made, what is not saved yet included."""

    saved = False
    """Whether the edits of the layer have just been saved."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        super().__init__(tr("Read the parcels of {}").format(layer.name()))
        self._source = QgsVectorLayerFeatureSource(layer)
        self._fields = layer.fields()
        self._place = layer.source()
        self._count = sure_count(layer)

    def folder(self) -> contextlib.AbstractContextManager[None]:
        """Return an empty context: reading needs no files."""
        return contextlib.nullcontext()

    def features(self, *columns: str) -> Iterator[QgsFeature]:
        """Yield the parcels with these columns, until the task is cancelled.

        Raises `ChildError` where there are fewer than `sure_count`, as when the file is being written to.
        """
        seen = 0
        for feature in self._source.getFeatures(QgsFeatureRequest().setSubsetOfAttributes(columns, self._fields)):
            if self.isCanceled():
                return
            yield feature
            seen += 1
        if seen < self._count:
            raise ChildError(tr("Only {} of {} parcels could be read.").format(seen, self._count))


class CountTask(LayerTask):
    """Count the area of each crop; the result are `Areas`. What the analyst decided is certain.

    Once edits have been saved, the legend in the file follows them.
    """

    def __init__(self, layer: QgsVectorLayer) -> None:
        super().__init__(layer)
        self._hectares = ruler_of(layer.crs(), QgsProject.instance().transformContext())

    def work(self, _folder: Path) -> Areas:
        """Count on the worker thread."""
        found = tally(self._rows())
        if self.saved and not self.isCanceled():
            update_legend(self._place, found.crops)
        return found

    def _rows(self) -> Iterator[Row]:
        """Yield the parcels with the area of their outline: QGIS's own tools split parcels and leave the column."""
        places = [self._fields.indexOf(name) for name in COLUMNS]
        for feature in self.features(*COLUMNS, DECIDED):
            code, crop, confidence, _, probabilities = (
                _plain(feature.attribute(place)) if place >= 0 else None for place in places
            )
            if is_decided(feature):
                confidence, probabilities = 1.0, None
            yield code, crop, confidence, self._hectares(feature.geometry()), probabilities


class Recount(QObject):
    """Watches one layer by its id; ``counted`` comes with what a task found in it, at first and after every change."""

    counted = pyqtSignal(object)

    failed = pyqtSignal(str)
    """The parcels cannot be read, and why; what changes them leads to another try."""

    def __init__(self, parent: QObject, make: Callable[[QgsVectorLayer], LayerTask] = CountTask) -> None:
        super().__init__(parent)
        self.layer = ""  # the id
        self._make = make
        self._saved = False
        self._failed = 0
        self._task: LayerTask | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self._count)

    def watch(self, layer: QgsVectorLayer) -> None:
        """Watch ``layer`` and no longer the one before."""
        self.leave()
        for signal in _changes(layer):
            signal.connect(self._changed)
        layer.afterCommitChanges.connect(self._committed)
        self.layer, self._saved, self._failed = layer.id(), False, 0
        self._count()

    def leave(self) -> None:
        """Watch no layer. One that goes is left before: opened again with its project it has the same id."""
        self.stop()
        before = QgsProject.instance().mapLayer(self.layer)
        if before is not None:
            for signal in _changes(before):
                signal.disconnect(self._changed)
            before.afterCommitChanges.disconnect(self._committed)
        self.layer = ""

    def _committed(self) -> None:
        self._saved = True
        self._changed()

    def _changed(self, *_) -> None:
        self._timer.start()

    def _count(self) -> None:
        self.stop()
        layer = QgsProject.instance().mapLayer(self.layer)
        if layer is not None:
            self._task = self._make(layer)
            self._task.saved = self._saved and not layer.isModified()
            self._task.ended.connect(self._counted)
            QgsApplication.taskManager().addTask(self._task)

    def _counted(self, task: LayerTask) -> None:
        if task is self._task:
            self._task = None
            if task.result is not None:
                self._saved = self._saved and not task.saved
                self._failed = 0
                self.counted.emit(task.result)
            elif task.error and self._failed < TRIES:
                self._failed += 1
                self._timer.start()
            elif task.error:
                self.failed.emit(task.error)

    def stop(self) -> None:
        """Drop a count that still runs."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def shut_down(self) -> None:
        """Wait until nothing runs any more: the plugin is switched off."""
        self._timer.stop()
        if self._task is not None:
            self._task.abandon()
            self._task = None


def sure_count(layer: QgsVectorLayer) -> int:
    """Return how many parcels at least reading a layer gives where nothing goes wrong; databases only estimate."""
    return layer.featureCount() if layer.providerType() == "ogr" else 0


def _changes(layer: QgsVectorLayer) -> list:
    """Return the signals of a change. Each step of the edits, or its undoing, counts once, however many parcels it is
    of: the layer's own signals come for every value, which takes longer than the change itself."""
    return [layer.undoStack().indexChanged, *(getattr(layer, name) for name in CHANGES)]


def _plain(value):
    return None if value == NULL else value
