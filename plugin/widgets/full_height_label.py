"""A label for several lines that is never cut, also in tabs, which give a narrow page no more height."""

from __future__ import annotations

from qgis.PyQt.QtGui import QResizeEvent

from .wrapped_label import SentenceLabel


class FullHeightLabel(SentenceLabel):
    """Sets its least height to what its lines need at its width."""

    def setText(self, text: str) -> None:  # noqa: N802
        """Show a text."""
        super().setText(text)
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the height to the new width."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        if self.isVisible():  # before, its width is not that of the dock
            self.setMinimumHeight(0)  # Qt counts it in what the text needs
            self.setMinimumHeight(self.heightForWidth(self.width()))
