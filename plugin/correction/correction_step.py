"""Step 6: decide about parcels that the model is not sure of, and correct them."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QWidget

from ..child.runtime import Runtime
from ..parcels.edit_tracking import has_tracking_columns, track_edits
from ..parcels.styles import read_style_options
from ..session.session import Session
from ..session.step import Step
from ..text import number
from .correction_panel import CorrectionPanel
from .correction_tools import SPLIT, start_drawing, start_reshaping, start_tool
from .correction_widgets import chosen_crop
from .drawn_parcels import DrawnParcels
from .edits import CorrectionError, accept_parcels, add_columns, add_field, merge_parcels, set_crop
from .field_button import FieldButton
from .field_task import Field
from .new_outlines import NewOutlines
from .review_walk import ReviewWalk

FOLLOWED = ("selectionChanged", "rendererChanged", "updatedFields", "editingStarted", "editingStopped")

Action = Callable[[QgsVectorLayer], None]


class CorrectionStep(Step):
    """Connects the buttons of `CorrectionPanel` with the result layer.

    All changes are edits of the layer. One of an earlier version first gets columns for who decided (doabAddColumns).
    The parcels that are selected, or are being redrawn, go to the session after an edit or its undoing.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "doabCorrectionBox", parent)
        self.setTitle(self.tr("6  Correction"))
        self._iface = session.iface
        self._layer_id = ""
        self._redrawn: list[int] = []  # what was selected before, while nothing else is
        self._is_redrawing = False  # while the tool for it is active
        self._is_edited = False
        self._field_button = FieldButton(self._iface, session.worker, self)
        self._field_button.message_changed.connect(self._show_note)
        self._field_button.field_mapped.connect(lambda field: self._try(lambda layer: self._add_field(layer, field)))
        session.closing.callback(self._field_button.shut_down)
        self._drawn_parcels = DrawnParcels(session.worker, self)
        self._drawn_parcels.message_changed.connect(self._show_note)
        session.closing.callback(self._drawn_parcels.shut_down)
        self.walk = ReviewWalk(session, self)
        self.walk.queue_changed.connect(self._refresh)
        self.walk.all_decided.connect(lambda: self._show_note(self.tr("You have decided about every parcel.")))
        self._settle = QTimer(self)  # one change of many parcels is many signals
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._refresh)
        self._panel = CorrectionPanel(self._field_button, self)
        layout = self.create_layout()
        layout.addWidget(self._panel)
        self._connect_buttons()
        self._iface.mapCanvas().mapToolSet.connect(self._stop_redrawing)
        session.closing.callback(self._stop_redrawing)
        self._new_outlines = NewOutlines(session.iface, self)
        self._new_outlines.began.connect(self._say_new_outlines_are_cut)
        session.closing.callback(self._new_outlines.stop)
        self._refresh()

    def _connect_buttons(self) -> None:
        actions: tuple[tuple[QWidget, Action], ...] = (
            (self._panel.add_columns, add_columns),
            (self._panel.next, lambda _: self.walk.go_on()),
            (self._panel.accept, lambda layer: accept_parcels(layer, layer.selectedFeatureIds())),
            (self._panel.set_crop, self._set_crop),
            (self._panel.split, self._start_splitting),
            (self._panel.merge, self._merge_selected),
            (self._panel.reshape, self._start_redrawing),
            (self._panel.draw, self._start_drawing),
            (self._panel.save, self._save_edits),
        )
        for button, action in actions:
            button.clicked.connect(lambda _=False, action=action: self._try(action))

    def _say_new_outlines_are_cut(self) -> None:
        self._show_note(self.tr("What you draw is cut where it would overlap other parcels."))

    # The layer

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Correct a layer of parcels."""
        self._stop_redrawing()
        before = self._layer()
        for name in FOLLOWED:
            if before is not None:
                getattr(before, name).disconnect(self._layer_changed)
            getattr(layer, name).connect(self._layer_changed)
        if before is not None:
            before.undoStack().indexChanged.disconnect(self._edited)
        layer.undoStack().indexChanged.connect(self._edited)
        self._layer_id, self._redrawn = layer.id(), []
        self.walk.show_layer(layer)
        self._field_button.show_layer(layer)
        self._drawn_parcels.show_layer(layer)
        self._show_note("")
        self._refresh()

    def _layer(self) -> QgsVectorLayer | None:
        return QgsProject.instance().mapLayer(self._layer_id)

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of the layer where it leaves the project."""
        if self._layer_id in layers:
            self.walk.leave_layer()
            self._field_button.show_layer(None)
            self._drawn_parcels.show_layer(None)
            self._layer_id = ""
            self._refresh()

    def use(self, runtime: Runtime | None) -> None:
        """Map single fields with this environment from now on; None: end what uses the one before."""
        if runtime is None:
            self._field_button.stop()
        self._field_button.use(runtime)
        self._drawn_parcels.use(runtime)

    def _layer_changed(self, *_: object) -> None:
        self._settle.start()

    def _edited(self, *_: object) -> None:
        """Hide the advice on a tool after an edit or its undoing."""
        self._show_note("")
        self._is_edited = True
        self._settle.start()

    # What is shown

    def _refresh(self) -> None:
        layer = self._layer()
        able = layer is not None and has_tracking_columns(layer)
        selected = layer.selectedFeatureCount() if layer is not None and able else 0
        if selected:
            self._redrawn, self._is_redrawing = [], False
        if layer is not None:  # a style that was pasted takes the record away
            track_edits(layer, self._redrawn if self._is_redrawing else None)
        self._panel.entries.setText(self._describe(layer))
        self._panel.enable(layer is not None, able, selected, layer is not None and layer.isModified())
        if self._is_edited and layer is not None:
            self._is_edited = False
            parcels = layer.selectedFeatureIds() or self._redrawn
            if parcels:
                self.session.parcels_edited.emit(layer, parcels)

    def _describe(self, layer: QgsVectorLayer | None) -> str:
        """Return how many parcels wait, also under the confidence from which on the map shows them."""
        if layer is None:
            return self.tr("Parcels can be corrected as soon as there is a result.")
        if not has_tracking_columns(layer):
            return self.tr(
                "This layer is from an earlier version. It needs two more columns, which say who decided "
                "about a parcel, the model or you, and when."
            )
        if self.walk.error:
            return "⚠ " + self.tr("The parcels cannot be read. Remove the layer and open its file again. ({})").format(
                self.walk.error
            )
        queue = self.walk.queue
        if queue is None:
            return self.tr("Looking for doubtful parcels…")
        look = read_style_options(layer.renderer())
        count = len(queue.entries)
        if look is None or not look.min_confidence:
            return self.tr("Parcels that you have not decided about: {}").format(number(count))
        return self.tr(
            "Parcels that you have not decided about: {}, of these {} under {} % and hidden in the map"
        ).format(number(count), number(queue.count_below(look.min_confidence)), number(100 * look.min_confidence))

    def _show_note(self, text: str) -> None:
        self._panel.show_note(text)

    # What the analyst does

    def _try(self, action: Action) -> None:
        """Do what a button stands for, or show why it cannot be done."""
        self._show_note("")
        layer = self._layer()
        try:
            if layer is not None:
                action(layer)
        except CorrectionError as error:
            self._show_note(f"⚠ {error}")
        self._refresh()

    def _set_crop(self, layer: QgsVectorLayer) -> None:
        crop = chosen_crop(self._panel.crops)
        if crop is None:
            text = self.tr("“{}” is no crop of the list. Type a part of its name and choose it.")
            raise CorrectionError(text.format(self._panel.crops.currentText()))
        set_crop(layer, layer.selectedFeatureIds(), crop)

    def _merge_selected(self, layer: QgsVectorLayer) -> None:
        layer.selectByIds([merge_parcels(layer, layer.selectedFeatureIds())])

    def _start_splitting(self, layer: QgsVectorLayer) -> None:
        start_tool(self._iface, layer, SPLIT)
        self._show_note(self.tr("Draw a line across the parcel; the right mouse button ends it."))

    def _start_redrawing(self, layer: QgsVectorLayer) -> None:
        self._redrawn, self._is_redrawing = start_reshaping(self._iface, layer) or self._redrawn, True
        self._show_note(
            self.tr(
                "Draw the new course of the outline so that it crosses the old one twice; the right mouse "
                "button ends it."
            )
        )

    def _start_drawing(self, layer: QgsVectorLayer) -> None:
        start_drawing(self._iface, layer)
        self._show_note(self.tr("Draw the outline corner by corner; the right mouse button ends it."))

    def _stop_redrawing(self, *_: object) -> None:
        """Record every change as decided again: another map tool is active."""
        if self._is_redrawing:
            self._is_redrawing = False
            self._refresh()

    def _add_field(self, layer: QgsVectorLayer, field: Field) -> None:
        layer.selectByIds([add_field(layer, field)])

    def _save_edits(self, layer: QgsVectorLayer) -> None:
        if not layer.commitChanges(False):
            raise CorrectionError("\n".join(layer.commitErrors()))
