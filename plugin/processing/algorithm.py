"""What all algorithms of the toolbox share."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtGui import QIcon


class DoabAlgorithm(QgsProcessingAlgorithm):
    """An algorithm with the icon of its provider."""

    def icon(self) -> QIcon:
        return self.provider().icon()

    def svgIconPath(self) -> str:  # noqa: N802
        return self.provider().svgIconPath()
