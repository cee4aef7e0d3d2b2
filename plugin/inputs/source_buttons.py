"""The buttons that add layers, folders and files to the list of sources, and remove them."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget


class SourceButtons(QWidget):
    """Add layers (doabAddLayers), add a folder or files (doabAddFolder), remove (doabRemove)."""

    all_layers, selected_layers, folder, files = pyqtSignal(), pyqtSignal(), pyqtSignal(), pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabOfferBar")
        self._add_layers = self._button(
            "doabAddLayers",
            self.tr("Add layers"),
            "/mActionAddRasterLayer.svg",
            self.tr("Add every raster layer of the project that is not in the list yet"),
        )
        self._add_layers.clicked.connect(self.all_layers)
        self._menu(
            self._add_layers,
            (self.tr("All raster layers of the project"), self.all_layers),
            (self.tr("Selected layers"), self.selected_layers),
        )
        self._add_folder = self._button(
            "doabAddFolder",
            self.tr("Add folder…"),
            "/mActionFileOpen.svg",
            self.tr("Add a folder of images or a SAFE product; it need not be open in QGIS"),
        )
        self._add_folder.clicked.connect(self.folder)
        self._menu(self._add_folder, (self.tr("Add folder…"), self.folder), (self.tr("Add files…"), self.files))
        self.remove = self._button(
            "doabRemove",
            self.tr("Remove"),
            "/symbologyRemove.svg",
            self.tr("Take the selected rows out of the list; no file or layer is deleted"),
        )
        self.remove.setEnabled(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._add_layers)
        row.addWidget(self._add_folder)
        row.addStretch()
        row.addWidget(self.remove)

    def _button(self, name: str, text: str, icon: str, tooltip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setToolTip(tooltip)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    @staticmethod
    def _menu(button: QToolButton, *entries: tuple[str, Any]) -> None:
        menu = QMenu(button)
        menu.setObjectName(f"{button.objectName()}Menu")
        for text, signal in entries:
            menu.addAction(text).triggered.connect(signal)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
