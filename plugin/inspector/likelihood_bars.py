"""The probabilities of one parcel's crops as bars in the crops' colours; a click chooses what it is compared with."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QToolTip

from ..parcels.crop_areas import OTHER
from ..text import number
from .time_series_task import Likelihood

GAP = 6  # px
LEAST, MOST = 2, 5
"""So many crops have a row of their own; after the least, only those of one percent and more."""


class LikelihoodBars(QLabel):
    """One bar a crop (doabLikelihoods), the likeliest first, the last row for all that follow.

    A label, because QGIS's dark themes give their colour of text to labels only.
    """

    chosen = pyqtSignal(str)
    """The HCAT code of the crop whose typical curve the analyst wants to see."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabLikelihoods")
        self.setToolTip(self.tr("How likely each crop is; click one to see its typical curve in the plot"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[Likelihood] = []
        self._comparable: frozenset[str] = frozenset()
        self._marked = ""

    def show_crops(self, crops: tuple[Likelihood, ...]) -> None:
        """Draw these crops; none can be chosen yet."""
        shown = min(max(LEAST, sum(crop.probability >= 0.01 for crop in crops)), MOST)
        self._rows = list(crops[:shown])
        if rest := crops[shown:]:
            self._rows.append(
                Likelihood(self.tr("{} others").format(number(len(rest))), "", OTHER, sum(c.probability for c in rest))
            )
        self._comparable = frozenset()
        self._marked = ""
        self.updateGeometry()
        self.update()

    def offer(self, codes: frozenset[str], marked: str) -> None:
        """Let these crops be chosen; ``marked`` is the one whose typical curve is shown."""
        self._comparable, self._marked = codes, marked
        self.setCursor(Qt.CursorShape.PointingHandCursor if codes else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(30 * self.fontMetrics().averageCharWidth(), len(self._rows) * self._step())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def _step(self) -> int:
        return self.fontMetrics().height() + GAP

    def crop_at(self, y: float) -> Likelihood | None:
        """Return the crop whose bar is drawn at height ``y`` (px)."""
        row = int(y // self._step())
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def mousePressEvent(self, event) -> None:  # noqa: N802
        crop = self.crop_at(event.pos().y())
        if crop is not None and crop.code in self._comparable:
            self.chosen.emit(crop.code)

    def event(self, event) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            crop = self.crop_at(event.pos().y())
            QToolTip.showText(event.globalPos(), self._explain(crop) if crop else self.toolTip(), self)
            return True
        return super().event(event)

    def _explain(self, crop: Likelihood) -> str:
        share = self.tr("{}: {} %.").format(crop.label, number(100 * crop.probability, 1))
        if crop.code == self._marked and crop.code:
            return share + " " + self.tr("The plot shows its typical curve.")
        return share + " " + self.tr("Click to see its typical curve.") if crop.code in self._comparable else share

    def paintEvent(self, _event) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(_bold(self.font()))
        names = max((metrics.horizontalAdvance(crop.label) for crop in self._rows), default=0)
        left = min(names, round(0.4 * self.width())) + 2 * GAP
        right = self.width() - metrics.horizontalAdvance("100 %") - GAP
        for row, crop in enumerate(self._rows):
            self._draw(painter, crop, QRectF(0, row * self._step(), self.width(), self._step()), left, right)

    def _draw(self, painter: QPainter, crop: Likelihood, line: QRectF, left: float, right: float) -> None:
        text = self.palette().color(QPalette.ColorRole.WindowText)
        middle = Qt.AlignmentFlag.AlignVCenter
        marked = crop.code == self._marked and bool(crop.code)
        painter.setFont(_bold(self.font()) if marked else self.font())
        painter.setPen(text)
        name = painter.fontMetrics().elidedText(crop.label, Qt.TextElideMode.ElideRight, round(left - GAP))
        painter.drawText(QRectF(GAP / 2, line.top(), left, line.height()), middle, name)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, percent(crop.probability))
        trough = QRectF(left, line.top() + GAP / 2, right - left, line.height() - GAP)
        faint = QColor(text)
        faint.setAlpha(24)
        painter.fillRect(trough, faint)
        bar = QRectF(trough.topLeft(), trough.size())
        bar.setWidth(max(trough.width() * crop.probability, 1))
        painter.fillRect(bar, QColor(crop.colour))
        if marked:
            painter.setPen(QPen(text, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(trough)


def percent(share: float) -> str:
    """Write a share in whole percent; little is not nothing."""
    return "< 1 %" if 0 < share < 0.005 else f"{number(100 * share)} %"


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
