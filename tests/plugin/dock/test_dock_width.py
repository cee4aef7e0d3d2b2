"""The dock is no wider than a small screen can spare, in each language, whatever its steps show."""

from __future__ import annotations

import pytest
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtWidgets import QApplication, QWidget

from doab.plugin.dock.dock import NARROWEST

FONT = 12  # px, as on a desktop of 96 dots an inch; the platform of the tests takes a larger one


@pytest.fixture(params=["en", "de", "fr"])
def dock_in_language(request, in_language):
    """The dock with every widget shown, also those that never are at the same time."""
    in_language(request.param)
    dock = request.getfixturevalue("dock")
    font = dock.font()
    font.setPixelSize(FONT)
    dock.setFont(font)
    for widget in dock.findChildren(QWidget):
        if widget.objectName().startswith("doab") and not widget.isWindow():
            widget.setVisible(True)
    for box in dock.findChildren(QgsCollapsibleGroupBoxBasic):
        box.setCollapsed(False)
    QApplication.processEvents()
    return dock


def test_every_step_fits_without_scrolling_sideways(dock_in_language):
    dock = dock_in_language
    bar = dock._scroll.verticalScrollBar().sizeHint().width()
    steps = {step.objectName(): step.minimumSizeHint().width() for step in dock._steps}
    assert len(steps) == 10 and max(steps.values()) <= 240, steps
    assert dock._scroll.widget().minimumSizeHint().width() + bar <= NARROWEST


def test_the_whole_dock_is_no_wider_than_a_third_of_a_small_screen(dock_in_language):
    assert dock_in_language.minimumSizeHint().width() <= 300
