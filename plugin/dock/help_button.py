"""The way from the dock to the help page."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QToolButton, QWidget

from ..child.runtime import ROOT

PAGE = ROOT / "resources" / "help" / "index.html"


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
                "wrong; opens in the browser, in English"
            )
        )
        self.clicked.connect(open_page)


def open_page() -> None:
    """Show the help page."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(PAGE)))
