"""The order of the recognised dates, and how clear a date must be to be listed."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from ..text import number
from ..widgets.flow_layout import FlowLayout
from ..widgets.named import named
from .recognition_rows import Row

TIME, CLEAREST, CLOUDIEST = "time", "clearest", "cloudiest"


class RowOrder(QWidget):
    """The choices doabRowOrder and doabRowClear, and doabRowsHidden on what they hide, which is mapped all the same."""

    changed = pyqtSignal()
    """Another order, or another limit, is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabRowOrderRow")
        self._order = named(
            "doabRowOrder",
            QComboBox(self),
            self.tr("The order of the dates below; a click on the title of the column “Clear” changes it, too"),
        )
        for text, order in (
            (self.tr("In time order"), TIME),
            (self.tr("Clearest first"), CLEAREST),
            (self.tr("Cloudiest first"), CLOUDIEST),
        ):
            self._order.addItem(text, order)
        self._least = named(
            "doabRowClear",
            QSpinBox(self),
            self.tr(
                "Dates that show less ground are not listed; they are mapped all the same, unless you leave them out"
            ),
        )
        self._least.setRange(0, 100)
        self._least.setSingleStep(10)
        self._least.setSuffix(self.tr(" %"))
        self._hidden = named("doabRowsHidden", QLabel(self))
        self._hidden.setVisible(False)
        limit = named("doabRowClearRow", QWidget(self))
        row = QHBoxLayout(limit)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("clear at least"), limit))
        row.addWidget(self._least, 1)
        layout = FlowLayout(self, stretch=True)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._order, limit, self._hidden):
            layout.addWidget(widget)
        self._order.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._least.valueChanged.connect(lambda _: self.changed.emit())

    @property
    def order(self) -> str:
        """The chosen order."""
        return self._order.currentData()

    def choose(self, order: str) -> None:
        """Choose an order."""
        self._order.setCurrentIndex(self._order.findData(order))

    def arrange(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that are listed, in order.

        ``rows`` are in time order, what is left out first, where it stays. Radar comes last unless in time order.
        """
        least = self._least.value() / 100
        dates = [row for row in rows if row.clear is not None]
        clear = [row for row in dates if row.clear >= least]
        hidden = len(dates) - len(clear)
        self._hidden.setText(self.tr("hidden: {}").format(number(hidden)))
        self._hidden.setVisible(hidden > 0)
        if self.order == TIME:
            return [row for row in rows if row.clear is None or row.clear >= least]
        clear.sort(key=lambda row: row.clear or 0.0, reverse=self.order == CLEAREST)
        first = [row for row in rows if row.clear is None and (row.problem or row.sensor == "DEM")]
        return [*first, *clear, *(row for row in rows if row.clear is None and row not in first)]
