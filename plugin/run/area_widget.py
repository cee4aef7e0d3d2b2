"""Which part of the images to map."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ...model import protocol
from ..compat import LayerFilter, any_of
from ..history.run_descriptions import polygon_of
from ..layers.extent import area_of
from ..session.session import Session
from ..tasks.feature_selection import AreaGetter, SelectedFeatures, polygon_area
from ..text import number
from ..widgets.named import named, wrapped_label
from ..widgets.narrow import keep_narrow
from .area_tool import DrawnArea

WHOLE, CANVAS, LAYER, SELECTED, DRAWN = "whole", "canvas", "layer", "selected", "drawn"


class AreaWidget(QWidget):
    """The choice doabArea; below it doabAreaLayer or doabDrawArea, and doabAreaNote on what the choice means."""

    changed = pyqtSignal()
    """Another area is chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabAreaRows")
        self._canvas = session.iface.mapCanvas()
        self._drawn = DrawnArea(self._canvas, self)
        self._followed = ""
        self._build()
        self._kind.currentIndexChanged.connect(self._switch)
        self._layer.layerChanged.connect(self._follow)
        session.layers.removed.connect(self._follow)  # QGIS's box emits no signal for the layer that takes the place
        session.project_cleared.connect(self._choose_whole)
        self._draw.toggled.connect(lambda on: self._drawn.draw() if on else self._drawn.stop())
        self._drawn.ended.connect(lambda: self._draw.setChecked(False))
        self._drawn.changed.connect(self._area_changed)
        self._canvas.extentsChanged.connect(self._extent_changed)
        for shut_down in (self._drawn.shut_down, self._stop_following, self._stop_following_canvas):
            session.closing.callback(shut_down)
        self._show()

    def _build(self) -> None:
        self._kind = named("doabArea", QComboBox(self), self.tr("The part of the images to map"))
        for text, kind in (
            (self.tr("Whole scene"), WHOLE),
            (self.tr("Map view"), CANVAS),
            (self.tr("Extent of a layer"), LAYER),
            (self.tr("Selected features of a layer"), SELECTED),
            (self.tr("Drawn on the map"), DRAWN),
        ):
            self._kind.addItem(text, kind)
        keep_narrow(self._kind)
        self._layer = named("doabAreaLayer", QgsMapLayerComboBox(self))
        keep_narrow(self._layer)
        self._draw = named(
            "doabDrawArea",
            QToolButton(self),
            self.tr(
                "Drag a rectangle in the map, or click the corners of a polygon and end it with "
                "the right button; Esc gives up"
            ),
        )
        self._draw.setText(self.tr("Draw"))
        self._draw.setIcon(QgsApplication.getThemeIcon("/mActionCapturePolygon.svg"))
        self._draw.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._draw.setCheckable(True)
        self._note = wrapped_label("doabAreaNote", self)
        below = QHBoxLayout()
        below.addWidget(self._draw)
        below.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._kind)
        layout.addWidget(self._layer)
        layout.addLayout(below)

    def where(self) -> AreaGetter:
        """Return a function for the chosen area that works on any thread.

        Raises `protocol.InputError` where nothing is chosen yet.
        """
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
            area = self._drawn.area or polygon_area(self._drawn.polygon, self._drawn.crs)
        else:
            area = None
        return lambda: area

    def take(self, area: protocol.Area | None) -> None:
        """Choose the area of an earlier run, which is shown as a drawn one; None: the whole scene."""
        if area is None:
            self._choose_whole()
            return
        self._drawn.take(polygon_of(area), QgsCoordinateReferenceSystem(area.crs), area)
        self._kind.setCurrentIndex(self._kind.findData(DRAWN))

    def _choose_whole(self) -> None:
        """Forget what was chosen of a project that is closed."""
        self._kind.setCurrentIndex(self._kind.findData(WHOLE))

    def _switch(self) -> None:
        self._show()
        if self._kind.currentData() == DRAWN and self._drawn.polygon.isEmpty():
            self._draw.setChecked(True)
        elif self._kind.currentData() != DRAWN:
            self._draw.setChecked(False)
        self.changed.emit()

    def _show(self) -> None:
        kind = self._kind.currentData()
        needs_polygons = kind == SELECTED
        self._layer.setFilters(
            LayerFilter.PolygonLayer if needs_polygons else any_of(LayerFilter.RasterLayer, LayerFilter.HasGeometry)
        )
        self._layer.setToolTip(
            self.tr("The layer whose selected features are mapped")
            if needs_polygons
            else self.tr("The layer whose extent is mapped")
        )
        self._layer.setVisible(kind in (LAYER, SELECTED))
        self._draw.setVisible(kind == DRAWN)
        self._drawn.show(kind == DRAWN)
        self._follow()
        self._describe()

    def _describe(self) -> None:
        """Show what the choice means for the run."""
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

    def _area_changed(self) -> None:
        self._describe()
        self.changed.emit()

    def _extent_changed(self) -> None:
        if self._kind.currentData() == CANVAS:
            self.changed.emit()

    def _follow(self, *_: object) -> None:
        """Listen to the selection of the layer that is chosen, and to no other."""
        self._stop_following()
        layer = self._layer.currentLayer()
        if self._kind.currentData() == SELECTED and isinstance(layer, QgsVectorLayer):
            layer.selectionChanged.connect(self._area_changed)
            self._followed = layer.id()
        if self._kind.currentData() in (LAYER, SELECTED):
            self._area_changed()

    def _stop_following(self) -> None:
        layer = QgsProject.instance().mapLayer(self._followed) if self._followed else None
        if layer is not None:
            layer.selectionChanged.disconnect(self._area_changed)
        self._followed = ""

    def _stop_following_canvas(self) -> None:
        self._canvas.extentsChanged.disconnect(self._extent_changed)
