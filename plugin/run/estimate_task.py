"""Ask the child process which devices compute, and how large a run is."""

from __future__ import annotations

import dataclasses

from ...model import protocol
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..tasks.feature_selection import AreaGetter
from ..text import tr


class DevicesTask(RequestTask):
    """List the devices that compute; the result is a `protocol.Devices`.

    The worker imports PyTorch for it, which the first run need not do any more.
    """

    interruptible = False  # the worker would be killed where it is slow to answer, and start anew

    def __init__(self, runtime: Runtime, worker: Worker) -> None:
        super().__init__(tr("Look for graphics cards"), runtime, worker)

    def build_request(self) -> protocol.Request:
        """Return the request for the devices."""
        return protocol.DevicesRequest()


class EstimateTask(RequestTask):
    """Estimate a run of ``request`` in the area that ``where`` returns; the result is a `protocol.Estimate`."""

    interruptible = False

    def __init__(self, runtime: Runtime, worker: Worker, request: protocol.Job, where: AreaGetter) -> None:
        super().__init__(tr("Estimate a run"), runtime, worker)
        self.job = request  # with its area once the request was built
        self._where = where

    def build_request(self) -> protocol.Request:
        """Return the request with the area."""
        self.job = dataclasses.replace(self.job, area=self._where())
        return protocol.EstimateRequest(self.job)
