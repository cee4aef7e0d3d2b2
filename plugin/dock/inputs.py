"""Step 1: what to map from, and what was recognised in it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsMapLayer, QgsProject
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
)

from ...model import job
from .. import settings
from ..compat import QShortcut
from ..layers import sources_of
from .recognised import columns, rows_of, summary, tooltip
from .rows import Rows, table
from .sources import NAME, ROLE, RoleDelegate, SourcesModel

SETTLE_MS = 400


class InputsBox(QgsCollapsibleGroupBoxBasic):
    """The sources (doabSources) and the acquisitions recognised in them (doabAcquisitions)."""

    changed = pyqtSignal()
    """The ticked sources are different from before; comes once after a burst of changes."""

    def __init__(self, iface, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabInputsBox")
        self.setTitle(self.tr("1  Inputs"))
        self._iface = iface
        self.sources = SourcesModel(self)
        self.acquisitions = Rows(columns(), tooltip, self)
        self._before: list[job.Source] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self.sources.modelReset.connect(self._settle.start)
        self.sources.dataChanged.connect(self._settle.start)
        self._followed: set[str] = set()
        self._build()
        QgsProject.instance().layersWillBeRemoved.connect(self._forget)

    def _build(self) -> None:
        self._view = table("doabSources", self.sources, (0, 10, 12), 6, self)
        self._view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked
                                   | QAbstractItemView.EditTrigger.EditKeyPressed
                                   | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self._view.setItemDelegateForColumn(ROLE, RoleDelegate(self._view))
        self._view.selectionModel().selectionChanged.connect(self._selected)
        self.sources.modelReset.connect(self._selected)
        recognised = table("doabAcquisitions", self.acquisitions, (13, 12, 10, 0), 6, self)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("doabInputsTabs")
        self._tabs.addTab(self._view, self.tr("Sources"))
        self._tabs.addTab(recognised, self.tr("Recognised"))
        self._tabs.setTabToolTip(0, self.tr("What you offered. Double-click a use or a date (YYYY-MM-DD) to "
                                            "correct it."))
        self._tabs.setTabToolTip(1, self.tr("What was found in it. Hold the mouse over a row to see where each fact "
                                            "comes from."))
        self._summary = QLabel(self.tr("Add the Sentinel-2 images of a season, and Sentinel-1 images and a DEM where "
                                       "you have them."), self)
        self._summary.setObjectName("doabSummary")
        self._summary.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(self._buttons())
        layout.addWidget(self._tabs)
        layout.addWidget(self._summary)

    def _buttons(self) -> QHBoxLayout:
        add_layers = self._button("doabAddLayers", self.tr("Add layers"), "/mActionAddRasterLayer.svg",
                                  self.tr("Add every raster layer of the project that is not in the list yet"))
        add_layers.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        layers_menu = QMenu(add_layers)
        layers_menu.setObjectName("doabAddLayersMenu")
        layers_menu.addAction(self.tr("All raster layers of the project"), self.add_all_layers)
        layers_menu.addAction(self.tr("Selected layers"), self.add_selected_layers)
        add_layers.setMenu(layers_menu)
        add_layers.clicked.connect(self.add_all_layers)
        add_folder = self._button("doabAddFolder", self.tr("Add folder…"), "/mActionFileOpen.svg",
                                  self.tr("Add a folder of images or a SAFE product; it need not be open in QGIS"))
        add_folder.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        files_menu = QMenu(add_folder)
        files_menu.setObjectName("doabAddFolderMenu")
        files_menu.addAction(self.tr("Add folder…"), self.ask_folder)
        files_menu.addAction(self.tr("Add files…"), self.ask_files)
        add_folder.setMenu(files_menu)
        add_folder.clicked.connect(self.ask_folder)
        self._remove = self._button("doabRemove", self.tr("Remove"), "/symbologyRemove.svg",
                                    self.tr("Take the selected rows out of the list; no file or layer is deleted"))
        self._remove.setEnabled(False)
        self._remove.clicked.connect(self.remove_selected)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._view)
        shortcut.setObjectName("doabRemoveShortcut")
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.remove_selected)
        row = QHBoxLayout()
        row.addWidget(add_layers)
        row.addWidget(add_folder)
        row.addStretch()
        row.addWidget(self._remove)
        return row

    def _button(self, name: str, text: str, icon: str, tooltip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setToolTip(tooltip)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    # What the analyst does

    def add_all_layers(self) -> None:
        """Offer every raster layer of the project, in the order of the layer tree."""
        self._offer([node.layer() for node in QgsProject.instance().layerTreeRoot().findLayers() if node.layer()])

    def add_selected_layers(self) -> None:
        """Offer the raster layers selected in the layer tree."""
        self._offer(self._iface.layerTreeView().selectedLayersRecursive())

    def _offer(self, layers: list[QgsMapLayer]) -> None:
        found = sources_of(layers)
        for layer in layers:
            if layer.id() in found and layer.id() not in self._followed:
                self._followed.add(layer.id())
                layer.nameChanged.connect(self._rename)
        if not self.sources.add_layers(found):
            self._summary.setText(self.tr("There is no raster layer here that is not in the list already."))
        self._tabs.setCurrentIndex(0)

    def ask_folder(self) -> None:
        """Let the analyst pick a folder."""
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder of images or a SAFE product"),
                                                  settings.FOLDER.get())
        if folder:
            settings.FOLDER.set(str(Path(folder).parent))
            self.add_paths([folder])

    def ask_files(self) -> None:
        """Let the analyst pick files."""
        files, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Images or zipped SAFE products"), settings.FOLDER.get(),
            self.tr("Rasters and archives (*.tif *.tiff *.jp2 *.vrt *.img *.nc *.zip);;All files (*)"))
        if files:
            settings.FOLDER.set(str(Path(files[0]).parent))
            self.add_paths(files)

    def add_paths(self, paths: list[str]) -> None:
        """Offer files or folders."""
        self.sources.add(job.Source(path=path) for path in paths)
        self._tabs.setCurrentIndex(0)

    def remove_selected(self) -> None:
        """Take the selected rows out of the list."""
        self.sources.remove(index.row() for index in self._view.selectionModel().selectedRows(NAME))

    # What happens

    def _selected(self, *_) -> None:
        self._remove.setEnabled(self._view.selectionModel().hasSelection())

    def _forget(self, layers: list[str]) -> None:
        self._followed.difference_update(layers)
        self.sources.forget_layers(layers)

    def _rename(self) -> None:
        layer = self.sender()
        self.sources.rename(layer.id(), layer.name())

    def _settled(self) -> None:
        sources = self.sources.used()
        self._tabs.setTabText(0, self.tr("Sources ({})").format(len(self.sources.rows)))
        if sources != self._before:
            self._before = sources
            self.changed.emit()

    # What is shown

    def show_waiting(self, text: str) -> None:
        """Say what is going on instead of a summary."""
        self._summary.setText(text)

    def show_inspection(self, inspection: job.Inspection) -> None:
        """Show what was recognised."""
        scene = inspection.scene
        self.acquisitions.show(rows_of(scene))
        self._tabs.setTabText(1, self.tr("Recognised ({})").format(len(scene.acquisitions)))
        self._summary.setText(summary(scene))
        if scene.acquisitions:
            self._tabs.setCurrentIndex(1)

    def show_error(self, text: str) -> None:
        """Say why nothing could be recognised."""
        self.acquisitions.show([])
        self._tabs.setTabText(1, self.tr("Recognised"))
        self._summary.setText(f"⚠ {text}")
