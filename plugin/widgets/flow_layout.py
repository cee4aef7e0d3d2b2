"""A layout of buttons side by side that goes on in another line where the dock is too narrow for all of them."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines of items, each of the width of its hint, or all wider where ``stretch`` fills the lines evenly.

    No narrower than its widest item, where a QHBoxLayout is as wide as all of them.
    """

    def __init__(self, parent: QWidget | None = None, stretch: bool = False) -> None:
        super().__init__(parent)
        self._stretch = stretch
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
        top, bottom = self.contentsMargins().top(), self.contentsMargins().bottom()
        lines = self._lines(self._inner_width(width))
        heights = sum(max(item.sizeHint().height() for item in line) for line in lines)
        return top + heights + self._gap() * max(len(lines) - 1, 0) + bottom

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of a single line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self._gap() * max(len(shown) - 1, 0)
        return self._with_margins(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        shown = [item.minimumSize() for item in self._shown()]
        width, height = (max((getattr(size, side)() for size in shown), default=0) for side in ("width", "height"))
        return self._with_margins(width, height)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        inner = self.contentsRect()
        y = inner.top()
        for line in self._lines(inner.width()):
            height = max(item.sizeHint().height() for item in line)
            for item, left, width in self._places(line, inner.width()):
                item.setGeometry(QRect(QPoint(inner.left() + left, y), QSize(width, height)))
            y += height + self._gap()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return the shown items line by line."""
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            needed = self._gap() + item.sizeHint().width()
            if lines and used + needed <= width:
                lines[-1].append(item)
                used += needed
            else:
                lines.append([item])
                used = item.sizeHint().width()
        return lines

    def _places(self, line: list[QLayoutItem], width: int) -> list[tuple[QLayoutItem, int, int]]:
        """Return the items of a line, each with its left edge and its width (px)."""
        hints = [min(item.sizeHint().width(), width) for item in line]
        spare = width - sum(hints) - self._gap() * (len(line) - 1)
        extra = max(spare, 0) // len(line) if self._stretch else 0
        lefts = [sum(hints[:i]) + i * (self._gap() + extra) for i in range(len(line))]
        return [(item, left, hint + extra) for item, left, hint in zip(line, lefts, hints)]

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _gap(self) -> int:
        return max(self.spacing(), 0)

    def _inner_width(self, width: int) -> int:
        margins = self.contentsMargins()
        return width - margins.left() - margins.right()

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())


def row(*widgets: QWidget) -> FlowLayout:
    """Return a layout of widgets side by side, which fill the width."""
    layout = FlowLayout(stretch=True)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
