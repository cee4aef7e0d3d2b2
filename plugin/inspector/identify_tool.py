"""The map tool that identifies a parcel of a result layer."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsMapLayer
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapToolIdentify
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCursor


class ParcelIdentifyTool(QgsMapToolIdentify):
    """Identifies the topmost feature at a click, in the layers that ``is_parcel_layer`` accepts."""

    identified = pyqtSignal(object, object)
    """The layer and the feature at the click."""

    missed = pyqtSignal()
    """There is no parcel at the click."""

    def __init__(self, canvas: QgsMapCanvas, is_parcel_layer: Callable[[QgsMapLayer], bool]) -> None:
        super().__init__(canvas)
        self._is_parcel_layer = is_parcel_layer
        self.setCursor(QCursor(Qt.CursorShape.WhatsThisCursor))

    def canvasPressEvent(self, _event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Override QgsMapToolIdentify: nothing happens before the release event."""

    def canvasMoveEvent(self, _event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Override QgsMapToolIdentify: nothing happens on a move."""

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Identify the parcel at the mouse position."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.identify_at(event.pos().x(), event.pos().y())

    def identify_at(self, x: int, y: int) -> None:
        """Identify the parcel at a pixel of the canvas."""
        layers = [layer for layer in self.canvas().layers() if self._is_parcel_layer(layer)]
        results = self.identify(x, y, layers, QgsMapToolIdentify.IdentifyMode.TopDownStopAtFirst) if layers else []
        if results:
            self.identified.emit(results[0].mLayer, results[0].mFeature)
        else:
            self.missed.emit()
