"""The button and the action that make a print layout of the parcels."""

from __future__ import annotations

from qgis.core import Qgis, QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ..parcels.result_layer import is_result
from ..text import tr
from .print_layout import create_print_layout


class PrintButton(QPushButton):
    """doabPrint: opens a print layout of the result layer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("Print layout"))
        self.setIcon(QgsApplication.getThemeIcon("/mActionNewLayout.svg"))
        self.setObjectName("doabPrint")
        self.setToolTip(
            self.tr("Make a page to print: map, legend, scale bar, north arrow, attribution, dates of the images")
        )


def print_parcels(iface: QgisInterface, layer: QgsVectorLayer | None = None) -> None:
    """Open a print layout of a result layer; without one, of the current layer or the first result of the project."""
    if layer is None:
        nodes = QgsProject.instance().layerTreeRoot().findLayers()
        candidates = (iface.activeLayer(), *(node.layer() for node in nodes))
        layer = next((candidate for candidate in candidates if is_result(candidate)), None)
    if layer is None:
        text = tr("There are no parcels in this project yet. Map some, or open the GeoPackage of an earlier run.")
        iface.messageBar().pushMessage("Doab", text, Qgis.MessageLevel.Info, 8)
        return
    iface.openLayoutDesigner(create_print_layout(layer))
