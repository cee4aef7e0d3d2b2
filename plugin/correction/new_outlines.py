"""New outlines are cut at the parcels around them, by QGIS's own function for that, while its tool draws them."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..parcels.result_layer import is_result

MODES = getattr(Qgis, "AvoidIntersectionsMode", None) or QgsProject.AvoidIntersectionsMode  # moved in QGIS 3.26


class NewOutlines(QObject):
    """Switches *Avoid overlap* of QGIS's snapping on for the parcels while a polygon is added to them.

    Not for other tools: a redrawn outline would stop at the neighbours, which are to follow it.
    """

    began = pyqtSignal()
    """A polygon is being added to a result layer, and will be cut."""

    def __init__(self, iface: QgisInterface, parent: QObject) -> None:
        super().__init__(parent)
        self._iface = iface
        self._before: tuple[Any, list] | None = None  # mode and layers that the project had
        iface.mapCanvas().mapToolSet.connect(self._follow)
        iface.currentLayerChanged.connect(self._follow)
        QgsProject.instance().cleared.connect(self._forget)

    def stop(self) -> None:
        """Give the project back what it had."""
        if self._before is not None:
            mode, layers = self._before
            self._before = None
            QgsProject.instance().setAvoidIntersectionsMode(mode)
            QgsProject.instance().setAvoidIntersectionsLayers(layers)

    def _follow(self, *_: object) -> None:
        tool, action, layer = (
            self._iface.mapCanvas().mapTool(),
            self._iface.actionAddFeature(),
            self._iface.activeLayer(),
        )
        adds = tool is not None and action is not None and tool.action() == action and is_result(layer)
        if not adds:
            self.stop()
        elif self._before is None:
            project = QgsProject.instance()
            self._before = project.avoidIntersectionsMode(), project.avoidIntersectionsLayers()
            project.setAvoidIntersectionsMode(MODES.AvoidIntersectionsLayers)
            project.setAvoidIntersectionsLayers([layer])
            self.began.emit()

    def _forget(self) -> None:
        self._before = None
