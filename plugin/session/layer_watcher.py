"""The one place that listens to layers being added to the project and removed from it."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal


class LayerWatcher(QObject):
    """Passes on the addition of layers to the project and their removal, with the ids of the layers."""

    added = pyqtSignal(list)
    """After the addition."""

    removing = pyqtSignal(list)
    """Before the removal: the layers are still in the project."""

    removed = pyqtSignal(list)
    """After the removal."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QgsProject.instance().layersAdded.connect(self._added)
        QgsProject.instance().layersWillBeRemoved.connect(self._removing)
        QgsProject.instance().layersRemoved.connect(self._removed)

    def _added(self, layers: list[QgsMapLayer]) -> None:
        self.added.emit([layer.id() for layer in layers])

    def _removing(self, layers: list[str]) -> None:
        self.removing.emit(layers)

    def _removed(self, layers: list[str]) -> None:
        self.removed.emit(layers)
