"""Finish a layer of parcels that Processing has loaded."""

from __future__ import annotations

import os

from qgis.core import QgsProcessingLayerPostProcessorInterface

from ..about import abstract_of
from ..parcels import describe
from ..series import remember_job
from ..task import Mapped


class Dresser(QgsProcessingLayerPostProcessorInterface):
    """Gives the layers of finished runs the styles that are in their files, and what the dock notes in them.

    QGIS keeps no reference to a post-processor, so one serves all runs for as long as the plugin is loaded.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, Mapped] = {}

    def expect(self, path: str, mapped: Mapped) -> None:
        """Remember what a run left in a file until QGIS has opened it. Any thread may say so."""
        self._made[_key(path)] = mapped

    def postProcessLayer(self, layer, _context, _feedback) -> None:  # noqa: N802
        """Called by QGIS on the main thread."""
        mapped = self._made.pop(_key(layer.source().partition("|")[0]), None)
        layer.loadDefaultStyle()
        if mapped is not None:
            describe(layer, mapped.job.out, abstract_of(mapped))
            remember_job(layer, mapped)


def _key(path: str) -> str:
    return os.path.normcase(os.path.abspath(path))


DRESSER = Dresser()
