"""The one place that listens to layers being removed from the project."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal


class LayerWatcher(QObject):
    """Passes on the removal of layers from the project, with the ids of the layers."""

    removing = pyqtSignal(list)
    """Before the removal: the layers are still in the project."""

    removed = pyqtSignal(list)
    """After the removal."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QgsProject.instance().layersWillBeRemoved.connect(self._removing)
        QgsProject.instance().layersRemoved.connect(self._removed)

    def _removing(self, layers: list[str]) -> None:
        self.removing.emit(layers)

    def _removed(self, layers: list[str]) -> None:
        self.removed.emit(layers)
