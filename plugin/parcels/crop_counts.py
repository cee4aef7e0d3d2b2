"""Reading the parcels of a layer in the background, again after every edit, and the crop areas that result."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
from ..layers.vector_file import min_feature_count, reopen_file
from ..text import tr
from .crop_areas import COLUMNS, CropAreas, ParcelRow, compute_crop_areas
from .edit_tracking import DECIDED, is_decided
from .ellipsoidal_area import area_function
from .saved_styles import update_saved_styles

DELAY_MS = 300  # without another change, before the parcels are read
MAX_RETRIES = 5  # in a row, where the file cannot be read
CHANGE_SIGNALS = ("editingStopped", "afterRollBack", "dataChanged")


class LayerTask(ChildTask):
    """Reads a snapshot of a layer, unsaved edits included."""

    saved = False
    """Whether the edits of the layer have just been saved."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        super().__init__(tr("Read the parcels of {}").format(layer.name()))
        self._source = QgsVectorLayerFeatureSource(layer)
        self._fields = layer.fields()
        self._data_source = layer.source()
        self._min_count = min_feature_count(layer)

    def folder(self) -> contextlib.AbstractContextManager[Path]:
        """Return a context that creates nothing: reading needs no files."""
        return contextlib.nullcontext(Path())

    def features(self, *columns: str) -> Iterator[QgsFeature]:
        """Yield the features with these columns, until the task is cancelled.

        Raises `ChildError` where there are fewer than `min_feature_count`, as when the file is being written to.
        """
        read = 0
        for feature in self._source.getFeatures(QgsFeatureRequest().setSubsetOfAttributes(columns, self._fields)):
            if self.isCanceled():
                return
            yield feature
            read += 1
        if read < self._min_count:
            raise ChildError(tr("Only {} of {} parcels could be read.").format(read, self._min_count))


class CountTask(LayerTask):
    """Computes the area of each crop; the result is `CropAreas`. Parcels that the analyst decided have probability 1.

    After edits are saved, it also updates the saved styles.
    """

    def __init__(self, layer: QgsVectorLayer) -> None:
        super().__init__(layer)
        self._hectares = area_function(layer.crs(), QgsProject.instance().transformContext())

    def work(self, _folder: Path) -> CropAreas:
        """Compute the areas on the worker thread."""
        areas = compute_crop_areas(self._rows())
        if self.saved and not self.isCanceled():
            update_saved_styles(self._data_source, areas.crops)
        return areas

    def _rows(self) -> Iterator[ParcelRow]:
        """Yield the parcels with the area of their geometry: QGIS's split tool does not update the column."""
        indexes = [self._fields.indexOf(name) for name in COLUMNS]
        for feature in self.features(*COLUMNS, DECIDED):
            code, crop, confidence, _, probabilities = (
                null_to_none(feature.attribute(index)) if index >= 0 else None for index in indexes
            )
            if is_decided(feature):
                confidence, probabilities = 1.0, None
            yield code, crop, confidence, self._hectares(feature.geometry()), probabilities


class EditWatcher(QObject):
    """Runs a task on one layer, when it is set and after every change; ``counted`` is emitted with the result."""

    counted = pyqtSignal(object)

    failed = pyqtSignal(str)
    """The error message where the parcels cannot be read; the next change starts another attempt."""

    def __init__(self, parent: QObject, create_task: Callable[[QgsVectorLayer], LayerTask] = CountTask) -> None:
        super().__init__(parent)
        self.layer = ""  # the id
        self._create_task = create_task
        self._saved = False
        self._failures = 0
        self._task: LayerTask | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._start_task)

    def watch(self, layer: QgsVectorLayer) -> None:
        """Watch ``layer`` instead of the previous one."""
        self.unwatch()
        for signal in _change_signals(layer):
            signal.connect(self._changed)
        layer.afterCommitChanges.connect(self._committed)
        self.layer, self._saved, self._failures = layer.id(), False, 0
        self._start_task()

    def unwatch(self) -> None:
        """Watch no layer. Call it before a layer is removed: a project that is reopened has the same layer ids."""
        self.stop()
        layer = QgsProject.instance().mapLayer(self.layer)
        if layer is not None:
            for signal in _change_signals(layer):
                signal.disconnect(self._changed)
            layer.afterCommitChanges.disconnect(self._committed)
        self.layer = ""

    def _committed(self) -> None:
        self._saved = True
        self._changed()

    def _changed(self, *_: object) -> None:
        self._timer.start()

    def _start_task(self) -> None:
        self.stop()
        layer = QgsProject.instance().mapLayer(self.layer)
        if layer is not None:
            self._task = self._create_task(layer)
            self._task.saved = self._saved and not layer.isModified()
            self._task.ended.connect(self._task_ended)
            QgsApplication.taskManager().addTask(self._task)

    def _task_ended(self, task: LayerTask) -> None:
        if task is self._task:
            self._task = None
            if task.result is not None:
                self._saved = self._saved and not task.saved
                self._failures = 0
                self.counted.emit(task.result)
            elif task.error and self._failures < MAX_RETRIES:
                self._failures += 1
                self._reopen()
                self._timer.start()
            elif task.error:
                self.failed.emit(task.error)

    def _reopen(self) -> None:
        layer = QgsProject.instance().mapLayer(self.layer)
        if layer is not None:
            reopen_file(layer)

    def stop(self) -> None:
        """Cancel the task."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def shut_down(self) -> None:
        """Cancel the task and wait for its end: the plugin is unloaded."""
        self._timer.stop()
        if self._task is not None:
            self._task.abandon()
            self._task = None


def _change_signals(layer: QgsVectorLayer) -> list:
    """Return the signals of a change.

    The undo stack emits one for an edit command, however many features it changes. The signals of the layer come for
    every value, and handling them takes longer than the change itself.
    """
    return [layer.undoStack().indexChanged, *(getattr(layer, name) for name in CHANGE_SIGNALS)]


def null_to_none(value: Any) -> Any:
    """Return None for every kind of null, any other value unchanged."""
    return None if value is None or value == NULL else value
