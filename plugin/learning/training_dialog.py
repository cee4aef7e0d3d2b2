"""The dialog in which the analyst says on which parcels a bundle is trained further, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...model import protocol
from .. import settings
from ..compat import LayerFilter
from ..text import tr
from ..widgets.crop_layer_form import CropLayer, CropLayerForm
from ..widgets.named import named, wrapped_label

FEWEST_STEPS, MOST_STEPS = 20, 20_000
WIDTH = 480  # px


@dataclass(frozen=True)
class TrainingChoice:
    """The ``parcels`` to train on, which may be ``incomplete``, the number of ``steps`` and the ``folder`` to write."""

    parcels: CropLayer
    incomplete: bool
    steps: int
    folder: str


class TrainingDialog(QDialog):
    """The layer doabTrainParcels, doabTrainIncomplete, doabTrainSteps, and the folder doabTrainFolder.

    ``images`` says which images are trained on, ``parent`` which bundle is trained further.
    """

    def __init__(self, images: str, bundle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabTrainDialog")
        self.setWindowTitle(self.tr("Train on your own parcels"))
        note = self.tr(
            "The model learns from the images of step 1 ({}) and from parcels whose crops are known, beginning with "
            "{}. A quarter of the parcels, in whole squares of ground, is held out to score it before and after. On a "
            "processor this takes from ten minutes to hours; you can go on working, and what is interrupted goes on "
            "later. A hundred parcels or more are worth it; with fewer, learn from labels instead."
        )
        self._form = CropLayerForm(
            "doabTrainParcels",
            self.tr("Parcels"),
            self.tr("Parcels whose crops are known, such as LPIS, EuroCrops or your own survey"),
            self.tr("choose a layer"),
            LayerFilter.PolygonLayer,
            self,
        )
        self._incomplete = named(
            "doabTrainIncomplete",
            QCheckBox(self.tr("Some fields are missing in the layer"), self),
            self.tr("Ground without a parcel is not taken for no field then"),
        )
        self._steps = named("doabTrainSteps", QSpinBox(self), self.tr("Batches of tiles; more take longer"))
        self._steps.setRange(FEWEST_STEPS, MOST_STEPS)
        self._steps.setValue(protocol.FineTuneRequest.steps)
        self._folder = named("doabTrainFolder", QLineEdit(self), self.tr("A new folder for the trained model"))
        choose = named("doabTrainChoose", QToolButton(self), self.tr("Choose where the trained model goes"))
        choose.setText("…")
        choose.clicked.connect(lambda _: self._ask_folder())
        row = QHBoxLayout()
        row.addWidget(self._folder)
        row.addWidget(choose)
        self._form.form.addRow(self._incomplete)
        self._form.form.addRow(self.tr("Training steps"), self._steps)
        self._form.form.addRow(self.tr("Write to"), row)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.setObjectName("doabTrainButtons")
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Train"))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(wrapped_label("doabTrainNote", self, note.format(images, bundle)))
        layout.addWidget(self._form)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(WIDTH)
        self._form.changed.connect(self._refresh)
        self._folder.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def choice(self) -> TrainingChoice:
        """What is chosen."""
        folder = self._folder.text().strip().strip('"')
        return TrainingChoice(self._form.choice, self._incomplete.isChecked(), self._steps.value(), folder)

    def _refresh(self, *_: object) -> None:
        choice = self.choice
        ready = choice.parcels.layer is not None and bool(choice.folder)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)
        layout = self.layout()  # a sentence of several lines takes the height that Qt's own hint does not count
        layout.activate()
        self.resize(max(WIDTH, self.width()), layout.totalHeightForWidth(max(WIDTH, self.width())))

    def _ask_folder(self) -> None:
        if path := ask_bundle_folder(self, self._folder.text()):
            self._folder.setText(path)


def ask_bundle_folder(parent: QWidget, proposed: str = "") -> str:
    """Let the analyst name a folder for a trained model; return its path, empty where they decide otherwise."""
    start = proposed or str(Path(settings.FOLDER.get()) / tr("my region"))
    path, _ = QFileDialog.getSaveFileName(
        parent,
        tr("Folder of the trained model"),
        start,
        options=QFileDialog.Option.DontConfirmOverwrite,  # what exists is not replaced
    )
    return str(path)
