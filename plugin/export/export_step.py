"""Step 7: export parcels: which layer, in which format, into which file."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.core import QgsApplication, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QProgressBar,
    QPushButton,
    QWidget,
)

from ...model.protocol import InputError
from .. import settings
from ..child.latest_task import Latest
from ..child.process import ChildError
from ..compat import LayerFilter
from ..files.formats import FORMATS, Format, file_filter, title
from ..files.overwrite_question import ask_to_overwrite
from ..files.target_path import target_of
from ..layers.vector_file import reopen_file
from ..parcels.not_farmland import is_ground
from ..session.session import Session
from ..session.step import Step
from ..text import number
from ..widgets.flow_layout import FlowLayout
from ..widgets.named import named, rich_label
from ..widgets.narrow import create_form, keep_narrow
from ..widgets.rich_text import rich
from ..widgets.wrapped_check_box import WrappedCheckBox
from .export_task import Exported, ExportTask
from .parcel_source import file_of, layer_source


class ExportStep(Step):
    """Layer, format and file with the buttons doabExport and doabCancelExport; doabExportLine says how it ended."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabExportBox", parent)
        self.setTitle(self.tr("7  Export"))
        self._followed = ""
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._ended)
        session.closing.callback(self._tasks.shut_down)
        session.layers.removed.connect(self._follow_current)  # QGIS's box is silent on the layer that takes the place
        session.layers.added.connect(self._hide_ground)
        self._build()
        self._hide_ground()
        self._follow(self._layer.currentLayer())
        self._show_busy(False)

    def _build(self) -> None:
        layout = self.create_layout()
        layout.addLayout(self._build_form())
        layout.addLayout(self._build_buttons())
        self._line = rich_label("doabExportLine", self)
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._line.setOpenExternalLinks(True)
        layout.addWidget(self._line)

    def _build_form(self) -> QFormLayout:
        self._layer = named(
            "doabExportLayer",
            QgsMapLayerComboBox(self),
            self.tr("The parcels to export, as the layer shows them: edits that are not saved yet are exported, too"),
        )
        keep_narrow(self._layer)
        self._layer.setFilters(LayerFilter.PolygonLayer)
        self._layer.layerChanged.connect(self._follow)
        self._format = named(
            "doabExportFormat",
            QComboBox(self),
            self.tr(
                "GeoPackage keeps everything. A shapefile comes with a table and a note of what it cannot hold. "
                "GeoParquet follows the fiboa specification for field boundaries."
            ),
        )
        for one in FORMATS:
            self._format.addItem(title(one), one.suffix)
        keep_narrow(self._format)
        self._format.setCurrentIndex(max(self._format.findData(settings.EXPORT.get()), 0))
        self._format.currentIndexChanged.connect(self._format_changed)
        self._file = named("doabExportFile", QgsFileWidget(self), self.tr("The file to write"))
        self._file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._file.setDialogTitle(self.tr("Export parcels"))
        self._file.setConfirmOverwrite(False)  # Export asks, and knows what is in the file
        self._file.setFilter(file_filter([self._chosen_format]))
        self._file.lineEdit().setPlaceholderText(self.tr("Choose a file…"))
        self._selected = named(
            "doabExportSelected",
            WrappedCheckBox(parent=self),
            self.tr("Export only the parcels that are selected in the map or the table"),
        )
        form = create_form()
        form.addRow(self.tr("Layer"), self._layer)
        form.addRow(self.tr("Format"), self._format)
        form.addRow(self.tr("File"), self._file)
        form.addRow("", self._selected)
        return form

    def _build_buttons(self) -> FlowLayout:
        icon = QgsApplication.getThemeIcon("/mActionFileSaveAs.svg")
        self._export = named(
            "doabExport",
            QPushButton(icon, self.tr("Export"), self),
            self.tr("Write the file; QGIS stays usable meanwhile"),
        )
        self._export.clicked.connect(self.start)
        self._cancel = named(
            "doabCancelExport", QPushButton(self.tr("Cancel"), self), self.tr("Stop; no file is written")
        )
        self._cancel.clicked.connect(self.cancel)
        self._progress = named("doabExportProgress", QProgressBar(self))
        self._progress.setRange(0, 100)
        buttons = FlowLayout(stretch=True)
        buttons.addWidget(self._progress)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        return buttons

    @property
    def _chosen_format(self) -> Format:
        return FORMATS[self._format.currentIndex()]

    def show_layer(self, layer: QgsMapLayer) -> None:
        """Choose a layer of the project for export."""
        self._layer.setLayer(layer)

    def _hide_ground(self, *_: object) -> None:
        """Offer no ground that is no farmland: it is no layer of parcels."""
        self._layer.setExceptedLayerList(list(filter(is_ground, QgsProject.instance().mapLayers().values())))

    def _follow(self, layer: QgsMapLayer | None) -> None:
        """Follow the selection of the chosen layer; the one before may have left the project."""
        before = QgsProject.instance().mapLayer(self._followed)
        if before is not None:
            before.selectionChanged.disconnect(self._selection_changed)
            before.featuresDeleted.disconnect(self._selection_changed)
        self._followed = layer.id() if layer is not None else ""
        if layer is not None:
            layer.selectionChanged.connect(self._selection_changed)
            layer.featuresDeleted.connect(self._selection_changed)  # QGIS selects them no longer, and says nothing
        self._selection_changed()
        self._export.setEnabled(layer is not None)

    def _follow_current(self, *_: object) -> None:
        self._follow(self._layer.currentLayer())

    def _selection_changed(self, *_: object) -> None:
        layer = QgsProject.instance().mapLayer(self._followed)
        count = layer.selectedFeatureCount() if isinstance(layer, QgsVectorLayer) else 0
        self._selected.setText(self.tr("Selected parcels only ({})").format(number(count)))
        self._selected.setEnabled(count > 0)
        if not count:
            self._selected.setChecked(False)

    def _format_changed(self, _index: int) -> None:
        """Give the file the ending of the format."""
        self._file.setFilter(file_filter([self._chosen_format]))
        path = Path(self._file.filePath())
        if path.name and path.suffix.lower() in {suffix for one in FORMATS for suffix in one.suffixes}:
            self._file.setFilePath(str(path.with_suffix(self._chosen_format.suffix)))

    def start(self) -> None:
        """Export the chosen layer."""
        layer = self._layer.currentLayer()
        if layer is None or self._tasks.task is not None:
            return
        try:
            target = target_of(self._file.filePath(), self._chosen_format)
            overwrite = ask_to_overwrite(self, target, [file_of(layer)])
        except (ChildError, InputError) as error:
            self._line.setText(f"⚠ {escape(str(error))}")
            return
        if overwrite is None:
            self._line.setText(self.tr("Nothing was written. Choose another file."))
            return
        self._file.setFilePath(str(target))
        settings.EXPORT.set(self._chosen_format.suffix)
        task = ExportTask(layer_source(layer, self._selected.isChecked()), target, overwrite)
        task.progressChanged.connect(self._show_progress)
        self._show_busy(True)
        self._tasks.start(task)

    def cancel(self) -> None:
        """Stop the export."""
        if self._tasks.task is not None:
            self._cancel.setEnabled(False)
            self._line.setText(self.tr("Stopping…"))
            self._tasks.task.cancel()

    def _show_progress(self, percent: float) -> None:
        self._progress.setValue(round(percent))

    def _ended(self, task: ExportTask) -> None:
        self._show_busy(False)
        if task.error:
            self._line.setText(f"⚠ {escape(task.error)}")
            layer = self._layer.currentLayer()
            if layer is not None:  # the connection that read too little would serve the next attempt, too
                reopen_file(layer)
        elif task.result is None:
            self._line.setText(self.tr("The export was cancelled. Nothing was written."))
        else:
            self._line.setText(self._describe(task.result))

    def _describe(self, exported: Exported) -> str:
        """Return what was written, with a link to its folder."""
        folder = QUrl.fromLocalFile(str(exported.path.parent)).toString()
        count = number(exported.parcels)
        text = escape(self.tr("{} parcels were written to {}.").format(count, exported.path.name))
        link = rich('<a href="{}">{}</a>', folder, self.tr("Open the folder"))
        return "<br>".join([f"{text} {link}", *map(escape, exported.notes)])

    def _show_busy(self, busy: bool) -> None:
        for widget in (self._layer, self._format, self._file):
            widget.setEnabled(not busy)
        self._export.setVisible(not busy)
        self._cancel.setVisible(busy)
        self._cancel.setEnabled(True)
        self._progress.setVisible(busy)
        self._progress.setValue(0)
        if busy:
            self._selected.setEnabled(False)
            self._line.setText(self.tr("Exporting…"))
        else:
            self._selection_changed()
