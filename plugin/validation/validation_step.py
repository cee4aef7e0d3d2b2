"""Step 8: how good a result is, beside declared parcels."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...model import protocol
from ...model.outputs.transaction import unused_path
from ..child.latest_task import Latest
from ..child.runtime import Runtime
from ..compat import LayerFilter
from ..layers.given_layer import GivenLayer
from ..layers.vector_file import result_file
from ..session.session import Session
from ..session.step import Step
from ..text import number
from ..widgets.crop_layer_form import CropLayerForm
from ..widgets.named import named, rich_label
from ..widgets.rich_text import rich
from ..widgets.wrapped_check_box import WrappedCheckBox
from .evaluation_task import EvaluationTask
from .score_view import ScoreView
from .suspicious_layer import open_suspicious


class ValidationStep(Step):
    """The layer doabTruth with its column doabTruthField, and doabCompare; then scores, confusion and suspects.

    The report goes into a folder beside the result, whose name doabValidationLine shows as a link.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabValidationBox", parent)
        self.setTitle(self.tr("8  Validation"))
        self._result_id, self._suspects = "", ""
        self._runtime: Runtime | None = None
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._ended)
        session.closing.callback(self._tasks.shut_down)
        self.scores = ScoreView(self)
        self._build()
        self.setCollapsed(True)
        self._refresh()

    def _build(self) -> None:
        layout = self.create_layout()
        self._truth = self._build_form()
        self._truth.changed.connect(self._refresh)
        layout.addWidget(self._truth)
        self._compare = named(
            "doabCompare",
            QPushButton(self.tr("Compare"), self),
            self.tr("Score the result against the declared parcels, and write a report beside it"),
        )
        self._compare.clicked.connect(self._start)
        self._cancel = named("doabCancelCompare", QPushButton(self.tr("Cancel"), self), self.tr("Stop comparing"))
        self._cancel.clicked.connect(self._tasks.drop)
        self._cancel.clicked.connect(lambda _: self._show(self.tr("Stopped. Nothing was written.")))
        self._show_suspects = named(
            "doabSuspects",
            QPushButton(self.tr("Show suspicious parcels"), self),
            self.tr("Add the declared parcels whose crop is probably wrong as a layer, the likeliest error first"),
        )
        self._show_suspects.clicked.connect(self._add_suspects)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._compare)
        layout.addLayout(buttons)
        self._line = rich_label("doabValidationLine", self)
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._line.setOpenExternalLinks(True)
        layout.addWidget(self._line)
        layout.addWidget(self._show_suspects)
        layout.addWidget(self.scores)

    def _build_form(self) -> CropLayerForm:
        form = CropLayerForm(
            "doabTruth",
            self.tr("Declared parcels"),
            self.tr("Parcels whose crops are known, such as LPIS, EuroCrops or your own survey"),
            self.tr("choose a layer"),
            LayerFilter.PolygonLayer,
            self,
        )
        self._incomplete = named(
            "doabTruthIncomplete",
            WrappedCheckBox(self.tr("Some fields are missing in the layer"), self),
            self.tr("Mapped parcels that lie on no declared one are not counted as errors then"),
        )
        form.form.addRow(self._incomplete)
        return form

    def use(self, runtime: Runtime | None) -> None:
        """Compare with this environment from now on; None: end what uses the one before."""
        if runtime is None:
            self._tasks.drop()
        self._runtime = runtime
        self._refresh()

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Score a layer of parcels; the scores of another one are hidden."""
        if layer.id() != self._result_id:
            self._result_id = layer.id()
            self._tasks.drop()
            self._show("")
            self.scores.clear()
        self._refresh()

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of the result and of the declared parcels where they leave the project."""
        self._truth.leave_layers(layers)
        if self._result_id in layers:
            self._result_id = ""
            self._tasks.drop()
            self._show("")
            self.scores.clear()
        self._refresh()

    def _refresh(self) -> None:
        busy = self._tasks.task is not None
        ready = bool(self._result_id) and self._runtime is not None and self._truth.choice.layer is not None
        self._compare.setEnabled(ready and not busy)
        self._compare.setVisible(not busy)
        self._cancel.setVisible(busy)
        self._show_suspects.setVisible(bool(self._suspects) and not busy)

    def _start(self) -> None:
        """Compare the result with the chosen layer in the background."""
        result, choice = QgsProject.instance().mapLayer(self._result_id), self._truth.choice
        truth = choice.layer
        if result is None or truth is None or self._runtime is None:
            return
        try:
            path = Path(result_file(result))
            request = protocol.EvaluateRequest(
                str(path),
                protocol.ParcelLayer(""),
                str(unused_path(path.with_name(f"{path.stem}_evaluation"))),
                choice.field,
                choice.codes,
                self._incomplete.isChecked(),
            )
            task = EvaluationTask(self._runtime, request, GivenLayer(truth))
        except protocol.InputError as error:
            self._show(f"⚠ {escape(str(error))}")
            return
        self.scores.clear()
        self._tasks.start(task)
        self._show(self.tr("Comparing…"))

    def _ended(self, task: EvaluationTask) -> None:
        summary = task.result
        if task.error:
            self._show(f"⚠ {escape(task.error)}")
        elif isinstance(summary, protocol.EvaluationSummary):
            self._suspects = summary.suspects if summary.suspicious else ""
            self.scores.show_summary(summary)
            self._show(self._describe(summary), keep=True)
        self._refresh()

    def _describe(self, summary: protocol.EvaluationSummary) -> str:
        """Return what was compared, how many parcels look wrong, and a link to the report."""
        page = QUrl.fromLocalFile(summary.page).toString()
        link = rich('<a href="{}">{}</a>', page, self.tr("Open the report"))
        counted = self.tr("{} declared parcels count; the declared crop of {} of them is probably wrong.").format(
            number(summary.counted), number(summary.suspicious)
        )
        return f"{escape(counted)} {link}<br>{escape(summary.data)}"

    def _show(self, text: str, keep: bool = False) -> None:
        """Show a line of rich text; without ``keep`` there are no suspicious parcels to show any more."""
        self._suspects = self._suspects if keep else ""
        self._line.setText(text)
        self._line.setVisible(bool(text))
        self._refresh()

    def _add_suspects(self) -> None:
        try:
            QgsProject.instance().addMapLayer(open_suspicious(self._suspects))
        except protocol.InputError as error:
            self._show(f"⚠ {escape(str(error))}", keep=True)
