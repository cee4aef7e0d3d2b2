"""The order of the dates in the filmstrip, and how clear a date must be to be shown there."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from ...model import protocol
from ..widgets.flow_layout import FlowLayout
from ..widgets.named import named

TIME, QUALITY, CLEAR = "time", "quality", "clear"


class FrameOrder(QWidget):
    """The choices doabFrameOrder and doabFrameClear."""

    changed = pyqtSignal()
    """Another order, or another limit, is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabFrameOrderRow")
        self._order = named("doabFrameOrder", QComboBox(self), self.tr("The order of the dates below"))
        for text, order in (
            (self.tr("In time order"), TIME),
            (self.tr("Best first"), QUALITY),
            (self.tr("Clearest first"), CLEAR),
        ):
            self._order.addItem(text, order)
        self._least = named("doabFrameClear", QSpinBox(self), self.tr("Dates that show less ground are not listed"))
        self._least.setRange(0, 100)
        self._least.setSingleStep(10)
        self._least.setSuffix(self.tr(" %"))
        limit = named("doabFrameClearRow", QWidget(self))
        row = QHBoxLayout(limit)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("clear at least"), limit))
        row.addWidget(self._least, 1)
        layout = FlowLayout(self, stretch=True)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._order)
        layout.addWidget(limit)
        self._order.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._least.valueChanged.connect(lambda _: self.changed.emit())

    def arrange(self, frames: Sequence[protocol.FrameScore], kept: str) -> list[protocol.FrameScore]:
        """Return the frames (given in time order) that are clear enough, and the one of the date ``kept``, in order."""
        least = self._least.value() / 100
        shown = [frame for frame in frames if _clear(frame) >= least or frame.date == kept]
        order = self._order.currentData()
        if order == TIME:
            return shown
        return sorted(shown, key=lambda frame: -(frame.score if order == QUALITY else _clear(frame)))


def _clear(frame: protocol.FrameScore) -> float:
    return frame.parts.get("clear", 0.0)
