"""A label for several lines that is never cut, also in tabs, which give a narrow page no more height."""

from __future__ import annotations

from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QLabel, QWidget


class WholeLabel(QLabel):
    """Demands the height that its lines need at its width, and lets the dock be narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setMinimumWidth(1)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show a text."""
        super().setText(text)
        self._demand_height()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Demand the height for the new width."""
        super().resizeEvent(event)
        self._demand_height()

    def _demand_height(self) -> None:
        if self.isVisible():  # before, its width is not that of the dock
            self.setMinimumHeight(0)  # Qt counts it in what the text needs
            self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)
