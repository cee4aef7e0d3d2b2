"""Which ground of the area is left out of a run."""

from __future__ import annotations

from qgis.gui import QgsFilterLineEdit, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...model import protocol
from ..compat import LayerFilter, any_of
from ..layers.exclusion import exclusion_of, holds_values
from ..layers.file_layers import raster_or_vector_layer
from ..session.session import Session
from ..widgets.named import named
from ..widgets.narrow import keep_narrow


class ExclusionWidget(QWidget):
    """The layer doabExclude, empty for none, and for rasters the line doabExcludeValues."""

    changed = pyqtSignal()
    """Another layer or other values are chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabExcludeRows")
        self._layer = named(
            "doabExclude",
            QgsMapLayerComboBox(self),
            self.tr(
                "Ground on which nothing is mapped, such as woods and settlements: a raster of land cover, or polygons"
            ),
        )
        keep_narrow(self._layer)
        self._layer.setFilters(any_of(LayerFilter.RasterLayer, LayerFilter.PolygonLayer))
        self._layer.setAllowEmptyLayer(True, self.tr("nothing"))
        self._layer.setLayer(None)
        self._values = named(
            "doabExcludeValues",
            QgsFilterLineEdit(self),
            self.tr(
                "The values of the raster to leave out, with commas between. Those of ESA WorldCover: 10 trees, "
                "20 shrubs, 50 built-up, 60 bare, 70 snow, 80 water, 90 wetland, 95 mangroves, 100 moss. Empty: every "
                "value other than 0 and nodata"
            ),
        )
        self._values.setPlaceholderText(self.tr("such as 10, 50, 80"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._layer)
        layout.addWidget(self._values)
        self._layer.layerChanged.connect(self._switch)
        session.layers.removed.connect(self._switch)  # QGIS's box emits no signal for what takes the place of a layer
        self._values.textChanged.connect(self.changed)
        self._values.setVisible(False)

    def exclusion(self) -> protocol.Exclusion | None:
        """Return the ground to leave out; raise `protocol.InputError` where there is no file of it."""
        layer = self._layer.currentLayer()
        if layer is None:
            return None
        return exclusion_of(layer, self._values.text() if holds_values(layer) else "")

    def take(self, exclusion: protocol.Exclusion | None) -> None:
        """Choose the ground of an earlier run, whose layer is added to the project where it has none."""
        self._layer.setLayer(raster_or_vector_layer(exclusion.path, exclusion.layer) if exclusion else None)
        self._values.setText(", ".join(map(str, exclusion.values)) if exclusion is not None else "")

    def _switch(self, *_: object) -> None:
        self._values.setVisible(holds_values(self._layer.currentLayer()))
        self.changed.emit()
