"""Score a result against a layer of declared parcels, in a child process of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..layers.given_layer import GivenLayer
from ..text import tr


class EvaluationTask(RequestTask):
    """Send ``request`` with the parcels of ``truth`` as its declared ones; the result is an `EvaluationSummary`."""

    confirm_close = False

    def __init__(self, runtime: Runtime, request: protocol.EvaluateRequest, truth: GivenLayer) -> None:
        super().__init__(tr("Score against declared parcels"), runtime)
        self._request = request
        self._truth = truth

    def work(self, folder: Path) -> object:
        """Let the child score the result; return None where the task was cancelled."""
        summary = self.send(dataclasses.replace(self._request, truth=self._truth(folder)), folder)
        return None if self.isCanceled() else summary
