"""What the correction box is put together from."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QIcon, QKeySequence, QPixmap
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ...model.crops import known_crops
from ..parcels.crop_names import crop_name


def row(*widgets: QWidget) -> QHBoxLayout:
    """Return widgets beside each other, equally wide."""
    made = QHBoxLayout()
    for widget in widgets:
        made.addWidget(widget, 1)
    return made


def label(name: str, parent: QWidget) -> QLabel:
    """Return an empty label for a sentence."""
    made = QLabel(parent)
    made.setObjectName(name)
    made.setWordWrap(True)
    return made


def crop_choice(parent: QWidget) -> QComboBox:
    """Return a list of the known crops, each a `Crop` with its colour before its name."""
    choice = QComboBox(parent)
    choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    for crop in known_crops():
        choice.addItem(_swatch(crop.colour), crop_name(crop.label), crop)
    return choice


def key_text(key: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(16, 16)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
