"""The box below step 6: teach the bundle the region, from corrections or from a layer of known fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QWidget

from ...model import protocol
from ...model.crops import Crop, known_crops
from .. import settings
from ..child.latest_task import Latest
from ..child.runtime import Runtime
from ..layers.vector_file import file_of, result_file
from ..parcels.result_classes import result_classes
from ..parcels.result_job import job_of
from ..session.session import Session
from ..session.step import Step
from ..text import number
from ..widgets.rich_text import rich
from .class_dialog import ClassDialog, ClassSelection, describe_selection
from .label_source import LabelState
from .learning_panel import LearningPanel
from .learning_summary import describe_learning
from .learning_task import LearningRequest, LearningTask, changes_result, refuse_editing
from .training_dialog import ask_bundle_folder
from .training_widget import TrainingWidget

SUGGESTED = 10  # parcels


@dataclass(frozen=True)
class Lesson:
    """What a preview learned from: a preview counts until the labels or the choice of classes change."""

    labels: LabelState
    classes: ClassSelection


class LearningStep(Step):
    """Connects the buttons of `LearningPanel` with the result.

    A preview shows scores and changes nothing, accepting changes the result, undoing restores it.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabLearnBox", parent)
        self.setTitle(self.tr("Teach it your region"))
        self._layer_id = ""
        self._runtime: Runtime | None = None
        self._bundle: Sequence[Crop] = known_crops()  # the classes of the result
        self._classes = ClassSelection()
        self._previewed: Lesson | None = None
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._ended)
        session.closing.callback(self._tasks.shut_down)
        self._panel = LearningPanel(self)
        session.closing.callback(self._panel.source.shut_down)
        layout = self.create_layout()
        layout.addWidget(self._panel)
        self._training = TrainingWidget(session, self)
        self._training.better.connect(session.bundle_offered)
        layout.addWidget(self._training)
        self._connect()
        self.setCollapsed(True)
        self._show("")

    def _connect(self) -> None:
        panel = self._panel
        panel.source.changed.connect(self._follow)
        panel.classes.clicked.connect(lambda _: self._choose_classes())
        panel.preview.clicked.connect(lambda _: self._start(self._adapt_request()))
        panel.accept.clicked.connect(lambda _: self._start(self._adapt_request(accept=True)))
        panel.bundle.clicked.connect(lambda _: self._save_bundle())
        panel.undo.clicked.connect(lambda _: self._start(protocol.UndoAdaptationRequest("")))
        panel.suggest.clicked.connect(lambda _: self._start(protocol.SuggestRequest("", SUGGESTED)))
        panel.cancel.clicked.connect(lambda _: self._stop())

    def use(self, runtime: Runtime | None) -> None:
        """Learn with this environment from now on; None: end what uses the one before."""
        if runtime is None:
            self._stop()
        self._runtime = runtime
        self._training.use(runtime)
        self._refresh()

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Learn from a layer of parcels; what was learned from another one is hidden."""
        if layer.id() != self._layer_id:
            self._leave()
            self._layer_id = layer.id()
            file = file_of(layer)
            self._bundle = result_classes(file[0]) if file else known_crops()
            self._classes = ClassSelection()
            self._panel.source.show_result(layer)
        self._refresh()

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of the result, and of the labels, where they leave the project."""
        self._panel.source.leave_layers(layers)
        if self._layer_id in layers:
            self._leave()
            self._refresh()

    def _leave(self) -> None:
        self._stop()
        self._layer_id = ""
        self._panel.source.leave_result()

    def _stop(self) -> None:
        self._tasks.drop()
        self._previewed = None
        self._show("")

    @property
    def _lesson(self) -> Lesson:
        return Lesson(self._panel.source.state, self._classes)

    def _follow(self) -> None:
        """Drop a preview of other labels or classes."""
        if self._previewed is not None and self._previewed != self._lesson:
            self._stop()
        self._refresh()

    def _choose_classes(self) -> None:
        dialog = ClassDialog(self._bundle, self._classes, self)
        dialog.accepted.connect(lambda: self._set_classes(dialog.selection))
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    def _set_classes(self, selection: ClassSelection) -> None:
        self._classes = selection
        self._follow()

    def _refresh(self) -> None:
        panel, busy = self._panel, self._tasks.task is not None
        ready = bool(self._layer_id) and self._runtime is not None
        panel.classes_line.setText(describe_selection(self._classes, self._bundle))
        panel.classes.setEnabled(bool(self._layer_id) and not busy)
        panel.preview.setEnabled(ready and panel.source.state.are_enough)
        for button in (panel.accept, panel.bundle):
            button.setEnabled(ready and not busy and self._previewed is not None)
        panel.undo.setEnabled(ready)
        panel.suggest.setEnabled(ready and not busy)
        for button in (panel.preview, panel.accept, panel.undo):
            button.setVisible(not busy)
        panel.cancel.setVisible(busy)

    def _adapt_request(self, accept: bool = False, bundle: str = "") -> protocol.AdaptRequest:
        choice = self._panel.source.state.choice
        return protocol.AdaptRequest(
            parcels="",
            field=choice.field,
            codes=choice.codes,
            added=self._classes.added,
            absent=self._classes.absent,
            accept=accept,
            bundle=bundle,
            parent=self._parent() if bundle else "",
        )

    def _save_bundle(self) -> None:
        if path := ask_bundle_folder(self):
            self._start(self._adapt_request(bundle=path))

    def _parent(self) -> str:
        """Return the bundle that the result was mapped with, the one of step 3 where its job is not known."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        try:
            return protocol.loads(protocol.Job, job_of(layer)).bundle
        except protocol.InputError:
            return self.session.bundle

    def _start(self, request: LearningRequest) -> None:
        """Send a request about the result in the background."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is None or self._runtime is None:
            return
        is_adaptation = isinstance(request, protocol.AdaptRequest)
        try:
            path = result_file(layer)
            labels = self._panel.source.given() if is_adaptation else None
            if changes_result(request):
                refuse_editing(layer)
        except protocol.InputError as error:
            self._show(f"⚠ {escape(str(error))}")
            return
        task = LearningTask(self._runtime, request, layer, path, labels)
        task.stage.connect(lambda text: self._show(rich("{}…", text)) if self._tasks.counts(task) else None)
        self._previewed = self._lesson if is_adaptation else None
        self._tasks.start(task)
        self._show(escape(self.tr("Working…")))

    def _ended(self, task: LearningTask) -> None:
        result = task.result
        if not (isinstance(result, protocol.AdaptSummary) and not result.accepted):
            self._previewed = None
        if isinstance(result, protocol.AdaptSummary):
            if result.bundle:
                settings.remember_bundle(result.bundle)
            self._show(describe_learning(result))
        elif isinstance(result, protocol.UndoSummary):
            text = self.tr("{} parcels have their former crops again.")
            self._show(rich(text, number(result.parcels)))
        elif isinstance(result, protocol.Suggestions):
            self._select(result)
        else:
            self._show(f"⚠ {escape(task.error)}" if task.error else "")

    def _select(self, suggestions: protocol.Suggestions) -> None:
        """Select the suggested parcels and show them in the map."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is not None:
            layer.selectByExpression(f'"parcel_id" IN ({", ".join(map(str, suggestions.parcels)) or "NULL"})')
            self.session.iface.mapCanvas().zoomToSelected(layer)
        text = self.tr("{} parcels are selected. Set or accept their crops in step 6, then save.")
        self._show(rich(text, number(len(suggestions.parcels))))

    def _show(self, text: str) -> None:
        """Show a line of rich text."""
        self._panel.line.setText(text)
        self._panel.line.setVisible(bool(text))
        self._refresh()
