"""The map tool that picks a parcel of a result layer."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsMapLayer
from qgis.gui import QgsMapCanvas, QgsMapToolIdentify
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCursor


class ParcelPicker(QgsMapToolIdentify):
    """A click picks the topmost parcel under it, in the layers for which ``suits`` holds."""

    picked = pyqtSignal(object, object)
    """A layer and the feature in it that was clicked."""

    missed = pyqtSignal()
    """There is no parcel where the analyst clicked."""

    def __init__(self, canvas: QgsMapCanvas, suits: Callable[[QgsMapLayer], bool]) -> None:
        super().__init__(canvas)
        self._suits = suits
        self.setCursor(QCursor(Qt.CursorShape.WhatsThisCursor))

    def canvasPressEvent(self, _event) -> None:  # noqa: N802
        """Nothing happens before the button is let go."""

    def canvasMoveEvent(self, _event) -> None:  # noqa: N802
        """Nothing follows the mouse."""

    def canvasReleaseEvent(self, event) -> None:  # noqa: N802
        """Pick what lies under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pick(event.pos().x(), event.pos().y())

    def pick(self, x: int, y: int) -> None:
        """Pick what lies at a pixel of the canvas."""
        layers = [layer for layer in self.canvas().layers() if self._suits(layer)]
        found = self.identify(x, y, layers, QgsMapToolIdentify.IdentifyMode.TopDownStopAtFirst) if layers else []
        if found:
            self.picked.emit(found[0].mLayer, found[0].mFeature)
        else:
            self.missed.emit()
