"""A label for sentences that may hold long paths and names, none of which makes the dock wider."""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

LONG = 20  # characters of a word that may be broken
_BREAK = "\u200b"  # a space without width, at which Qt begins another line
_LONG_WORD = re.compile(rf"\S{{{LONG},}}")
_JOINT = re.compile(r"(?<=[\\/_.\-])(?=\w)")


class WrappedLabel(QLabel):
    """Shows plain text as it is, in lines, which also begin within a long path or name: after a mark in it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show a text."""
        super().setText(_LONG_WORD.sub(lambda word: _JOINT.sub(_BREAK, word.group()), text))

    def text(self) -> str:
        """Return the text without the breaks."""
        return super().text().replace(_BREAK, "")
