"""A list view of thumbnails, one a Sentinel-2 date, with its score as the reference frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFontMetrics, QImage, QPainter, QPalette, QPen, QWheelEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ...model import protocol
from ..text import number

THUMBNAIL_SIZE = 96  # px
GAP = 4
PART_WIDTH = 7  # px of the bar of one part of the score


class FrameModel(QAbstractListModel):
    """The dates with their scores, and their thumbnails as far as they are ready."""

    def __init__(self, tooltip: Callable[[protocol.FrameScore, str], str], parent: QObject) -> None:
        super().__init__(parent)
        self._tooltip = tooltip
        self._rows: dict[str, int] = {}
        self.frames: tuple[protocol.FrameScore, ...] = ()  # those that are shown
        self.proposed = ""
        self.images: dict[str, QImage] = {}
        self.notes: dict[str, str] = {}

    def clear(self, proposed: str) -> None:
        """Remove all dates and their thumbnails; ``proposed`` is the date that gets a star."""
        self.proposed = proposed
        self.images, self.notes = {}, {}
        self.show(())

    def show(self, frames: Sequence[protocol.FrameScore]) -> None:
        """Show these dates in their order; thumbnails stay."""
        self.beginResetModel()
        self.frames = tuple(frames)
        self._rows = {frame.date: row for row, frame in enumerate(frames)}
        self.endResetModel()

    def set_image(self, date: str, image: QImage, note: str) -> None:
        """Set the thumbnail of a date; where it is a null image, ``note`` is the reason."""
        self.images[date], self.notes[date] = image, note
        if date in self._rows:
            index = self.index(self._rows[date])
            self.dataChanged.emit(index, index)

    def row(self, date: str) -> int:
        """Return the row of a date, or -1."""
        return self._rows.get(date, -1)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.frames)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        frame = self.frames[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return frame.date
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(frame, self.notes.get(frame.date, ""))
        return None


class FrameDelegate(QStyledItemDelegate):
    """Draws a date: thumbnail, ISO date, a bar for each part of the score, the score; a star if it is proposed."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # noqa: N802
        return QSize(THUMBNAIL_SIZE + 2 * GAP, _height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        model = index.model()
        frame = model.frames[index.row()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(QRectF(option.rect), GAP, GAP)
        text_color = option.palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        thumbnail_rect = QRectF(option.rect.left() + GAP, option.rect.top() + GAP, THUMBNAIL_SIZE, THUMBNAIL_SIZE)
        self._draw_thumbnail(painter, thumbnail_rect, model.images.get(frame.date), text_color)
        if frame.date == model.proposed:
            self._draw_star(painter, thumbnail_rect)
        line = QRectF(thumbnail_rect.left(), thumbnail_rect.bottom() + GAP, THUMBNAIL_SIZE, option.fontMetrics.height())
        painter.setPen(text_color)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, frame.date)
        line.translate(0, line.height() + GAP / 2)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number(frame.score, 2))
        self._draw_parts(painter, line, frame.parts.values(), text_color)
        painter.restore()

    def _draw_thumbnail(
        self, painter: QPainter, thumbnail_rect: QRectF, image: QImage | None, text_color: QColor
    ) -> None:
        """Draw the thumbnail, or a grey square: with dots while it is being made, a warning where there is none."""
        if image is not None and not image.isNull():
            size = image.size().scaled(THUMBNAIL_SIZE, THUMBNAIL_SIZE, Qt.AspectRatioMode.KeepAspectRatio)
            image_rect = QRectF(0, 0, size.width(), size.height())
            image_rect.moveCenter(thumbnail_rect.center())
            painter.drawImage(image_rect, image)
            painter.setPen(QPen(_with_alpha(text_color, 60), 1))  # a date full of clouds is as white as the strip
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(image_rect)
            return
        painter.setBrush(_with_alpha(text_color, 24))
        painter.drawRect(thumbnail_rect)
        if image is not None:
            icon = QgsApplication.getThemeIcon("/mIconWarning.svg")
            painter.drawPixmap(thumbnail_rect.center() - QPointF(12, 12), icon.pixmap(24, 24))
            return
        painter.setPen(text_color)
        painter.drawText(thumbnail_rect, Qt.AlignmentFlag.AlignCenter, "…")
        painter.setPen(Qt.PenStyle.NoPen)

    @staticmethod
    def _draw_star(painter: QPainter, thumbnail_rect: QRectF) -> None:
        icon = QgsApplication.getThemeIcon("/mIconFavorites.svg")
        painter.drawPixmap(thumbnail_rect.topLeft() + QPointF(2, 2), icon.pixmap(20, 20))

    @staticmethod
    def _draw_parts(painter: QPainter, line: QRectF, parts: Sequence[float], text_color: QColor) -> None:
        height = line.height() - 2
        for column, part in enumerate(parts):
            left = line.left() + column * (PART_WIDTH + 2)
            filled = height * min(max(part, 0), 1)
            painter.fillRect(QRectF(left, line.top() + 1, PART_WIDTH, height), _with_alpha(text_color, 40))
            painter.fillRect(QRectF(left, line.top() + 1 + height - filled, PART_WIDTH, filled), text_color)


def _height(metrics: QFontMetrics) -> int:
    """Return the height of an item with the thumbnail and two lines of text (px)."""
    return THUMBNAIL_SIZE + 2 * metrics.height() + 4 * GAP


def _with_alpha(text_color: QColor, alpha: int) -> QColor:
    return QColor(text_color.red(), text_color.green(), text_color.blue(), alpha)


class Filmstrip(QListView):
    """One row of dates (doabFilmstrip): a click or the arrow keys choose one, the wheel scrolls horizontally."""

    chosen = pyqtSignal(str)
    """The ISO date that the analyst chose."""

    def __init__(self, model: FrameModel, parent: QWidget | None = None) -> None:
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
        self._emits = True
        self.selectionModel().currentChanged.connect(self._emit_chosen)
        self.clicked.connect(self._emit_chosen)

    def sizeHint(self) -> QSize:  # noqa: N802
        extra = self.horizontalScrollBar().sizeHint().height() + 2 * self.frameWidth()
        return QSize(3 * THUMBNAIL_SIZE, _height(self.fontMetrics()) + extra)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(THUMBNAIL_SIZE, self.sizeHint().height())

    def show_date(self, date: str) -> None:
        """Make a date the current item and scroll to it, without emitting ``chosen``."""
        index = self.model().index(self.model().row(date))
        self._emits = False
        self.setCurrentIndex(index)
        self._emits = True
        if index.isValid():
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll horizontally with the vertical wheel, too; at either end the event is left to the dock."""
        bar, delta = self.horizontalScrollBar(), event.angleDelta()
        step = delta.x() or delta.y()
        before = bar.value()
        bar.setValue(before - step)
        event.setAccepted(bar.value() != before)

    def _emit_chosen(self, index: QModelIndex, _previous: QModelIndex | None = None) -> None:
        if self._emits and index.isValid():
            self.chosen.emit(index.data())
