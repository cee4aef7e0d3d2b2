"""A scroll area that keeps what is under the mouse as it is: where it lies, and what is chosen in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qgis.PyQt.QtCore import QEvent, QObject, QRect, QTimer
from qgis.PyQt.QtGui import QCursor, QWheelEvent
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox, QScrollArea, QSlider, QTabBar, QWidget

TURNED = (QAbstractSpinBox, QComboBox, QSlider, QTabBar)
"""What Qt changes by the wheel."""

SETTLED = 100
"""Milliseconds after the last change of the layout in which Qt still adapts the range of the scroll bar."""


class SteadyScrollArea(QScrollArea):
    """Scrolls along with the child of its content that is under the mouse, so that a button can be pressed again.

    The wheel always scrolls it: over a list of choices or a number it would change what was chosen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: dict[QWidget, QRect] = {}  # where each child of the content lay last
        self._held: tuple[QWidget, int] | None = None  # the child under the mouse, and where it is to stay (px)
        self._timer = _single_shot(self, 0, self._follow)  # the children and the range do not change at one time
        self._release = _single_shot(self, SETTLED, self._let_go)
        self.verticalScrollBar().rangeChanged.connect(self._hold)  # before Qt scrolls back what is beyond the end

    def setWidget(self, widget: QWidget) -> None:  # noqa: N802
        """Show ``widget``, whose children are complete, and follow them."""
        super().setWidget(widget)
        for child in widget.children():
            if isinstance(child, QWidget):
                child.installEventFilter(self)
                self._areas[child] = child.geometry()
        for inner in widget.findChildren(QWidget):
            if isinstance(inner, TURNED):
                inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Hold the child under the mouse while others change; let the wheel scroll."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, TURNED):
            self.wheelEvent(event)
            return True
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and watched in self._areas:
            self._hold()
            self._areas[watched] = watched.geometry()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll; nothing is held back then."""
        self._let_go()
        super().wheelEvent(event)

    def _hold(self, *_: int) -> None:
        """Keep the child that is under the mouse where it is on the screen, until the layout has settled."""
        if self._held is None and not self._timer.isActive():  # once in a turn: the mouse is asked of the system
            value = self.verticalScrollBar().value()
            self._held = next(((child, area.y() - value) for child, area in self._under_mouse()), None)
        self._timer.start()
        self._release.start()

    def _under_mouse(self) -> Iterator[tuple[QWidget, QRect]]:
        mouse = QCursor.pos()
        if self._areas and self.viewport().rect().contains(self.viewport().mapFromGlobal(mouse)):
            point = self.widget().mapFromGlobal(mouse)
            for child, area in self._areas.items():
                if child.isVisible() and area.contains(point):
                    yield child, area

    def _follow(self) -> None:
        if self._held is not None:
            child, top = self._held
            self.verticalScrollBar().setValue(self._areas[child].y() - top)

    def _let_go(self) -> None:
        self._held = None


def _single_shot(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
