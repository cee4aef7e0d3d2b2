"""Widgets with their object names and tooltips in one call."""

from __future__ import annotations

from typing import TypeVar

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

W = TypeVar("W", bound=QWidget)


def named(name: str, widget: W, tooltip: str = "") -> W:
    """Give ``widget`` its object name and tooltip, and return it."""
    widget.setObjectName(name)
    widget.setToolTip(tooltip)
    return widget


def wrapped_label(name: str, parent: QWidget, text: str = "") -> QLabel:
    """Return a label for sentences, which are broken into lines; whatever they hold is shown as it is."""
    label = named(name, QLabel(text, parent))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def rich_label(name: str, parent: QWidget) -> QLabel:
    """Return a label for rich text, whose values the caller escapes (`rich_text.rich`)."""
    label = wrapped_label(name, parent)
    label.setTextFormat(Qt.TextFormat.RichText)
    return label
