"""Which predicted segment found which reference segment (Kirillov et al. 2019)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Matching:
    """Pairs of a ``predicted`` and a ``true`` label [m] whose ``iou`` [m] is over 0.5: no label is in two of them.

    ``dropped`` [P + 1] bool: predictions that count neither as right nor as wrong, because nobody knows.
    """

    predicted: np.ndarray
    true: np.ndarray
    iou: np.ndarray
    dropped: np.ndarray


def overlaps(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the labels that lie on each other in two label rasters, and on how many pixels: three arrays [m]."""
    size = int(second.max(initial=0)) + 1
    pairs, counts = np.unique(first.astype(np.int64) * size + second, return_counts=True)
    return pairs // size, pairs % size, counts


def match(
    predicted: np.ndarray, true: np.ndarray, blank: np.ndarray, count: int, beyond: np.ndarray | int = 0
) -> Matching:
    """Match two label rasters, 0 for nothing, whatever their classes.

    Pixels that are ``blank`` [H, W] count for nobody. Predictions with more than half of their area on them are
    dropped; ``beyond`` [count] pixels of each lie outside the raster and are as unknown. ``count`` is the number of
    predicted labels, with label 0.
    """
    sizes = np.bincount(predicted.ravel(), minlength=count)
    unknown = np.bincount(predicted[blank], minlength=count)
    dropped = 2 * (unknown + beyond) > sizes + beyond
    p, t, shared = overlaps(predicted[~blank], true[~blank])
    true_sizes = np.bincount(t, shared)
    real = (p > 0) & (t > 0) & ~dropped[p]
    p, t, shared = p[real], t[real], shared[real]
    iou = shared / ((sizes - unknown)[p] + true_sizes[t] - shared)
    hit = iou > 0.5
    return Matching(p[hit], t[hit], iou[hit], dropped)
