"""The buttons that add layers, folders and files to the list of sources, and remove them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from .. import settings
from ..widgets.flow_layout import FlowLayout


class SourceButtons(QWidget):
    """Add layers (doabAddLayers), add a folder or files (doabAddFolder), remove (doabRemove)."""

    all_layers, selected_layers = pyqtSignal(), pyqtSignal()

    paths = pyqtSignal(list)
    """Files, or a folder, that the analyst chose."""

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
        self._add_folder.clicked.connect(self._ask_folder)
        self._menu(
            self._add_folder, (self.tr("Add folder…"), self._ask_folder), (self.tr("Add files…"), self._ask_files)
        )
        self.remove = self._button(
            "doabRemove",
            self.tr("Remove"),
            "/symbologyRemove.svg",
            self.tr("Take the selected rows out of the list; no file or layer is deleted"),
        )
        self.remove.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.remove.setAccessibleName(self.tr("Remove"))
        self.remove.setEnabled(False)
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._add_layers)
        row.addWidget(self._add_folder)
        row.addWidget(self.remove)

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("A folder of images or a SAFE product"), settings.FOLDER.get()
        )
        if folder:
            settings.FOLDER.set(str(Path(folder).parent))
            self.paths.emit([folder])

    def _ask_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Images or zipped SAFE products"),
            settings.FOLDER.get(),
            self.tr("Rasters and archives (*.tif *.tiff *.jp2 *.vrt *.img *.nc *.zip);;All files (*)"),
        )
        if files:
            settings.FOLDER.set(str(Path(files[0]).parent))
            self.paths.emit(files)

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
        for text, slot in entries:
            menu.addAction(text).triggered.connect(slot)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
