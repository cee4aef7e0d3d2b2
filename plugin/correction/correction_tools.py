"""QGIS's own editing tools, put into the analyst's hand."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ..compat import QAction
from ..text import tr
from .edits import CorrectionError, start_editing

SPLIT, RESHAPE = "mActionSplitFeatures", "mActionReshapeFeatures"


def take(iface, layer: QgsVectorLayer, tool: str) -> None:
    """Begin to edit ``layer`` with a tool of QGIS's main window; raises `CorrectionError` where it has none such."""
    start_editing(layer)
    iface.setActiveLayer(layer)
    action = iface.mainWindow().findChild(QAction, tool)
    if action is None:
        raise CorrectionError(tr("This QGIS has no such tool in its windows."))
    action.trigger()


def redraw(iface, layer: QgsVectorLayer) -> list[int]:
    """Begin to redraw outlines and return which parcels were selected, which none is any more.

    The tool redraws all parcels that its line crosses, so that neighbours follow, but where some are selected only
    those, and they would come to lie over the others.
    """
    selected = layer.selectedFeatureIds()
    take(iface, layer, RESHAPE)
    layer.removeSelection()
    return selected
