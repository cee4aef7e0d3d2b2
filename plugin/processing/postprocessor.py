"""Finish a layer of parcels that Processing has loaded."""

from __future__ import annotations

from qgis.core import QgsProcessingLayerPostProcessorInterface

from ..child.child_task import Mapped
from ..parcels.layer_abstract import abstract_of
from ..parcels.result_job import job_json, store_job
from ..parcels.result_layer import describe

_awaited: set[ResultPostProcessor] = set()
"""QGIS owns a post-processor, but its Python half would be gone by the time of the call if nothing here held it."""


class ResultPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Gives the layer of a run the looks that are in its file, and notes in it what the dock would.

    Whatever takes time is done when it is made, on the thread of the algorithm.
    """

    def __init__(self, mapped: Mapped) -> None:
        super().__init__()
        self._path, self._abstract, self._note = mapped.job.out, abstract_of(mapped), job_json(mapped)
        _awaited.add(self)

    def postProcessLayer(self, layer, _context, _feedback) -> None:  # noqa: N802
        """Called by QGIS once, on the main thread."""
        _awaited.discard(self)
        layer.loadDefaultStyle()
        describe(layer, self._path, self._abstract)
        store_job(layer, self._note)
