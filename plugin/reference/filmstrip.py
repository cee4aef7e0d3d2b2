"""A strip of pictures in time order, one a Sentinel-2 date, with how good each would be as the reference frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFontMetrics, QImage, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QStyle, QStyledItemDelegate

from ...model import protocol
from ..text import number

SIDE = 96  # px of a picture
GAP = 4
PART_WIDTH = 7


class Frames(QAbstractListModel):
    """The dates with their scores at once, and their pictures as they come."""

    def __init__(self, tooltip: Callable[[protocol.FrameScore, str], str], parent) -> None:
        super().__init__(parent)
        self._tooltip = tooltip
        self._rows: dict[str, int] = {}
        self.frames: tuple[protocol.FrameScore, ...] = ()
        self.proposed = ""
        self.images: dict[str, QImage] = {}
        self.notes: dict[str, str] = {}

    def show(self, frames: Sequence[protocol.FrameScore], proposed: str) -> None:
        """Replace all dates; pictures are awaited anew."""
        self.beginResetModel()
        self.frames = tuple(frames)
        self.proposed = proposed
        self._rows = {frame.date: row for row, frame in enumerate(frames)}
        self.images, self.notes = {}, {}
        self.endResetModel()

    def put(self, date: str, image: QImage, note: str) -> None:
        """A picture came; one without a pixel says by ``note`` why there is none."""
        if date in self._rows:
            self.images[date], self.notes[date] = image, note
            index = self.index(self._rows[date])
            self.dataChanged.emit(index, index)

    def row(self, date: str) -> int:
        """Return the row of a date, or -1."""
        return self._rows.get(date, -1)

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.frames)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        frame = self.frames[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return frame.date
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(frame, self.notes.get(frame.date, ""))
        return None


class FrameDelegate(QStyledItemDelegate):
    """Draws a date: picture, ISO date, a small column for each part of the score, the score; a star if proposed."""

    def sizeHint(self, option, _index) -> QSize:  # noqa: N802
        return QSize(SIDE + 2 * GAP, _height(option.fontMetrics))

    def paint(self, painter, option, index):
        model = index.model()
        frame = model.frames[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(QRectF(option.rect), GAP, GAP)
        ink = option.palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        place = QRectF(option.rect.left() + GAP, option.rect.top() + GAP, SIDE, SIDE)
        self._draw_picture(painter, place, model.images.get(frame.date), ink)
        if frame.date == model.proposed:
            self._draw_star(painter, place)
        line = QRectF(place.left(), place.bottom() + GAP, SIDE, option.fontMetrics.height())
        painter.setPen(ink)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, frame.date)
        line.translate(0, line.height() + GAP / 2)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number(frame.score, 2))
        self._draw_parts(painter, line, frame.parts.values(), ink)
        painter.restore()

    def _draw_picture(self, painter, place: QRectF, image: QImage | None, ink) -> None:
        """Draw the picture, or a grey square: with dots while it is awaited, with a warning if it will not come."""
        if image is not None and not image.isNull():
            size = image.size().scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio)
            inside = QRectF(0, 0, size.width(), size.height())
            inside.moveCenter(place.center())
            painter.drawImage(inside, image)
            painter.setPen(QPen(_faint(ink, 60), 1))  # a date full of clouds is as white as the strip
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(inside)
            return
        painter.setBrush(_faint(ink, 24))
        painter.drawRect(place)
        if image is not None:
            icon = QgsApplication.getThemeIcon("/mIconWarning.svg")
            painter.drawPixmap(place.center() - QPointF(12, 12), icon.pixmap(24, 24))
            return
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "…")
        painter.setPen(Qt.PenStyle.NoPen)

    @staticmethod
    def _draw_star(painter, place: QRectF) -> None:
        icon = QgsApplication.getThemeIcon("/mIconFavorites.svg")
        painter.drawPixmap(place.topLeft() + QPointF(2, 2), icon.pixmap(20, 20))

    @staticmethod
    def _draw_parts(painter, line: QRectF, parts, ink) -> None:
        height = line.height() - 2
        for place, part in enumerate(parts):
            left = line.left() + place * (PART_WIDTH + 2)
            filled = height * min(max(part, 0), 1)
            painter.fillRect(QRectF(left, line.top() + 1, PART_WIDTH, height), _faint(ink, 40))
            painter.fillRect(QRectF(left, line.top() + 1 + height - filled, PART_WIDTH, filled), ink)


def _height(metrics: QFontMetrics) -> int:
    """Return how high a date is with its picture and two lines below it (px)."""
    return SIDE + 2 * metrics.height() + 4 * GAP


def _faint(ink: QColor, alpha: int) -> QColor:
    return QColor(ink.red(), ink.green(), ink.blue(), alpha)


class Filmstrip(QListView):
    """One row of dates (doabFilmstrip): a click or the arrow keys choose one, the wheel goes through time."""

    chosen = pyqtSignal(str)
    """The ISO date that the analyst chose."""

    def __init__(self, model: Frames, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabFilmstrip")
        self.setModel(model)
        self.setItemDelegate(FrameDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._told = True
        self.selectionModel().currentChanged.connect(self._tell)
        self.clicked.connect(self._tell)

    def sizeHint(self) -> QSize:  # noqa: N802
        around = self.horizontalScrollBar().sizeHint().height() + 2 * self.frameWidth()
        return QSize(3 * SIDE, _height(self.fontMetrics()) + around)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(SIDE, self.sizeHint().height())

    def show_date(self, date: str) -> None:
        """Mark a date and bring it into view; nothing is told of it."""
        index = self.model().index(self.model().row(date))
        self._told = False
        self.setCurrentIndex(index)
        self._told = True
        if index.isValid():
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def wheelEvent(self, event) -> None:  # noqa: N802
        """Go through time with the common wheel; at either end it goes on to scroll the dock."""
        bar, turn = self.horizontalScrollBar(), event.angleDelta()
        step = turn.x() or turn.y()
        before = bar.value()
        bar.setValue(before - step)
        event.setAccepted(bar.value() != before)

    def _tell(self, index, _before=None) -> None:
        if self._told and index.isValid():
            self.chosen.emit(index.data())
