"""Which parcels to label next: informative ones, spread over the embeddings and the crops."""

from __future__ import annotations

import numpy as np

CANDIDATES = 10  # for each suggestion, the most informative
CLASSES = 0.5  # weight of a class that has been suggested once already, relative to one that has not


def suggest_parcels(
    probabilities: np.ndarray,
    embeddings: np.ndarray,
    points: np.ndarray,
    labelled: np.ndarray,
    count: int,
) -> np.ndarray:
    """Return the indices of ``count`` parcels to label, the most useful first.

    ``probabilities`` [N, C] and ``embeddings`` [N, d] (standardised) are those of all parcels, ``points`` [N, 2] where
    they lie, ``labelled`` [N] bool which have a label. One after another the parcel is taken that is most uncertain
    (entropy, margin) times its distance to the nearest labelled or suggested one in embedding and in space; crops that
    were suggested already count less.
    """
    doubt = _entropy(probabilities) + 1 - _margin(probabilities)
    crop = probabilities.argmax(1)
    open_ones = np.flatnonzero(~labelled & np.isfinite(embeddings).all(1))
    pool = open_ones[np.argsort(-doubt[open_ones], kind="stable")][: max(CANDIDATES * count, 50)]
    far = np.full(len(pool), np.inf)
    for known in np.flatnonzero(labelled & np.isfinite(embeddings).all(1)).tolist():
        far = np.minimum(far, _distance(pool, known, embeddings, points))
    chosen: list[int] = []
    times = np.zeros(probabilities.shape[1])
    while len(chosen) < min(count, len(pool)):
        spread = np.where(np.isinf(far), 1.0, far)
        value = doubt[pool] * spread * CLASSES ** times[crop[pool]]
        value[np.isin(pool, chosen)] = -1
        best = int(pool[value.argmax()])
        chosen.append(best)
        times[crop[best]] += 1
        far = np.minimum(far, _distance(pool, best, embeddings, points))
    return np.array(chosen, np.int64)


def _distance(pool: np.ndarray, one: int, embeddings: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return how far the parcels of ``pool`` are from one, by embedding and by place, each relative to its spread."""
    in_embedding = np.sqrt(((embeddings[pool] - embeddings[one]) ** 2).mean(1) / 2)
    scale = np.maximum(np.ptp(points, axis=0).max(), 1e-9)
    in_space = np.sqrt(((points[pool] - points[one]) ** 2).sum(1)) / scale
    return np.asarray(in_embedding * (0.2 + in_space))


def _entropy(probabilities: np.ndarray) -> np.ndarray:
    safe = np.maximum(probabilities, 1e-12)
    return np.asarray(-(safe * np.log(safe)).sum(1) / np.log(probabilities.shape[1]))


def _margin(probabilities: np.ndarray) -> np.ndarray:
    ranked = np.sort(probabilities, axis=1)
    return np.asarray(ranked[:, -1] - ranked[:, -2])


def without_scale(embeddings: np.ndarray) -> np.ndarray:
    """Return embeddings [N, d] with zero mean and unit spread in every dimension; NaN stays."""
    return np.asarray((embeddings - np.nanmean(embeddings, 0)) / np.maximum(np.nanstd(embeddings, 0), 1e-3))
