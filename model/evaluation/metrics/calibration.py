"""How honest confidences are: the expected calibration error, and what it is made of."""

from __future__ import annotations

import numpy as np


def reliability(confidence: np.ndarray, correct: np.ndarray, bins: int = 10, weights: np.ndarray | None = None) -> dict:
    """Return the expected calibration error and what it is made of, ``bins`` of equal width without the empty ones.

    ``confidence`` [n] is the probability of the class that was chosen, ``correct`` [n] whether it was right,
    ``weights`` [n] how much each counts (areas, say). ECE = sum over bins of (weight of the bin / weight of all) times
    |accuracy - mean confidence| (Naeini et al. 2015). ``count`` is how many fell into a bin, whatever they weigh.
    """
    confidence, correct = np.asarray(confidence, float), np.asarray(correct, float)
    weights = np.ones(confidence.size) if weights is None else np.asarray(weights, float)
    place = np.clip((confidence * bins).astype(int), 0, bins - 1)
    rows, error = [], 0.0
    for b in np.unique(place):
        inside = place == b
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
