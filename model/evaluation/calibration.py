"""How honest confidences are, and the one temperature that makes them honest (Guo et al. 2017)."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

COLDEST, HOTTEST = 0.05, 20.0


def reliability(
    confidence: np.ndarray, correct: np.ndarray, bins: int = 10, weights: np.ndarray | None = None
) -> dict:
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
        rows.append({"low": float(b / bins), "high": float((b + 1) / bins), "confidence": mean, "accuracy": accuracy,
                     "count": int(inside.sum())})
        error += weight * abs(accuracy - mean)
    return {"ece": float(error / weights.sum()) if rows else None, "bins": rows}


def temperature(logits: np.ndarray, truth: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return the temperature by which to divide ``logits`` [n, K] so that ``truth`` [n] is likeliest (Guo et al. 2017).

    Log-probabilities serve as logits; they have to be finite, so probabilities of zero are raised before their
    logarithm is taken. ``weights`` [n] say how much each counts. The answer lies between 0.05 and 20.
    """
    logits, truth = np.asarray(logits, float), np.asarray(truth)
    if truth.size == 0 or not np.isfinite(logits).all():
        raise ValueError("a temperature is fitted on at least one row of finite logits")

    def surprise(log_temperature: float) -> float:
        told = log_softmax(logits / np.exp(log_temperature), axis=1)[np.arange(truth.size), truth]
        return -float(np.average(told, weights=weights))

    found = minimize_scalar(surprise, bounds=np.log([COLDEST, HOTTEST]), method="bounded", options={"xatol": 1e-4})
    return float(np.exp(found.x))
