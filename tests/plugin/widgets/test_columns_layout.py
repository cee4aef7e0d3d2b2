"""Boxes lie side by side where there is room for them, the last ones first, and one below the other where not."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from doab.plugin.widgets.columns_layout import ColumnsLayout
from doab.plugin.widgets.steady_scroll_area import SteadyScrollArea

COLUMN, GAP, HEIGHTS = 200, 10, (50, 30, 20)


class Box(QLabel):
    """A box of 100 to 180 pixels."""

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._height = height

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(180, self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(100, self._height)


@pytest.fixture
def parent(qgis_app):
    widget = QWidget()
    yield widget
    widget.deleteLater()


@pytest.fixture
def boxes(parent) -> list[Box]:
    """Three boxes in columns."""
    layout = ColumnsLayout(COLUMN, parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GAP)
    boxes = [Box(height, parent) for height in HEIGHTS]
    for box in boxes:
        layout.addWidget(box)
    return boxes


def geometries(parent: QWidget, boxes: list[Box], width: int) -> list[tuple[int, int, int, int]]:
    parent.resize(width, parent.layout().heightForWidth(width))
    parent.show()
    parent.layout().activate()
    return [(box.x(), box.y(), box.width(), box.height()) for box in boxes]


def test_in_a_narrow_dock_they_lie_one_below_the_other(parent, boxes):
    assert geometries(parent, boxes, 409) == [(0, 0, 409, 50), (0, 60, 409, 30), (0, 100, 409, 20)]
    assert parent.layout().heightForWidth(409) == 120


def test_where_two_fit_the_last_two_share_a_line_and_begin_at_the_same_height(parent, boxes):
    assert geometries(parent, boxes, 410) == [(0, 0, 410, 50), (0, 60, 200, 30), (210, 60, 200, 20)]
    assert parent.layout().heightForWidth(410) == 90


def test_where_all_fit_they_share_one_line_and_its_whole_width(parent, boxes):
    assert geometries(parent, boxes, 920) == [(0, 0, 300, 50), (310, 0, 300, 30), (620, 0, 300, 20)]
    assert parent.layout().heightForWidth(920) == 50


def test_what_changes_its_height_is_laid_out_anew(parent, boxes):
    geometries(parent, boxes, 920)
    boxes[1].setMinimumHeight(90)
    parent.layout().activate()
    assert parent.layout().heightForWidth(920) == 90 and boxes[1].height() == 90


def test_what_is_hidden_takes_no_column(parent, boxes):
    boxes[1].setVisible(False)
    assert geometries(parent, boxes, 410)[::2] == [(0, 0, 200, 50), (210, 0, 200, 20)]


def test_the_width_that_is_asked_for_is_that_of_one_column(parent, boxes):
    layout = parent.layout()
    assert layout.minimumSize().width() == 100 and layout.sizeHint() == QSize(180, 120)


def test_a_box_that_needs_more_width_than_a_column_is_not_cut(parent, boxes):
    boxes[2].setMinimumWidth(300)
    assert [x for x, *_ in geometries(parent, boxes, 609)] == [0, 0, 0]
    assert [x for x, *_ in geometries(parent, boxes, 610)] == [0, 0, 310]


def test_without_boxes_there_is_no_height(parent):
    layout = ColumnsLayout(COLUMN, parent)
    layout.setContentsMargins(0, 0, 0, 0)
    assert layout.heightForWidth(500) == 0


def test_a_scroll_area_is_as_high_as_its_lines(window):
    content, area = QWidget(), SteadyScrollArea(window)
    outer, columns = QVBoxLayout(content), ColumnsLayout(COLUMN)
    outer.setContentsMargins(0, 0, 0, 0)
    for height in (500, 400):
        columns.addWidget(Box(height, content))
    outer.addLayout(columns)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.show()
    heights = []
    for width in (300, 700):
        area.resize(width, 100)
        content.layout().activate()
        heights.append(content.height())
    area.deleteLater()
    assert heights[0] >= 900 and heights[1] == 500
