"""Small widgets and layouts of the correction step."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QIcon, QKeySequence, QPixmap
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QWidget

from ...model.crops import Crop, further_crops, known_crops
from ..parcels.crop_names import crop_name
from ..widgets.narrow import keep_narrow


def crop_choice(parent: QWidget) -> QComboBox:
    """Return a combo box of the known crops and then all others of HCAT, which finds what is typed anywhere in a name.

    The colour is the icon and the `Crop` the data.
    """
    combo = QComboBox(parent)
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    crops = known_crops()
    for crop in (*crops, *further_crops(crops)):
        combo.addItem(_color_icon(crop.colour), crop_name(crop.label), crop)
    combo.insertSeparator(len(crops))
    completer = combo.completer()
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    combo.editTextChanged.connect(lambda text: _follow_text(combo, text))
    keep_narrow(combo)
    return combo


def chosen_crop(combo: QComboBox) -> Crop | None:
    """Return the crop whose name stands in a box of `crop_choice`, None where it is no crop."""
    return combo.itemData(combo.findText(combo.currentText().strip(), Qt.MatchFlag.MatchFixedString))


def _follow_text(combo: QComboBox, text: str) -> None:
    """Let the icon be that of the crop whose name was typed."""
    index = combo.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
    if index >= 0 and index != combo.currentIndex():
        combo.setCurrentIndex(index)


def key_text(key: str) -> str:
    """Return a key sequence in the notation of the platform."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _color_icon(colour: str) -> QIcon:
    pixmap = QPixmap(16, 16)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
