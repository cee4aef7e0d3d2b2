"""A scroll area that keeps what is under the mouse as it is: where it lies, and what is chosen in it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, QRect, QTimer
from qgis.PyQt.QtGui import QCursor
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox, QScrollArea, QSlider, QTabBar, QWidget

TURNED = (QAbstractSpinBox, QComboBox, QSlider, QTabBar)
"""What Qt changes by the wheel."""


class SteadyScrollArea(QScrollArea):
    """Scrolls along with the child of its content that is under the mouse, so that a button can be pressed again.

    The wheel always scrolls it: over a list of choices or a number it would change what was chosen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shift = 0  # in pixels, of the child under the mouse since the last scrolling
        self._timer = QTimer(self)  # the range of the scroll bar changes after the children have moved
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._follow)

    def setWidget(self, widget: QWidget) -> None:  # noqa: N802
        """Show ``widget``, whose children are complete, and follow them."""
        super().setWidget(widget)
        for child in widget.children():
            if isinstance(child, QWidget):
                child.installEventFilter(self)
        for inner in widget.findChildren(QWidget):
            if isinstance(inner, TURNED):
                inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Add up how far the child under the mouse moves; let the wheel scroll."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, TURNED):
            self.wheelEvent(event)
            return True
        is_child = watched.parent() is self.widget()  # a scroll area filters the events of its content, too
        if (
            is_child
            and event.type() == QEvent.Type.Move
            and self._is_under_mouse(QRect(event.oldPos(), watched.size()))
        ):
            self._shift += event.pos().y() - event.oldPos().y()
            self._timer.start(0)
        return super().eventFilter(watched, event)

    def _is_under_mouse(self, area: QRect) -> bool:
        """Return whether the mouse is on the viewport and in an area of the content."""
        mouse = QCursor.pos()
        on_viewport = self.viewport().rect().contains(self.viewport().mapFromGlobal(mouse))
        return on_viewport and area.translated(0, -self._shift).contains(self.widget().mapFromGlobal(mouse))

    def _follow(self) -> None:
        bar, shift, self._shift = self.verticalScrollBar(), self._shift, 0
        bar.setValue(bar.value() + shift)
