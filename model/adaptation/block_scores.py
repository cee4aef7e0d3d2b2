"""Class recall and accuracy of labelled parcels, with intervals by bootstrap of spatial blocks."""

from __future__ import annotations

import numpy as np

from ..metrics.bootstrap import bootstrap_weights, percentile_interval
from ..protocol import Score


def block_scores(truth: np.ndarray, predicted: np.ndarray, blocks: np.ndarray) -> dict[str, Score]:
    """Return "recall", the mean over classes, and "accuracy" of parcels [L] with intervals over the ``blocks`` [L]."""
    count = int(blocks.max()) + 1
    weights = bootstrap_weights(count)
    samples = np.ones((1, count)) if weights is None else np.concatenate([np.ones((1, count)), weights])
    classes = np.unique(truth)
    right, total = np.zeros((len(classes), count)), np.zeros((len(classes), count))
    for row, number in enumerate(classes):
        mine = truth == number
        total[row] = np.bincount(blocks[mine], minlength=count)
        right[row] = np.bincount(blocks[mine & (predicted == number)], minlength=count)
    right, total = samples @ right.T, samples @ total.T
    with np.errstate(invalid="ignore", divide="ignore"):
        values = {"recall": np.nanmean(right / total, axis=1), "accuracy": right.sum(1) / total.sum(1)}
    return {name: _with_interval(one) for name, one in values.items()}


def _with_interval(values: np.ndarray) -> Score:
    """Return the first value with the interval of the others."""
    interval = percentile_interval(values[1:]) if len(values) > 1 else {"low": None, "high": None}
    return Score(float(values[0]), interval["low"], interval["high"])
