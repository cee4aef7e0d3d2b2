"""The summary of an adaptation, as the dock and the command line show it."""

from __future__ import annotations

from ..protocol import AdaptRequest, AdaptSummary, CropChange
from ..text import tr
from .labels import Labels
from .region_learning import Adaptation


def summarise_adaptation(labels: Labels, adaptation: Adaptation, parcels: int, request: AdaptRequest) -> AdaptSummary:
    """Return the answer to a request: scores, confusion, and which of so many ``parcels`` change their crop."""
    crops = adaptation.classifier.crops
    changes = (CropChange(before, after, count) for (before, after), count in adaptation.changes.most_common())
    before, after = adaptation.before, adaptation.after
    unused = len(labels.index) - len(adaptation.labelled)
    text = tr("{} labelled parcels do not count: no class covers their crop, or the run could not read them.")
    labelled = {crops[k].label for k in adaptation.crops}
    lost = sum(count for (former, _), count in adaptation.changes.items() if former and former not in labelled)
    losing = tr("{} parcels lose a crop that no label has: label some parcels of every crop that grows here.")
    sentences = labels.uncounted, text.format(unused) if unused else "", losing.format(lost) if lost else ""
    uncounted = " ".join(filter(None, sentences))
    return AdaptSummary(
        source=labels.source,
        labelled=len(adaptation.labelled),
        uncounted=uncounted,
        classes=tuple(crop.label for crop in crops),
        label_counts=tuple(adaptation.confusion.sum(1).tolist()),
        confusion=tuple(map(tuple, adaptation.confusion.tolist())),
        recall_before=before["recall"],
        recall_after=after["recall"],
        accuracy_before=before["accuracy"],
        accuracy_after=after["accuracy"],
        ece=adaptation.ece,
        parcels=parcels,
        changes=tuple(changes),
        accepted=request.accept,
        bundle=request.bundle,
    )
