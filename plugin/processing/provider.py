"""The Processing provider of Doab's algorithms."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..child.runtime import ROOT
from ..child.worker import Worker
from .compare_algorithm import CompareParcels
from .evaluation_algorithm import EvaluateParcels
from .export_algorithm import ExportParcels
from .learning_algorithm import LearnParcels
from .map_algorithm import MapParcels
from .map_areas_algorithm import MapAreas
from .score_algorithm import ScoreFrames


class DoabProvider(QgsProcessingProvider):
    """The provider “Doab”; ``worker`` is shared with the dock."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker

    def id(self) -> str:
        return "doab"

    def name(self) -> str:
        return "Doab"

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:  # noqa: N802
        return str(ROOT / "resources" / "icons" / "doab.svg")

    def loadAlgorithms(self) -> None:  # noqa: N802
        others = ScoreFrames(), ExportParcels(), EvaluateParcels(), CompareParcels(), LearnParcels()
        for algorithm in (MapParcels(self._worker), MapAreas(self._worker), *others):
            self.addAlgorithm(algorithm)

    def defaultVectorFileExtension(self, _has_geometry: bool = True) -> str:  # noqa: N802
        """Return GeoPackage for temporary results, too, since it holds the styles."""
        return "gpkg"
