"""The box below step 6: learn the region from what was corrected."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...model import protocol
from ..child.latest_task import Latest
from ..child.runtime import Runtime
from ..layers.vector_file import result_file
from ..parcels.crop_counts import EditWatcher
from ..session.session import Session
from ..session.step import Step
from ..text import number
from ..widgets.named import named, rich_label, wrapped_label
from ..widgets.rich_text import rich
from .corrected_parcels import CorrectedParcels, CorrectedParcelsTask
from .learning_summary import describe_learning
from .learning_task import LearningRequest, LearningTask, changes_result, refuse_editing

SUGGESTED = 10  # parcels


class LearningStep(Step):
    """doabLearnPreview shows scores in doabLearnLine, doabLearnAccept changes the result, doabLearnUndo restores it.

    doabLearnCount says how many parcels are corrected, doabLearnSuggest selects those to label next. A preview counts
    until the corrections change.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabLearnBox", parent)
        self.setTitle(self.tr("Learn from corrections"))
        self._layer_id = ""
        self._runtime: Runtime | None = None
        self._corrected: CorrectedParcels | None = None  # None while they are being read
        self._previewed: CorrectedParcels | None = None
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._ended)
        session.closing.callback(self._tasks.shut_down)
        self._count = EditWatcher(self, CorrectedParcelsTask)
        self._count.counted.connect(self._counted)
        session.closing.callback(self._count.shut_down)
        self._build()
        self.setCollapsed(True)
        self._refresh()

    def _build(self) -> None:
        self._label = wrapped_label("doabLearnCount", self)
        self._preview = self._button(
            "doabLearnPreview",
            self.tr("Preview"),
            self.tr("Learn from the corrected parcels and show the score; nothing changes yet"),
            protocol.AdaptRequest,
        )
        self._accept = self._button(
            "doabLearnAccept",
            self.tr("Accept"),
            self.tr("Give all parcels that you have not decided about the crop that was learned"),
            lambda path: protocol.AdaptRequest(path, accept=True),
        )
        self._undo = self._button(
            "doabLearnUndo",
            self.tr("Undo"),
            self.tr("Give the parcels the crops back that they had before the last learning"),
            protocol.UndoAdaptationRequest,
        )
        self._suggest = self._button(
            "doabLearnSuggest",
            self.tr("Suggest parcels to label next"),
            self.tr("Select the parcels in the map whose crop would teach the most"),
            lambda path: protocol.SuggestRequest(path, SUGGESTED),
        )
        self._cancel = named("doabLearnCancel", QPushButton(self.tr("Cancel"), self), self.tr("Stop learning"))
        self._cancel.clicked.connect(self._stop)
        self._line = rich_label("doabLearnLine", self)
        buttons = QHBoxLayout()
        for button in (self._preview, self._accept, self._undo, self._cancel):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self._label)
        layout.addLayout(buttons)
        layout.addWidget(self._line)
        layout.addWidget(self._suggest)

    def _button(self, name: str, text: str, tip: str, request: Callable[[str], LearningRequest]) -> QPushButton:
        """Return a button that sends a request about the file of the result."""
        button = named(name, QPushButton(text, self), tip)
        button.clicked.connect(lambda _: self._start(request))
        return button

    def use(self, runtime: Runtime | None) -> None:
        """Learn with this environment from now on; None: end what uses the one before."""
        if runtime is None:
            self._stop()
        self._runtime = runtime
        self._refresh()

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Learn from a layer of parcels; what was learned from another one is hidden."""
        if layer.id() != self._layer_id:
            self._leave()
            self._layer_id = layer.id()
            self._count.watch(layer)
        self._refresh()

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of the result where it leaves the project."""
        if self._layer_id in layers:
            self._leave()
            self._refresh()

    def _leave(self) -> None:
        self._stop()
        self._count.unwatch()
        self._layer_id, self._corrected = "", None

    def _stop(self, *_: object) -> None:
        self._tasks.drop()
        self._previewed = None
        self._show("")

    def _counted(self, corrected: CorrectedParcels) -> None:
        self._corrected = corrected
        if self._previewed is not None and self._previewed != corrected:
            self._stop()
        self._refresh()

    def _refresh(self) -> None:
        busy = self._tasks.task is not None
        ready = bool(self._layer_id) and self._runtime is not None
        enough = self._corrected is not None and self._corrected.are_enough
        self._label.setText(self._describe())
        self._preview.setEnabled(ready and enough)
        self._accept.setEnabled(ready and self._previewed is not None)
        self._undo.setEnabled(ready)
        self._suggest.setEnabled(ready and not busy)
        for button in (self._preview, self._accept, self._undo):
            button.setVisible(not busy)
        self._cancel.setVisible(busy)

    def _describe(self) -> str:
        """Return how many parcels are corrected, and whether they are enough."""
        if not self._layer_id:
            return self.tr("As soon as there is a result, it can learn from the parcels that you correct.")
        corrected = self._corrected
        if corrected is None:
            return self.tr("Looking for corrected parcels…")
        text = self.tr("Corrected or accepted parcels: {}, crops: {}.").format(
            number(len(corrected.codes)), number(corrected.crops)
        )
        if corrected.are_enough:
            return text + " " + self.tr("That is enough to learn from; more are better.")
        return (
            text + " " + self.tr("At least {} parcels of two crops are needed.").format(number(protocol.FEWEST_LABELS))
        )

    def _start(self, request_for: Callable[[str], LearningRequest]) -> None:
        """Send a request about the result in the background."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is None or self._runtime is None:
            return
        try:
            request = request_for(result_file(layer))
            if changes_result(request):
                refuse_editing(layer)
        except protocol.InputError as error:
            self._show(f"⚠ {escape(str(error))}")
            return
        task = LearningTask(self._runtime, request, layer)
        task.stage.connect(lambda text: self._show(rich("{}…", text)) if self._tasks.counts(task) else None)
        self._previewed = self._corrected if isinstance(request, protocol.AdaptRequest) else None
        self._tasks.start(task)
        self._show(escape(self.tr("Working…")))

    def _ended(self, task: LearningTask) -> None:
        result = task.result
        if not (isinstance(result, protocol.AdaptSummary) and not result.accepted):
            self._previewed = None
        if isinstance(result, protocol.AdaptSummary):
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
        self._line.setText(text)
        self._line.setVisible(bool(text))
        self._refresh()
