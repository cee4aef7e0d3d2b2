"""Pseudo-labels: what the map says of parcels without a label, where the labels are a sample of its errors.

Who corrects only what is wrong on a map shows nothing of where it is right, and a fit to the corrections alone takes it
for wrong everywhere. Parcels without a label stand for the right ones.
"""

from __future__ import annotations

import numpy as np

from .fitting import LabelledParcels
from .spatial_folds import spatial_folds

MAX_PARCELS = 200  # of more, a random sample teaches
MAX_ACCURACY = 0.95  # expected accuracy of a map
MIN_AGREEMENT = 0.125  # half of what the worst map of a measured region had that its network did not know


def pseudo_labels(
    predicted: np.ndarray, confidence: np.ndarray, labelled: np.ndarray, crops: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the parcels [M] that teach the crop ``predicted`` for them, and how many labels each counts as [M].

    ``predicted`` [N] is the class that the map gives each parcel, -1 for one that is not learned, ``confidence`` [N]
    NaN for a parcel that cannot teach; ``labelled`` [L] are the parcels with a label and ``crops`` [L] their classes.
    The mean confidence is the share of parcels that the map expects to be right. Where fewer than `MIN_AGREEMENT` of as
    many labels agree with it, they were picked because it is wrong: parcels without a label make up for the right ones
    that are lacking, each as far as the map is sure of it. There are none where the map expects to be right about fewer
    than half of the parcels, since most labels are of errors there in any case.
    """
    free = np.isfinite(confidence) & (predicted >= 0)
    free[labelled] = False
    nothing = np.empty(0, np.int64), np.empty(0)
    if not free.any():
        return nothing
    accuracy = min(float(confidence[free].mean()), MAX_ACCURACY)
    right = np.count_nonzero(predicted[labelled] == crops)
    if accuracy < 0.5 or right >= MIN_AGREEMENT * accuracy * len(crops):
        return nothing
    lacking = (len(crops) - right) * accuracy / (1 - accuracy) - right
    index = np.sort(np.random.default_rng(0).permutation(np.flatnonzero(free))[:MAX_PARCELS])
    return index, confidence[index] / confidence[index].sum() * lacking


def add_pseudo_labels(
    probabilities: np.ndarray,
    embeddings: np.ndarray,
    points: np.ndarray,
    predicted: np.ndarray,
    confidence: np.ndarray,
    labelled: np.ndarray,
    crops: np.ndarray,
) -> LabelledParcels:
    """Return what teaches: the parcels ``labelled`` [L] with their ``crops`` first, then those with a pseudo-label.

    ``probabilities`` [N, K], ``embeddings`` [N, d] and ``points`` [N, 2] are those of all parcels, ``predicted`` and
    ``confidence`` those of `pseudo_labels`.
    """
    pseudo, counts = pseudo_labels(predicted, confidence, labelled, crops)
    both = np.concatenate([labelled, pseudo])
    folds = spatial_folds(points[labelled], crops)[0], spatial_folds(points[pseudo], predicted[pseudo])[0]
    return LabelledParcels(
        probabilities[both],
        embeddings[both],
        np.concatenate([crops, predicted[pseudo]]),
        np.concatenate(folds),
        np.concatenate([np.zeros(len(labelled)), counts]),
    )
