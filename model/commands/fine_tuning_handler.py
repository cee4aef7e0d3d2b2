"""The handler of the protocol's request to train a bundle further; see `handlers`."""

from __future__ import annotations

from ..protocol import FineTuneRequest, FineTuneSummary
from ..reporter import Reporter
from .worker_state import WorkerState


def fine_tune_bundle(request: FineTuneRequest, reporter: Reporter, _state: WorkerState) -> FineTuneSummary:
    """Train a bundle further on images and declared parcels, and write it."""
    from ..training.fine_tuning import fine_tune

    return fine_tune(request, reporter)
