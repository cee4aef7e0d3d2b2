"""Small widgets and layouts of the correction step."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QIcon, QKeySequence, QPixmap
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from ...model.crops import known_crops
from ..parcels.crop_names import crop_name


def row(*widgets: QWidget) -> QHBoxLayout:
    """Return a layout of widgets side by side, of equal width."""
    layout = QHBoxLayout()
    for widget in widgets:
        layout.addWidget(widget, 1)
    return layout


def crop_choice(parent: QWidget) -> QComboBox:
    """Return a combo box of the known crops, with the colour as icon and the `Crop` as data."""
    combo = QComboBox(parent)
    combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    for crop in known_crops():
        combo.addItem(_color_icon(crop.colour), crop_name(crop.label), crop)
    return combo


def key_text(key: str) -> str:
    """Return a key sequence in the notation of the platform."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _color_icon(colour: str) -> QIcon:
    pixmap = QPixmap(16, 16)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
