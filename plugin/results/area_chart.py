"""A bar chart of the area of each crop, with the expected area and its standard deviation."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from ..parcels.crop_areas import CropCount
from ..text import number
from ..widgets.rich_text import plain

GAP = 6  # px
COARSE = 9.95  # ha; a standard deviation from there on has no decimals


class AreaChart(QLabel):
    """Bar chart of the area of each crop (doabChart).

    The bar is the parcels' area, the mark the expected area, the whisker one standard deviation to either side of it.

    A QLabel, because QGIS's dark themes set their text colour for labels only.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabChart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._crops: tuple[CropCount, ...] = ()

    def show_crops(self, crops: Sequence[CropCount]) -> None:
        """Draw these crops, the first on top."""
        self._crops = tuple(crops)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(30 * self.fontMetrics().averageCharWidth(), len(self._crops) * self._step() + GAP)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(20 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def _step(self) -> int:
        return self.fontMetrics().height() + GAP

    def crop_at(self, y: float) -> CropCount | None:
        """Return the crop whose bar is drawn at height ``y`` (px)."""
        row = int((y - GAP / 2) // self._step())
        return self._crops[row] if 0 <= row < len(self._crops) else None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            crop = self.crop_at(event.pos().y())
            QToolTip.showText(event.globalPos(), plain(self.tooltip_text(crop)) if crop else self.toolTip(), self)
            return True
        return super().event(event)

    def tooltip_text(self, crop: CropCount) -> str:
        """Return the tooltip of a bar."""
        return self.tr("{}: {} ha (parcels: {}). Expected from the probabilities of all parcels: {} ha.").format(
            crop.label, format_hectares(crop.hectares), number(crop.parcels), format_expected(crop)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        largest = max((max(crop.hectares, crop.expected + crop.deviation) for crop in self._crops), default=0.0)
        if largest <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(crop.label) for crop in self._crops) + 1  # the advance is rounded
        label_width = min(widest, round(0.38 * self.width()))
        value_width = max(metrics.horizontalAdvance(format_hectares(crop.hectares)) for crop in self._crops)
        left = label_width + GAP
        scale = max(self.width() - left - value_width - 2 * GAP, 1) / largest
        for row, crop in enumerate(self._crops):
            line = QRectF(0, GAP / 2 + row * self._step(), self.width(), self._step())
            self._draw(painter, crop, line, left, scale)

    def _draw(self, painter: QPainter, crop: CropCount, line: QRectF, left: float, scale: float) -> None:
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(text)
        name = self.fontMetrics().elidedText(crop.label, Qt.TextElideMode.ElideRight, round(left - GAP))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, line.top(), left, line.height()), middle, name)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, format_hectares(crop.hectares))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(crop.colour))
        painter.drawRect(QRectF(left, line.top() + GAP / 2, crop.hectares * scale, line.height() - GAP))
        low, high = max(crop.expected - crop.deviation, 0), crop.expected + crop.deviation
        y = line.center().y()
        # A wider line in the background colour separates the whisker from a bar of any colour.
        for colour, width in ((self.palette().color(QPalette.ColorRole.Window), 3.6), (text, 1.4)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(left + low * scale, y), QPointF(left + high * scale, y))
            tick = QPointF(0, line.height() / 5)
            mark = QPointF(left + crop.expected * scale, y)
            painter.drawLine(mark - tick, mark + tick)


def format_hectares(value: float) -> str:
    """Return an area for display, with one decimal where it is under 100 ha."""
    return number(value, 1 if value < 100 else 0)


def format_expected(crop: CropCount) -> str:
    """Return the expected hectares of a crop with their standard deviation, both with the decimals that it supports."""
    digits = 1 if crop.deviation < COARSE and crop.expected < 100 else 0
    return f"{number(crop.expected, digits)} ± {number(crop.deviation, digits)}"
