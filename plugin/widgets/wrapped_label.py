"""A label for sentences that may hold long paths and names, none of which makes the dock wider."""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

LONG = 20  # characters of a word that may be broken
_BREAK = "\u200b"  # a space without width, at which Qt begins another line
_LONG_WORD = re.compile(rf"\S{{{LONG},}}")
_JOINT = re.compile(r"(?<=[\\/_.\-])(?=\w)")


class SentenceLabel(QLabel):
    """Shows a text in lines, and leaves no gap where there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setMinimumWidth(1)  # a long name must not make the dock wider

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return super().heightForWidth(width) if self.text() else 0

    def sizeHint(self) -> QSize:  # noqa: N802
        return super().sizeHint() if self.text() else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return super().minimumSizeHint() if self.text() else QSize(0, 0)


class WrappedLabel(SentenceLabel):
    """Shows plain text as it is, in lines, which also begin within a long path or name: after a mark in it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show a text."""
        super().setText(_LONG_WORD.sub(lambda word: _JOINT.sub(_BREAK, word.group()), text))

    def text(self) -> str:
        """Return the text without the breaks."""
        return super().text().replace(_BREAK, "")
