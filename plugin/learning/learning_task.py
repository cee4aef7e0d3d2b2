"""Requests about the adaptation of a result to its region, in a child process of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Union

from qgis.core import QgsProject, QgsVectorLayer

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..layers.given_layer import GivenLayer
from ..text import tr

LearningRequest = Union[protocol.AdaptRequest, protocol.UndoAdaptationRequest, protocol.SuggestRequest]


class LearningTask(RequestTask):
    """Send ``request`` about the result ``layer`` in the file ``path``, with ``labels`` of another layer, if any.

    A layer that the request changes is read anew when the task ends.
    """

    def __init__(
        self,
        runtime: Runtime,
        request: LearningRequest,
        layer: QgsVectorLayer,
        path: str,
        labels: GivenLayer | None = None,
    ) -> None:
        self.confirm_close = changes_result(request)
        super().__init__(tr("Teach it your region"), runtime)
        self._request = dataclasses.replace(request, parcels=path)
        if not isinstance(self._request, protocol.SuggestRequest):
            self._request = dataclasses.replace(self._request, shown=True)
        self._labels = labels
        self._layer_id = layer.id()
        if self.confirm_close:
            self.ended.connect(self._reload)

    def work(self, folder: Path) -> object:
        """Let the child learn."""
        request = self._request
        if self._labels is not None and isinstance(request, protocol.AdaptRequest):
            labels = self._labels(folder)
            request = dataclasses.replace(request, labels=labels.path, layer=labels.layer)
        return self.send(request, folder)

    def _reload(self, _task: LearningTask) -> None:
        """Show what is in the file now, whether the task was cancelled in time or not; the style stays."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is not None and not layer.isEditable():
            layer.reload()
            layer.triggerRepaint()


def changes_result(request: LearningRequest) -> bool:
    """Return whether a request changes the parcels."""
    return isinstance(request, protocol.UndoAdaptationRequest) or (
        isinstance(request, protocol.AdaptRequest) and request.accept
    )


def refuse_editing(layer: QgsVectorLayer) -> None:
    """Raise `protocol.InputError` where a layer, or another one of its file, is edited: it must not change then."""
    path = layer.source().partition("|")[0]
    for other in (layer, *QgsProject.instance().mapLayers().values()):
        same = isinstance(other, QgsVectorLayer) and other.source().partition("|")[0] == path
        if same and other.isEditable():
            text = tr("“{}” is being edited. Save the edits and end the editing, then repeat.")
            raise protocol.InputError(text.format(other.name()))
