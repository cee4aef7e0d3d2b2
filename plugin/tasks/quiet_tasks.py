"""QGIS's own messages about tasks of Doab, which the dock reports itself, where QGIS has no flag against them."""

from __future__ import annotations

from qgis.core import QgsTask
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QWidget

from ..child.child_task import task_titles


class QuietTasks(QObject):
    """Takes messages of the message bar away whose text is the title of a task of Doab (QGIS before 3.26)."""

    def __init__(self, bar: QgsMessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        if not hasattr(QgsTask.Flag, "Silent"):
            bar.widgetAdded.connect(self._look)

    def _look(self, widget: QWidget) -> None:
        item = sip.cast(widget, QgsMessageBarItem)  # PyQt does not know the type of every item
        if item.text() in task_titles:
            QTimer.singleShot(0, lambda: None if sip.isdeleted(item) else self._bar.popWidget(item))
