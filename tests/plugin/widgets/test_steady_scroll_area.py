"""The widget under the mouse stays where it is while what is above it changes its height."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QCursor, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from doab.plugin.widgets.columns_layout import ColumnsLayout
from doab.plugin.widgets.steady_scroll_area import SteadyScrollArea


@pytest.fixture
def mouse(monkeypatch):
    """Return a function that puts the mouse somewhere; at first it is elsewhere."""
    position = [QPoint(-5000, -5000)]
    monkeypatch.setattr(QCursor, "pos", staticmethod(lambda: position[0]))

    def move(widget) -> None:
        position[0] = widget.mapToGlobal(widget.rect().center())

    return move


@pytest.fixture
def area(window, mouse):
    """A label, a button and room below, scrolled so that the button is in the middle."""
    area = SteadyScrollArea(window)
    content = QWidget()
    layout = QVBoxLayout(content)
    label, button = QLabel("one line"), QPushButton("Next")
    label.setObjectName("above")
    label.setMinimumHeight(400)
    for widget in (label, button):
        layout.addWidget(widget)
    layout.addSpacing(900)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.resize(300, 300)
    area.show()
    QTest.qWait(20)
    area.verticalScrollBar().setValue(button.y() - 100)
    QTest.qWait(20)
    yield area
    area.deleteLater()


def top(area, widget) -> int:
    return widget.mapTo(area.viewport(), QPoint(0, 0)).y()


@pytest.mark.parametrize("height", [440, 330])
def test_the_button_under_the_mouse_stays(area, height, mouse):
    button, label = area.findChild(QPushButton), area.findChild(QLabel, "above")
    before = top(area, button)
    mouse(button)
    label.setMinimumHeight(height)
    QTest.qWait(30)
    assert top(area, button) == before


def test_what_lies_below_the_button_does_not_count(window, mouse):
    area, content = SteadyScrollArea(window), QWidget()
    boxes = [QPushButton(name, content) for name in ("above", "under the mouse", "below")]
    outer, columns = QVBoxLayout(content), ColumnsLayout(column=1000)
    for box in boxes:
        box.setMinimumHeight(100)
        columns.addWidget(box)
    outer.addLayout(columns)
    outer.addSpacing(900)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.resize(300, 300)
    area.show()
    QTest.qWait(20)
    before = top(area, boxes[1])
    mouse(boxes[1])
    boxes[0].setMinimumHeight(200)  # that far above it is where the lowest box would be
    QTest.qWait(30)
    assert top(area, boxes[1]) == before
    area.deleteLater()


def test_at_the_end_of_the_dock_what_gets_shorter_and_longer_again_leaves_the_button_where_it_is(area, mouse):
    label, button = area.findChild(QLabel, "above"), area.findChild(QPushButton)
    button.setMinimumHeight(150)
    area.widget().layout().addSpacing(-800)
    QTest.qWait(100)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    before = top(area, button)
    mouse(button)
    for height in (360, 400):
        label.setMinimumHeight(height)
        QTest.qWait(100)
        assert top(area, button) == before


def test_without_the_mouse_nothing_scrolls(area):
    label = area.findChild(QLabel, "above")
    before = area.verticalScrollBar().value()
    label.setMinimumHeight(440)
    QTest.qWait(30)
    assert area.verticalScrollBar().value() == before


def test_the_wheel_scrolls_and_changes_no_choice(window):
    area, content = SteadyScrollArea(window), QWidget()
    choices, number, slider = QComboBox(content), QSpinBox(content), QSlider(Qt.Orientation.Horizontal, content)
    choices.addItems(["whole", "drawn"])
    for widget in (number, slider):
        widget.setValue(50)
    layout = QVBoxLayout(content)
    for widget in (choices, number, slider):
        layout.addWidget(widget)
    layout.addSpacing(900)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.resize(300, 300)
    area.show()
    QTest.qWait(20)
    scrolled = [0]
    for widget in (choices, number, slider):
        QApplication.sendEvent(widget, turned(widget))
        scrolled.append(area.verticalScrollBar().value())
    assert (choices.currentIndex(), number.value(), slider.value()) == (0, 50, 50)
    assert scrolled == sorted(set(scrolled))
    area.deleteLater()


def turned(widget: QWidget) -> QWheelEvent:
    """Return the event of a wheel that is turned by one notch, towards the user, over the middle of a widget."""
    middle = widget.rect().center()
    return QWheelEvent(
        QPointF(middle),
        QPointF(widget.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
