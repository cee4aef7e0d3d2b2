"""Doab's algorithms in the Processing toolbox."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..runtime import ROOT
from .export import ExportParcels


class DoabProvider(QgsProcessingProvider):
    """The group “Doab” of the toolbox."""

    def id(self) -> str:  # noqa: A003
        return "doab"

    def name(self) -> str:
        return "Doab"

    def icon(self) -> QIcon:
        return QIcon(str(ROOT / "resources" / "icons" / "doab.svg"))

    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in (ExportParcels,):
            self.addAlgorithm(algorithm())
