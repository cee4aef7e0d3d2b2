"""QGIS's own indicators of tasks and of drawing, which can make its window wider than a small screen.

QGIS shows both in its status bar, where they add 247 pixels to the least width of the window while Doab reads images,
and the window does not become narrower afterwards.
"""

from __future__ import annotations

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QMainWindow, QStatusBar, QWidget

TASKS, DRAWING = "QgsTaskManagerStatusBarWidget", "mProgressBar"
"""A class of QGIS and the name of an object: the first has no name."""


class NarrowIndicators(QObject):
    """Lets both indicators shrink where the window is narrow, until `restore`; elsewhere they keep their width."""

    def __init__(self, window: QMainWindow, parent: QObject) -> None:
        super().__init__(parent)
        bar = window.findChild(QStatusBar)
        children = bar.findChildren(QWidget) if bar is not None else []
        self._indicators = [child for child in children if _is_indicator(child)]
        for indicator in self._indicators:
            indicator.setMinimumWidth(1)

    def restore(self) -> None:
        """Give them their own least width back: the plugin is switched off."""
        for indicator in self._indicators:
            if not sip.isdeleted(indicator):
                indicator.setMinimumWidth(0)


def _is_indicator(widget: QWidget) -> bool:
    return widget.objectName() == DRAWING or widget.metaObject().className() == TASKS
