"""The dock: seven steps, and what happens between them."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator

from qgis.core import Qgis, QgsApplication, QgsFeature, QgsMapLayer, QgsMessageLog, QgsProject, QgsVectorLayer
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...model import protocol
from ..child.child_task import LOG, Mapped, MapTask
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..correction.correction_step import CorrectionStep
from ..environment.environment_step import EnvironmentStep
from ..export.export_step import ExportStep
from ..inputs.inputs_step import InputsStep
from ..inputs.inspect_task import InspectTask
from ..inspector.inspector_step import InspectorStep
from ..parcels import result_layer as parcels
from ..parcels.layer_abstract import abstract_of
from ..parcels.result_job import job_json, remove_jobs, store_job
from ..reference.reference_step import ReferenceStep
from ..results.results_step import ResultsStep
from ..run.run_step import RunStep
from .help_button import HelpButton


class DoabDock(QgsDockWidget):
    """The environment, and the seven steps from images to export (doabDock).

    Every widget in it has an object name that begins with doab.
    """

    def __init__(self, iface, worker: Worker) -> None:
        super().__init__(iface.mainWindow())
        self.setObjectName("doabDock")
        self.setWindowTitle("Doab")
        self._iface = iface
        self._worker = worker
        self._runtime: Runtime | None = None
        self._inspection: protocol.Inspection | None = None
        self._inspecting: InspectTask | None = None
        self._mapping: MapTask | None = None
        self._layer = ""
        self.environment = EnvironmentStep(self)
        self.inputs = InputsStep(iface, self)
        self.reference = ReferenceStep(iface, self)
        self.run = RunStep(iface, worker, self)
        self.results = ResultsStep(self)
        self.inspector = InspectorStep(iface, self)
        self.correction = CorrectionStep(iface, worker, self)
        self.export = ExportStep(self)
        self._lay_out()
        self.environment.changing.connect(self._leave_runtime)
        self.environment.found.connect(self._found_runtime)
        self.inputs.changed.connect(self.inspect)
        self.run.run_pressed.connect(self.start)
        self.run.cancel_pressed.connect(self.cancel)
        self.results.zoom_pressed.connect(self.zoom)
        self.correction.corrected.connect(self._inspect_again)
        iface.currentLayerChanged.connect(self._follow)
        QgsProject.instance().layersWillBeRemoved.connect(self._leave)
        self._show_readiness()
        self.environment.look()

    def _lay_out(self) -> None:
        content = QWidget(self)
        content.setObjectName("doabContent")
        layout = QVBoxLayout(content)
        top = QHBoxLayout()
        top.addStretch()
        top.addWidget(self.environment.opener)
        top.addWidget(HelpButton(self))
        layout.addLayout(top)
        boxes = (
            self.environment,
            self.inputs,
            self.reference,
            self.run,
            self.results,
            self.inspector,
            self.correction,
            self.export,
        )
        for box in boxes:
            layout.addWidget(box)
        layout.addStretch()
        scroll = QScrollArea(self)
        scroll.setObjectName("doabScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        margins = layout.contentsMargins().left() + layout.contentsMargins().right()
        scroll.setMinimumWidth(
            max(box.minimumSizeHint().width() for box in boxes)
            + margins
            + scroll.verticalScrollBar().sizeHint().width()
        )
        self.setWidget(scroll)

    # Inputs

    def _leave_runtime(self) -> None:
        """Let go of the environment before it is made anew or replaced."""
        self.cancel()
        self._runtime = None
        self.inspect()
        self.run.consider(None, None)
        self._worker.close()
        self.inspector.leave_runtime()
        self.correction.leave_runtime()

    def _found_runtime(self, runtime: Runtime | None) -> None:
        self._runtime = runtime
        self.inspector.use(runtime)
        self.correction.use(runtime)
        self.reference.use(runtime)
        self.run.consider(runtime, None)
        if runtime is not None and self.inputs.sources.used():
            self.inspect()
        self._show_readiness()

    def inspect(self) -> None:
        """Recognise the ticked sources anew; an earlier inspection that still runs is dropped."""
        earlier, self._inspecting = self._inspecting, None
        if earlier is not None:
            earlier.cancel()
        self._inspection = None
        self.reference.stop()
        sources = self.inputs.sources.used()
        if not sources:
            self._show_inspection(protocol.Inspection(protocol.Scene()))
        elif self._runtime is None:
            self.inputs.show_waiting(self.tr("The images are recognised as soon as the environment is there."))
        else:
            self.inputs.show_waiting(self.tr("Recognising {} sources…").format(len(sources)))
            self._inspecting = InspectTask(self._runtime, sources)
            self._inspecting.ended.connect(self._inspected)
            QgsApplication.taskManager().addTask(self._inspecting)
        self._show_readiness()

    def _inspected(self, task: InspectTask) -> None:
        if task is not self._inspecting:
            return
        self._inspecting = None
        if task.result is not None:
            self._show_inspection(task.result)
        else:
            self.inputs.show_error(
                task.error or self.tr("Recognising was stopped. Untick a source and tick it again to begin anew.")
            )
            self.reference.show_inspection(protocol.Inspection(protocol.Scene()))
            self.run.consider(self._runtime, protocol.Inspection(protocol.Scene()))
        self._show_readiness()

    def _show_inspection(self, inspection: protocol.Inspection) -> None:
        self._inspection = inspection
        self.inputs.show_inspection(inspection)
        self.reference.show_inspection(inspection)
        self.run.consider(self._runtime, inspection)

    # Run

    def _show_readiness(self, text: str = "") -> None:
        """Enable Run, or say what is missing."""
        if self._mapping is not None:
            return
        usable = self._inspection is not None and bool(self._inspection.scene.of("S2"))
        if not text:
            if self._runtime is None:
                text = self.tr("The environment comes first: see the top of this panel.")
            elif self._inspecting is not None:
                text = self.tr("Waiting until the images are recognised.")
            elif not usable:
                text = self.tr("Add at least one Sentinel-2 image in step 1.")
        self.run.show_idle(text, usable and self._runtime is not None)

    def start(self) -> None:
        """Start a run with what the steps say."""
        try:
            request, where = self.run.request(self._inspection.scene, self.reference.choice())
        except protocol.InputError as error:
            self._show_readiness(f"⚠ {error}")
            return
        self._mapping = MapTask(self._runtime, request, self._worker, where)
        self.environment.hold(True)
        self.run.follow(self._mapping)
        self._mapping.ended.connect(self._mapped)
        QgsApplication.taskManager().addTask(self._mapping)

    def cancel(self) -> None:
        """Stop the run."""
        if self._mapping is not None:
            self.run.show_cancelling()
            self._mapping.cancel()

    def _mapped(self, task: MapTask) -> None:
        self._mapping = None
        self.environment.hold(False)
        if task.error:
            self._show_readiness(f"⚠ {task.error}")
            self._iface.messageBar().pushMessage("Doab", task.error, Qgis.MessageLevel.Warning, 0)
        elif task.result is None:
            self._show_readiness(self.tr("The run was cancelled. Nothing was written."))
        else:
            with self._showing(task.result):
                self.results.show_result(task.result)
                self._soon(lambda: self._load(task.result))

    # Results. Opening a layer, noting its job and adding it are turns of their own, so that QGIS stays fluent between.

    def _soon(self, step) -> None:
        """Take ``step`` in the next turn of the event loop, unless the dock is gone by then."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(step)
        timer.timeout.connect(timer.deleteLater)
        timer.start(0)

    @contextlib.contextmanager
    def _showing(self, mapped: Mapped) -> Iterator[None]:
        """Where the parcels of a run cannot be shown, say where they are, and be ready for the next run."""
        try:
            yield
        except Exception as error:
            QgsMessageLog.logMessage(traceback.format_exc(), LOG, Qgis.MessageLevel.Warning, False)
            text = self.tr(
                "The parcels are in {}, but could not be shown: {}. Drag the file into QGIS to open it."
            ).format(mapped.job.out, str(error) or type(error).__name__)
            self._show_readiness(f"⚠ {text}")
            self._iface.messageBar().pushMessage("Doab", text, Qgis.MessageLevel.Warning, 0)

    def _load(self, mapped: Mapped) -> None:
        with self._showing(mapped):
            layer = parcels.load(mapped.job.out, mapped.crops, abstract_of(mapped))
            if not layer.isValid():
                raise OSError(layer.error().summary())
            self._soon(lambda: self._note(layer, mapped))

    def _note(self, layer: QgsVectorLayer, mapped: Mapped) -> None:
        with self._showing(mapped):
            store_job(layer, job_json(mapped))
            self._soon(lambda: self._add(layer, mapped))

    def _add(self, layer: QgsVectorLayer, mapped: Mapped) -> None:
        with self._showing(mapped):
            self._layer = layer.id()
            parcels.add_to_project(layer, self.tr("Doab: {}").format(layer.metadata().title()))
            self.results.show_layer(layer)
            self.correction.show_layer(layer)
            self.export.show_layer(layer)
            self.run.propose_output(mapped.job.out)
            self._show_readiness(self.tr("Done: {}").format(mapped.job.out))
            self._announce(sum(crop.parcels for crop in mapped.crops))

    def _announce(self, count: int) -> None:
        """Say in the message bar how many parcels a run found."""
        self._iface.messageBar().pushMessage(
            "Doab",
            self.tr("{} parcels were mapped.").format(count)
            if count
            else self.tr("No parcel was found. The reasons may stand in the warnings of step 4."),
            Qgis.MessageLevel.Success if count else Qgis.MessageLevel.Warning,
            8,
        )

    def _follow(self, layer: QgsMapLayer | None) -> None:
        """Turn to another layer of parcels that the analyst chose in the layer tree."""
        if parcels.is_result(layer) and layer.id() != self._layer:
            self._layer = layer.id()
            self.results.show_layer(layer)
            self.correction.show_layer(layer)
            self.export.show_layer(layer)

    def _leave(self, layers: list[str]) -> None:
        """Layers go from the project; one that is opened again with it has the id that it had."""
        remove_jobs(layers)
        if self._layer in layers:
            self._layer = ""

    def _inspect_again(self, layer: QgsVectorLayer, parcel: QgsFeature) -> None:
        """Show a parcel anew that has changed, where the inspector is in use."""
        if not self.inspector.isCollapsed():
            self.inspector.show_parcel(layer, parcel)

    def zoom(self) -> None:
        """Show all parcels of the last run."""
        layer = QgsProject.instance().mapLayer(self._layer)
        if layer is not None:
            canvas = self._iface.mapCanvas()
            extent = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
            extent.scale(1.05)
            canvas.setExtent(extent)
            canvas.refresh()

    def shut_down(self) -> None:
        """End every child and wait for it: the plugin is switched off."""
        self.environment.shut_down()
        self.correction.shut_down()
        self.export.shut_down()
        self.results.shut_down()
        self.inspector.shut_down()
        self.reference.shut_down()
        for task in (self._inspecting, self._mapping):
            if task is not None:
                task.abandon()
        self._inspecting = self._mapping = None
        self.run.shut_down()
