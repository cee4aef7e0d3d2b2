"""The Tab key goes through widgets as they are read, whatever the order in which they were made."""

from __future__ import annotations

import pytest
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from doab.plugin.widgets.flow_layout import FlowLayout
from doab.plugin.widgets.tab_order import follow_layout


@pytest.fixture
def parent(qgis_app):
    widget = QWidget()
    yield widget
    widget.deleteLater()


def button(name: str, parent: QWidget) -> QPushButton:
    made = QPushButton(name, parent)
    made.setObjectName(name)
    return made


def order(first: QWidget, names: set[str]) -> list[str]:
    """Return those of the names, in the order in which Tab comes to them from the first."""
    reached, stop = [first.objectName()], first.nextInFocusChain()
    while stop is not first:
        if stop.objectName() in names:
            reached.append(stop.objectName())
        stop = stop.nextInFocusChain()
    return reached


def test_rows_are_read_from_left_to_right_and_from_top_to_bottom(parent):
    last, right, left, first = (button(name, parent) for name in ("last", "right", "left", "first"))
    row, flow = QHBoxLayout(), FlowLayout()
    row.addWidget(left)
    row.addWidget(right)
    flow.addWidget(last)
    column = QVBoxLayout(parent)
    column.addWidget(first)
    column.addLayout(row)
    column.addLayout(flow)
    follow_layout(parent)
    assert order(first, {"left", "right", "last"}) == ["first", "left", "right", "last"]


def test_the_fields_of_a_form_follow_each_other_with_the_parts_they_are_made_of(parent):
    device, output = button("device", parent), QgsFileWidget(parent)
    area = QLineEdit(parent)
    area.setObjectName("area")
    output.findChild(QLineEdit).setObjectName("path")
    form = QFormLayout(parent)
    form.addRow("Area", area)
    form.addRow("Output", output)
    form.addRow(button("spanning", parent))
    form.addRow("Device", device)
    follow_layout(parent)
    assert order(area, {"path", "spanning", "device"}) == ["area", "path", "spanning", "device"]


def test_tabs_come_before_their_pages_and_what_can_be_scrolled_where_it_lies(parent):
    below, area, tabs = button("below", parent), QScrollArea(parent), QTabWidget(parent)
    area.setWidget(button("scrolled", area))
    tabs.addTab(button("page", tabs), "One")
    tabs.tabBar().setObjectName("bar")
    column = QVBoxLayout(parent)
    for widget in (area, tabs, below):
        column.addWidget(widget)
    follow_layout(parent)
    assert order(area.widget(), {"bar", "page", "below"}) == ["scrolled", "bar", "page", "below"]
