"""A check box whose text is broken into lines, which QCheckBox cannot do."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtGui import QPaintEvent
from qgis.PyQt.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from ..compat import bits

LEAST = 16  # characters in a line
_LINES = bits(
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignVCenter,
    Qt.TextFlag.TextShowMnemonic,
    Qt.TextFlag.TextWordWrap,
)


class WrappedCheckBox(QCheckBox):
    """Where there is no room for its text in one line, it takes more of them."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._left() + LEAST * self.fontMetrics().averageCharWidth()), hint.height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return max(self.sizeHint().height(), self._text_height(width - self._left()))

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        """Take a click anywhere: the style knows of one line only."""
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        area = self.rect().adjusted(self._left(), 0, 0, 0)
        painter.drawItemText(area, _LINES, self.palette(), self.isEnabled(), text, self.foregroundRole())

    def _left(self) -> int:
        """Return where the text begins (px)."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        contents = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        return contents.left()

    def _text_height(self, width: int) -> int:
        area = QRect(0, 0, max(width, 1), 10_000)
        return self.fontMetrics().boundingRect(area, _LINES, self.text()).height()
