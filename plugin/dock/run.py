"""Step 3: where, into which file and how to map, and the run itself."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayerProxyModel, QgsProject
from qgis.gui import QgsCollapsibleGroupBoxBasic, QgsDoubleSpinBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from ...model import job
from .. import settings
from ..layers import area_of
from ..runtime import ROOT

WHOLE, CANVAS, LAYER = "whole", "canvas", "layer"


class RunBox(QgsCollapsibleGroupBoxBasic):
    """Settings of a run with the buttons doabRun and doabCancel, doabProgress and doabStage."""

    run_pressed = pyqtSignal()
    cancel_pressed = pyqtSignal()

    def __init__(self, iface, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabRunBox")
        self.setTitle(self.tr("3  Run"))
        self._iface = iface
        self._stage = QLabel(self)
        self._stage.setObjectName("doabStage")
        self._stage.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(self._main_form())
        layout.addWidget(self._advanced())
        layout.addLayout(self._controls())
        layout.addWidget(self._stage)
        self.show_idle("", False)
        self.propose_output()

    def _main_form(self) -> QFormLayout:
        self._area = QComboBox(self)
        self._area.setObjectName("doabArea")
        self._area.setToolTip(self.tr("The part of the images to map"))
        self._area.addItem(self.tr("Whole scene"), WHOLE)
        self._area.addItem(self.tr("Map view"), CANVAS)
        self._area.addItem(self.tr("Extent of a layer"), LAYER)
        self._layer = QgsMapLayerComboBox(self)
        self._layer.setObjectName("doabAreaLayer")
        self._layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._layer.setToolTip(self.tr("The layer whose extent is mapped"))
        self._layer.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer | QgsMapLayerProxyModel.Filter.HasGeometry)
        self._layer.setVisible(False)
        self._area.currentIndexChanged.connect(
            lambda _: self._layer.setVisible(self._area.currentData() == LAYER))
        self._output = QgsFileWidget(self)
        self._output.setObjectName("doabOutput")
        self._output.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._output.setFilter(self.tr("GeoPackage (*.gpkg)"))
        self._output.setDialogTitle(self.tr("Save the parcels as"))
        self._output.setToolTip(self.tr("The GeoPackage that the parcels are written to"))
        self._device = QComboBox(self)
        self._device.setObjectName("doabDevice")
        self._device.setToolTip(self.tr("What computes; Automatic takes a graphics card where one can be used"))
        for label, device in ((self.tr("Automatic"), "auto"), (self.tr("Processor"), "cpu"),
                              (self.tr("NVIDIA graphics card (CUDA)"), "cuda"),
                              (self.tr("Apple graphics (MPS)"), "mps")):
            self._device.addItem(label, device)
        self._device.setCurrentIndex(max(0, self._device.findData(settings.DEVICE.get())))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Area"), self._area)
        form.addRow("", self._layer)
        form.addRow(self.tr("Output"), self._output)
        form.addRow(self.tr("Device"), self._device)
        return form

    def _advanced(self) -> QgsCollapsibleGroupBoxBasic:
        box = QgsCollapsibleGroupBoxBasic(self.tr("Advanced"), self)
        box.setObjectName("doabAdvancedBox")
        box.setFlat(True)
        self._bundle = QgsFileWidget(box)
        self._bundle.setObjectName("doabBundle")
        self._bundle.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._bundle.setDialogTitle(self.tr("The folder of a trained model"))
        self._bundle.setToolTip(self.tr("A trained model (bundle folder); empty for the one that comes with Doab"))
        self._bundle.lineEdit().setPlaceholderText(self.tr("the one that comes with Doab"))
        self._bundle.setFilePath(settings.BUNDLE.get())
        self._min_area = self._spin("doabMinArea", 0.0, 100.0, settings.MIN_AREA, self.tr(" ha"),
                                    self.tr("Smaller parcels are left out (hectares)"))
        self._simplify = self._spin("doabSimplify", 0.0, 100.0, settings.SIMPLIFY, self.tr(" m"),
                                    self.tr("How far an outline may move when it is simplified (metres); 0 keeps the "
                                            "steps of the pixels"))
        form = QFormLayout(box)
        form.addRow(self.tr("Model"), self._bundle)
        form.addRow(self.tr("Smallest parcel"), self._min_area)
        form.addRow(self.tr("Simplify outlines"), self._simplify)
        box.setCollapsed(True)
        return box

    def _spin(self, name: str, low: float, high: float, setting: settings.Setting, unit: str,
              tooltip: str) -> QgsDoubleSpinBox:
        spin = QgsDoubleSpinBox(self)
        spin.setObjectName(name)
        spin.setRange(low, high)
        spin.setSingleStep(setting.default / 5)
        spin.setClearValue(setting.default)
        spin.setValue(setting.get())
        spin.setSuffix(unit)
        spin.setToolTip(tooltip)
        return spin

    def _controls(self) -> QHBoxLayout:
        self._run = QPushButton(QIcon(str(ROOT / "resources" / "icons" / "doab.svg")), self.tr("Run"), self)
        self._run.setObjectName("doabRun")
        self._run.setDefault(True)
        self._run.setToolTip(self.tr("Map the field parcels in the background"))
        self._run.clicked.connect(self.run_pressed)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setObjectName("doabCancel")
        self._cancel.setToolTip(self.tr("Stop the run; nothing is written"))
        self._cancel.clicked.connect(self.cancel_pressed)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("doabProgress")
        self._progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.addWidget(self._run)
        row.addWidget(self._cancel)
        row.addWidget(self._progress)
        return row

    def propose_output(self, folder: str = "") -> None:
        """Name a file that does not exist yet: in ``folder``, else beside the project, else at home."""
        folder = Path(folder or QgsProject.instance().absolutePath() or Path.home())
        names = (f"parcels{number}.gpkg" for number in ("", *(f"_{n}" for n in range(2, 10_000))))
        self._output.setFilePath(str(next(folder / name for name in names if not (folder / name).exists())))

    def request(self, scene: job.Scene, reference: str) -> job.Job:
        """Return the job that the settings describe; raise `job.InputError` where they make no sense."""
        wanted = job.Job(
            scene=scene, out=self._checked_output(), reference=reference, area=self._chosen_area(),
            bundle=self._bundle.filePath(), device=self._device.currentData(), min_area=self._min_area.value(),
            simplify=self._simplify.value())
        settings.DEVICE.set(wanted.device)
        settings.BUNDLE.set(wanted.bundle)
        settings.MIN_AREA.set(wanted.min_area)
        settings.SIMPLIFY.set(wanted.simplify)
        return wanted

    def _checked_output(self) -> str:
        text = self._output.filePath().strip()
        if not text:
            raise job.InputError(self.tr("Choose an output file in step 3."))
        path = Path(text if text.lower().endswith(".gpkg") else f"{text}.gpkg")
        if not path.parent.is_dir():
            raise job.InputError(self.tr("The folder {} does not exist. Choose another output file in step 3.").format(
                path.parent))
        for layer in QgsProject.instance().mapLayers().values():
            if layer.source().partition("|")[0] == str(path):
                raise job.InputError(self.tr("{} is open as the layer “{}”. Remove the layer, or choose another output "
                                             "file in step 3.").format(path.name, layer.name()))
        return str(path)

    def _chosen_area(self) -> job.Area | None:
        choice = self._area.currentData()
        if choice == CANVAS:
            canvas = self._iface.mapCanvas()
            return area_of(canvas.extent(), canvas.mapSettings().destinationCrs())
        if choice == LAYER:
            layer = self._layer.currentLayer()
            if layer is None:
                raise job.InputError(self.tr("Choose the layer whose extent to map in step 3."))
            return area_of(layer.extent(), QgsCoordinateReferenceSystem(layer.crs()))
        return None

    def show_idle(self, text: str, ready: bool) -> None:
        """No run is on; ``text`` says why none can start, or how the last one ended."""
        self._run.setVisible(True)
        self._run.setEnabled(ready)
        self._cancel.setVisible(False)
        self._progress.setVisible(False)
        self._stage.setText(text)

    def show_running(self) -> None:
        """A run has begun."""
        self._run.setVisible(False)
        self._run.setEnabled(False)
        self._cancel.setVisible(True)
        self._cancel.setEnabled(True)
        self._progress.setRange(0, 0)
        self._progress.setVisible(True)
        self._stage.setText(self.tr("Starting…"))

    def show_cancelling(self) -> None:
        """The analyst pressed Cancel."""
        self._cancel.setEnabled(False)
        self._stage.setText(self.tr("Stopping…"))

    def show_stage(self, text: str) -> None:
        """The run says what it does."""
        if self._cancel.isEnabled():
            self._stage.setText(text)

    def show_progress(self, percent: float) -> None:
        """The run says how far it is."""
        self._progress.setRange(0, 100)
        self._progress.setValue(round(percent))
