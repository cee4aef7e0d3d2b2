"""Step 1: what to map from, and what was recognised in it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from qgis import processing
from qgis.core import QgsMapLayer, QgsProcessingException, QgsProject
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QFileDialog, QLabel, QTabWidget, QVBoxLayout

from ...model import protocol
from .. import settings
from ..compat import QShortcut
from .acquisitions_table import AcquisitionsView
from .facts_dialog import FactsDialog
from .layer_sources import is_input, read_entries, write_entries
from .recognition_rows import Row, rows_of, summary
from .source_buttons import SourceButtons
from .sources import container_path, normalise_path
from .sources_table import NAME, ROLE, RoleDelegate, SourcesModel
from .table_model import create_table_view

SETTLE_MS = 400


class InputsStep(QgsCollapsibleGroupBoxBasic):
    """The sources (doabSources) and the acquisitions recognised in them (doabAcquisitions)."""

    changed = pyqtSignal()
    """The ticked sources are different from before; comes once after a burst of changes."""

    def __init__(self, iface, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabInputsBox")
        self.setTitle(self.tr("1  Inputs"))
        self._iface = iface
        self.sources = SourcesModel(self)
        self._inspection = protocol.Inspection(protocol.Scene())
        self._before: list[protocol.Source] = []
        self._followed: set[str] = set()
        self._touched = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self.sources.modelReset.connect(self._touch)
        self.sources.modelReset.connect(self._follow_layers)
        self.sources.dataChanged.connect(self._touch)
        self._fresh: set[str] = set()
        self._build()
        project = QgsProject.instance()
        project.layersWillBeRemoved.connect(self._forget)
        project.layersAdded.connect(self._notice)
        project.cleared.connect(self._restore)
        project.readProject.connect(self._restore)
        self._restore()

    def _build(self) -> None:
        self._view = create_table_view("doabSources", self.sources, (0, 10, 12), 6, self)
        self._view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._view.setItemDelegateForColumn(ROLE, RoleDelegate(self._view))
        self._view.selectionModel().selectionChanged.connect(self._selected)
        self.sources.modelReset.connect(self._selected)
        self._recognised = AcquisitionsView(self)
        self.acquisitions = self._recognised.model
        self._recognised.correct.connect(self.ask_facts)
        self._recognised.leave_out.connect(self._leave_out)
        self._recognised.assign_crs.connect(self._assign_crs)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("doabInputsTabs")
        self._tabs.addTab(self._view, self.tr("Sources"))
        self._tabs.addTab(self._recognised, self.tr("Recognised"))
        self._tabs.setTabToolTip(
            0, self.tr("What you offered. Double-click a use or a date (YYYY-MM-DD) to correct it.")
        )
        self._tabs.setTabToolTip(
            1,
            self.tr(
                "What was found in it. Double-click a row to correct what it is taken for; "
                "that is remembered in the project. No file is changed."
            ),
        )
        self._summary = QLabel(self)
        self._summary.setObjectName("doabSummary")
        self._summary.setWordWrap(True)
        self._news = QLabel(self)
        self._news.setObjectName("doabNews")
        self._news.setWordWrap(True)
        self._news.setVisible(False)
        self._news.setToolTip(self.tr("Put these layers into the list"))
        self._news.linkActivated.connect(self.add_all_layers)
        layout = QVBoxLayout(self)
        layout.addWidget(self._build_bar())
        self._tabs.currentChanged.connect(self._selected)
        layout.addWidget(self._tabs)
        layout.addWidget(self._summary)
        layout.addWidget(self._news)

    def _build_bar(self) -> SourceButtons:
        bar = SourceButtons(self)
        bar.all_layers.connect(self.add_all_layers)
        bar.selected_layers.connect(self.add_selected_layers)
        bar.folder.connect(self.ask_folder)
        bar.files.connect(self.ask_files)
        bar.remove.clicked.connect(self.remove_selected)
        self._remove = bar.remove
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._view)
        shortcut.setObjectName("doabRemoveShortcut")
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.remove_selected)
        return bar

    # What the analyst does

    def add_all_layers(self) -> None:
        """Offer every raster layer of the project, in the order of the layer tree."""
        self._offer([node.layer() for node in QgsProject.instance().layerTreeRoot().findLayers() if node.layer()])

    def add_selected_layers(self) -> None:
        """Offer the raster layers selected in the layer tree."""
        self._offer(self._iface.layerTreeView().selectedLayersRecursive())

    def _offer(self, layers: list[QgsMapLayer]) -> None:
        if not self.sources.add_layers(layers):
            self._summary.setText(self.tr("There is no raster layer here that is not in the list already."))
        self._tabs.setCurrentIndex(0)

    def _follow_layers(self) -> None:
        """Hear of what happens to the layers in the list."""
        for layer in filter(None, map(QgsProject.instance().mapLayer, {offer.layer for offer in self.sources.rows})):
            if layer.id() not in self._followed:
                self._followed.add(layer.id())
                layer.nameChanged.connect(self._layer_changed)
                layer.dataSourceChanged.connect(self._layer_changed)
                layer.crsChanged.connect(self._show_rows)
                layer.temporalProperties().changed.connect(self._layer_changed)

    def ask_folder(self) -> None:
        """Let the analyst pick a folder."""
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("A folder of images or a SAFE product"), settings.FOLDER.get()
        )
        if folder:
            settings.FOLDER.set(str(Path(folder).parent))
            self.add_paths([folder])

    def ask_files(self) -> None:
        """Let the analyst pick files."""
        files, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Images or zipped SAFE products"),
            settings.FOLDER.get(),
            self.tr("Rasters and archives (*.tif *.tiff *.jp2 *.vrt *.img *.nc *.zip);;All files (*)"),
        )
        if files:
            settings.FOLDER.set(str(Path(files[0]).parent))
            self.add_paths(files)

    def add_paths(self, paths: list[str]) -> None:
        """Offer files or folders."""
        self.sources.add(protocol.Source(path=path) for path in paths)
        self._tabs.setCurrentIndex(0)

    def remove_selected(self) -> None:
        """Take the selected rows out of the list."""
        self.sources.remove(index.row() for index in self._view.selectionModel().selectedRows(NAME))

    def ask_facts(self, rows: list[Row], fact: str) -> None:
        """Let the analyst correct what rows are taken for, beginning with one fact."""
        if fact == "date" and not rows[0].sensor:
            rows = [dataclasses.replace(rows[0], paths=rows[0].paths[:1])]
        sources = self.sources.sources_of(path for row in rows for path in row.paths)
        dialog = FactsDialog(sources, rows, self._inspection.files, fact, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        listed = {offer.source.path for offer in self.sources.rows}
        dialog.accepted.connect(lambda: self._take(dialog.sources(), listed))
        dialog.open()

    def _take(self, sources: list[protocol.Source], listed: set[str]) -> None:
        """Take over what was said of sources, but for those that left the list of then."""
        gone = listed - {offer.source.path for offer in self.sources.rows}
        self.sources.update_sources(source for source in sources if source.path not in gone)

    def _leave_out(self, rows: list[Row]) -> None:
        self.sources.update_sources(self.sources.sources_of(path for row in rows for path in row.paths), used=False)

    def _assign_crs(self, row: Row) -> None:
        """Open QGIS's own tool that writes a coordinate system into a file, and look at the file again afterwards."""
        try:
            places = self.sources.rows_by_path()
            number = places.get(container_path(row.paths[0]))
            layer = QgsProject.instance().mapLayer(self.sources.rows[number].layer) if number is not None else None
            shown = layer is not None and layer.crs().isValid()
            crs = layer.crs() if shown else QgsProject.instance().crs()
            dialog = processing.createAlgorithmDialog("gdal:assignprojection", {"INPUT": row.paths[0], "CRS": crs})
            dialog.algorithmFinished.connect(self.look_again)
        except (AttributeError, QgsProcessingException):
            self._summary.setText(
                self.tr(
                    "QGIS's Processing plugin is switched off. Switch it on under Plugins, or "
                    "give the file a coordinate system in another program."
                )
            )
            return
        dialog.show()

    def look_again(self, *_) -> None:
        """Recognise everything anew: files have changed."""
        self.changed.emit()

    # What happens

    def _touch(self) -> None:
        self._touched = True
        self._settle.start()

    def _restore(self, *_) -> None:
        """List what the project remembers; nothing where it was closed."""
        self.sources.show(read_entries(QgsProject.instance()))
        self._touched = False
        self._fresh.clear()
        self._notice([])

    def _notice(self, layers: list[QgsMapLayer]) -> None:
        """Tell of raster layers that are not in the list: new ones, or all while the list is empty."""
        self._fresh.update(layer.id() for layer in layers if is_input(layer))
        listed = {offer.layer for offer in self.sources.rows}
        known = QgsProject.instance().mapLayers()
        self._fresh = self._fresh & set(known) - listed
        count = len(self._fresh) if listed else sum(map(is_input, known.values()))
        self._news.setVisible(bool(count))
        text = (
            self.tr("One raster layer of the project is not listed.")
            if count == 1
            else self.tr("{} raster layers of the project are not listed.").format(count)
        )
        add = self.tr("List them") if count > 1 else self.tr("List it")
        self._news.setText(f'{text} <a href="add">{add}</a>')
        if not self.sources.rows:
            self._summary.setText(
                self.tr("Add the Sentinel-2 images of a season, and Sentinel-1 images and a DEM where you have them.")
            )

    def _selected(self, *_) -> None:
        shown = self._tabs.currentWidget() is self._view
        self._remove.setEnabled(shown and self._view.selectionModel().hasSelection())

    def _forget(self, layers: list[str]) -> None:
        self._followed.difference_update(layers)
        self._fresh.difference_update(layers)
        self.sources.remove_layers(layers)

    def _layer_changed(self) -> None:
        sender = self.sender()
        self.sources.update_layer(sender if isinstance(sender, QgsMapLayer) else sender.parent())

    def _settled(self) -> None:
        if self._touched:
            write_entries(QgsProject.instance(), self.sources.rows)
            self._touched = False
        self._notice([])
        sources = self.sources.used()
        self._tabs.setTabText(0, self.tr("Sources ({})").format(len(self.sources.rows)))
        if sources != self._before:
            self._before = sources
            self.changed.emit()

    # What is shown

    def show_waiting(self, text: str) -> None:
        """Say what is going on instead of a summary."""
        self._summary.setText(text)

    def show_inspection(self, inspection: protocol.Inspection) -> None:
        """Show what was recognised."""
        scene = inspection.scene
        self._inspection = inspection
        self._show_rows()
        count = sum(bool(row.sensor) for row in self.acquisitions.rows)
        self._tabs.setTabText(1, self.tr("Recognised ({})").format(count))
        if self.sources.rows:
            self._summary.setText(summary(scene))
        if scene.acquisitions or scene.problems:
            self._tabs.setCurrentIndex(1)

    def _show_rows(self) -> None:
        """Show what was recognised beside what QGIS says of the same files now."""
        offers = [offer for offer in self.sources.rows if offer.layer]
        dated = {normalise_path(offer.source.path) for offer in offers if offer.layer_date and not offer.source.date}
        layers = {normalise_path(offer.source.path): QgsProject.instance().mapLayer(offer.layer) for offer in offers}
        shown = {path: layer.crs().authid() for path, layer in layers.items() if layer is not None}
        self._recognised.show_rows(rows_of(self._inspection, dated, shown))

    def show_error(self, text: str) -> None:
        """Say why nothing could be recognised."""
        self._inspection = protocol.Inspection(protocol.Scene())
        self._show_rows()
        self._tabs.setTabText(1, self.tr("Recognised"))
        self._summary.setText(f"⚠ {text}")
