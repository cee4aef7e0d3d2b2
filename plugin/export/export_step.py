"""Take the parcels away: which layer, in which format, into which file."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.core import QgsApplication, QgsMapLayer, QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBoxBasic, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from .. import settings
from ..child.process import ChildError
from ..text import number
from .export_task import Exported, ExportTask, target_of
from .formats import FORMATS, Format, file_filter, title
from .parcel_source import layer_source


class ExportStep(QgsCollapsibleGroupBoxBasic):
    """Layer, format and file with the buttons doabExport and doabCancelExport; doabExportLine says how it ended."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabExportBox")
        self.setTitle(self.tr("7  Export"))
        self._task: ExportTask | None = None
        self._watched = ""
        self._build()
        self._layer_changed(self._layer.currentLayer())
        self._show_busy(False)

    def _build(self) -> None:
        self._layer = QgsMapLayerComboBox(self)
        self._layer.setObjectName("doabExportLayer")
        self._layer.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self._layer.setToolTip(
            self.tr("The parcels to export, as the layer shows them: edits that are not saved yet are exported, too")
        )
        self._layer.layerChanged.connect(self._layer_changed)
        QgsProject.instance().layersRemoved.connect(self._look_again)  # where the box is silent on which comes up
        self._format = QComboBox(self)
        self._format.setObjectName("doabExportFormat")
        self._format.setToolTip(
            self.tr(
                "GeoPackage keeps everything. A shapefile comes with a table and a note of what it cannot hold. GeoParquet "
                "follows the fiboa specification for field boundaries."
            )
        )
        for one in FORMATS:
            self._format.addItem(title(one), one.suffix)
        self._format.setCurrentIndex(max(self._format.findData(settings.EXPORT.get()), 0))
        self._format.currentIndexChanged.connect(self._format_changed)
        self._file = QgsFileWidget(self)
        self._file.setObjectName("doabExportFile")
        self._file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._file.setDialogTitle(self.tr("Export parcels"))
        self._file.setFilter(file_filter([self._wanted]))
        self._file.setToolTip(self.tr("The file to write; one that exists is replaced"))
        self._file.lineEdit().setPlaceholderText(self.tr("Choose a file…"))
        self._selected = QCheckBox(self)
        self._selected.setObjectName("doabExportSelected")
        self._selected.setToolTip(self.tr("Export only the parcels that are selected in the map or the table"))
        form = QFormLayout()
        form.addRow(self.tr("Layer"), self._layer)
        form.addRow(self.tr("Format"), self._format)
        form.addRow(self.tr("File"), self._file)
        form.addRow("", self._selected)
        self._export = QPushButton(QgsApplication.getThemeIcon("/mActionFileSaveAs.svg"), self.tr("Export"), self)
        self._export.setObjectName("doabExport")
        self._export.setToolTip(self.tr("Write the file; QGIS stays usable meanwhile"))
        self._export.clicked.connect(self.start)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setObjectName("doabCancelExport")
        self._cancel.setToolTip(self.tr("Stop; no file is written"))
        self._cancel.clicked.connect(self.cancel)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("doabExportProgress")
        self._progress.setRange(0, 100)
        buttons = QHBoxLayout()
        buttons.addWidget(self._progress)
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        self._line = QLabel(self)
        self._line.setObjectName("doabExportLine")
        self._line.setWordWrap(True)
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._line.setOpenExternalLinks(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addWidget(self._line)

    @property
    def _wanted(self) -> Format:
        return FORMATS[self._format.currentIndex()]

    def show_layer(self, layer: QgsMapLayer) -> None:
        """Offer a layer of the project for export."""
        self._layer.setLayer(layer)

    def _layer_changed(self, layer: QgsMapLayer | None) -> None:
        """Follow the selection of the layer that is chosen; the one before may be gone."""
        before = QgsProject.instance().mapLayer(self._watched)
        if before is not None:
            before.selectionChanged.disconnect(self._selection_changed)
            before.featuresDeleted.disconnect(self._selection_changed)
        self._watched = layer.id() if layer is not None else ""
        if layer is not None:
            layer.selectionChanged.connect(self._selection_changed)
            layer.featuresDeleted.connect(self._selection_changed)  # QGIS selects them no longer, and says nothing
        self._selection_changed()
        self._export.setEnabled(layer is not None)

    def _look_again(self, *_) -> None:
        self._layer_changed(self._layer.currentLayer())

    def _selection_changed(self, *_) -> None:
        layer = QgsProject.instance().mapLayer(self._watched)
        count = layer.selectedFeatureCount() if isinstance(layer, QgsVectorLayer) else 0
        self._selected.setText(self.tr("Selected parcels only ({})").format(number(count)))
        self._selected.setEnabled(count > 0)
        if not count:
            self._selected.setChecked(False)

    def _format_changed(self, _index: int) -> None:
        """Give the file the ending of the format."""
        self._file.setFilter(file_filter([self._wanted]))
        path = Path(self._file.filePath())
        if path.name and path.suffix.lower() in {suffix for one in FORMATS for suffix in one.suffixes}:
            self._file.setFilePath(str(path.with_suffix(self._wanted.suffix)))

    def start(self) -> None:
        """Export what the box says."""
        layer = self._layer.currentLayer()
        if layer is None or self._task is not None:
            return
        try:
            target = target_of(self._file.filePath(), self._wanted)
        except ChildError as error:
            self._line.setText(f"⚠ {escape(str(error))}")
            return
        self._file.setFilePath(str(target))
        settings.EXPORT.set(self._wanted.suffix)
        self._task = ExportTask(layer_source(layer, self._selected.isChecked()), target)
        self._task.progressChanged.connect(self._show_progress)
        self._task.ended.connect(self._ended)
        self._show_busy(True)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Stop the export."""
        if self._task is not None:
            self._cancel.setEnabled(False)
            self._line.setText(self.tr("Stopping…"))
            self._task.cancel()

    def shut_down(self) -> None:
        """Stop at once and wait: the plugin is switched off."""
        if self._task is not None:
            self._task.abandon()
            self._task = None

    def _show_progress(self, percent: float) -> None:
        self._progress.setValue(round(percent))

    def _ended(self, task: ExportTask) -> None:
        if task is not self._task:
            return
        self._task = None
        self._show_busy(False)
        if task.error:
            self._line.setText(f"⚠ {escape(task.error)}")
        elif task.result is None:
            self._line.setText(self.tr("The export was cancelled. Nothing was written."))
        else:
            self._line.setText(self._told(task.result))

    def _told(self, made: Exported) -> str:
        """Say what was written, with a link to its folder."""
        folder = QUrl.fromLocalFile(str(made.path.parent)).toString()
        first = escape(self.tr("{} parcels were written to {}.").format(number(made.parcels), made.path.name))
        there = self.tr("Open the folder")
        link = f'<a href="{escape(folder)}">{escape(there)}</a>'
        return "<br>".join([f"{first} {link}", *map(escape, made.notes)])

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
