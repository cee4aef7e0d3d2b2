"""The base of layouts whose items lie in lines, as many in each as the width allows."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QWidget


class LinesLayout(QLayout):
    """Lines of items; a subclass overrides `areas`, and `sizeHint` for the width that it would like to have.

    No narrower than its widest item, where a QHBoxLayout is as wide as all of them. Qt asks for sizes again and again:
    they are computed once, until something changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._areas: dict[int, list[tuple[QLayoutItem, QRect]]] = {}  # by width (px)
        self._minimum: QSize | None = None

    def areas(self, width: int) -> Iterator[tuple[QLayoutItem, QRect]]:
        """Yield the shown items line by line, each with its area (px) in lines of this width that begin at 0, 0."""
        raise NotImplementedError

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

    def invalidate(self) -> None:
        """Compute the sizes anew: an item has changed, was shown or hidden."""
        self._areas, self._minimum = {}, None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        margins = self.contentsMargins()
        areas = self._areas_at(width - margins.left() - margins.right())
        return margins.top() + max((area.bottom() + 1 for _, area in areas), default=0) + margins.bottom()

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the width of the widest item and the height of the highest; `heightForWidth` says what is needed."""
        if self._minimum is None:
            sizes = [item.minimumSize() for item in self.shown()]
            width, height = (max((getattr(size, side)() for size in sizes), default=0) for side in ("width", "height"))
            self._minimum = self.with_margins(width, height)
        return self._minimum

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        inner = self.contentsRect()
        for item, area in self._areas_at(inner.width()):
            item.setGeometry(area.translated(inner.topLeft()))

    def _areas_at(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        if width not in self._areas:
            self._areas[width] = [*self.areas(width)]
        return self._areas[width]

    def shown(self) -> list[QLayoutItem]:
        """Return the items that are not hidden."""
        return [item for item in self._items if not item.isEmpty()]

    def gap(self) -> int:
        """Return the pixels between two items, and between two lines."""
        return max(self.spacing(), 0)

    def with_margins(self, width: int, height: int) -> QSize:
        """Return a size (px) with the margins around it."""
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())
