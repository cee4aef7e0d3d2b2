"""Let a child process recognise images and score their dates."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..text import tr


class InspectTask(RequestTask):
    """Recognise ``sources`` and score the dates over ``area``, None for all that they cover, within a ``season``.

    It is done by ``worker``, which remembers the images that it recognised, or by a process of its own where there is
    none. The result is a `protocol.Inspection`.
    """

    def __init__(
        self,
        runtime: Runtime,
        sources: Sequence[protocol.Source],
        area: protocol.Area | None = None,
        season: str = "auto",
        worker: Worker | None = None,
    ) -> None:
        super().__init__(tr("Recognise images"), runtime, worker)
        self._request = protocol.InspectRequest(tuple(sources), area, season)

    def build_request(self) -> protocol.Request:
        """Return the request for the inspection."""
        return self._request
