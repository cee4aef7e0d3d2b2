"""The handlers of requests about the adaptation of a result; see `handlers`."""

from __future__ import annotations

from pathlib import Path

from ..bundle import Bundle, load_bundle
from ..protocol import (
    AdaptRequest,
    AdaptSummary,
    InputError,
    Suggestions,
    SuggestRequest,
    UndoAdaptationRequest,
    UndoSummary,
)
from ..reporter import Reporter
from ..text import tr
from .worker_state import WorkerState


def adapt_result(request: AdaptRequest, reporter: Reporter, _state: WorkerState) -> AdaptSummary:
    """Learn from labelled parcels; with ``accept`` the result gets the new crops."""
    from ..adaptation.labels import labels_from_corrections, labels_from_layer
    from ..adaptation.region_learning import learn_region
    from ..adaptation.regional_bundle import write_regional_bundle
    from ..adaptation.result_parcels import read_result
    from ..adaptation.result_update import apply_adaptation
    from ..adaptation.summary import summarise_adaptation

    reporter.stage(tr("Reading parcels"))
    parcels = read_result(request.parcels)
    if request.labels:
        labels = labels_from_layer(parcels, request.labels, request.layer, request.field, request.codes)
    else:
        labels = labels_from_corrections(parcels)
    reporter.stage(tr("Learning from {} parcels").format(len(labels.index)))
    adaptation = learn_region(parcels, labels, request.added, request.absent)
    reporter.check()
    if request.bundle:
        parent = _parent(request, parcels.encoded_by)
        name = request.name or Path(request.bundle).name
        write_regional_bundle(request.bundle, name, parent, parcels, labels, adaptation, request.overwrite)
    if request.accept:
        apply_adaptation(parcels, labels, adaptation, request.shown)
    return summarise_adaptation(labels, adaptation, len(parcels.ids), request)


def undo_adaptation(request: UndoAdaptationRequest, _reporter: Reporter, _state: WorkerState) -> UndoSummary:
    """Restore the former crops."""
    from ..adaptation import result_update

    return UndoSummary(result_update.undo_adaptation(Path(request.parcels), request.shown))


def suggest_parcels(request: SuggestRequest, _reporter: Reporter, _state: WorkerState) -> Suggestions:
    """Say which parcels to label next."""
    from ..adaptation.result_parcels import read_result
    from ..adaptation.suggestions import suggest_parcels

    if request.count < 1:
        raise InputError(tr("The number of parcels to suggest must be 1 or more."))
    parcels = read_result(request.parcels)
    chosen = suggest_parcels(parcels.embeddings, parcels.decided, request.count)
    return Suggestions(tuple(parcels.ids[chosen].tolist()))


def _parent(request: AdaptRequest, encoded_by: str) -> Bundle:
    """Return the bundle that a result was mapped with; raise `InputError` where it is another one."""
    from ..datatypes import embedding_fingerprint
    from ..network.predictor import load_predictor

    if embedding_fingerprint(load_predictor(request.parent, "cpu")) != encoded_by:
        text = tr("{} was not mapped with the model {}. Name the one that it was mapped with.")
        parent = request.parent or tr("of this version")
        raise InputError(text.format(Path(request.parcels).name, parent))
    return load_bundle(request.parent)
