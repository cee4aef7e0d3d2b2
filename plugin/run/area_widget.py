"""Which part of the images to map."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...model import protocol
from ..inputs.layer_sources import area_of
from ..text import number
from .area_tool import DrawnArea
from .feature_selection import AreaGetter, SelectedFeatures, polygon_area

WHOLE, CANVAS, LAYER, SELECTED, DRAWN = "whole", "canvas", "layer", "selected", "drawn"


class AreaWidget(QWidget):
    """The choice doabArea; beside it doabAreaLayer or doabDrawArea, and doabAreaNote on what the choice means."""

    changed = pyqtSignal()
    """Another area is meant."""

    def __init__(self, iface, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabAreaRows")
        self._canvas = iface.mapCanvas()
        self._drawn = DrawnArea(self._canvas, self)
        self._followed = ""
        self._build()
        self._kind.currentIndexChanged.connect(self._switch)
        self._layer.layerChanged.connect(self._follow)
        QgsProject.instance().layersRemoved.connect(self._follow)  # where the box is silent on which comes up
        self._draw.toggled.connect(lambda on: self._drawn.draw() if on else self._drawn.stop())
        self._drawn.ended.connect(lambda: self._draw.setChecked(False))
        self._drawn.changed.connect(self._tell)
        self._canvas.extentsChanged.connect(self._moved)
        self._show()

    def _build(self) -> None:
        self._kind = QComboBox(self)
        self._kind.setObjectName("doabArea")
        self._kind.setToolTip(self.tr("The part of the images to map"))
        for text, kind in (
            (self.tr("Whole scene"), WHOLE),
            (self.tr("Map view"), CANVAS),
            (self.tr("Extent of a layer"), LAYER),
            (self.tr("Selected features of a layer"), SELECTED),
            (self.tr("Drawn on the map"), DRAWN),
        ):
            self._kind.addItem(text, kind)
        self._layer = QgsMapLayerComboBox(self)
        self._layer.setObjectName("doabAreaLayer")
        self._layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._draw = QToolButton(self)
        self._draw.setObjectName("doabDrawArea")
        self._draw.setText(self.tr("Draw"))
        self._draw.setIcon(QgsApplication.getThemeIcon("/mActionCapturePolygon.svg"))
        self._draw.setToolTip(
            self.tr(
                "Drag a rectangle in the map, or click the corners of a polygon and end it with "
                "the right button; Esc gives up"
            )
        )
        self._draw.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._draw.setCheckable(True)
        self._note = QLabel(self)
        self._note.setObjectName("doabAreaNote")
        self._note.setWordWrap(True)
        first = QHBoxLayout()
        first.addWidget(self._kind, 1)
        first.addWidget(self._draw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(first)
        layout.addWidget(self._layer)
        layout.addWidget(self._note)

    def where(self) -> AreaGetter:
        """Return what finds the chosen area on any thread; raise `protocol.InputError` where nothing is chosen yet."""
        kind = self._kind.currentData()
        if kind == CANVAS:
            area = area_of(self._canvas.extent(), self._canvas.mapSettings().destinationCrs())
        elif kind == LAYER:
            layer = self._layer.currentLayer()
            if layer is None:
                raise protocol.InputError(self.tr("Choose the layer whose extent to map in step 3."))
            area = area_of(layer.extent(), QgsCoordinateReferenceSystem(layer.crs()))
        elif kind == SELECTED:
            layer = self._layer.currentLayer()
            if layer is None or not layer.selectedFeatureCount():
                raise protocol.InputError(
                    self.tr("Select the polygons to map within, or choose another area in step 3.")
                )
            return SelectedFeatures(layer)
        elif kind == DRAWN:
            if self._drawn.polygon.isEmpty():
                raise protocol.InputError(self.tr("Draw the area on the map, or choose another one in step 3."))
            area = polygon_area(self._drawn.polygon, self._drawn.crs)
        else:
            area = None
        return lambda: area

    def shut_down(self) -> None:
        """Leave nothing on the canvas: the plugin is switched off."""
        self._canvas.extentsChanged.disconnect(self._moved)
        self._leave()
        self._drawn.shut_down()

    def _switch(self) -> None:
        self._show()
        if self._kind.currentData() == DRAWN and self._drawn.polygon.isEmpty():
            self._draw.setChecked(True)
        elif self._kind.currentData() != DRAWN:
            self._draw.setChecked(False)
        self.changed.emit()

    def _show(self) -> None:
        kind = self._kind.currentData()
        outlines = kind == SELECTED
        self._layer.setFilters(
            QgsMapLayerProxyModel.Filter.PolygonLayer
            if outlines
            else (QgsMapLayerProxyModel.Filter.RasterLayer | QgsMapLayerProxyModel.Filter.HasGeometry)
        )
        self._layer.setToolTip(
            self.tr("The layer whose selected features are mapped")
            if outlines
            else self.tr("The layer whose extent is mapped")
        )
        self._layer.setVisible(kind in (LAYER, SELECTED))
        self._draw.setVisible(kind == DRAWN)
        self._drawn.show(kind == DRAWN)
        self._follow()
        self._describe()

    def _describe(self) -> None:
        """Say what the choice comes to."""
        kind, text = self._kind.currentData(), ""
        if kind == SELECTED:
            layer = self._layer.currentLayer()
            count = layer.selectedFeatureCount() if layer is not None else 0
            text = self.tr("{} selected; parcels end at their outlines.").format(number(count))
        elif kind == DRAWN and self._drawn.polygon.isEmpty():
            text = self.tr("Drag a rectangle, or click corners and end with the right button.")
        elif kind == DRAWN:
            text = self.tr("Parcels end at the outline.")
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _tell(self) -> None:
        self._describe()
        self.changed.emit()

    def _moved(self) -> None:
        if self._kind.currentData() == CANVAS:
            self.changed.emit()

    def _follow(self, *_) -> None:
        """Listen to the selection of the layer that is chosen, and to no other."""
        self._leave()
        layer = self._layer.currentLayer()
        if self._kind.currentData() == SELECTED and isinstance(layer, QgsVectorLayer):
            layer.selectionChanged.connect(self._tell)
            self._followed = layer.id()
        if self._kind.currentData() in (LAYER, SELECTED):
            self._tell()

    def _leave(self) -> None:
        layer = QgsProject.instance().mapLayer(self._followed) if self._followed else None
        if layer is not None:
            layer.selectionChanged.disconnect(self._tell)
        self._followed = ""
