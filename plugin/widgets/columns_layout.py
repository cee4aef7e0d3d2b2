"""A layout of boxes side by side where the dock is wide, and one below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import QRect, QSize
from qgis.PyQt.QtWidgets import QLayoutItem, QWidget

from .lines_layout import LinesLayout


class ColumnsLayout(LinesLayout):
    """Boxes in the order in which they are read: as many as fit, each ``column`` px wide or wider, share the last line.

    Those before them have a line of their own each. The width asks for no more than one column, and what a box shows
    does not change their number as long as it fits into ``column``.
    """

    def __init__(self, column: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of one column."""
        sizes = [item.sizeHint() for item in self.shown()]
        height = sum(size.height() for size in sizes) + self.gap() * max(len(sizes) - 1, 0)
        return self.with_margins(max((size.width() for size in sizes), default=0), height)

    def areas(self, width: int) -> Iterator[tuple[QLayoutItem, QRect]]:
        """Yield the shown items with their areas; those in a line begin at the same height."""
        y, gap = 0, self.gap()
        for line in self._lines(width):
            column = (width - gap * (len(line) - 1)) // len(line)
            heights = [_height(item, column) for item in line]
            for index, (item, height) in enumerate(zip(line, heights)):
                yield item, QRect(index * (column + gap), y, column, height)
            y += max(heights) + gap

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return the shown items line by line."""
        shown = self.shown()
        column = max(self._column, self.minimumSize().width())
        fitting = min(max((width + self.gap()) // (column + self.gap()), 1), len(shown))
        first = len(shown) - fitting
        return [*([item] for item in shown[:first]), *([shown[first:]] if shown else [])]


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
