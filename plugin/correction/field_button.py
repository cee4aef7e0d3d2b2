"""The button after which a click on an empty place of the map finds the one field there."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapToolEmitPoint
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton

from ..child.runtime import Runtime
from ..child.worker import Worker
from ..maptools import put_down
from ..parcels.result_job import job_of
from .field_task import FieldTask, parcel_at


class FieldButton(QPushButton):
    """doabMapField. It needs a layer that says from which run it is, and the environment."""

    found = pyqtSignal(object)
    """A `Field` in the layer that was shown when it was asked for."""

    told = pyqtSignal(str)
    """What goes on, or why no field was found."""

    def __init__(self, iface, worker: Worker, parent) -> None:
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
        self._id = ""
        self._pointer = QgsMapToolEmitPoint(self._canvas)
        self._pointer.setButton(self)
        self._pointer.canvasClicked.connect(self._clicked)
        self.toggled.connect(self._point)
        self._refresh()

    def show_layer(self, layer: QgsVectorLayer | None) -> None:
        """Turn to a layer, or to none."""
        self.stop()
        self._id = layer.id() if layer is not None else ""
        self._refresh()

    def use(self, runtime: Runtime | None) -> None:
        """Map with this environment from now on."""
        self._runtime = runtime
        self._refresh()

    def stop(self) -> None:
        """Drop the field that is being mapped."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def shut_down(self) -> None:
        """Leave nothing behind: the plugin is switched off."""
        if self._task is not None:
            self._task.abandon()
            self._task = None
        put_down(self._canvas, self._pointer)
        self._pointer.deleteLater()

    def hideEvent(self, event) -> None:  # noqa: N802
        """Give the mouse back where the panel is closed, not where the whole window is put aside."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.setChecked(False)

    def _refresh(self) -> None:
        layer = QgsProject.instance().mapLayer(self._id)
        able = layer is not None and bool(job_of(layer)) and self._runtime is not None
        self.setEnabled(able)
        if not able:
            self.setChecked(False)

    def _point(self, on: bool) -> None:
        if on:
            self._canvas.setMapTool(self._pointer)
        else:
            put_down(self._canvas, self._pointer)

    def _clicked(self, point: QgsPointXY, button: Qt.MouseButton) -> None:
        """Map the field at a point of the canvas; a click elsewhere before it is there drops it."""
        layer = QgsProject.instance().mapLayer(self._id)
        if layer is None or self._runtime is None or button != Qt.MouseButton.LeftButton:
            return
        self.stop()
        place = self._canvas.mapSettings().mapToLayerCoordinates(layer, point)
        if parcel_at(layer, place) is not None:
            self.told.emit(self.tr("There is a parcel already; click a place without one."))
            return
        self._task = FieldTask(self._runtime, self._worker, layer, place)
        self._task.ended.connect(self._ended)
        QgsApplication.taskManager().addTask(self._task)
        self.told.emit(self.tr("Looking for a field there…"))

    def _ended(self, task: FieldTask) -> None:
        if task is not self._task:
            return
        self._task = None
        if task.error:
            self.told.emit(f"⚠ {task.error}")
        elif task.result is not None:
            self.found.emit(task.result)
