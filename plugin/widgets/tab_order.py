"""The order in which the Tab key goes through widgets: that of their layouts, where Qt's is that of their making."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QLayout, QScrollArea, QTabWidget, QWidget


def follow_layout(widget: QWidget) -> None:
    """Let Tab go through what lies in ``widget`` in the order in which it is read."""
    stops = [*_stops(widget)]
    for before, after in zip(stops, stops[1:]):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that Tab stops at, from the top to the bottom."""
    if isinstance(widget, QTabWidget):
        yield widget.tabBar()
        for page in range(widget.count()):
            yield from _stops(widget.widget(page))
        return
    if isinstance(widget, QScrollArea):
        yield from _stops(widget.widget())
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    layout = widget.layout()
    if layout is not None:
        placed = [*_placed(layout)]
        beside = [child for child in widget.children() if isinstance(child, QWidget) and child not in placed]
        for inner in (*beside, *placed):  # beside the layout is the button that collapses a box
            if not inner.isWindow():
                yield from _stops(inner)


def _placed(layout: QLayout) -> Iterator[QWidget]:
    """Yield the widgets of a layout and of the layouts in it, row by row."""
    for item in _items(layout):
        if item.widget() is not None:
            yield item.widget()
        elif item.layout() is not None:
            yield from _placed(item.layout())


def _items(layout: QLayout) -> Iterator:
    if isinstance(layout, QFormLayout):
        roles = (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)
        cells = (layout.itemAt(row, role) for row in range(layout.rowCount()) for role in roles)
    else:
        cells = (layout.itemAt(number) for number in range(layout.count()))
    yield from (cell for cell in cells if cell is not None)
