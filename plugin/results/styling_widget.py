"""The widget for the style of the parcels and the confidence under which they are hidden."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsProject, QgsVectorLayer
from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtCore import QSignalBlocker, Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..parcels.crop_areas import CropAreas
from ..parcels.styles import (
    BOUNDARY,
    CONFIDENCE,
    CROP,
    STYLES,
    StyleOptions,
    create_renderer,
    hide_uncertain,
    read_style_options,
    title,
    update_crop_categories,
)
from ..text import number
from ..widgets.flow_layout import FlowLayout
from ..widgets.narrow import create_form

DELAY_MS = 60  # without another move of the slider, before the renderer is set


class StylingWidget(QWidget):
    """The buttons doabStyleCrop, doabStyleConfidence and doabStyleBoundary, doabLeast beside doabLeastSlider.

    Their state is read from the layer's renderer, so that it is right for a layer of a saved project, too.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabStyling")
        self._layer = ""
        self._areas = CropAreas()
        self._renderers: dict[str, QgsCategorizedSymbolRenderer] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._apply)
        self._hidden = QLabel(self)
        self._hidden.setObjectName("doabHidden")
        self._hidden.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._build_styles())
        layout.addLayout(self._build_threshold())
        layout.addWidget(self._hidden)
        self._show_hidden_count()

    def _build_styles(self) -> FlowLayout:
        tips = {
            CROP: self.tr("Colour is the crop; the fainter it is, the less sure is the crop"),
            CONFIDENCE: self.tr("Colour is how sure the crop is: red is doubtful, blue is sure"),
            BOUNDARY: self.tr(
                "Colour of the outline is how clearly it shows in the images: yellow is faint, violet is clear"
            ),
        }
        self._buttons = QButtonGroup(self)
        row = FlowLayout(stretch=True)
        row.setSpacing(0)
        for index, style in enumerate(STYLES):
            button = QToolButton(self)
            button.setObjectName(f"doabStyle{style.capitalize()}")
            button.setText(title(style))
            button.setToolTip(tips[style])
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._buttons.addButton(button, index)
            row.addWidget(button)
        self._buttons.button(0).setChecked(True)
        self._buttons.buttonClicked.connect(lambda _: self._apply())
        return row

    def _build_threshold(self) -> QFormLayout:
        tip = self.tr(
            "Parcels whose crop is less sure than this are not drawn, and a click in the map does not find "
            "them. They stay in the layer."
        )
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("doabLeastSlider")
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        self._slider.setMinimumWidth(10 * self.fontMetrics().averageCharWidth())
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
        row.addWidget(self._slider, 1)
        row.addWidget(self._least)
        form = create_form()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)  # beside its label the slider would be too short
        form.addRow(label, row)
        return form

    def _moved(self, value: float) -> None:
        self._slider.setValue(round(value))
        self._show_hidden_count()
        self._timer.start()

    def options(self) -> StyleOptions:
        """Return the options that are set in the widgets."""
        return StyleOptions(STYLES[self._buttons.checkedId()], self._least.value() / 100)

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Show the options of the renderer of ``layer``."""
        self._timer.stop()
        self._layer = layer.id()
        self._renderers.clear()
        self._areas = CropAreas()
        options = read_style_options(layer.renderer()) or StyleOptions()
        self._buttons.button(STYLES.index(options.style)).setChecked(True)
        with QSignalBlocker(self._least), QSignalBlocker(self._slider):
            self._least.setValue(100 * options.min_confidence)
            self._slider.setValue(round(100 * options.min_confidence))
        self._show_hidden_count()

    def show_areas(self, areas: CropAreas) -> None:
        """Update the categories of the layer to the crops that were counted."""
        self._areas = areas
        self._show_hidden_count()
        layer = QgsProject.instance().mapLayer(self._layer)
        options = read_style_options(layer.renderer()) if layer is not None else None
        if layer is not None and options is not None and options.style == CROP:
            renderer = layer.renderer().clone()
            if update_crop_categories(renderer, areas.crops):
                _set_renderer(layer, renderer)

    def _apply(self) -> None:
        """Set the renderer of the chosen style; one that was set before comes back with the analyst's symbols."""
        self._timer.stop()
        layer = QgsProject.instance().mapLayer(self._layer)
        if layer is None:
            return
        options, current = self.options(), read_style_options(layer.renderer())
        if options == current:
            return
        if current is not None:
            self._renderers[current.style] = layer.renderer().clone()
        renderer = self._renderers.pop(options.style, None) or create_renderer(options, self._areas.crops)
        if options.style == CROP and self._areas.crops:
            update_crop_categories(renderer, self._areas.crops)
        hide_uncertain(renderer, options)
        _set_renderer(layer, renderer)

    def _show_hidden_count(self) -> None:
        hidden, parcels = self._areas.count_below(self._least.value() / 100), len(self._areas.confidences)
        self._hidden.setVisible(hidden > 0)
        self._hidden.setText(self.tr("Hidden: {} of {} parcels.").format(number(hidden), number(parcels)))


def _set_renderer(layer: QgsVectorLayer, renderer: QgsCategorizedSymbolRenderer) -> None:
    """Set the renderer; the node stays expanded, which the layer tree would collapse with ten or more categories."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    expanded = node is not None and node.isExpanded()
    layer.setRenderer(renderer)
    layer.emitStyleChanged()
    layer.triggerRepaint()
    if expanded:
        node.setExpanded(True)
