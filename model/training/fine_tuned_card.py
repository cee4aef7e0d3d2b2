"""The summary of a training on one's own parcels, and the card of the bundle that comes of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ..adaptation.regional_bundle import REGION
from ..bundle import Bundle, card_fingerprint
from ..crops import Crop
from ..mapping.class_priors import WEIGHT
from ..protocol import FineTuneRequest, FineTuneSummary
from .holdout_scores import HoldoutScores

OF_PARENT = (REGION, "sha256", "format", "scores")  # in a card: not those of what was trained further


def summarise(
    bundle: str, added: Sequence[str], before: HoldoutScores, after: HoldoutScores, blocks: int, trained: int
) -> FineTuneSummary:
    """Return the summary of a bundle that ``trained`` parcels taught, scored in ``blocks``."""
    return FineTuneSummary(
        bundle=bundle,
        parcels=after.parcels,
        blocks=blocks,
        trained=trained,
        added=tuple(added),
        uncounted="",
        recall_before=before.recall,
        recall_after=after.recall,
        accuracy_before=before.accuracy,
        accuracy_after=after.accuracy,
        outlines_before=before.outlines,
        outlines_after=after.outlines,
        better=after.is_better_than(before),
    )


def fine_tuned_card(
    request: FineTuneRequest, parent: Bundle, crops: Sequence[Crop], taught: np.ndarray, summary: FineTuneSummary
) -> dict:
    """Return the card of a bundle with the classes ``crops``: its parent's with what was trained, and its scores.

    ``taught`` are the classes of the parcels that taught it.
    """
    card = parent.card
    scores = {
        name: {"before": getattr(summary, f"{name}_before").value, "after": getattr(summary, f"{name}_after").value}
        for name in ("recall", "accuracy", "outlines")
    }
    labels = Path(request.parcels.path).name
    return {
        **{key: value for key, value in card.items() if key not in OF_PARENT},
        "name": request.name or Path(request.out).name,
        "version": "1",
        "classes": [asdict(crop) for crop in crops],
        "shares": _shares(card, crops, taught),
        "network": {**card["network"], "classes": len(crops)},
        "trained_on": f"{card.get('trained_on', '')} Then {summary.trained} declared parcels of {labels}.".strip(),
        "fine_tuning": {
            "parent": {"name": card["name"], "version": card["version"], "fingerprint": card_fingerprint(card)},
            "date": datetime.date.today().isoformat(),
            "steps": request.steps,
        },
        "scores": {
            "protocol": f"{summary.parcels} declared parcels in {summary.blocks} squares that were not trained on",
            **scores,
        },
    }


def _shares(card: dict, crops: Sequence[Crop], taught: np.ndarray) -> list[float]:
    """Return the expected class priors [C]: the shares of the parcels that ``taught``, the parent's as `WEIGHT` more.

    With the parent's alone, which are those of a continent, a map of the region has crops that are rare there.
    """
    given = np.zeros(len(crops))
    given[: len(card["classes"])] = card.get("shares", np.full(len(card["classes"]), 1 / len(card["classes"])))
    shares = np.bincount(taught, minlength=len(crops)) + WEIGHT * given / given.sum()
    return [float(share) for share in shares / shares.sum()]
