"""The button and the map tool that map a single field at a point without a parcel."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface, QgsMapToolEmitPoint
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ..child.runtime import Runtime
from ..child.worker import Worker
from ..maptools import unset_map_tool
from ..parcels.result_job import foreign_files, job_of
from .field_task import FieldTask, parcel_at


class FieldButton(QPushButton):
    """The button doabMapField. It needs a layer with the job of its run, and the environment."""

    field_mapped = pyqtSignal(object)
    """A `Field` in the layer that was shown when the task was started."""

    message_changed = pyqtSignal(str)
    """A message about the progress, or the error."""

    def __init__(self, iface: QgisInterface, worker: Worker, parent: QWidget) -> None:
        super().__init__(QgsApplication.getThemeIcon("/mActionCapturePolygon.svg"), "", parent)
        self.setObjectName("doabMapField")
        self.setText(self.tr("Map a field"))
        self.setToolTip(
            self.tr(
                "Then click an empty place in the map: the model looks once more for the one field "
                "there, also for a small one. This takes some seconds."
            )
        )
        self.setCheckable(True)
        self._canvas = iface.mapCanvas()
        self._worker = worker
        self._runtime: Runtime | None = None
        self._task: FieldTask | None = None
        self._layer_id = ""
        self._map_tool = QgsMapToolEmitPoint(self._canvas)
        self._map_tool.setButton(self)
        self._map_tool.canvasClicked.connect(self._clicked)
        self.toggled.connect(self._set_map_tool)
        self._refresh()

    def show_layer(self, layer: QgsVectorLayer | None) -> None:
        """Set the layer, or none."""
        self.stop()
        self._layer_id = layer.id() if layer is not None else ""
        self._refresh()

    def use(self, runtime: Runtime | None) -> None:
        """Set the environment to map with."""
        self._runtime = runtime
        self._refresh()

    def stop(self) -> None:
        """Cancel the task."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def shut_down(self) -> None:
        """Cancel the task and remove the map tool: the plugin is unloaded."""
        if self._task is not None:
            self._task.abandon()
            self._task = None
        unset_map_tool(self._canvas, self._map_tool)
        self._map_tool.deleteLater()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Unset the map tool where the panel is closed, but not where the window is minimised."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.setChecked(False)

    def _refresh(self) -> None:
        layer = QgsProject.instance().mapLayer(self._layer_id)
        enabled = layer is not None and self._runtime is not None and bool(job_of(layer) or foreign_files(layer))
        self.setEnabled(enabled)
        if not enabled:
            self.setChecked(False)

    def _set_map_tool(self, on: bool) -> None:
        if on:
            self._canvas.setMapTool(self._map_tool)
        else:
            unset_map_tool(self._canvas, self._map_tool)

    def _clicked(self, point: QgsPointXY, button: Qt.MouseButton) -> None:
        """Start the task for a point of the canvas; a task that is under way is cancelled."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is None or self._runtime is None or button != Qt.MouseButton.LeftButton:
            return
        self.stop()
        layer_point = self._canvas.mapSettings().mapToLayerCoordinates(layer, point)
        if parcel_at(layer, layer_point) is not None:
            self.message_changed.emit(self.tr("There is a parcel already; click a place without one."))
            return
        if not job_of(layer):
            self.message_changed.emit(
                self.tr(
                    "The layer names files that nobody chose on this computer. Click a parcel with the inspector, "
                    "which says which they are and lets you open them."
                )
            )
            return
        self._task = FieldTask(self._runtime, self._worker, layer, layer_point)
        self._task.ended.connect(self._ended)
        QgsApplication.taskManager().addTask(self._task)
        self.message_changed.emit(self.tr("Looking for a field there…"))

    def _ended(self, task: FieldTask) -> None:
        if task is not self._task:
            return
        self._task = None
        if task.error:
            self.message_changed.emit(f"⚠ {task.error}")
        elif task.result is not None:
            self.field_mapped.emit(task.result)
