"""Which parcels a run maps: those that the model finds, or those of a layer."""

from __future__ import annotations

from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...model import protocol
from ..compat import LayerFilter
from ..layers.file_layers import vector_layer
from ..layers.given_layer import GivenLayer
from ..session.session import Session
from ..widgets.named import named
from ..widgets.narrow import keep_narrow


class ParcelsWidget(QWidget):
    """The layer doabParcels whose polygons get crops; empty for the parcels that the model finds."""

    changed = pyqtSignal()
    """Another layer is chosen, or none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabParcelsRow")
        self._layer = named(
            "doabParcels",
            QgsMapLayerComboBox(self),
            self.tr(
                "Label my parcels: a layer of polygons, such as LPIS, a cadastre or your own drawing. Their outlines "
                "and columns stay as they are, and each gets its crop. Empty: the model finds the parcels"
            ),
        )
        keep_narrow(self._layer)
        self._layer.setFilters(LayerFilter.PolygonLayer)
        self._layer.setAllowEmptyLayer(True, self.tr("found by the model"))
        self._layer.setLayer(None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._layer)
        self._layer.layerChanged.connect(lambda *_: self.changed.emit())
        session.layers.removing.connect(self._leave_layers)

    def _leave_layers(self, layers: list[str]) -> None:
        """Choose none where the chosen layer leaves the project: QGIS's box would take the next."""
        layer = self._layer.currentLayer()
        if layer is not None and layer.id() in layers:
            self._layer.setLayer(None)

    @property
    def is_chosen(self) -> bool:
        """Whether a layer is chosen."""
        return self._layer.currentLayer() is not None

    def take(self, file: protocol.ParcelLayer | None) -> None:
        """Choose the layer of a file, added to the project where it has none; None: the model finds the parcels."""
        self._layer.setLayer(vector_layer(file.path, file.layer) if file else None)

    def given(self) -> GivenLayer | None:
        """Return the chosen parcels; raise `protocol.InputError` where they cannot be mapped."""
        layer = self._layer.currentLayer()
        return GivenLayer(layer) if layer is not None else None
