"""Adds the parcels of a finished run to the project without blocking QGIS."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable, Iterator

from qgis.core import Qgis, QgsMessageLog, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..child.child_task import LOG
from ..parcels import layer_tree, result_layer
from ..parcels.layer_abstract import abstract_of
from ..parcels.mapped import Mapped
from ..parcels.result_job import store_job


class ResultLoader(QObject):
    """Opens the layer of a run, stores its job, adds it to the project, and lets the steps of the dock show it.

    Each takes a turn of the event loop of its own, so that QGIS stays fluent between them.
    """

    opened = pyqtSignal(object)
    """The layer is open and is added to the project next."""

    shown = pyqtSignal(object)
    """The layer is in the project and is to be shown by the steps of the dock."""

    added = pyqtSignal(object)
    """The layer of a `Mapped` is in the project, and shown."""

    failed = pyqtSignal(str)
    """The parcels cannot be shown: where they are, and the reason."""

    def load(self, mapped: Mapped) -> None:
        """Begin with the next turn of the event loop."""
        self._call_soon(lambda: self._open(mapped))

    def _open(self, mapped: Mapped) -> None:
        with self._reporting(mapped):
            layer = result_layer.load(mapped.job.out, mapped.crops, abstract_of(mapped))
            if not layer.isValid():
                raise OSError(layer.error().summary())
            self._call_soon(lambda: self._store_job(layer, mapped))

    def _store_job(self, layer: QgsVectorLayer, mapped: Mapped) -> None:
        with self._reporting(mapped):
            store_job(layer, mapped.job_text)
            self._call_soon(lambda: self._add(layer, mapped))

    def _add(self, layer: QgsVectorLayer, mapped: Mapped) -> None:
        with self._reporting(mapped):
            self.opened.emit(layer)
            layer_tree.add_to_project(layer, self.tr("Doab: {}").format(layer.metadata().title()))
            layer_id = layer.id()
            self._call_soon(lambda: self._show(layer_id, mapped))

    def _show(self, layer_id: str, mapped: Mapped) -> None:
        layer = QgsProject.instance().mapLayer(layer_id)
        if layer is not None:
            self.shown.emit(layer)
        self._call_soon(lambda: self.added.emit(mapped))

    def _call_soon(self, function: Callable[[], None]) -> None:
        """Call ``function`` in the next turn of the event loop, unless this object is deleted by then."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(function)
        timer.timeout.connect(timer.deleteLater)
        timer.start(0)

    @contextlib.contextmanager
    def _reporting(self, mapped: Mapped) -> Iterator[None]:
        """Turn an exception into ``failed``."""
        try:
            yield
        except Exception as error:
            QgsMessageLog.logMessage(traceback.format_exc(), LOG, Qgis.MessageLevel.Warning, False)
            text = self.tr(
                "The parcels are in {}, but could not be shown: {}. Drag the file into QGIS to open it."
            ).format(mapped.job.out, str(error) or type(error).__name__)
            self.failed.emit(text)
