"""The inspected parcel on the map: picked by a click, marked in red, watched for its deletion."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsProject, QgsVectorLayer
from qgis.gui import QgsHighlight
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QToolButton

from ..maptools import unset_map_tool
from ..parcels.result_layer import is_result
from ..session.session import Session
from .identify_tool import ParcelIdentifyTool


class CanvasParcel(QObject):
    """The map tool that picks a parcel while ``button`` is checked, and the mark of the parcel that is shown."""

    identified = pyqtSignal(object, object)
    """A result layer and the feature in it that was clicked."""

    missed = pyqtSignal()
    """There is no parcel where the analyst clicked."""

    deleted = pyqtSignal()
    """The parcel that is shown was deleted."""

    def __init__(self, session: Session, button: QToolButton, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = session.iface.mapCanvas()
        self._layer_id = ""
        self._feature_id = 0
        self._mark: QgsHighlight | None = None
        self.identify_tool = ParcelIdentifyTool(self._canvas, is_result)
        self.identify_tool.setButton(button)
        self.identify_tool.identified.connect(self.identified)
        self.identify_tool.missed.connect(self.missed)
        button.toggled.connect(self._set_active)
        for shut_down in (self._delete_identify_tool, self.clear):
            session.closing.callback(shut_down)

    def show(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        """Mark a parcel instead of the one before, and watch for its deletion."""
        self.clear()
        self._layer_id, self._feature_id = layer.id(), feature.id()
        layer.featureDeleted.connect(self._feature_deleted)
        self._mark = QgsHighlight(self._canvas, feature.geometry(), layer)
        self._mark.setColor(QColor(255, 0, 0))
        self._mark.setFillColor(QColor(255, 0, 0, 25))
        self._mark.setWidth(3)

    def clear(self) -> None:
        """Mark no parcel."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is not None:
            layer.featureDeleted.disconnect(self._feature_deleted)
        self._layer_id = ""
        if self._mark is not None:
            self._canvas.scene().removeItem(self._mark)
            self._mark = None

    @property
    def is_marked(self) -> bool:
        """Whether a parcel is marked on the map."""
        return self._mark is not None

    def _feature_deleted(self, feature_id: int) -> None:
        edits = QgsProject.instance().mapLayer(self._layer_id).editBuffer()
        is_saved = edits is not None and edits.isFeatureAdded(feature_id)  # a new parcel gets the number of the file
        if feature_id == self._feature_id and not is_saved:
            self.deleted.emit()

    def _set_active(self, on: bool) -> None:
        if on:
            self._canvas.setMapTool(self.identify_tool)
        else:
            unset_map_tool(self._canvas, self.identify_tool)

    def _delete_identify_tool(self) -> None:
        unset_map_tool(self._canvas, self.identify_tool)
        self.identify_tool.deleteLater()
