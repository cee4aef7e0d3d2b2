"""Buttons go on in another line where there is no room, and fill their lines where they are to."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QRect
from qgis.PyQt.QtWidgets import QLabel, QWidget

from doab.plugin.widgets.flow_layout import FlowLayout

GAP = 6


@pytest.fixture
def row(qgis_app):
    """Return a function that lays out three labels of 100 pixels, and returns their geometries at a width."""
    parents = []

    def lay_out(width: int, stretch: bool = False, hidden: int = -1) -> list[tuple[int, int, int]]:
        parent = QWidget()
        parents.append(parent)
        layout = FlowLayout(parent, stretch)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        labels = [QLabel(parent) for _ in range(3)]
        for index, label in enumerate(labels):
            label.setFixedHeight(20)
            label.sizeHint = lambda: QRect(0, 0, 100, 20).size()
            label.setMinimumWidth(100)
            layout.addWidget(label)
            label.setVisible(index != hidden)
        parent.resize(width, layout.heightForWidth(width))
        parent.show()
        layout.activate()
        return [(label.x(), label.y(), label.width()) for label in labels], layout

    return lay_out


def test_one_line_where_there_is_room(row):
    assert row(400)[0] == [(0, 0, 100), (106, 0, 100), (212, 0, 100)]


def test_another_line_where_there_is_none_and_the_height_says_so(row):
    places, layout = row(250)
    assert places == [(0, 0, 100), (106, 0, 100), (0, 26, 100)]
    assert layout.heightForWidth(250) == 46 and layout.heightForWidth(400) == 20


def test_no_wider_than_the_widest_item(row):
    _, layout = row(400)
    assert layout.minimumSize().width() == 100 and layout.sizeHint().width() == 312


def test_stretched_lines_are_filled_evenly(row):
    places, _ = row(250, stretch=True)
    assert places == [(0, 0, 122), (128, 0, 122), (0, 26, 250)]


def test_what_is_hidden_takes_no_room(row):
    places, layout = row(250, hidden=1)
    assert places[2] == (106, 0, 100) and layout.heightForWidth(250) == 20
