"""Panoptic quality (Kirillov et al. 2019): SQ, RQ and PQ from sums over matches."""

from __future__ import annotations

import numpy as np


def panoptic_quality(
    iou_sum: np.ndarray, true_positives: np.ndarray, false_positives: np.ndarray, false_negatives: np.ndarray
) -> dict[str, np.ndarray]:
    """Return SQ, RQ and PQ from sums [..., K] by class.

    ``sq``, ``rq`` and ``pq`` are macro means over the classes present in the reference, ``sq_micro`` and so on of all
    classes together.
    NaN where the denominator is 0, for example SQ without any match.
    """
    denominator = true_positives + (false_positives + false_negatives) / 2
    present = true_positives + false_negatives > 0
    by_class = {
        "pq": ratio(iou_sum, denominator),
        "sq": ratio(iou_sum, true_positives),
        "rq": ratio(true_positives, denominator),
    }
    scores = {}
    for name, values in by_class.items():
        defined = present & ~np.isnan(values)
        scores[name] = ratio(np.where(defined, values, 0).sum(-1), defined.sum(-1))
    iou_sum, true_positives, denominator = iou_sum.sum(-1), true_positives.sum(-1), denominator.sum(-1)
    return scores | {
        "pq_micro": ratio(iou_sum, denominator),
        "sq_micro": ratio(iou_sum, true_positives),
        "rq_micro": ratio(true_positives, denominator),
    }


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part / whole elementwise, NaN where the whole is 0."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole != 0)
