"""The few differences between Qt 5 and Qt 6 and between the versions of QGIS."""

from __future__ import annotations

from qgis.core import QgsSymbolLayer

try:
    from qgis.PyQt.QtGui import QAction, QShortcut
except ImportError:
    from qgis.PyQt.QtWidgets import QAction, QShortcut

__all__ = ["FILL_COLOR", "QAction", "QShortcut"]

_PROPERTIES = QgsSymbolLayer.Property
FILL_COLOR = _PROPERTIES.FillColor if hasattr(_PROPERTIES, "FillColor") else _PROPERTIES.PropertyFillColor
