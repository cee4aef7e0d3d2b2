"""The probabilities of one parcel's crops as bars; mouse and keyboard select the crop whose curve is plotted."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOptionFocusRect, QToolTip, QWidget

from ..parcels.crop_areas import OTHER
from ..text import number
from ..widgets.rich_text import plain
from .time_series_task import Likelihood

GAP = 6  # px
MIN_ROWS, MAX_ROWS = 2, 5
"""The number of crops with a row of their own; more than the minimum only with a probability of 1 % and more."""


class LikelihoodBars(QLabel):
    """One bar a crop (doabLikelihoods), the likeliest first; the last row sums up the rest.

    A click or the arrow keys select a crop. Screen readers are given the rows as the accessible description.

    A QLabel, because QGIS's dark themes set their text colour for labels only.
    """

    chosen = pyqtSignal(str)
    """The HCAT code of the crop that was selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabLikelihoods")
        self.setToolTip(
            self.tr("How likely each crop is; click one, or use the arrow keys, to see its typical curve in the plot")
        )
        self.setAccessibleName(self.toolTip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[Likelihood] = []
        self._selectable: frozenset[str] = frozenset()
        self._selected = ""

    def show_crops(self, crops: tuple[Likelihood, ...]) -> None:
        """Show these crops; none is selectable yet."""
        count = min(max(MIN_ROWS, sum(crop.probability >= 0.01 for crop in crops)), MAX_ROWS)
        self._rows = list(crops[:count])
        if others := crops[count:]:
            self._rows.append(
                Likelihood(
                    self.tr("{} others").format(number(len(others))), "", OTHER, sum(c.probability for c in others)
                )
            )
        self._selectable = frozenset()
        self._selected = ""
        self.updateGeometry()
        self._show_rows()

    def set_selectable(self, codes: frozenset[str], selected: str) -> None:
        """Make crops selectable; ``selected`` is the one whose reference curve is plotted."""
        self._selectable, self._selected = codes, selected
        self.setCursor(Qt.CursorShape.PointingHandCursor if codes else Qt.CursorShape.ArrowCursor)
        self._show_rows()

    def _show_rows(self) -> None:
        self.setAccessibleDescription(" ".join(map(self._describe, self._rows)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(30 * self.fontMetrics().averageCharWidth(), len(self._rows) * self._step())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(20 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def _step(self) -> int:
        return self.fontMetrics().height() + GAP

    def crop_at(self, y: float) -> Likelihood | None:
        """Return the crop whose bar is drawn at height ``y`` (px)."""
        row = int(y // self._step())
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        crop = self.crop_at(event.pos().y())
        if crop is not None and crop.code in self._selectable:
            self.chosen.emit(crop.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Select the crop in the row above or below; other keys go to the dock."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key(), 0)
        codes = [crop.code for crop in self._rows if crop.code in self._selectable]
        if not step or not codes:
            super().keyPressEvent(event)
            return
        at = codes.index(self._selected) if self._selected in codes else -step
        self.chosen.emit(codes[min(max(at + step, 0), len(codes) - 1)])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            crop = self.crop_at(event.pos().y())
            QToolTip.showText(event.globalPos(), plain(self._tooltip_text(crop)) if crop else self.toolTip(), self)
            return True
        return super().event(event)

    def _describe(self, crop: Likelihood) -> str:
        text = self.tr("{}: {} %.").format(crop.label, number(100 * crop.probability, 1))
        if crop.code == self._selected and crop.code:
            return text + " " + self.tr("The plot shows its typical curve.")
        return text

    def _tooltip_text(self, crop: Likelihood) -> str:
        text = self._describe(crop)
        if crop.code in self._selectable and crop.code != self._selected:
            return text + " " + self.tr("Click to see its typical curve.")
        return text

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(_bold(self.font()))
        label_width = max((metrics.horizontalAdvance(crop.label) for crop in self._rows), default=0)
        left = min(label_width, round(0.4 * self.width())) + 2 * GAP
        right = self.width() - metrics.horizontalAdvance("100 %") - GAP
        for row, crop in enumerate(self._rows):
            self._draw(painter, crop, QRectF(0, row * self._step(), self.width(), self._step()), left, right)
        if self.hasFocus():
            frame = QStyleOptionFocusRect()
            frame.initFrom(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, frame, painter, self)

    def _draw(self, painter: QPainter, crop: Likelihood, line: QRectF, left: float, right: float) -> None:
        text_color = self.palette().color(QPalette.ColorRole.WindowText)
        middle = Qt.AlignmentFlag.AlignVCenter
        selected = crop.code == self._selected and bool(crop.code)
        painter.setFont(_bold(self.font()) if selected else self.font())
        painter.setPen(text_color)
        name = painter.fontMetrics().elidedText(crop.label, Qt.TextElideMode.ElideRight, round(left - GAP))
        painter.drawText(QRectF(GAP / 2, line.top(), left, line.height()), middle, name)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, percent(crop.probability))
        background = QRectF(left, line.top() + GAP / 2, right - left, line.height() - GAP)
        faint = QColor(text_color)
        faint.setAlpha(24)
        painter.fillRect(background, faint)
        bar = QRectF(background.topLeft(), background.size())
        bar.setWidth(max(background.width() * crop.probability, 1))
        painter.fillRect(bar, QColor(crop.colour))
        if selected:
            painter.setPen(QPen(text_color, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(background)


def percent(share: float) -> str:
    """Return a share in whole percent for display; a small one is “< 1 %”, not 0 %."""
    return "< 1 %" if 0 < share < 0.005 else f"{number(100 * share)} %"


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
