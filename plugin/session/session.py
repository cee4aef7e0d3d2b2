"""The state that the steps of the dock share: the environment, the inputs, the run under way and the result layer."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...model import protocol
from .. import settings
from ..child.latest_task import Latest
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..layers.given_layer import GivenLayer
from ..parcels.mapped import Mapped
from ..parcels.result_job import remove_jobs
from ..parcels.result_layer import is_result
from ..tasks.feature_selection import AreaGetter
from ..tasks.inspect_task import InspectTask
from ..tasks.map_task import MapTask
from ..tasks.quiet_tasks import QuietTasks
from ..tasks.status_bar import NarrowIndicators
from .layer_watcher import LayerWatcher
from .result_loader import ResultLoader

AUTOMATIC = "auto"
"""The reference date is chosen by the program."""

INSPECTOR_IDLE = 60.0
"""Minutes for which recognised images are remembered after the last correction."""


class Session(QObject):
    """Holds what the steps share and says by signals when it changes. Steps know the session, not each other.

    Whatever must not outlive the dock (tasks, processes, map tools, temporary folders) is registered in ``closing``,
    which `shut_down` closes, the last one first.
    """

    runtime_changed = pyqtSignal(object)
    """The `Runtime` to use from now on, or None: there is none, or it is about to be made anew."""

    inspection_pending = pyqtSignal(int)
    """So many sources are being recognised, or will be once there is an environment."""

    inspection_changed = pyqtSignal(object)
    """The `protocol.Inspection` of the sources; an empty one where there are none, or it failed."""

    inspection_failed = pyqtSignal(str)
    """The reason, empty where the inspection was stopped; comes after ``inspection_changed``."""

    run_started = pyqtSignal(object)
    """A `MapTask` that is about to begin."""

    run_stopping = pyqtSignal()
    """The run is being cancelled."""

    run_ended = pyqtSignal(object)
    """The `MapTask`; its result is a `Mapped`, whose layer is still to come, or None."""

    result_added = pyqtSignal(object)
    """The layer of a `Mapped` is in the project."""

    result_failed = pyqtSignal(str)
    """The parcels of a run cannot be shown: where they are, and the reason."""

    settings_loaded = pyqtSignal(object)
    """A `RecordedRun` whose settings the steps take over."""

    result_layer_changed = pyqtSignal(object)
    """The layer of parcels to work on, from a run or chosen in the layer tree."""

    project_cleared = pyqtSignal()
    """The project is closed; a new one, or another, comes next."""

    bundle_offered = pyqtSignal(str)
    """The trained model in this folder was made here and is better than the one before: runs are to use it."""

    parcels_edited = pyqtSignal(object, object)
    """The result layer and the ids of the parcels in it that are worked on, after an edit or its undoing."""

    def __init__(self, iface: QgisInterface, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.worker = worker
        self.closing = contextlib.ExitStack()
        self.layers = LayerWatcher(self)
        self._quiet_tasks = QuietTasks(iface.messageBar(), self)
        self.closing.callback(NarrowIndicators(iface.mainWindow(), self).restore)
        self.runtime: Runtime | None = None
        self.sources: tuple[protocol.Source, ...] = ()
        self.inspection = protocol.Inspection(protocol.Scene())
        self.reference = AUTOMATIC  # or an ISO date
        self.season = AUTOMATIC  # as in `protocol.Job`
        self.bundle = settings.BUNDLE.get()  # as in `protocol.Job`
        self.run: MapTask | None = None
        self._result_id = ""
        self._projects_closed = 0  # since the dock was built
        self._closed_before_run = 0
        self._inspector = Worker(INSPECTOR_IDLE)  # beside the worker of the runs, which may be busy for hours
        self.closing.callback(self._inspector.close)
        self._inspections = Latest(self)
        self._inspections.ended.connect(self._inspected)
        self.closing.callback(self._inspections.shut_down)
        self._runs = Latest(self)
        self._runs.ended.connect(self._run_ended)
        self.closing.callback(self._runs.shut_down)
        self._loader = ResultLoader(self)
        self._loader.opened.connect(self._set_result_layer)
        self._loader.shown.connect(self.result_layer_changed)
        self._loader.added.connect(self.result_added)
        self._loader.failed.connect(self.result_failed)
        self.layers.removing.connect(self._remove_layers)
        iface.currentLayerChanged.connect(self._follow)
        QgsProject.instance().cleared.connect(self._clear_project)
        QgsProject.instance().readProject.connect(self.follow_project)

    def shut_down(self) -> None:
        """End every task and process and wait for it, and leave nothing on the canvas: the plugin is switched off."""
        self.closing.close()
        self.run = None

    # Environment

    def set_runtime(self, runtime: Runtime | None) -> None:
        """Use this environment from now on; None: there is none."""
        self.runtime = runtime
        self.runtime_changed.emit(runtime)
        if runtime is not None and self.sources:
            self.inspect()

    def release_runtime(self) -> None:
        """End whatever uses the environment, before it is made anew or replaced."""
        self.cancel_run()
        self.runtime = None
        self.runtime_changed.emit(None)
        self.inspect()
        self.worker.close()
        self._inspector.close()

    # Inputs

    @property
    def is_inspecting(self) -> bool:
        """Whether the sources are being recognised."""
        return self._inspections.task is not None

    def set_sources(self, sources: Sequence[protocol.Source]) -> None:
        """Recognise these sources, also where they are the same as before."""
        self.sources = tuple(sources)
        self.inspect()

    def set_season(self, season: str) -> None:
        """Map the dates of this season, as in `protocol.Job`."""
        if season != self.season:
            self.season = season
            self.inspect()

    def inspect(self) -> None:
        """Recognise the sources anew; an inspection under way is dropped."""
        self._inspections.drop()
        self.inspection = protocol.Inspection(protocol.Scene())
        if not self.sources:
            self.inspection_changed.emit(self.inspection)
            return
        if self.runtime is not None:
            self._inspections.start(InspectTask(self.runtime, self.sources, season=self.season, worker=self._inspector))
        self.inspection_pending.emit(len(self.sources))

    def _inspected(self, task: InspectTask) -> None:
        self.inspection = task.result or protocol.Inspection(protocol.Scene())
        self.inspection_changed.emit(self.inspection)
        if task.result is None:
            self.inspection_failed.emit(task.error)

    # Run

    def start_run(self, job: protocol.Job, where: AreaGetter, parcels: GivenLayer | None = None) -> None:
        """Start a run of ``job`` in the area that ``where`` returns, of ``parcels`` where they are given.

        There must be an environment.
        """
        if self.runtime is None:
            raise RuntimeError("a run needs an environment")
        self.run = MapTask(self.runtime, job, self.worker, where, parcels)
        self._closed_before_run = self._projects_closed
        self.run_started.emit(self.run)
        self._runs.start(self.run)

    def cancel_run(self) -> None:
        """Cancel the run under way, if any."""
        if self.run is not None:
            self.run_stopping.emit()
            self.run.cancel()

    def _run_ended(self, task: MapTask) -> None:
        self.run = None
        self.run_ended.emit(task)
        if task.result is not None and self.is_run_of_this_project:
            self._loader.load(task.result)
        elif task.result is not None:
            text = self.tr("Another project was opened meanwhile, so the parcels were not added to it. They are in {}.")
            self.result_failed.emit(text.format(task.result.job.out))

    @property
    def is_run_of_this_project(self) -> bool:
        """Whether the project is still the one in which the latest run was started."""
        return self._closed_before_run == self._projects_closed

    # Result

    def open_result(self, mapped: Mapped) -> None:
        """Add the parcels of an earlier run to this project."""
        self._loader.load(mapped)

    @property
    def result_layer(self) -> QgsVectorLayer | None:
        """The layer of parcels that the steps work on, None where there is none."""
        return QgsProject.instance().mapLayer(self._result_id)

    def _set_result_layer(self, layer: QgsVectorLayer) -> None:
        self._result_id = layer.id()

    def _follow(self, layer: QgsMapLayer | None) -> None:
        """Work on another layer of parcels, which the analyst chose in the layer tree."""
        if layer is not None and is_result(layer) and layer.id() != self._result_id:
            self._result_id = layer.id()
            self.result_layer_changed.emit(layer)

    def follow_project(self, *_: object) -> None:
        """Work on the current layer where it is a result, else on the first result of the project, if any."""
        if self.result_layer is None:
            nodes = QgsProject.instance().layerTreeRoot().findLayers()
            candidates = (self.iface.activeLayer(), *(node.layer() for node in nodes))
            self._follow(next((layer for layer in candidates if is_result(layer)), None))

    def _clear_project(self) -> None:
        self._projects_closed += 1
        self.project_cleared.emit()

    def _remove_layers(self, layers: list[str]) -> None:
        """Forget layers; one that is opened again with its project has the id that it had."""
        remove_jobs(layers)
        if self._result_id in layers:
            self._result_id = ""
