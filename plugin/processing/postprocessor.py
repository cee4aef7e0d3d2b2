"""The post-processor of the result layer of “Map field parcels”."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback, QgsProcessingLayerPostProcessorInterface

from ..parcels.layer_abstract import abstract_of
from ..parcels.mapped import Mapped
from ..parcels.result_job import store_job
from ..parcels.result_layer import set_metadata

_pending: set[ResultPostProcessor] = set()
"""References to the Python wrappers: QGIS owns a post-processor, but does not keep its wrapper until the call."""


class ResultPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Loads the saved style of a result layer, and sets its metadata and its note of the job.

    The texts are made in the constructor, on the thread of the algorithm.
    """

    def __init__(self, mapped: Mapped) -> None:
        super().__init__()
        self._path, self._abstract, self._note = mapped.job.out, abstract_of(mapped), mapped.job_text
        _pending.add(self)

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, _context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> None:
        """Process the loaded layer; QGIS calls it once, on the main thread."""
        _pending.discard(self)
        layer.loadDefaultStyle()
        set_metadata(layer, self._path, self._abstract)
        store_job(layer, self._note)
