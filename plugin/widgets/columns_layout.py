"""A layout of boxes side by side where the dock is wide, and one below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QWidget


class ColumnsLayout(QLayout):
    """Boxes in the order in which they are read: as many as fit, each ``column`` px wide or wider, share the last line.

    Those before them have a line of their own each. The width asks for no more than one column, and what a box shows
    does not change their number as long as it fits into ``column``.
    """

    def __init__(self, column: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return max((area.bottom() + 1 for _, area in self._areas(QRect(0, 0, width, 0))), default=0)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of one column."""
        sizes = [item.sizeHint() for item in self._shown()]
        height = sum(size.height() for size in sizes) + self._gap() * max(len(sizes) - 1, 0)
        return QSize(max((size.width() for size in sizes), default=0), height)

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the width of one column and the height of one line; `heightForWidth` says what a width needs."""
        sizes = [item.minimumSize() for item in self._shown()]
        width, height = (max((getattr(size, side)() for size in sizes), default=0) for side in ("width", "height"))
        return QSize(width, height)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        for item, area in self._areas(rect):
            item.setGeometry(area)

    def _areas(self, rect: QRect) -> Iterator[tuple[QLayoutItem, QRect]]:
        """Yield the shown items, each with its area; those in a line begin at the same height."""
        y = rect.top()
        for line in self._lines(rect.width()):
            width = (rect.width() - self._gap() * (len(line) - 1)) // len(line)
            heights = [_height(item, width) for item in line]
            for index, (item, height) in enumerate(zip(line, heights)):
                yield item, QRect(rect.left() + index * (width + self._gap()), y, width, height)
            y += max(heights) + self._gap()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return the shown items line by line."""
        shown = self._shown()
        column = max([self._column, *(item.minimumSize().width() for item in shown)])
        fitting = min(max((width + self._gap()) // (column + self._gap()), 1), len(shown))
        first = len(shown) - fitting
        return [*([item] for item in shown[:first]), *([shown[first:]] if shown else [])]

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _gap(self) -> int:
        return max(self.spacing(), 0)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
