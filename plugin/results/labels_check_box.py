"""The check box that labels the parcels with their crops."""

from __future__ import annotations

from qgis.core import (
    QgsPalLayerSettings,
    QgsProject,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QWidget

from ..parcels.crop_names import crop_expression
from ..widgets.wrapped_check_box import WrappedCheckBox

SIZE = 7.0  # pt


class LabelsCheckBox(WrappedCheckBox):
    """doabCropLabels: whether the parcels of the result layer have labels; labels that the analyst made are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("doabCropLabels")
        self.setText(self.tr("Label parcels with their crops"))
        self.setToolTip(self.tr("Where the name fits into the parcel: zoom in to see more of them"))
        self._layer = ""
        self.toggled.connect(self._toggled)

    def follow(self, layer: QgsVectorLayer) -> None:
        """Show whether a layer is labelled, and label it from now on."""
        self._layer = layer.id()
        with QSignalBlocker(self):
            self.setChecked(layer.labelsEnabled())

    def _toggled(self, on: bool) -> None:
        layer = QgsProject.instance().mapLayer(self._layer)
        if layer is None:
            return
        if on and layer.labeling() is None:
            layer.setLabeling(QgsVectorLayerSimpleLabeling(_crop_labels()))
        layer.setLabelsEnabled(on)
        layer.emitStyleChanged()
        layer.triggerRepaint()


def _crop_labels() -> QgsPalLayerSettings:
    """Return labels with the display name of the crop, inside the parcel and with a white buffer."""
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(0.6)
    text = QgsTextFormat()
    text.setSize(SIZE)
    text.setBuffer(buffer)
    settings = QgsPalLayerSettings()
    settings.setFormat(text)
    settings.fieldName = crop_expression("crop")
    settings.isExpression = True
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.fitInPolygonOnly = True
    return settings
