"""Requests about the adaptation of a result to its region, in a child process of its own."""

from __future__ import annotations

from typing import Union

from qgis.core import QgsProject, QgsVectorLayer

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..text import tr

LearningRequest = Union[protocol.AdaptRequest, protocol.UndoAdaptationRequest, protocol.SuggestRequest]


class LearningTask(RequestTask):
    """Send ``request`` about the result ``layer``; a layer that it changes is read anew when the task ends."""

    def __init__(self, runtime: Runtime, request: LearningRequest, layer: QgsVectorLayer) -> None:
        self.confirm_close = changes_result(request)
        super().__init__(tr("Learn from corrections"), runtime)
        self._request = request
        self._layer_id = layer.id()
        if self.confirm_close:
            self.ended.connect(self._reload)

    def build_request(self) -> protocol.Request:
        """Return the request."""
        return self._request

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
    """Raise `protocol.InputError` where a layer is in editing mode, in which its file must not change."""
    if layer.isEditable():
        text = tr("“{}” is being edited. Save the edits and end the editing, then repeat.")
        raise protocol.InputError(text.format(layer.name()))
