"""Widgets with their object names and tooltips in one call."""

from __future__ import annotations

from typing import TypeVar

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

from .wrapped_label import SentenceLabel, WrappedLabel

W = TypeVar("W", bound=QWidget)


def named(name: str, widget: W, tooltip: str = "") -> W:
    """Give ``widget`` its object name and tooltip, and return it."""
    widget.setObjectName(name)
    widget.setToolTip(tooltip)
    return widget


def wrapped_label(name: str, parent: QWidget, text: str = "") -> QLabel:
    """Return a label for sentences, which are broken into lines; whatever they hold is shown as it is."""
    return named(name, WrappedLabel(text, parent))


def rich_label(name: str, parent: QWidget) -> QLabel:
    """Return a label for rich text, whose values the caller escapes (`rich_text.rich`)."""
    label = named(name, SentenceLabel(parent))
    label.setTextFormat(Qt.TextFormat.RichText)
    return label
