"""How the parcels look in the map: one of three styles, and from which confidence on they are shown."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsProject, QgsVectorLayer
from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtCore import QSignalBlocker, Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..parcels.crop_areas import Areas
from ..parcels.styles import BOUNDARY, CONFIDENCE, CROP, STYLES, Look, count, hide_under, look_of, renderer_of, title
from ..text import number

PATIENCE = 60  # ms that the slider rests before the map is drawn anew


class StylingWidget(QWidget):
    """The buttons doabStyleCrop, doabStyleConfidence and doabStyleBoundary, doabLeast beside doabLeastSlider.

    What they show is read from the layer's renderer, so that a layer from a saved project is found as it was left.
    """

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabStyling")
        self._layer = ""
        self._areas = Areas()
        self._kept: dict[str, QgsCategorizedSymbolRenderer] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self._apply)
        self._hidden = QLabel(self)
        self._hidden.setObjectName("doabHidden")
        self._hidden.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._styles())
        layout.addLayout(self._threshold())
        layout.addWidget(self._hidden)
        self._say_hidden()

    def _styles(self) -> QHBoxLayout:
        tips = {
            CROP: self.tr("Colour is the crop; the fainter it is, the less sure is the crop"),
            CONFIDENCE: self.tr("Colour is how sure the crop is: red is doubtful, blue is sure"),
            BOUNDARY: self.tr(
                "Colour of the outline is how clearly it shows in the images: yellow is faint, violet is clear"
            ),
        }
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        for number_, style in enumerate(STYLES):
            button = QToolButton(self)
            button.setObjectName(f"doabStyle{style.capitalize()}")
            button.setText(title(style))
            button.setToolTip(tips[style])
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._buttons.addButton(button, number_)
            row.addWidget(button)
        self._buttons.button(0).setChecked(True)
        self._buttons.buttonClicked.connect(lambda _: self._apply())
        return row

    def _threshold(self) -> QHBoxLayout:
        tip = self.tr(
            "Parcels whose crop is less sure than this are not drawn, and a click in the map does not find "
            "them. They stay in the layer."
        )
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("doabLeastSlider")
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        self._slider.setToolTip(tip)
        self._least = QgsDoubleSpinBox(self)
        self._least.setObjectName("doabLeast")
        self._least.setRange(0, 100)
        self._least.setDecimals(0)
        self._least.setSuffix(" %")
        self._least.setClearValue(0)
        self._least.setToolTip(tip)
        self._slider.valueChanged.connect(self._least.setValue)
        self._least.valueChanged.connect(self._moved)
        label = QLabel(self.tr("Confidence at least"), self)
        label.setObjectName("doabLeastLabel")
        label.setBuddy(self._least)
        label.setToolTip(tip)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._slider, 1)
        row.addWidget(self._least)
        return row

    def _moved(self, value: float) -> None:
        self._slider.setValue(round(value))
        self._say_hidden()
        self._timer.start()

    def look(self) -> Look:
        """Return what the widgets ask for."""
        return Look(STYLES[self._buttons.checkedId()], self._least.value() / 100)

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Take over ``layer`` as it looks."""
        self._timer.stop()
        self._layer = layer.id()
        self._kept.clear()
        self._areas = Areas()
        look = look_of(layer.renderer()) or Look()
        self._buttons.button(STYLES.index(look.style)).setChecked(True)
        with QSignalBlocker(self._least), QSignalBlocker(self._slider):
            self._least.setValue(100 * look.least)
            self._slider.setValue(round(100 * look.least))
        self._say_hidden()

    def show_areas(self, areas: Areas) -> None:
        """The parcels were counted: the legend tells the crops that there are now."""
        self._areas = areas
        self._say_hidden()
        layer = QgsProject.instance().mapLayer(self._layer)
        look = look_of(layer.renderer()) if layer is not None else None
        if look is not None and look.style == CROP:
            renderer = layer.renderer().clone()
            if count(renderer, areas.crops):
                _set(layer, renderer)

    def _apply(self) -> None:
        """Give the layer the look; a class whose symbol the analyst changed keeps it."""
        self._timer.stop()
        layer = QgsProject.instance().mapLayer(self._layer)
        if layer is None:
            return
        wanted, now = self.look(), look_of(layer.renderer())
        if wanted == now:
            return
        if now is not None:
            self._kept[now.style] = layer.renderer().clone()
        renderer = self._kept.pop(wanted.style, None) or renderer_of(wanted, self._areas.crops)
        if wanted.style == CROP and self._areas.crops:
            count(renderer, self._areas.crops)
        hide_under(renderer, wanted)
        _set(layer, renderer)

    def _say_hidden(self) -> None:
        hidden, parcels = self._areas.under(self._least.value() / 100), len(self._areas.confidences)
        self._hidden.setVisible(hidden > 0)
        self._hidden.setText(self.tr("Hidden: {} of {} parcels.").format(number(hidden), number(parcels)))


def _set(layer: QgsVectorLayer, renderer: QgsCategorizedSymbolRenderer) -> None:
    """Show a layer with another renderer; the layer tree would fold up a legend of ten classes each time."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    unfolded = node is not None and node.isExpanded()
    layer.setRenderer(renderer)
    layer.emitStyleChanged()
    layer.triggerRepaint()
    if unfolded:
        node.setExpanded(True)
