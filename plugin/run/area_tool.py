"""Drawing an area on the map: a rectangle or a polygon with one tool."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QApplication

from ..maptools import put_down

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
LINE = QColor(215, 25, 120)
FILL = QColor(215, 25, 120, 30)


class AreaTool(QgsMapTool):
    """Drag for a rectangle, or click the corners of a polygon: the right button, a double click or Enter ends it, the
    backspace key takes the last corner back, Esc gives up."""

    drawn = pyqtSignal(object)
    """The polygon as a `QgsGeometry` in the canvas's CRS."""

    given_up = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._band = band_on(canvas)
        self._corners: list[QgsPointXY] = []
        self._pressed: QPoint | None = None
        self._closing = False
        self.setCursor(Qt.CursorShape.CrossCursor)

    def shut_down(self) -> None:
        """Take the tool off the canvas, which would keep it."""
        put_down(self.canvas(), self)
        self.canvas().scene().removeItem(self._band)
        self.deleteLater()

    def deactivate(self) -> None:
        """Called by QGIS when another tool takes over: what was begun is forgotten."""
        self._begin_anew()
        super().deactivate()

    def canvasPressEvent(self, event) -> None:  # noqa: N802
        """A corner, or the first one of a rectangle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.pos()

    def canvasMoveEvent(self, event) -> None:  # noqa: N802
        """Show what would be drawn."""
        if self._drags(event.pos()):
            self._show(self._rectangle(event.pos()))
        elif self._corners:
            self._show(QgsGeometry.fromPolygonXY([[*self._corners, event.mapPoint()]]))

    def canvasReleaseEvent(self, event) -> None:  # noqa: N802
        """End a rectangle, set a corner, or end the polygon with the right button."""
        if event.button() == Qt.MouseButton.RightButton or self._closing:
            self._finish()
        elif self._drags(event.pos()):
            self._take(self._rectangle(event.pos()))
        elif self._pressed is not None:
            self._corners.append(event.mapPoint())
            self._show(QgsGeometry.fromPolygonXY([self._corners]))
        self._pressed = None

    def canvasDoubleClickEvent(self, _event) -> None:  # noqa: N802
        """End the polygon when the button is let go, which the next tool would take for a click of its own."""
        self._closing = True

    def keyPressEvent(self, event) -> None:  # noqa: N802
        """Esc, Enter, and backspace."""
        if event.key() == Qt.Key.Key_Escape:
            self._begin_anew()
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._corners:
            self._corners.pop()
            self._show(QgsGeometry.fromPolygonXY([self._corners]))
        else:
            return
        event.accept()

    def _drags(self, here: QPoint) -> bool:
        """Say whether the button is held down and the mouse went too far for a click."""
        far = QApplication.startDragDistance()
        return self._pressed is not None and not self._corners and (here - self._pressed).manhattanLength() > far

    def _rectangle(self, here: QPoint) -> QgsGeometry:
        return QgsGeometry.fromRect(QgsRectangle(self.toMapCoordinates(self._pressed), self.toMapCoordinates(here)))

    def _finish(self) -> None:
        polygon = QgsGeometry.fromPolygonXY([self._corners]) if len(self._corners) > 2 else QgsGeometry()
        if polygon.area() > 0:
            self._take(polygon)
        else:
            self._begin_anew()

    def _take(self, polygon: QgsGeometry) -> None:
        self._begin_anew()
        if polygon.area() > 0:
            self.drawn.emit(polygon)

    def _show(self, polygon: QgsGeometry) -> None:
        self._band.setToGeometry(polygon, None)

    def _begin_anew(self) -> None:
        self._corners = []
        self._pressed = None
        self._closing = False
        self._band.reset(POLYGON)


class DrawnArea(QObject):
    """An area that stays visible on the map, and the tool to draw it with."""

    changed = pyqtSignal()
    ended = pyqtSignal()
    """The tool is no longer in use."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self.polygon = QgsGeometry()
        self.crs = QgsCoordinateReferenceSystem()
        self._canvas = canvas
        self._visible = False
        self._band = band_on(canvas)
        self._band.setFillColor(Qt.GlobalColor.transparent)  # the parcels in it keep their colours
        self._tool = AreaTool(canvas)
        self._tool.drawn.connect(self._drawn)
        self._tool.given_up.connect(self.stop)
        self._tool.deactivated.connect(self._put_down)
        self._before = None
        self._drawing = False
        canvas.destinationCrsChanged.connect(self._show)

    def draw(self) -> None:
        """Hand the analyst the tool."""
        self._before = self._canvas.mapTool()
        self._canvas.setMapTool(self._tool)
        self._drawing = True
        self._canvas.setFocus()

    def stop(self) -> None:
        """Hand back the tool that was in use before."""
        if self._drawing:
            before, self._before = self._before, None
            if before is None:
                put_down(self._canvas, self._tool)
            else:
                self._canvas.setMapTool(before)

    def show(self, visible: bool) -> None:
        """Show the area, or hide it."""
        self._visible = visible
        self._show()

    def shut_down(self) -> None:
        """Leave nothing on the canvas."""
        self._canvas.destinationCrsChanged.disconnect(self._show)
        self._tool.shut_down()
        self._canvas.scene().removeItem(self._band)

    def _put_down(self) -> None:
        self._drawing = False  # but still the tool of the canvas, where another one takes over
        self.ended.emit()

    def _drawn(self, polygon: QgsGeometry) -> None:
        self.polygon, self.crs = polygon, self._canvas.mapSettings().destinationCrs()
        self._show()
        self.stop()
        self.changed.emit()

    def _show(self) -> None:
        self._band.reset(POLYGON)
        if self._visible and not self.polygon.isEmpty():
            self._band.setToGeometry(self.polygon, self.crs)


def band_on(canvas: QgsMapCanvas) -> QgsRubberBand:
    """Return a rubber band for polygons."""
    band = QgsRubberBand(canvas, POLYGON)
    band.setStrokeColor(LINE)
    band.setFillColor(FILL)
    band.setWidth(2)
    return band
