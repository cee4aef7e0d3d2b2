"""Train a bundle further on the project's images and parcels, in a child process of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..layers.given_layer import GivenLayer
from ..text import tr


class TrainingTask(RequestTask):
    """Send ``request`` with the features of ``parcels``; the result is a `FineTuneSummary`.

    Cancelling ends the process at once; the same request sent again goes on from what it has kept.
    """

    confirm_close = True

    def __init__(self, runtime: Runtime, request: protocol.FineTuneRequest, parcels: GivenLayer) -> None:
        super().__init__(tr("Train on your own parcels"), runtime)
        self._request = request
        self._parcels = parcels

    def work(self, folder: Path) -> object:
        """Let the child train."""
        return self.send(dataclasses.replace(self._request, parcels=self._parcels(folder)), folder)
