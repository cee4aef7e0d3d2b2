"""The labels and buttons of the correction step."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..compat import QShortcut
from ..widgets.flow_layout import row
from ..widgets.named import named, wrapped_label
from .correction_widgets import crop_choice, key_text

NEXT_KEY, ACCEPT_KEY = "Alt+Shift+N", "Alt+Shift+Y"  # Windows takes AltGr, with which letters are typed, for Ctrl+Alt


class CorrectionPanel(QWidget):
    """The widgets of the correction step.

    doabDoubtful with doabNextDoubtful and doabAccept, doabCropChoice and doabSetCrop, doabSplit, doabMerge,
    doabReshape, ``field_button``, doabDrawParcel, doabSaveEdits, and doabAddColumns for layers of an earlier version.

    Both keys work in the whole window.
    """

    def __init__(self, field_button: QPushButton, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("doabCorrectionPanel")
        self.entries, self.note = wrapped_label("doabDoubtful", self), wrapped_label("doabCorrectionNote", self)
        self._build_review_buttons()
        self.crops = named(
            "doabCropChoice",
            crop_choice(self),
            self.tr("The crop that the selected parcels get. Type a part of a name to find any crop of HCAT"),
        )
        self.set_crop = self._button(
            "doabSetCrop", self.tr("Set crop"), "", self.tr("Give the selected parcels this crop")
        )
        self._build_outline_buttons()
        self.draw = self._button(
            "doabDrawParcel",
            self.tr("Draw a parcel"),
            "/mActionAddPolygon.svg",
            self.tr("Draw its outline with QGIS's own tool; the model finds its crop. This takes some seconds."),
        )
        self.save = self._button(
            "doabSaveEdits",
            self.tr("Save edits"),
            "/mActionSaveEdits.svg",
            self.tr("Write the changes to the layer's file. Until then QGIS can undo each of them."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.entries)
        layout.addLayout(row(self.add_columns))
        layout.addLayout(row(self.next, self.accept))
        layout.addLayout(row(self.crops, self.set_crop))
        layout.addLayout(row(self.split, self.merge, self.reshape))
        layout.addWidget(self.note)
        layout.addLayout(row(field_button, self.draw))
        layout.addLayout(row(self.save))

    def _build_review_buttons(self) -> None:
        self.add_columns = self._button(
            "doabAddColumns",
            self.tr("Add the columns"),
            "/mActionNewAttribute.svg",
            self.tr("Add “decided” and “edited” to the layer, as part of its edits"),
        )
        self.next = self._button(
            "doabNextDoubtful",
            self.tr("Next doubtful"),
            "/mActionArrowRight.svg",
            self.tr(
                "Select the parcel with the least confidence that you have not decided about "
                "yet, and move the map to it ({})"
            ).format(key_text(NEXT_KEY)),
        )
        self.accept = self._button(
            "doabAccept",
            self.tr("Accept"),
            "/mIconSuccess.svg",
            self.tr("Note that the selected parcels are right as they are ({})").format(key_text(ACCEPT_KEY)),
        )
        for key, button in ((NEXT_KEY, self.next), (ACCEPT_KEY, self.accept)):
            QShortcut(QKeySequence(key), self).activated.connect(button.click)

    def _build_outline_buttons(self) -> None:
        self.split = self._button(
            "doabSplit",
            self.tr("Split"),
            "/mActionSplitFeatures.svg",
            self.tr(
                "Cut parcels along a line drawn in the map, with QGIS's own tool. Where some are selected, only "
                "those are cut."
            ),
        )
        self.merge = self._button(
            "doabMerge",
            self.tr("Merge"),
            "/mActionMergeFeatures.svg",
            self.tr("Make the selected parcels one. It gets the crop with the most area among them."),
        )
        self.reshape = self._button(
            "doabReshape",
            self.tr("Redraw"),
            "/mActionReshape.svg",
            self.tr(
                "Draw a piece of the outline anew, with QGIS's own tool; the neighbours there follow. Only what "
                "was selected counts as decided. QGIS's vertex tool moves single corners."
            ),
        )

    def _button(self, name: str, text: str, icon: str, tooltip: str) -> QPushButton:
        button = named(name, QPushButton(text, self), tooltip)
        if icon:
            button.setIcon(QgsApplication.getThemeIcon(icon))
        return button

    def show_note(self, text: str) -> None:
        """Show advice or an error; nothing where ``text`` is empty."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def enable(self, has_layer: bool, has_tracking_columns: bool, selected: int, is_modified: bool) -> None:
        """Enable what can be done with a layer that has so many selected parcels.

        ``has_tracking_columns`` says whether the layer has the columns for decisions.
        """
        self.add_columns.setVisible(has_layer and not has_tracking_columns)
        for widget, on in (
            (self.next, has_tracking_columns),
            (self.accept, selected > 0),
            (self.crops, has_tracking_columns),
            (self.set_crop, selected > 0),
            (self.split, has_tracking_columns),
            (self.merge, selected > 1),
            (self.reshape, has_tracking_columns),
            (self.draw, has_tracking_columns),
            (self.save, is_modified),
        ):
            widget.setEnabled(on)
