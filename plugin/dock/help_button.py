"""The way from the dock to the help page."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QToolButton, QWidget

from ..help_pages import main_page, open_page


class HelpButton(QToolButton):
    """Opens the help page in the user's browser (doabHelp)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabHelp")
        self.setText(self.tr("Help"))
        self.setIcon(QgsApplication.getThemeIcon("/mActionHelpContents.svg"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setToolTip(
            self.tr(
                "What the steps, the scores and the attributes mean, and what to do when something is "
                "wrong; opens in the browser"
            )
        )
        self.clicked.connect(lambda _: open_page(main_page()))
