"""The choice of a layer whose features have a crop: the layer, its crop column, a table of national codes."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from .named import named
from .narrow import create_form, keep_narrow


@dataclass(frozen=True)
class CropLayer:
    """A layer by id with the ``field`` of crops, empty to recognise it, and the file of ``codes``, empty for HCAT."""

    layer_id: str = ""
    field: str = ""
    codes: str = ""

    @property
    def layer(self) -> QgsVectorLayer | None:
        """The layer, None where none is chosen or it left the project."""
        return QgsProject.instance().mapLayer(self.layer_id)


class CropLayerForm(QWidget):
    """A form with the layer ``name``, its column ``name``Field and the table ``name``Codes.

    The last two are shown once a layer is chosen; ``none`` is the text for no layer.
    """

    changed = pyqtSignal()
    """Another layer, column or table is chosen."""

    def __init__(self, name: str, title: str, tip: str, none: str, kinds: object, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Form")
        self._layer = named(name, QgsMapLayerComboBox(self), tip)
        self._layer.setFilters(kinds)
        keep_narrow(self._layer)
        self._layer.setAllowEmptyLayer(True, none)
        self._layer.setLayer(None)
        self._field = named(
            f"{name}Field",
            QgsFieldComboBox(self),
            self.tr("The column with HCAT codes or names, or with national codes. Empty: recognised by its name"),
        )
        self._field.setAllowEmptyFieldName(True)
        self._codes = named(
            f"{name}Codes",
            QgsFileWidget(self),
            self.tr("For national codes only: EuroCrops' table (CSV) that translates them to HCAT"),
        )
        self._codes.setFilter(self.tr("Tables (*.csv)"))
        self._codes.lineEdit().setPlaceholderText(self.tr("none: HCAT"))
        self.form = create_form(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.addRow(title, self._layer)
        self.form.addRow(self.tr("Crop column"), self._field)
        self.form.addRow(self.tr("Crop codes"), self._codes)
        self._layer.layerChanged.connect(self._follow)
        self._field.fieldChanged.connect(lambda _: self.changed.emit())
        self._codes.fileChanged.connect(lambda _: self.changed.emit())
        self._follow(self._layer.currentLayer())

    @property
    def choice(self) -> CropLayer:
        """What is chosen."""
        layer = self._layer.currentLayer()
        if layer is None:
            return CropLayer()
        return CropLayer(layer.id(), self._field.currentField(), self._codes.filePath().strip())

    def leave_layers(self, layers: list[str]) -> None:
        """Choose none where the chosen layer leaves the project: QGIS's box would take the next."""
        if self.choice.layer_id in layers:
            self._layer.setLayer(None)

    def _follow(self, layer: QgsMapLayer | None) -> None:
        self._field.setLayer(layer)
        self._field.setField("")
        for widget in (self._field, self._codes):
            widget.setVisible(layer is not None)
            self.form.labelForField(widget).setVisible(layer is not None)
        self.changed.emit()
