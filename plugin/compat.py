"""The few differences between Qt 5 and Qt 6 and between the versions of QGIS."""

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

# The dock says how a task ended; before QGIS 3.26 the desktop also announces every one that took over five seconds.
QUIET = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent if hasattr(QgsTask.Flag, "Silent") else QgsTask.Flag.CanCancel

# A model's answer about alignment is a number to Qt; enums of PyQt 6 do not turn into one by themselves.
_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
RIGHT = _right.value if hasattr(_right, "value") else int(_right)
