"""A classifier of parcels that was adapted to a region: what the bundle says, corrected by the temporal embedding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import log_softmax, logsumexp, softmax

from ..crops import Crop, class_of

LEAST = 1e-4  # probability of the bundle below which its differences mean nothing


@dataclass(frozen=True)
class ParcelClassifier:
    """Multinomial logistic regression on standardised embeddings with the bundle's log-probabilities as offset.

    ``crops`` [C] are the classes, ``parents`` [C] the class of the bundle whose probability is the prior of each.
    ``centre`` and ``spread`` [d] standardise embeddings, ``weights`` [d, C] and ``intercept`` [C] apply to them,
    ``prior_weight`` to the prior's logarithm. ``kept`` [C] are the classes whose probabilities stay the bundle's: the
    regression shares out the rest. ``class_priors`` [C] is the share of each class in the land, ``temperature``
    calibrates the regression.
    """

    crops: tuple[Crop, ...]
    parents: np.ndarray
    centre: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    intercept: np.ndarray
    prior_weight: float
    kept: np.ndarray
    class_priors: np.ndarray
    temperature: float = 1.0

    def standardise(self, embeddings: np.ndarray) -> np.ndarray:
        """Return embeddings [N, d] as `weights` expects them; a parcel without one gets the mean."""
        return np.nan_to_num((embeddings.astype(float) - self.centre) / self.spread)

    def offset(self, probabilities: np.ndarray) -> np.ndarray:
        """Return the log-priors [N, C] from the bundle's ``probabilities`` [N, K] under uniform class priors."""
        return log_priors(probabilities, self.parents)

    def scores(self, probabilities: np.ndarray, embeddings: np.ndarray) -> np.ndarray:
        """Return the logits [N, C] under uniform priors, before calibration."""
        linear = self.standardise(embeddings) @ self.weights + self.intercept
        offset = self.offset(probabilities)
        return keep_classes(self.prior_weight * offset + linear, offset, self.kept, self.temperature)

    def __call__(self, probabilities: np.ndarray, embeddings: np.ndarray) -> np.ndarray:
        """Return calibrated class probabilities [N, C] of parcels.

        ``probabilities`` [N, K] are the bundle's under uniform priors, ``embeddings`` [N, d] NaN where unknown.
        """
        return calibrated(self.scores(probabilities, embeddings), self.temperature, self.class_priors)


def calibrated(scores: np.ndarray, temperature: float, class_priors: np.ndarray) -> np.ndarray:
    """Return probabilities [N, C] from logits under uniform priors, divided by the temperature, under class priors."""
    return np.asarray(softmax(scores / temperature + np.log(np.maximum(class_priors, 1e-12)), axis=1))


def keep_classes(scores: np.ndarray, offset: np.ndarray, kept: np.ndarray, temperature: float) -> np.ndarray:
    """Return logits [N, C] that, divided by the temperature, give the classes ``kept`` [C] their shares in the offset.

    The other classes share out the rest as the ``scores`` [N, C] say; ``offset`` [N, C] are log-priors.
    """
    if not kept.any():
        return scores
    logarithms = log_softmax(offset, axis=1)
    rest = logsumexp(logarithms[:, ~kept], axis=1, keepdims=True)
    logarithms[:, ~kept] = rest + log_softmax(scores[:, ~kept] / temperature, axis=1)
    return np.asarray(temperature * logarithms)


def parents_of(crops: Sequence[Crop], bundle: Sequence[Crop]) -> np.ndarray:
    """Return for each of ``crops`` the class of the ``bundle`` that it is, or that is above it; -1 where none is."""
    codes = [crop.code for crop in bundle]
    return np.array([codes.index(c.code) if c.code in codes else class_of(c.code, bundle) for c in crops], np.int64)


def log_priors(probabilities: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """Return the logarithm [N, C] of the bundle's probability [N, K] of the class that each has as its parent.

    Classes with one parent share its probability; one without gets the mean over all classes of the bundle.
    """
    counts = np.bincount(parents[parents >= 0], minlength=probabilities.shape[1])
    shared = probabilities / np.maximum(counts, 1)
    mean = np.full((len(probabilities), 1), 1 / probabilities.shape[1])
    return np.log(np.maximum(np.concatenate([shared, mean], axis=1)[:, parents], LEAST))
