"""What a region is learned from: the corrections in a result, or a layer of known fields."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...model import protocol
from ...model.crop_codes import CropReading
from ..compat import LayerFilter, any_of
from ..layers.given_layer import GivenLayer
from ..parcels.crop_counts import EditWatcher
from ..text import number
from ..widgets.crop_layer_form import CropLayer, CropLayerForm
from ..widgets.named import wrapped_label
from .corrected_parcels import CorrectedParcels, CorrectedParcelsTask
from .label_reading import LabelReadingTask, describe_reading, label_columns


@dataclass(frozen=True)
class LabelState:
    """What labels say now: ``corrected`` parcels, or the ``reading`` of the layer in ``choice``; None: not read yet."""

    choice: CropLayer
    corrected: CorrectedParcels | None = None
    reading: CropReading | None = None

    @property
    def are_enough(self) -> bool:
        """Whether a region may be learned from them."""
        if not self.choice.layer_id:
            return self.corrected is not None and self.corrected.are_enough
        reading = self.reading
        return reading is not None and reading.understood >= protocol.FEWEST_LABELS and len(reading.codes) > 1


class LabelSource(QWidget):
    """The layer doabLabels, empty for the corrections, and doabLearnCount, which says what it teaches."""

    changed = pyqtSignal()
    """The ``state`` is another one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("doabLabelSource")
        self.state = LabelState(CropLayer())
        self._result_id, self._problem = "", ""
        self._corrections = EditWatcher(self, CorrectedParcelsTask)
        self._corrections.counted.connect(self._counted)
        self._labels = EditWatcher(self, self._create_reading)
        self._labels.counted.connect(self._read)
        self._labels.failed.connect(self._fail)
        self._form = CropLayerForm(
            "doabLabels",
            self.tr("Labels"),
            self.tr("Polygons or points whose crop is known, such as your own survey, LPIS or EuroCrops"),
            self.tr("my corrections"),
            any_of(LayerFilter.PolygonLayer, LayerFilter.PointLayer),
            self,
        )
        self._form.changed.connect(self._follow)
        self._line = wrapped_label("doabLearnCount", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._form)
        layout.addWidget(self._line)
        self._show()

    def show_result(self, layer: QgsVectorLayer) -> None:
        """Count the corrections of another result."""
        self._result_id = layer.id()
        self.state = LabelState(self.state.choice, None, self.state.reading)
        self._corrections.watch(layer)
        self._show()

    def leave_result(self) -> None:
        """Let go of the result."""
        self._corrections.unwatch()
        self._result_id = ""
        self.state = LabelState(self.state.choice, None, self.state.reading)
        self._show()

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of the labels where they leave the project."""
        self._form.leave_layers(layers)

    def given(self) -> GivenLayer | None:
        """Return the layer of labels, None for corrections; raise `protocol.InputError` where it cannot teach."""
        layer = self.state.choice.layer
        return GivenLayer(layer, points=True) if layer is not None else None

    def shut_down(self) -> None:
        """End what reads layers."""
        self._corrections.shut_down()
        self._labels.shut_down()

    def _create_reading(self, layer: QgsVectorLayer) -> LabelReadingTask:
        return LabelReadingTask(layer, self.state.choice.field, self.state.choice.codes)

    def _follow(self) -> None:
        """Read the layer that is chosen now."""
        choice = self._form.choice
        if choice == self.state.choice:
            return
        self._labels.unwatch()
        self.state, self._problem = LabelState(choice, self.state.corrected), ""
        layer = choice.layer
        if layer is not None and label_columns(layer, choice.field):
            self._labels.watch(layer)
        elif layer is not None:
            text = self.tr("No column of “{}” has a name of EuroCrops. Choose the column that holds the crops.")
            self._problem = text.format(layer.name())
        self._show()

    def _counted(self, corrected: CorrectedParcels) -> None:
        self.state = LabelState(self.state.choice, corrected, self.state.reading)
        self._show()

    def _read(self, reading: CropReading) -> None:
        self.state, self._problem = LabelState(self.state.choice, self.state.corrected, reading), ""
        self._show()

    def _fail(self, problem: str) -> None:
        self._problem = problem
        self._show()

    def _show(self) -> None:
        self._line.setText(self._describe())
        self.changed.emit()

    def _describe(self) -> str:
        """Return what there is to learn from, and whether it is enough."""
        if not self._result_id:
            return self.tr("As soon as there is a result, it can learn from the parcels that you correct.")
        state = self.state
        if self._problem:
            return f"⚠ {self._problem}"
        if state.choice.layer_id:
            text = describe_reading(state.reading) if state.reading else self.tr("Reading the crops of the layer…")
        else:
            text = self._describe_corrections(state.corrected)
        is_read = (state.reading if state.choice.layer_id else state.corrected) is not None
        if state.are_enough or not is_read:
            return text
        needed = self.tr("At least {} parcels of two crops are needed.")
        return f"{text} {needed.format(number(protocol.FEWEST_LABELS))}"

    def _describe_corrections(self, corrected: CorrectedParcels | None) -> str:
        if corrected is None:
            return self.tr("Looking for corrected parcels…")
        text = self.tr("Corrected or accepted parcels: {}, crops: {}.").format(
            number(len(corrected.codes)), number(corrected.crops)
        )
        enough = self.tr("That is enough to learn from; more, of every crop that grows here, are better.")
        return f"{text} {enough}" if corrected.are_enough else text
