"""What an analyst does with a dock, in tests."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget
from sample_data import wait


def find(dock, name: str) -> QWidget:
    widget = dock.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def press(dock, name: str) -> None:
    button = find(dock, name)
    assert button.isVisible() and button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def recognise(dock, paths) -> None:
    dock.inputs.add_paths([str(path) for path in paths])
    wait(lambda: dock.inputs.acquisitions.rowCount() == len(paths))
