"""The step that is in use keeps its place in the panel."""

from __future__ import annotations

import pytest
from making import wait
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QPushButton, QVBoxLayout, QWidget

from doab.plugin.dock.steps import StepsArea


@pytest.fixture
def area(window):
    """Three steps of 300 pixels with a button each, of which 200 pixels can be seen."""
    content = QWidget()
    layout = QVBoxLayout(content)
    steps = [QWidget() for _ in range(3)]
    for step in steps:
        step.setFixedHeight(300)
        QPushButton(step)
        layout.addWidget(step)
    made = StepsArea(steps, window)
    made.setWidgetResizable(True)
    made.setWidget(content)
    made.resize(200, 200)
    made.show()
    made.steps = steps
    wait(lambda: made.verticalScrollBar().maximum() > 0)
    return made


def place(area, number: int) -> int:
    return area.steps[number].mapTo(area, area.steps[number].rect().topLeft()).y()


@pytest.mark.parametrize("height", [100, 500])
def test_a_step_in_use_stays_where_it_is_when_one_above_it_changes(area, height):
    area.steps[1].findChild(QPushButton).setFocus()
    area.verticalScrollBar().setValue(area.steps[1].y() - 20)
    before = place(area, 1)
    area.steps[0].setFixedHeight(height)
    wait(lambda: area.steps[0].height() == height and place(area, 1) == before)


def test_a_step_below_the_one_in_use_may_move(area):
    area.steps[0].findChild(QPushButton).setFocus()
    before = place(area, 0)
    area.steps[1].setFixedHeight(600)
    wait(lambda: area.steps[1].height() == 600)
    assert place(area, 0) == before and area.verticalScrollBar().value() == 0


def test_a_step_that_is_out_of_view_does_not_pull(area):
    area.steps[2].findChild(QPushButton).setFocus()
    area.verticalScrollBar().setValue(0)
    area.steps[0].setFixedHeight(500)
    wait(lambda: area.steps[0].height() == 500)
    QTest.qWait(20)
    assert area.verticalScrollBar().value() == 0
