"""Labels for sentences: long paths and names do not make the dock wider, and no line ends before a unit."""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

LONG = 20  # characters of a word that may be broken
_BREAK = "\u200b"  # a space without width, at which Qt begins another line
_LONG_WORD = re.compile(rf"\S{{{LONG},}}")
_TOGETHER = "\u00a0"  # a space at which Qt begins no line
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|ha|km²|m|px|GB|MB|dB|s|min)(?!\w))|(?<=:) (?=\d\S*$)")
_JOINT = re.compile(r"(?<=[\\/_.\-])(?=\w)")


class SentenceLabel(QLabel):
    """Shows a text in lines, a number and its unit in one, and leaves no gap where there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setWordWrap(True)
        self.setMinimumWidth(1)  # a long name must not make the dock wider

    def setText(self, text: str) -> None:  # noqa: N802
        """Show a text."""
        self._text = text
        super().setText(self._with_breaks(text))

    def text(self) -> str:
        """Return the text as it was given."""
        return self._text

    def _with_breaks(self, text: str) -> str:
        """Return a text that Qt breaks into lines where it should."""
        return _BEFORE_UNIT.sub(_TOGETHER, text)

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

    def _with_breaks(self, text: str) -> str:
        return _LONG_WORD.sub(lambda word: _JOINT.sub(_BREAK, word.group()), super()._with_breaks(text))
