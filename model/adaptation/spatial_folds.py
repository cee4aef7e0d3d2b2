"""Spatial folds of labelled parcels: neighbours stay together, so that no score rests on the parcel next door."""

from __future__ import annotations

import numpy as np

FOLDS = 5
BLOCKS = 4  # for each fold


def spatial_folds(points: np.ndarray, crops: np.ndarray, folds: int = FOLDS) -> tuple[np.ndarray, np.ndarray]:
    """Return the fold [L] and the block [L] of labelled parcels at ``points`` [L, 2] of the classes ``crops`` [L].

    The parcels are halved along their longer extent until there are `BLOCKS` blocks for each fold. Blocks go one after
    another, the largest first, to the fold in which their classes are rarest. Few parcels are blocks of their own.
    """
    members = np.random.default_rng(0).permutation(len(points))  # the order of parcels at one place means nothing
    blocks = _halve(points, members, max(1, len(points) // (folds * BLOCKS)))
    classes = int(crops.max()) + 1 if len(crops) else 1
    counts, fold = np.zeros((folds, classes)), np.zeros(len(points), np.int64)
    totals = np.maximum(np.bincount(crops, minlength=classes), 1)
    number = np.zeros(len(points), np.int64)
    for index, block in enumerate(sorted(blocks, key=len, reverse=True)):
        own = np.bincount(crops[block], minlength=classes) / totals
        chosen = int((counts @ own + counts.sum(1) / (100 * classes)).argmin())
        counts[chosen] += own
        fold[block], number[block] = chosen, index
    return fold, number


def _halve(points: np.ndarray, members: np.ndarray, size: int) -> list[np.ndarray]:
    """Return ``members`` in blocks of at most ``size``."""
    if len(members) <= size:
        return [members] if len(members) else []
    axis = int(np.ptp(points[members], axis=0).argmax())
    ordered = members[np.argsort(points[members, axis], kind="stable")]
    middle = len(ordered) // 2
    return _halve(points, ordered[:middle], size) + _halve(points, ordered[middle:], size)
