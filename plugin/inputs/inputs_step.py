"""Step 1: the images to map from, and what was recognised in them."""

from __future__ import annotations

import dataclasses
from typing import Any

from qgis import processing
from qgis.core import QgsMapLayer, QgsProcessingException, QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QTabWidget, QWidget

from ...model import protocol
from ..compat import QShortcut
from ..history.recorded_run import RecordedRun
from ..layers.layer_sources import names_foreign_files, read_entries, write_entries
from ..layers.source_entries import container_path, normalise_path
from ..session.session import Session
from ..session.step import Step
from ..widgets.named import named, rich_label, wrapped_label
from ..widgets.rich_text import rich
from ..widgets.short_names import ShortNameDelegate
from ..widgets.table_model import create_table_view
from .acquisitions_table import AcquisitionsView
from .facts_dialog import ROLE_OF, FactsDialog
from .recognition_rows import Row, rows_of, summary
from .season_widget import SeasonWidget
from .source_buttons import SourceButtons
from .sources_table import NAME, ROLE, RoleDelegate, SourcesModel
from .unlisted_layers import UnlistedLayersNotice

SETTLE_MS = 400  # layers are added and removed one after the other
EDIT_MS = 40  # so are ticks; a correction takes no longer to be recognised than to be shown


class InputsStep(Step):
    """The sources (doabSources) and the acquisitions recognised in them (doabAcquisitions).

    The ticked sources go to the session, once after a burst of changes.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabInputsBox", parent)
        self.setTitle(self.tr("1  Inputs"))
        self.sources = SourcesModel(self)
        self._inspection = protocol.Inspection(protocol.Scene())
        self._session_inputs: tuple[list[protocol.Source], str] = ([], session.season)
        self._followed_layers: set[str] = set()
        self._is_changed = False
        self._is_extended = True  # sources were added since something was recognised
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._settled)
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._show_table)
        self.sources.modelReset.connect(self._note_change)
        self.sources.modelReset.connect(self._follow_layers)
        self.sources.dataChanged.connect(self._note_change)
        self._build()
        session.inspection_pending.connect(self._show_pending)
        session.inspection_failed.connect(self._show_failure)
        session.settings_loaded.connect(self.take)
        project = QgsProject.instance()
        project.layersAdded.connect(self._add_project_layers)
        project.cleared.connect(self._restore)
        project.readProject.connect(self._restore)
        self._restore()

    def _build(self) -> None:
        self._view = create_table_view("doabSources", self.sources, (0, 7, 12), 6, self)
        self._view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._view.setItemDelegateForColumn(NAME, ShortNameDelegate(self._view, NAME))
        self._view.setItemDelegateForColumn(ROLE, RoleDelegate(self._view))
        self._view.selectionModel().selectionChanged.connect(self._selected)
        self.sources.modelReset.connect(self._selected)
        self.season = SeasonWidget(self)
        self.season.chosen.connect(self._choose_season)
        self._recognised = AcquisitionsView(self)
        self.acquisitions = self._recognised.model
        self._recognised.correct.connect(self.ask_facts)
        self._recognised.leave_out.connect(self._leave_out)
        self._recognised.include.connect(lambda row: self.season.include(row.date))
        self._recognised.assign_crs.connect(self._assign_crs)
        self._tabs = named("doabInputsTabs", QTabWidget(self))
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
        self._summary = rich_label("doabSummary", self)
        self._foreign = wrapped_label("doabForeignFiles", self)
        self._foreign.setText(
            self.tr(
                "⚠ This project names files or folders that nobody listed on this computer. Tick them to open them, if "
                "you trust whoever made the project."
            )
        )
        self._unlisted_layers = UnlistedLayersNotice(self.sources, self)
        self._unlisted_layers.linkActivated.connect(self.add_all_layers)
        layout = self.create_layout()
        layout.addWidget(self._build_bar())
        self._tabs.currentChanged.connect(self._selected)
        layout.addWidget(self._tabs)
        layout.addWidget(self.season)
        layout.addWidget(self._summary)
        layout.addWidget(self._foreign)
        layout.addWidget(self._unlisted_layers)

    def _build_bar(self) -> SourceButtons:
        bar = SourceButtons(self)
        bar.all_layers.connect(self.add_all_layers)
        bar.selected_layers.connect(self.add_selected_layers)
        bar.paths.connect(self.add_paths)
        bar.remove.clicked.connect(self.remove_selected)
        self._remove = bar.remove
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._view)
        shortcut.setObjectName("doabRemoveShortcut")
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.remove_selected)
        return bar

    # What the analyst does

    def add_all_layers(self) -> None:
        """List every raster layer of the project, in the order of the layer tree."""
        self.add_layers([node.layer() for node in QgsProject.instance().layerTreeRoot().findLayers() if node.layer()])

    def add_selected_layers(self) -> None:
        """List the raster layers selected in the layer tree."""
        self.add_layers(self.session.iface.layerTreeView().selectedLayersRecursive())

    def add_layers(self, layers: list[QgsMapLayer]) -> None:
        """List those of some layers that are rasters and not in the list yet."""
        if not self.sources.add_layers(layers):
            self._summary.setText(self.tr("There is no raster layer here that is not in the list already."))
        self._tabs.setCurrentIndex(0)

    def _follow_layers(self) -> None:
        """Listen to changes of the layers in the list."""
        for layer in filter(None, map(QgsProject.instance().mapLayer, {entry.layer for entry in self.sources.rows})):
            if layer.id() not in self._followed_layers:
                self._followed_layers.add(layer.id())
                layer.nameChanged.connect(self._layer_changed)
                layer.dataSourceChanged.connect(self._layer_changed)
                layer.crsChanged.connect(self._show_rows)
                layer.temporalProperties().changed.connect(self._layer_changed)

    def add_paths(self, paths: list[str]) -> None:
        """List files or folders."""
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
        listed = {entry.source.path for entry in self.sources.rows}
        dialog.accepted.connect(lambda: self._take(dialog.sources(), listed))
        dialog.open()

    def _take(self, sources: list[protocol.Source], listed: set[str]) -> None:
        """Take over corrected sources, but for those that have left the list meanwhile."""
        removed = listed - {entry.source.path for entry in self.sources.rows}
        self.sources.update_sources(source for source in sources if source.path not in removed)
        self._settle.start(EDIT_MS)

    def _leave_out(self, rows: list[Row]) -> None:
        self.sources.update_sources(self.sources.sources_of(path for row in rows for path in row.paths), used=False)
        self._settle.start(EDIT_MS)

    def _assign_crs(self, row: Row) -> None:
        """Open QGIS's own tool that writes a coordinate system into a file; then recognise everything again."""
        try:
            number = self.sources.rows_by_path().get(container_path(row.paths[0]))
            layer = QgsProject.instance().mapLayer(self.sources.rows[number].layer) if number is not None else None
            crs = layer.crs() if layer is not None and layer.crs().isValid() else QgsProject.instance().crs()
            dialog = processing.createAlgorithmDialog("gdal:assignprojection", {"INPUT": row.paths[0], "CRS": crs})
            dialog.algorithmFinished.connect(self.inspect_again)
        except (AttributeError, QgsProcessingException):
            self._summary.setText(
                self.tr(
                    "QGIS's Processing plugin is switched off. Switch it on under Plugins, or "
                    "give the file a coordinate system in another program."
                )
            )
            return
        dialog.show()

    def _choose_season(self, season: str) -> None:
        self._session_inputs = self._session_inputs[0], season
        self.session.set_season(season)

    def inspect_again(self, *_: object) -> None:
        """Recognise everything anew: files have changed."""
        self.session.set_sources(self.sources.used())

    # What happens

    def take(self, run: RecordedRun) -> None:
        """List the images of an earlier run, and recognise them at once."""
        self.season.take(run.job.season)
        self.session.season = run.job.season
        self.sources.take(run.sources, QgsProject.instance().mapLayers().values())
        self._settle.stop()
        self._settled()

    def leave_layers(self, layers: list[str]) -> None:
        """Take layers that are about to leave the project out of the list."""
        self._followed_layers.difference_update(layers)
        self._unlisted_layers.leave_layers(layers)
        self.sources.remove_layers(layers)

    def _note_change(self, *change: Any) -> None:
        """Send the sources on, unless only what was recognised in them is shown anew."""
        if change and change[2] == [Qt.ItemDataRole.DisplayRole]:
            return
        self._is_changed = True
        self._settle.start(EDIT_MS if change else SETTLE_MS)

    def _restore(self, *_: object) -> None:
        """List the sources that are saved in the project; none where it was closed."""
        self.session.season = self.season.restore()
        self.sources.show(read_entries(QgsProject.instance()))
        self._is_changed = False
        self._foreign.setVisible(names_foreign_files(QgsProject.instance()))
        self._unlisted_layers.reset()
        self._show_empty_list()

    def _add_project_layers(self, layers: list[QgsMapLayer]) -> None:
        self._unlisted_layers.add_layers(layers)
        self._show_empty_list()

    def _show_empty_list(self) -> None:
        """Say what to add where nothing is listed."""
        if not self.sources.rows:
            self._summary.setText(
                self.tr("Add the Sentinel-2 images of a season, and Sentinel-1 images and a DEM where you have them.")
            )

    def _selected(self, *_: object) -> None:
        is_sources_tab = self._tabs.currentWidget() is self._view
        self._remove.setEnabled(is_sources_tab and self._view.selectionModel().hasSelection())

    def _layer_changed(self) -> None:
        sender = self.sender()
        self.sources.update_layer(sender if isinstance(sender, QgsMapLayer) else sender.parent())

    def _settled(self) -> None:
        if self._is_changed:
            write_entries(QgsProject.instance(), self.sources.rows)
            self._foreign.setVisible(False)
            self._is_changed = False
        self._unlisted_layers.refresh()
        self._show_empty_list()
        sources, (before, season) = self.sources.used(), self._session_inputs
        self._tabs.setTabText(0, self.tr("Sources ({})").format(len(self.sources.rows)))
        if sources != before or self.session.season != season:
            self._is_extended |= not {source.path for source in sources} <= {source.path for source in before}
            self._session_inputs = sources, self.session.season
            self.session.set_sources(sources)

    # What is shown

    def _show_pending(self, count: int) -> None:
        """Say that so many sources are being recognised, or will be."""
        self._next_turn.stop()
        self._summary.setText(
            self.tr("Recognising {} sources…").format(count)
            if self.session.is_inspecting
            else self.tr("The images are recognised as soon as the environment is there.")
        )

    def show_inspection(self, inspection: protocol.Inspection) -> None:
        """Show what was recognised; the table in the next turn of the event loop: the other steps fill this one."""
        scene = inspection.scene
        self._inspection = inspection
        self.season.show_inspection(inspection)
        if self.sources.rows:
            self._summary.setText(summary(scene))
        if scene.acquisitions or scene.problems:
            self._next_turn.start(0)
        else:
            self._next_turn.stop()
            self._show_table()

    def _show_table(self) -> None:
        scene = self._inspection.scene
        self._show_rows()
        self._tabs.setTabText(1, self.tr("Recognised ({})").format(self._recognised.count))
        if self._is_extended and (scene.acquisitions or scene.problems):
            self._is_extended = False  # a correction leaves the analyst where it was made
            self._tabs.setCurrentIndex(1)

    def _show_rows(self) -> None:
        """Show what was recognised beside the present state of the layers of the same files."""
        entries = [entry for entry in self.sources.rows if entry.layer]
        dated = {normalise_path(entry.source.path) for entry in entries if entry.layer_date and not entry.source.date}
        layers = {normalise_path(entry.source.path): QgsProject.instance().mapLayer(entry.layer) for entry in entries}
        layer_crs = {path: layer.crs().authid() for path, layer in layers.items() if layer is not None}
        rows = rows_of(self._inspection, dated, layer_crs)
        self._recognised.show_rows(rows, self._inspection.season)
        self.sources.show_recognised(
            {container_path(path): (ROLE_OF[row.sensor], row.date) for row in rows if row.sensor for path in row.paths}
        )

    def _show_failure(self, reason: str) -> None:
        """Show why nothing could be recognised; an empty reason: it was stopped."""
        self._tabs.setTabText(1, self.tr("Recognised"))
        text = reason or self.tr("Recognising was stopped. Untick a source and tick it again to begin anew.")
        self._summary.setText(rich("⚠ {}", text))
