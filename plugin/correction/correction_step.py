"""Step 6: decide about parcels that the model is not sure of, and correct them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from ..child.runtime import Runtime
from ..child.worker import Worker
from ..compat import QShortcut
from ..parcels.crop_counts import LayerWatcher
from ..parcels.styles import read_style_options
from ..text import number
from .correction_tools import SPLIT, show_on_canvas, start_reshaping, start_tool
from .correction_widgets import crop_choice, key_text, label, row
from .edit_tracking import has_tracking_columns, is_decided, track_edits
from .edits import CorrectionError, accept_parcels, add_columns, add_field, merge_parcels, set_crop
from .field_button import FieldButton
from .field_task import Field
from .review_queue import START, ReviewQueue, ReviewQueueTask

NEXT_KEY, ACCEPT_KEY = "Alt+Shift+N", "Alt+Shift+Y"  # Windows takes AltGr, with which letters are typed, for Ctrl+Alt
STALE = 100  # places that may have been decided since the parcels were counted, before a new count is awaited

FOLLOWED = ("selectionChanged", "rendererChanged", "updatedFields", "editingStarted", "editingStopped")


class CorrectionStep(QgsCollapsibleGroupBoxBasic):
    """How many parcels wait for a decision (doabDoubtful) with doabNextDoubtful and doabAccept, the crop of the
    selected parcels (doabCropChoice, doabSetCrop), doabSplit, doabMerge, doabReshape, doabMapField and
    doabSaveEdits.

    All changes are edits of the layer. One of an earlier version first gets columns for who decided (doabAddColumns).
    """

    corrected = pyqtSignal(object, object)
    """The layer and the one parcel that is selected in it, or is being redrawn, after an edit or its undoing."""

    def __init__(self, iface, worker: Worker, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabCorrectionBox")
        self.setTitle(self.tr("6  Correction"))
        self._iface = iface
        self._map = FieldButton(iface, worker, self)
        self._map.message_changed.connect(self._say)
        self._map.field_mapped.connect(lambda field: self._try(lambda: self._add_field(field)))
        self._id = ""
        self._doubts: ReviewQueue | None = None
        self._unread = ""  # why the parcels cannot be read
        self._redrawn: list[int] = []  # what was selected before, while nothing else is
        self._redrawing = False  # while the tool for it is in hand
        self._place = START
        self._awaited = self._touched = False
        self._settle = QTimer(self)  # one change of many parcels is many signals
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._refresh)
        self._recount = LayerWatcher(self, ReviewQueueTask)
        self._recount.counted.connect(self._counted)
        self._recount.failed.connect(self._not_counted)
        self._build()
        QgsProject.instance().layersWillBeRemoved.connect(self._leave)
        iface.mapCanvas().mapToolSet.connect(self._stop_redrawing)
        self._refresh()

    def _build(self) -> None:
        self._waiting, self._note = label("doabDoubtful", self), label("doabCorrectionNote", self)
        self._add = self._button(
            "doabAddColumns",
            self.tr("Add the columns"),
            "/mActionNewAttribute.svg",
            lambda: add_columns(self._layer()),
            self.tr("Add “decided” and “edited” to the layer, as part of its edits"),
        )
        self._next = self._button(
            "doabNextDoubtful",
            self.tr("Next doubtful"),
            "/mActionArrowRight.svg",
            self._step,
            self.tr(
                "Select the parcel with the least confidence that you have not decided about "
                "yet, and move the map to it ({})"
            ).format(key_text(NEXT_KEY)),
        )
        self._accept = self._button(
            "doabAccept",
            self.tr("Accept"),
            "/mIconSuccess.svg",
            self._accept_selected,
            self.tr("Note that the selected parcels are right as they are ({})").format(key_text(ACCEPT_KEY)),
        )
        for key, button in ((NEXT_KEY, self._next), (ACCEPT_KEY, self._accept)):
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        self._crops = crop_choice(self)
        self._crops.setObjectName("doabCropChoice")
        self._crops.setToolTip(self.tr("The crop that the selected parcels get"))
        self._set = self._button(
            "doabSetCrop", self.tr("Set crop"), "", self._set_crop, self.tr("Give the selected parcels this crop")
        )
        self._split = self._button(
            "doabSplit",
            self.tr("Split"),
            "/mActionSplitFeatures.svg",
            self._start_splitting,
            self.tr(
                "Cut parcels along a line drawn in the map, with QGIS's own tool. Where some are selected, only "
                "those are cut."
            ),
        )
        self._merge = self._button(
            "doabMerge",
            self.tr("Merge"),
            "/mActionMergeFeatures.svg",
            self._merge_selected,
            self.tr("Make the selected parcels one. It gets the crop with the most area among them."),
        )
        self._reshape = self._button(
            "doabReshape",
            self.tr("Redraw"),
            "/mActionReshape.svg",
            self._start_redrawing,
            self.tr(
                "Draw a piece of the outline anew, with QGIS's own tool; the neighbours there follow. Only what "
                "was selected counts as decided. QGIS's vertex tool moves single corners."
            ),
        )
        self._save = self._button(
            "doabSaveEdits",
            self.tr("Save edits"),
            "/mActionSaveEdits.svg",
            self._save_edits,
            self.tr("Write the changes to the layer's file. Until then QGIS can undo each of them."),
        )
        layout = QVBoxLayout(self)
        layout.addWidget(self._waiting)
        layout.addLayout(row(self._add))
        layout.addLayout(row(self._next, self._accept))
        choice = QHBoxLayout()
        choice.addWidget(self._crops, 1)
        choice.addWidget(self._set)
        layout.addLayout(choice)
        layout.addLayout(row(self._split, self._merge, self._reshape))
        layout.addWidget(self._note)
        layout.addLayout(row(self._map, self._save))

    def _button(self, name: str, text: str, icon: str, act: Callable[[], None], tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        if icon:
            button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setToolTip(tip)
        button.clicked.connect(lambda _=False: self._try(act))
        return button

    # The layer

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Turn to a layer of parcels."""
        self._stop_redrawing()
        before = self._layer()
        for name in FOLLOWED:
            if before is not None:
                getattr(before, name).disconnect(self._changed)
            getattr(layer, name).connect(self._changed)
        if before is not None:
            before.undoStack().indexChanged.disconnect(self._edited)
        layer.undoStack().indexChanged.connect(self._edited)
        self._id = layer.id()
        self._doubts, self._unread, self._place, self._awaited, self._redrawn = None, "", START, False, []
        self._recount.watch(layer)
        self._map.show_layer(layer)
        self._say("")
        self._refresh()

    def _layer(self) -> QgsVectorLayer | None:
        return QgsProject.instance().mapLayer(self._id)

    def _leave(self, layers: list[str]) -> None:
        if self._id in layers:
            self._recount.unwatch()
            self._map.show_layer(None)
            self._id, self._doubts = "", None
            self._refresh()

    def use(self, runtime: Runtime | None) -> None:
        """Map single fields with this environment from now on."""
        self._map.use(runtime)

    def leave_runtime(self) -> None:
        """Let go of the environment before it is made anew or replaced."""
        self._map.stop()

    def shut_down(self) -> None:
        """Wait until nothing runs any more: the plugin is switched off."""
        self._stop_redrawing()
        self._recount.shut_down()
        self._map.shut_down()

    def _changed(self, *_) -> None:
        self._settle.start()

    def _edited(self, *_) -> None:
        """Some tool has done its work, or it was undone; the advice on it has served its turn."""
        self._say("")
        self._touched = True
        self._settle.start()

    def _counted(self, doubts: ReviewQueue) -> None:
        self._doubts, self._unread = doubts, ""
        self._refresh()
        if self._awaited:
            self._awaited = False
            self._step()

    def _not_counted(self, reason: str) -> None:
        self._unread, self._awaited = reason, False
        self._refresh()

    # What is shown

    def _refresh(self) -> None:
        layer = self._layer()
        able = layer is not None and has_tracking_columns(layer)
        selected = layer.selectedFeatureCount() if able else 0
        if selected:
            self._redrawn, self._redrawing = [], False
        if layer is not None:  # a style that was pasted takes the record away
            track_edits(layer, self._redrawn if self._redrawing else None)
        self._waiting.setText(self._describe(layer))
        self._add.setVisible(layer is not None and not able)
        for widget, on in (
            (self._next, able),
            (self._accept, selected > 0),
            (self._crops, able),
            (self._set, selected > 0),
            (self._split, able),
            (self._merge, selected > 1),
            (self._reshape, able),
            (self._save, layer is not None and layer.isModified()),
        ):
            widget.setEnabled(on)

        if self._touched and layer is not None:
            self._touched = False
            chosen = layer.selectedFeatureIds() or self._redrawn
            if len(chosen) == 1 and (parcel := layer.getFeature(chosen[0])).isValid():
                self.corrected.emit(layer, parcel)

    def _describe(self, layer: QgsVectorLayer | None) -> str:
        """Say how many parcels wait, also under the confidence from which on the map shows them."""
        if layer is None:
            return self.tr("Parcels can be corrected as soon as there is a result.")
        if not has_tracking_columns(layer):
            return self.tr(
                "This layer is from an earlier version. It needs two more columns, which say who decided "
                "about a parcel, the model or you, and when."
            )
        if self._unread:
            return "⚠ " + self.tr("The parcels cannot be read. Remove the layer and open its file again. ({})").format(
                self._unread
            )
        if self._doubts is None:
            return self.tr("Looking for doubtful parcels…")
        look = read_style_options(layer.renderer())
        count = len(self._doubts.entries)
        if look is None or not look.min_confidence:
            return self.tr("Parcels that you have not decided about: {}").format(number(count))
        return self.tr(
            "Parcels that you have not decided about: {}, of these {} under {} % and hidden in the map"
        ).format(
            number(count), number(self._doubts.count_below(look.min_confidence)), number(100 * look.min_confidence)
        )

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    # What the analyst does

    def _try(self, act: Callable[[], None]) -> None:
        """Do what a button stands for, or say why it cannot be done."""
        self._say("")
        try:
            if self._layer() is not None:
                act()
        except CorrectionError as error:
            self._say(f"⚠ {error}")
        self._refresh()

    def _step(self) -> None:
        """Go to the next doubtful parcel; what was decided since the last count is passed over."""
        layer = self._layer()
        if layer is None or self._doubts is None:
            self._awaited = layer is not None
            return
        for place in islice(self._doubts.after(self._place), STALE):
            self._place = place
            parcel = layer.getFeature(place[1])
            if parcel.isValid() and not is_decided(parcel):
                show_on_canvas(self._iface, layer, parcel)
                return
        if len(self._doubts.entries) > STALE:
            self._doubts, self._awaited = None, True
        else:
            self._say(self.tr("You have decided about every parcel."))

    def _accept_selected(self) -> None:
        accept_parcels(self._layer(), self._layer().selectedFeatureIds())

    def _set_crop(self) -> None:
        set_crop(self._layer(), self._layer().selectedFeatureIds(), self._crops.currentData())

    def _merge_selected(self) -> None:
        layer = self._layer()
        layer.selectByIds([merge_parcels(layer, layer.selectedFeatureIds())])

    def _start_splitting(self) -> None:
        start_tool(self._iface, self._layer(), SPLIT)
        self._say(self.tr("Draw a line across the parcel; the right mouse button ends it."))

    def _start_redrawing(self) -> None:
        self._redrawn, self._redrawing = start_reshaping(self._iface, self._layer()) or self._redrawn, True
        self._say(
            self.tr(
                "Draw the new course of the outline so that it crosses the old one twice; the right mouse "
                "button ends it."
            )
        )

    def _stop_redrawing(self, *_) -> None:
        """Let every change decide again: another tool is in hand."""
        if self._redrawing:
            self._redrawing = False
            self._refresh()

    def _add_field(self, field: Field) -> None:
        self._layer().selectByIds([add_field(self._layer(), field)])

    def _save_edits(self) -> None:
        layer = self._layer()
        if not layer.commitChanges(False):
            raise CorrectionError("\n".join(layer.commitErrors()))
