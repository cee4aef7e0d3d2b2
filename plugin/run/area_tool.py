"""The map tool that draws an area, a rectangle or a polygon, and the rubber band that shows it."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent
from qgis.PyQt.QtWidgets import QApplication

from ...model import protocol
from ..maptools import unset_map_tool

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
STROKE_COLOR = QColor(215, 25, 120)
FILL_COLOR = QColor(215, 25, 120, 30)


class AreaTool(QgsMapTool):
    """Map tool that draws a rectangle by dragging, or a polygon by clicking its vertices.

    The right button, a double click or Enter finishes the polygon, the backspace key removes the last vertex, Esc
    cancels.
    """

    drawn = pyqtSignal(object)
    """The polygon as a `QgsGeometry` in the canvas's CRS."""

    cancelled = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._rubber_band = create_rubber_band(canvas)
        self._vertices: list[QgsPointXY] = []
        self._press_position: QPoint | None = None
        self._closing = False
        self.setCursor(Qt.CursorShape.CrossCursor)

    def shut_down(self) -> None:
        """Remove the tool and its rubber band from the canvas, which owns them."""
        unset_map_tool(self.canvas(), self)
        self.canvas().scene().removeItem(self._rubber_band)
        self.deleteLater()

    def deactivate(self) -> None:
        """Discard the unfinished polygon; QGIS calls it when another tool is set."""
        self._reset()
        super().deactivate()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Begin a vertex, or the first corner of a rectangle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press_position = event.pos()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Update the rubber band."""
        if self._is_dragging(event.pos()):
            self._show(self._rectangle(event.pos()))
        elif self._vertices:
            self._show(QgsGeometry.fromPolygonXY([[*self._vertices, event.mapPoint()]]))

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Finish a rectangle, add a vertex, or finish the polygon with the right button."""
        if event.button() == Qt.MouseButton.RightButton or self._closing:
            self._finish()
        elif self._is_dragging(event.pos()):
            self._emit_drawn(self._rectangle(event.pos()))
        elif self._press_position is not None:
            self._vertices.append(event.mapPoint())
            self._show(QgsGeometry.fromPolygonXY([self._vertices]))
        self._press_position = None

    def canvasDoubleClickEvent(self, _event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Finish the polygon at the release event, which the next tool would otherwise receive as a click."""
        self._closing = True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle Esc, Enter and backspace."""
        if event.key() == Qt.Key.Key_Escape:
            self._reset()
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._vertices:
            self._vertices.pop()
            self._show(QgsGeometry.fromPolygonXY([self._vertices]))
        else:
            return
        event.accept()

    def _is_dragging(self, position: QPoint) -> bool:
        """Return whether the button is held down and the mouse was moved too far for a click."""
        minimum = QApplication.startDragDistance()
        return (
            self._press_position is not None
            and not self._vertices
            and (position - self._press_position).manhattanLength() > minimum
        )

    def _rectangle(self, position: QPoint) -> QgsGeometry:
        return QgsGeometry.fromRect(
            QgsRectangle(self.toMapCoordinates(self._press_position), self.toMapCoordinates(position))
        )

    def _finish(self) -> None:
        polygon = QgsGeometry.fromPolygonXY([self._vertices]) if len(self._vertices) > 2 else QgsGeometry()
        if polygon.area() > 0:
            self._emit_drawn(polygon)
        else:
            self._reset()

    def _emit_drawn(self, polygon: QgsGeometry) -> None:
        self._reset()
        if polygon.area() > 0:
            self.drawn.emit(polygon)

    def _show(self, polygon: QgsGeometry) -> None:
        self._rubber_band.setToGeometry(polygon, None)

    def _reset(self) -> None:
        self._vertices = []
        self._press_position = None
        self._closing = False
        self._rubber_band.reset(POLYGON)


class DrawnArea(QObject):
    """The drawn area, its rubber band, and the map tool to draw it with."""

    changed = pyqtSignal()
    ended = pyqtSignal()
    """The tool was deactivated."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self.polygon = QgsGeometry()
        self.crs = QgsCoordinateReferenceSystem()
        self.area: protocol.Area | None = None
        """The area of an earlier run, as that run had it: only then does it go on from its finished blocks."""
        self._canvas = canvas
        self._visible = False
        self._rubber_band = create_rubber_band(canvas)
        self._rubber_band.setFillColor(Qt.GlobalColor.transparent)  # so that the parcels inside keep their colours
        self._tool = AreaTool(canvas)
        self._tool.drawn.connect(self._drawn)
        self._tool.cancelled.connect(self.stop)
        self._tool.deactivated.connect(self._tool_deactivated)
        self._previous_tool: QgsMapTool | None = None
        self._drawing = False
        canvas.destinationCrsChanged.connect(self._show)

    def take(self, polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem, area: protocol.Area | None = None) -> None:
        """Take this polygon over, as if it had been drawn; ``area`` is that of an earlier run which it shows."""
        self.polygon, self.crs, self.area = polygon, crs, area
        self._show()
        self.changed.emit()

    def draw(self) -> None:
        """Set the map tool."""
        self._previous_tool = self._canvas.mapTool()
        self._canvas.setMapTool(self._tool)
        self._drawing = True
        self._canvas.setFocus()

    def stop(self) -> None:
        """Set the map tool that was set before."""
        if self._drawing:
            previous, self._previous_tool = self._previous_tool, None
            if previous is None:
                unset_map_tool(self._canvas, self._tool)
            else:
                self._canvas.setMapTool(previous)

    def show(self, visible: bool) -> None:
        """Set whether the area is visible."""
        self._visible = visible
        self._show()

    def shut_down(self) -> None:
        """Remove everything from the canvas."""
        self._canvas.destinationCrsChanged.disconnect(self._show)
        self._tool.shut_down()
        self._canvas.scene().removeItem(self._rubber_band)

    def _tool_deactivated(self) -> None:
        self._drawing = False  # it is still the canvas's tool at this moment, where another one is set
        self.ended.emit()

    def _drawn(self, polygon: QgsGeometry) -> None:
        self.stop()
        self.take(polygon, self._canvas.mapSettings().destinationCrs())

    def _show(self) -> None:
        self._rubber_band.reset(POLYGON)
        if self._visible and not self.polygon.isEmpty():
            self._rubber_band.setToGeometry(self.polygon, self.crs)


def create_rubber_band(canvas: QgsMapCanvas) -> QgsRubberBand:
    """Return a rubber band for polygons."""
    band = QgsRubberBand(canvas, POLYGON)
    band.setStrokeColor(STROKE_COLOR)
    band.setFillColor(FILL_COLOR)
    band.setWidth(2)
    return band
