"""Matching of predicted with reference segments by IoU (Kirillov et al. 2019)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class SegmentMatches:
    """Pairs of a ``predicted`` and a ``true`` label [m] whose ``iou`` [m] is over 0.5: no label is in two of them.

    ``ignored`` [P + 1] bool: predictions that count neither as right nor as wrong, because the reference is unknown
    there.
    """

    predicted: np.ndarray
    true: np.ndarray
    iou: np.ndarray
    ignored: np.ndarray


def count_overlaps(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of labels that overlap in two label rasters, and their shared pixels: three arrays [m]."""
    size = int(second.max(initial=0)) + 1
    pairs, counts = np.unique(first.astype(np.int64) * size + second, return_counts=True)
    return pairs // size, pairs % size, counts


def match_segments(
    predicted: np.ndarray, true: np.ndarray, unknown: np.ndarray, count: int, outside: np.ndarray | int = 0
) -> SegmentMatches:
    """Match the segments of two label rasters [H, W], 0 for background, regardless of their classes.

    ``unknown`` [H, W] bool are pixels to leave out on both sides. Predictions with more than half of their area on
    them are ignored; ``outside`` [count] pixels of each lie beyond the raster and are unknown, too. ``count`` is the
    number of predicted labels including 0.
    """
    sizes = np.bincount(predicted.ravel(), minlength=count)
    unknown_sizes = np.bincount(predicted[unknown], minlength=count)
    ignored = 2 * (unknown_sizes + outside) > sizes + outside
    p, t, shared = count_overlaps(predicted[~unknown], true[~unknown])
    true_sizes = np.bincount(t, shared)
    valid = (p > 0) & (t > 0) & ~ignored[p]
    p, t, shared = p[valid], t[valid], shared[valid]
    iou = shared / ((sizes - unknown_sizes)[p] + true_sizes[t] - shared)
    matched = iou > 0.5
    return SegmentMatches(p[matched], t[matched], iou[matched], ignored)
