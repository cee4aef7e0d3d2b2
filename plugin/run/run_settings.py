"""The settings of a run: area, model, output, device, and those that are seldom changed."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import QgsProject
from qgis.gui import QgsCollapsibleGroupBoxBasic, QgsDoubleSpinBox, QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from ...model import protocol
from ...model.outputs.transaction import unused_path
from .. import settings
from ..child.process import ChildError
from ..files.formats import GEOPACKAGE
from ..files.target_path import target_of
from ..history.recorded_run import RecordedRun
from ..layers.given_layer import GivenLayer
from ..session.session import Session
from ..tasks.feature_selection import AreaGetter
from ..widgets.named import named
from ..widgets.narrow import create_form, keep_narrow
from .area_widget import AreaWidget
from .bundle_widget import BundleWidget
from .exclusion_widget import ExclusionWidget
from .parcels_widget import ParcelsWidget


class RunSettings(QWidget):
    """The form of a run (doabRunSettings): doabOutput, doabDevice, doabMinArea, doabSimplify and four widgets more."""

    changed = pyqtSignal()
    """Another area, another bundle, other parcels or other ground to leave out is chosen."""

    device_changed = pyqtSignal(str)
    """Another device is chosen, as in `protocol.Job.device`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabRunSettings")
        self.area = AreaWidget(session, self)
        self.bundle = BundleWidget(self)
        self.exclusion = ExclusionWidget(session, self)
        self.parcels = ParcelsWidget(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._build_form())
        layout.addWidget(self._build_advanced())
        self.area.changed.connect(self.changed)
        self.bundle.changed.connect(self.changed)
        self.exclusion.changed.connect(self.changed)
        self.parcels.changed.connect(self._follow_parcels)
        self._device.currentIndexChanged.connect(lambda _: self.device_changed.emit(self.device()))
        session.settings_loaded.connect(self.take)
        self.propose_output()

    def _build_form(self) -> QFormLayout:
        self._output = named(
            "doabOutput", QgsFileWidget(self), self.tr("The GeoPackage that the parcels are written to")
        )
        self._output.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._output.setFilter(self.tr("GeoPackage (*.gpkg)"))
        self._output.setDialogTitle(self.tr("Save the parcels as"))
        self._output.setConfirmOverwrite(False)  # Run asks, and knows what is in the file
        self._device = named(
            "doabDevice",
            QComboBox(self),
            self.tr("What computes; Automatic takes a graphics card where one can be used"),
        )
        for label, device in (
            (self.tr("Automatic"), "auto"),
            (self.tr("Processor"), "cpu"),
            (self.tr("NVIDIA graphics card (CUDA)"), "cuda"),
            (self.tr("Apple graphics (MPS)"), "mps"),
        ):
            self._device.addItem(label, device)
        keep_narrow(self._device)
        self._device.setCurrentIndex(max(0, self._device.findData(settings.DEVICE.get())))
        form = create_form()
        form.addRow(self.tr("Area"), self.area)
        form.addRow(self.tr("Parcels"), self.parcels)
        form.addRow(self.tr("Model"), self.bundle)
        form.addRow(self.tr("Output"), self._output)
        form.addRow(self.tr("Device"), self._device)
        return form

    def _build_advanced(self) -> QgsCollapsibleGroupBoxBasic:
        box = named("doabAdvancedBox", QgsCollapsibleGroupBoxBasic(self.tr("Advanced"), self))
        box.setFlat(True)
        self._min_area = named(
            "doabMinArea",
            self._spin_box(settings.MIN_AREA, self.tr(" ha")),
            self.tr("Smaller parcels are left out (hectares)"),
        )
        self._simplify = named(
            "doabSimplify",
            self._spin_box(settings.SIMPLIFY, self.tr(" m")),
            self.tr("How far an outline may move when it is simplified (metres); 0 keeps the steps of the pixels"),
        )
        form = create_form(box)
        form.addRow(self.tr("Smallest parcel"), self._min_area)
        form.addRow(self.tr("Simplify outlines"), self._simplify)
        form.addRow(self.tr("Leave out"), self.exclusion)
        box.setCollapsed(True)
        return box

    def _follow_parcels(self) -> None:
        """Given parcels are neither left out nor simplified."""
        for spin_box in (self._min_area, self._simplify):
            spin_box.setEnabled(not self.parcels.is_chosen)
        self.changed.emit()

    def _spin_box(self, setting: settings.Setting, unit: str) -> QgsDoubleSpinBox:
        spin_box = QgsDoubleSpinBox(self)
        spin_box.setRange(0.0, 100.0)
        spin_box.setSingleStep(float(setting.default) / 5)
        spin_box.setClearValue(setting.default)
        spin_box.setValue(setting.get())
        spin_box.setSuffix(unit)
        return spin_box

    def device(self) -> str:
        """Return the chosen device, as in `protocol.Job.device`."""
        return self._device.currentData()

    def set_output(self, path: Path) -> None:
        """Choose the file that the parcels are written to."""
        self._output.setFilePath(str(path))

    def propose_output(self, last: str = "") -> None:
        """Name a file that does not exist yet: like the ``last`` result, else beside the project, else at home."""
        path = Path(last) if last else Path(QgsProject.instance().absolutePath() or Path.home()) / "parcels.gpkg"
        stem = re.sub(r"_[0-9]+$", "", path.stem)
        self._output.setFilePath(str(unused_path(path.with_name(stem + path.suffix))))

    def take(self, run: RecordedRun) -> None:
        """Show the settings of an earlier run; its result keeps its name, and the next one gets another."""
        job = run.job
        self.area.take(job.area)
        self.parcels.take(job.parcels)
        self.exclusion.take(job.exclude)
        self.bundle.take(job.bundle)
        self._device.setCurrentIndex(max(0, self._device.findData(job.device)))
        self._min_area.setValue(job.min_area)
        self._simplify.setValue(job.simplify)
        self.propose_output(job.out if Path(job.out).parent.is_dir() else "")

    def request(
        self, scene: protocol.Scene, reference: str, season: str
    ) -> tuple[protocol.Job, AreaGetter, GivenLayer | None]:
        """Return the job that the settings describe without its area, the function that returns the area, and parcels.

        The settings become those of the next session. Raises `protocol.InputError` where they make no sense.
        """
        parcels = self.parcels.given()
        job = protocol.Job(
            scene=scene,
            out=self._checked_output(),
            reference=reference,
            season=season,
            bundle=self.bundle.path(),
            device=self.device(),
            min_area=self._min_area.value(),
            simplify=self._simplify.value(),
            exclude=self.exclusion.exclusion(),
            parcels=parcels.file if parcels else None,
        )
        where = self.area.where()
        settings.DEVICE.set(job.device)
        settings.BUNDLE.set(job.bundle)
        settings.MIN_AREA.set(job.min_area)
        settings.SIMPLIFY.set(job.simplify)
        return job, where, parcels

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
