"""Step 3: where, into which file and how to map, and the run itself."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import QgsProject
from qgis.gui import QgsCollapsibleGroupBoxBasic, QgsDoubleSpinBox, QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QVBoxLayout

from ...model import protocol
from .. import settings
from ..child.process import ChildError
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..export.export_task import target_of
from ..export.formats import GEOPACKAGE
from . import run_time
from .area_widget import AreaWidget
from .bundle_widget import BundleWidget
from .estimate_widget import EstimateWidget
from .feature_selection import AreaGetter
from .map_task import Mapped, MapTask
from .output_file import unused_path
from .progress_widget import ProgressWidget


class RunStep(QgsCollapsibleGroupBoxBasic):
    """Area, model, output and device of a run, what it will take, and how it goes."""

    run_pressed = pyqtSignal()
    cancel_pressed = pyqtSignal()

    def __init__(self, iface, worker: Worker, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabRunBox")
        self.setTitle(self.tr("3  Run"))
        self._runtime: Runtime | None = None
        self._inspection = protocol.Inspection(protocol.Scene())
        self.area = AreaWidget(iface, self)
        self.bundle = BundleWidget(self)
        self.forecast = EstimateWidget(worker, self._considered, self)
        self.progress = ProgressWidget(self)
        layout = QVBoxLayout(self)
        layout.addLayout(self._main_form())
        layout.addWidget(self._advanced())
        layout.addWidget(self.forecast)
        layout.addWidget(self.progress)
        self.area.changed.connect(self.forecast.refresh)
        self.bundle.changed.connect(self.forecast.refresh)
        self.forecast.told.connect(self.bundle.show_estimate)
        self._device.currentIndexChanged.connect(lambda _: self.forecast.want(self._device.currentData()))
        self.progress.run_pressed.connect(self.run_pressed)
        self.progress.cancel_pressed.connect(self.cancel_pressed)
        self.propose_output()

    def _main_form(self) -> QFormLayout:
        self._output = QgsFileWidget(self)
        self._output.setObjectName("doabOutput")
        self._output.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._output.setFilter(self.tr("GeoPackage (*.gpkg)"))
        self._output.setDialogTitle(self.tr("Save the parcels as"))
        self._output.setToolTip(self.tr("The GeoPackage that the parcels are written to"))
        self._device = QComboBox(self)
        self._device.setObjectName("doabDevice")
        self._device.setToolTip(self.tr("What computes; Automatic takes a graphics card where one can be used"))
        for label, device in (
            (self.tr("Automatic"), "auto"),
            (self.tr("Processor"), "cpu"),
            (self.tr("NVIDIA graphics card (CUDA)"), "cuda"),
            (self.tr("Apple graphics (MPS)"), "mps"),
        ):
            self._device.addItem(label, device)
        self._device.setCurrentIndex(max(0, self._device.findData(settings.DEVICE.get())))
        self.forecast.want(self._device.currentData())
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Area"), self.area)
        form.addRow(self.tr("Model"), self.bundle)
        form.addRow(self.tr("Output"), self._output)
        form.addRow(self.tr("Device"), self._device)
        return form

    def _advanced(self) -> QgsCollapsibleGroupBoxBasic:
        box = QgsCollapsibleGroupBoxBasic(self.tr("Advanced"), self)
        box.setObjectName("doabAdvancedBox")
        box.setFlat(True)
        self._min_area = self._spin(
            "doabMinArea",
            0.0,
            100.0,
            settings.MIN_AREA,
            self.tr(" ha"),
            self.tr("Smaller parcels are left out (hectares)"),
        )
        self._simplify = self._spin(
            "doabSimplify",
            0.0,
            100.0,
            settings.SIMPLIFY,
            self.tr(" m"),
            self.tr("How far an outline may move when it is simplified (metres); 0 keeps the steps of the pixels"),
        )
        form = QFormLayout(box)
        form.addRow(self.tr("Smallest parcel"), self._min_area)
        form.addRow(self.tr("Simplify outlines"), self._simplify)
        box.setCollapsed(True)
        return box

    def _spin(
        self, name: str, low: float, high: float, setting: settings.Setting, unit: str, tooltip: str
    ) -> QgsDoubleSpinBox:
        spin = QgsDoubleSpinBox(self)
        spin.setObjectName(name)
        spin.setRange(low, high)
        spin.setSingleStep(setting.default / 5)
        spin.setClearValue(setting.default)
        spin.setValue(setting.get())
        spin.setSuffix(unit)
        spin.setToolTip(tooltip)
        return spin

    def propose_output(self, last: str = "") -> None:
        """Name a file that does not exist yet: like the ``last`` result, else beside the project, else at home."""
        wanted = Path(last) if last else Path(QgsProject.instance().absolutePath() or Path.home()) / "parcels.gpkg"
        stem = re.sub(r"_[0-9]+$", "", wanted.stem)
        self._output.setFilePath(str(unused_path(wanted.with_name(stem + wanted.suffix))))

    def consider(self, runtime: Runtime | None, inspection: protocol.Inspection | None) -> None:
        """Foresee a run of these images in this environment; None: there is none, or they are not recognised yet."""
        if inspection is not None:
            self._inspection = inspection
        if runtime != self._runtime:
            self._runtime = runtime
            self.forecast.use(runtime)
        elif inspection is not None:
            self.forecast.refresh()

    def request(self, scene: protocol.Scene, reference: str) -> tuple[protocol.Job, AreaGetter]:
        """Return the job that the settings describe but for its area, and what finds that; raise `protocol.InputError` where
        they make no sense.
        """
        wanted = protocol.Job(
            scene=scene,
            out=self._checked_output(),
            reference=reference,
            bundle=self.bundle.path(),
            device=self._device.currentData(),
            min_area=self._min_area.value(),
            simplify=self._simplify.value(),
        )
        where = self.area.where()
        settings.DEVICE.set(wanted.device)
        settings.BUNDLE.set(wanted.bundle)
        settings.MIN_AREA.set(wanted.min_area)
        settings.SIMPLIFY.set(wanted.simplify)
        return wanted, where

    def _considered(self) -> tuple[protocol.Job, AreaGetter] | None:
        """Return what a run would be asked for if it began now, None while there is nothing to map."""
        scene = self._inspection.scene
        if not scene.of("S2"):
            return None
        return protocol.Job(scene, "", self._inspection.proposed, bundle=self.bundle.path()), self.area.where()

    def _checked_output(self) -> str:
        text = self._output.filePath()
        if not text.strip():
            raise protocol.InputError(self.tr("Choose an output file in step 3."))
        try:
            path = target_of(text, GEOPACKAGE)
        except ChildError as error:
            raise protocol.InputError(str(error)) from error
        if not path.parent.is_dir():
            raise protocol.InputError(
                self.tr("The folder {} does not exist. Choose another output file in step 3.").format(path.parent)
            )
        return str(path)

    def show_idle(self, text: str, ready: bool) -> None:
        """No run is on; ``text`` says why none can start, or how the last one ended."""
        self.progress.show_idle(text, ready)

    def follow(self, task: MapTask) -> None:
        """A run has begun."""
        self.forecast.set_busy(True)
        self.progress.follow(task, self.forecast.expected())
        task.ended.connect(self._over)

    def show_cancelling(self) -> None:
        """The run is being stopped."""
        self.progress.show_cancelling()

    def shut_down(self) -> None:
        """Leave nothing behind: the plugin is switched off."""
        self.forecast.shut_down()
        self.progress.shut_down()
        self.area.shut_down()

    def _over(self, task: MapTask) -> None:
        """Learn from a run that went well how long the next one will take."""
        device = self.forecast.device()
        if isinstance(task.result, Mapped) and device is not None:
            run_time.record_run(device.key, task.result.summary)
        self.forecast.set_busy(False)
