"""A layout of buttons side by side that goes on in another line where the dock is too narrow for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import QRect, QSize
from qgis.PyQt.QtWidgets import QLayoutItem, QWidget

from .lines_layout import LinesLayout


class FlowLayout(LinesLayout):
    """Lines of items, each of the width of its hint, or all wider where ``stretch`` fills the lines evenly."""

    def __init__(self, parent: QWidget | None = None, stretch: bool = False) -> None:
        super().__init__(parent)
        self._stretch = stretch

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of a single line."""
        sizes = [item.sizeHint() for item in self.shown()]
        width = sum(size.width() for size in sizes) + self.gap() * max(len(sizes) - 1, 0)
        return self.with_margins(width, max((size.height() for size in sizes), default=0))

    def areas(self, width: int) -> Iterator[tuple[QLayoutItem, QRect]]:
        """Yield the shown items with their areas; those in a line are equally high."""
        y = 0
        for line in self._lines(width):
            height = max(item.sizeHint().height() for item in line)
            for item, left, needed in self._positions(line, width):
                yield item, QRect(left, y, needed, height)
            y += height + self.gap()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return the shown items line by line."""
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self.shown():
            needed = self.gap() + item.sizeHint().width()
            if lines and used + needed <= width:
                lines[-1].append(item)
                used += needed
            else:
                lines.append([item])
                used = item.sizeHint().width()
        return lines

    def _positions(self, line: list[QLayoutItem], width: int) -> list[tuple[QLayoutItem, int, int]]:
        """Return the items of a line, each with its left edge and its width (px)."""
        hints = [min(item.sizeHint().width(), width) for item in line]
        spare = width - sum(hints) - self.gap() * (len(line) - 1)
        extra = max(spare, 0) // len(line) if self._stretch else 0
        lefts = [sum(hints[:i]) + i * (self.gap() + extra) for i in range(len(line))]
        return [(item, left, hint + extra) for item, left, hint in zip(line, lefts, hints)]


def row(*widgets: QWidget) -> FlowLayout:
    """Return a layout of widgets side by side, which fill the width."""
    layout = FlowLayout(stretch=True)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
