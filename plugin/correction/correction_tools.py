"""What the correction step uses of QGIS's main window: the editing tools, the canvas and the selection."""

from __future__ import annotations

from qgis.core import QgsEditFormConfig, QgsFeature, QgsVectorLayer
from qgis.gui import QgisInterface

from ..compat import QAction
from ..text import tr
from .edits import CorrectionError, start_editing

SPLIT, RESHAPE, DRAW = "mActionSplitFeatures", "mActionReshapeFeatures", "mActionAddFeature"

ZOOM_FACTOR = 4.0
"""The width of the canvas after zooming, in widths of the parcel."""

SELECTION_ALPHA = 60
"""Of 255: the field below a selected parcel is what is to be judged, and QGIS's colour of a selection hides it."""

MAX_RATIO = 15.0
"""Where the canvas is more than so many times as wide as the parcel, the parcel is too small to be seen."""


def start_tool(iface: QgisInterface, layer: QgsVectorLayer, action_name: str) -> None:
    """Start editing ``layer`` and activate a map tool of QGIS; raises `CorrectionError` where it has no such action."""
    start_editing(layer)
    iface.setActiveLayer(layer)
    action = iface.mainWindow().findChild(QAction, action_name)
    if action is None:
        raise CorrectionError(tr("This QGIS has no such tool in its windows."))
    action.trigger()


def start_reshaping(iface: QgisInterface, layer: QgsVectorLayer) -> list[int]:
    """Activate QGIS's tool “Reshape features”, clear the selection, and return the feature ids that were selected.

    Without a selection the tool reshapes all features that the line crosses, so that adjacent parcels follow; with one
    it reshapes only the selected features, which would overlap the others.
    """
    selected = layer.selectedFeatureIds()
    start_tool(iface, layer, RESHAPE)
    layer.removeSelection()
    return selected


def start_drawing(iface: QgisInterface, layer: QgsVectorLayer) -> None:
    """Activate QGIS's tool “Add Polygon Feature”, without its form: the model fills the columns."""
    form = layer.editFormConfig()
    if form.suppress() == QgsEditFormConfig.FeatureFormSuppress.SuppressDefault:
        form.setSuppress(QgsEditFormConfig.FeatureFormSuppress.SuppressOn)
        layer.setEditFormConfig(form)
    start_tool(iface, layer, DRAW)


def show_on_canvas(iface: QgisInterface, layer: QgsVectorLayer, parcel: QgsFeature) -> None:
    """Select only ``parcel`` and pan to it; zoom only where it is too large or too small in the canvas."""
    iface.setActiveLayer(layer)
    layer.selectByIds([parcel.id()])
    canvas = iface.mapCanvas()
    colour = canvas.mapSettings().selectionColor()
    if colour.alpha() == 255:  # a translucent one is the analyst's own choice
        colour.setAlpha(SELECTION_ALPHA)
        canvas.setSelectionColor(colour)
    box = canvas.mapSettings().layerExtentToOutputExtent(layer, parcel.geometry().boundingBox())
    extent = canvas.extent()
    ratio = min(extent.width() / max(box.width(), 1e-9), extent.height() / max(box.height(), 1e-9))
    if 1.3 < ratio < MAX_RATIO:
        canvas.setCenter(box.center())
    else:
        box.scale(ZOOM_FACTOR)
        canvas.setExtent(box)
    canvas.refresh()
    canvas.flashFeatureIds(layer, [parcel.id()])
