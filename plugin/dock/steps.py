"""The panel in which the steps lie below each other."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtWidgets import QScrollArea, QWidget


class StepsArea(QScrollArea):
    """Scrolls the steps (doabScroll). The one that was used last stays in its place when one above it grows or shrinks,
    so that the next click does not go astray."""

    def __init__(self, steps: Sequence[QWidget], parent) -> None:
        super().__init__(parent)
        self.setObjectName("doabScroll")
        self._moved = 0
        self._soon = QTimer(self)  # the scroll bar learns of its new range only after the steps have moved
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._follow)
        for step in steps:
            step.installEventFilter(self)

    def eventFilter(self, step, event) -> bool:  # noqa: N802
        """Called by Qt before a step hears of an event."""
        if event.type() == QEvent.Type.Move:
            used = self.widget().focusWidget() if self.widget() is not None else None
            if used is not None and step.isAncestorOf(used) and self._showed(event.oldPos().y(), step.height()):
                self._moved += event.pos().y() - event.oldPos().y()
                self._soon.start(0)
        return super().eventFilter(step, event)

    def _showed(self, top: int, height: int) -> bool:
        """Say whether anything of a step was in view."""
        top -= self.verticalScrollBar().value()
        return -height < top < self.viewport().height()

    def _follow(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._moved)
        self._moved = 0
