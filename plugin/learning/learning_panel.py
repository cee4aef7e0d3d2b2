"""The widgets of the box that teaches the bundle a region."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..widgets.flow_layout import row
from ..widgets.named import named, rich_label, wrapped_label
from .label_source import LabelSource


class LearningPanel(QWidget):
    """`LabelSource`, doabLearnClasses with doabLearnClassesLine, and the buttons; doabLearnLine shows what came of it.

    doabLearnPreview, doabLearnAccept, doabLearnUndo and doabLearnCancel; doabLearnBundle and doabLearnSuggest.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("doabLearnPanel")
        self.source = LabelSource(self)
        self.classes = self._button(
            "doabLearnClasses",
            self.tr("Crops…"),
            self.tr("Say which crops grow here: add some of the whole HCAT taxonomy, switch others off"),
        )
        self.classes_line = wrapped_label("doabLearnClassesLine", self)
        self.preview = self._button(
            "doabLearnPreview",
            self.tr("Preview"),
            self.tr("Learn from the labels and show the score; nothing changes yet"),
        )
        self.accept = self._button(
            "doabLearnAccept",
            self.tr("Accept"),
            self.tr("Give all parcels that you have not decided about the crop that was learned"),
        )
        self.undo = self._button(
            "doabLearnUndo",
            self.tr("Undo"),
            self.tr("Give the parcels the crops back that they had before the last learning"),
        )
        self.cancel = self._button("doabLearnCancel", self.tr("Cancel"), self.tr("Stop learning"))
        self.line = rich_label("doabLearnLine", self)
        self.bundle = self._button(
            "doabLearnBundle",
            self.tr("Save as model…"),
            self.tr("Save what the preview learned as a trained model of this region, for later runs and for others"),
        )
        self.suggest = self._button(
            "doabLearnSuggest",
            self.tr("Suggest parcels"),
            self.tr("Select the parcels in the map whose crop would teach the most: label these next"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.source)
        choice = QHBoxLayout()
        choice.addWidget(self.classes)
        choice.addWidget(self.classes_line, 1)
        layout.addLayout(choice)
        layout.addLayout(row(self.preview, self.accept, self.undo, self.cancel))
        layout.addWidget(self.line)
        layout.addLayout(row(self.suggest, self.bundle))

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        return named(name, QPushButton(text, self), tip)
