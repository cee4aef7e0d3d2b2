"""Scores of a network on held-out tiles: crops by parcel, and outlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..adaptation.block_scores import block_scores
from ..constants import SMALLEST_PARCEL_PIXELS
from ..datatypes import WatershedSettings
from ..metrics.panoptic_counts import PanopticCounts
from ..network.two_stream import TwoStream
from ..protocol import InputError, Score
from ..text import tr
from .dataset import Example
from .validation import predict_example, segment_tile


@dataclass(frozen=True)
class HoldoutScores:
    """``recall`` (mean over crops) and ``accuracy`` of ``parcels``, and the class-agnostic quality of ``outlines``."""

    recall: Score
    accuracy: Score
    outlines: Score
    parcels: int

    def is_better_than(self, other: HoldoutScores) -> bool:
        """Return whether no score is below the ``other``'s, and one is above it."""
        pairs = [(getattr(self, key).value, getattr(other, key).value) for key in ("recall", "accuracy", "outlines")]
        return all(mine >= theirs for mine, theirs in pairs) and any(mine > theirs for mine, theirs in pairs)


def score_holdout(
    network: TwoStream,
    tiles: Sequence[Example],
    readout: Mapping[str, str],
    partitions: Mapping[str, WatershedSettings],
    classes: np.ndarray,
) -> HoldoutScores:
    """Score a network with the ``readout`` and ``partitions`` of its card on tiles, each a block of its own.

    ``classes`` [C] is the class of the tiles' targets that each class of the network is. A parcel has the crop that is
    likeliest over its pixels. Raises `InputError` where no parcel counts.
    """
    network.eval()
    truth, predicted, blocks, outlines = [], [], [], PanopticCounts(1)
    for block, tile in enumerate(tiles):
        maps = predict_example(network, tile)
        labels, crops = tile.targets.parcels.numpy(), tile.targets.crops.numpy()
        sizes = np.bincount(labels.ravel(), minlength=len(crops))
        probabilities, parcels = maps[readout["crop"]].crop, labels[::2, ::2].ravel()
        sums = np.stack([np.bincount(parcels, p.ravel(), len(crops)) for p in probabilities])
        counted = np.flatnonzero((crops >= 0) & (sizes >= SMALLEST_PARCEL_PIXELS) & (sums.sum(0) > 0))
        truth.append(crops[counted])
        predicted.append(classes[sums[:, counted].argmax(0)])
        blocks.append(np.full(len(counted), block))
        segments = segment_tile(maps[readout["shape"]], partitions[readout["shape"]])
        segments = _large(np.where(tile.targets.known.numpy() > 0, segments, 0))
        one_class = np.zeros(max(int(segments.max()) + 1, len(crops)), np.int64)
        outlines.add(segments, one_class, labels, np.where(sizes < SMALLEST_PARCEL_PIXELS, -1, 0))
    flat = [np.concatenate(one) for one in (truth, predicted, blocks)]
    if not len(flat[0]):
        raise InputError(tr("No held-out parcel has a crop of the model. Give more parcels, or other crop codes."))
    by_crop = block_scores(*flat)
    return HoldoutScores(by_crop["recall"], by_crop["accuracy"], Score(outlines.scores()["pq"]), len(flat[0]))


def _large(segments: np.ndarray) -> np.ndarray:
    """Return segments without those that void ground has left too small to count."""
    return np.where(np.bincount(segments.ravel())[segments] < SMALLEST_PARCEL_PIXELS, 0, segments)
