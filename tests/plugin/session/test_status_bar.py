"""QGIS's indicators in the status bar shrink in a narrow window while the dock is there."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QMainWindow, QProgressBar

from doab.plugin.tasks.status_bar import DRAWING, NarrowIndicators


@pytest.fixture
def main_window(qgis_app):
    window = QMainWindow()
    yield window
    window.deleteLater()


def test_the_indicators_may_shrink_until_the_plugin_is_off(main_window):
    indicator, other = QProgressBar(), QProgressBar()
    indicator.setObjectName(DRAWING)
    for bar in (indicator, other):
        main_window.statusBar().addWidget(bar)
    indicators = NarrowIndicators(main_window, QObject(main_window))
    assert (indicator.minimumWidth(), other.minimumWidth()) == (1, 0)
    indicators.restore()
    assert indicator.minimumWidth() == 0


def test_a_window_without_status_bar_is_left_alone(main_window):
    NarrowIndicators(main_window, QObject(main_window)).restore()
