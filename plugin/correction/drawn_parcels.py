"""Polygons that an analyst draws in a result get their crops at once."""

from __future__ import annotations

from qgis.core import NULL, QgsApplication, QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..child.runtime import Runtime
from ..child.worker import Worker
from ..parcels.result_job import foreign_files, job_of
from .crop_task import CropTask
from .edits import CorrectionError, fill_crops


class DrawnParcels(QObject):
    """Follows the polygons without a crop that are added to a layer, by whatever tool of QGIS, while it is edited.

    It needs a layer with the job of its run, and the environment; without them a polygon stays as it was drawn.
    """

    message_changed = pyqtSignal(str)
    """A message about the progress, or why there is no crop."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._runtime: Runtime | None = None
        self._layer_id = ""
        self._waiting: list[int] = []  # feature ids
        self._task: CropTask | None = None
        self._settle = QTimer(self)  # the edit command is still open when a feature is added
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._start)

    def show_layer(self, layer: QgsVectorLayer | None) -> None:
        """Follow a layer, or none."""
        self.stop()
        before = QgsProject.instance().mapLayer(self._layer_id)
        if before is not None:
            before.featureAdded.disconnect(self._added)
        self._layer_id = layer.id() if layer is not None else ""
        if layer is not None:
            layer.featureAdded.connect(self._added)

    def use(self, runtime: Runtime | None) -> None:
        """Set the environment to map with."""
        if runtime is None:
            self.stop()
        self._runtime = runtime

    def stop(self) -> None:
        """Cancel the task, and forget what waits for it."""
        self._waiting = []
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def shut_down(self) -> None:
        """Cancel the task and wait for it: the plugin is unloaded."""
        self._waiting = []
        if self._task is not None:
            self._task.abandon()
            self._task = None

    def _added(self, fid: int) -> None:
        if fid < 0:  # one that is saved gets another id, and is added once more with it
            self._waiting.append(fid)
            self._settle.start()

    def _start(self) -> None:
        """Start a task for all polygons that wait, unless one is under way: then its end starts the next."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is None or self._task is not None or not self._waiting:
            return
        drawn, self._waiting = _without_crop(layer, self._waiting), []
        if not drawn or self._runtime is None or not job_of(layer) or foreign_files(layer):
            return
        self._task = CropTask(self._runtime, self._worker, layer, drawn)
        self._task.ended.connect(self._ended)
        QgsApplication.taskManager().addTask(self._task)
        self.message_changed.emit(self.tr("Looking for the crop of what you drew…"))

    def _ended(self, task: CropTask) -> None:
        if task is not self._task:
            return
        self._task = None
        layer = QgsProject.instance().mapLayer(task.layer_id)
        if task.error:
            self.message_changed.emit(f"⚠ {task.error}")
        elif task.result is not None and layer is not None and layer.isEditable():
            self._fill(layer, task.result)
        self._settle.start()

    def _fill(self, layer: QgsVectorLayer, columns: dict[int, dict]) -> None:
        """Write the crops into polygons that are still there without one."""
        open_ones = _without_crop(layer, list(columns))
        mapped = {fid: columns[fid] for fid in open_ones if _is_set(columns[fid].get("EC_hcat_c"))}
        reasons = {str(columns[fid].get("no_crop")) for fid in open_ones if fid not in mapped}
        try:
            if mapped:
                fill_crops(layer, mapped)
        except CorrectionError as error:
            self.message_changed.emit(f"⚠ {error}")
        if reasons:
            text = self.tr("What you drew has no crop: {}.")
            self.message_changed.emit(text.format(", ".join(sorted(reasons))))


def _without_crop(layer: QgsVectorLayer, fids: list[int]) -> dict[int, QgsGeometry]:
    """Return the outlines of those of some features that exist, have one, and have no crop."""
    features = layer.getFeatures(QgsFeatureRequest().setFilterFids(fids))
    return {
        one.id(): QgsGeometry(one.geometry()) for one in features if one.hasGeometry() and not _is_set(one["EC_hcat_c"])
    }


def _is_set(value: object) -> bool:
    return value is not None and value != NULL and value != ""
