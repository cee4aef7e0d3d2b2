"""Differences between Qt 5 and Qt 6, and between versions of QGIS."""

from __future__ import annotations

from qgis.core import QgsSymbolLayer, QgsTask
from qgis.PyQt.QtCore import Qt

try:
    from qgis.PyQt.QtGui import QAction, QShortcut
except ImportError:
    from qgis.PyQt.QtWidgets import QAction, QShortcut

__all__ = ["FILL_COLOR", "QUIET", "RIGHT", "QAction", "QShortcut"]

_PROPERTIES = QgsSymbolLayer.Property
FILL_COLOR = _PROPERTIES.FillColor if hasattr(_PROPERTIES, "FillColor") else _PROPERTIES.PropertyFillColor

# The dock shows how a task ended; QGIS would notify of every task over five seconds, too. The flag is new in
# QGIS 3.26.
QUIET = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent if hasattr(QgsTask.Flag, "Silent") else QgsTask.Flag.CanCancel

# data() must return the alignment as an integer; enums of PyQt 6 are not converted implicitly.
_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
RIGHT = _right.value if hasattr(_right, "value") else int(_right)
