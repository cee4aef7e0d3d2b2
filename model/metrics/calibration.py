"""Expected calibration error of confidences, and the bins of a reliability diagram."""

from __future__ import annotations

import numpy as np


def compute_reliability(
    confidence: np.ndarray, correct: np.ndarray, bins: int = 10, weights: np.ndarray | None = None
) -> dict:
    """Return the expected calibration error ``ece`` and its non-empty ``bins`` of equal width.

    ``confidence`` [n] is the probability of the predicted class, ``correct`` [n] whether the prediction is right,
    ``weights`` [n] the weight of each prediction (for example its area). ECE = sum over bins of (weight of the bin /
    total weight) times |accuracy - mean confidence| (Naeini et al. 2015). ``count`` is the number of predictions in a
    bin, regardless of weights.
    """
    confidence, correct = np.asarray(confidence, float), np.asarray(correct, float)
    weights = np.ones(confidence.size) if weights is None else np.asarray(weights, float)
    bin_index = np.clip((confidence * bins).astype(int), 0, bins - 1)
    rows, error = [], 0.0
    for b in np.unique(bin_index):
        inside = bin_index == b
        weight = weights[inside].sum()
        if weight <= 0:
            continue
        mean, accuracy = (float(np.average(v[inside], weights=weights[inside])) for v in (confidence, correct))
        rows.append(
            {
                "low": float(b / bins),
                "high": float((b + 1) / bins),
                "confidence": mean,
                "accuracy": accuracy,
                "count": int(inside.sum()),
            }
        )
        error += weight * abs(accuracy - mean)
    return {"ece": float(error / weights.sum()) if rows else None, "bins": rows}
