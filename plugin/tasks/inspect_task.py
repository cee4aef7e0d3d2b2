"""Let a child process recognise images and score their dates."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..text import tr


class InspectTask(RequestTask):
    """Recognise ``sources`` and score the dates over ``area``, None for all that they cover, in a process of its own.

    The result is a `protocol.Inspection`.
    """

    def __init__(self, runtime: Runtime, sources: Sequence[protocol.Source], area: protocol.Area | None = None) -> None:
        super().__init__(tr("Recognise images"), runtime)
        self._request = protocol.InspectRequest(tuple(sources), area)

    def build_request(self) -> protocol.Request:
        """Return the request for the inspection."""
        return self._request
