"""The share of the land that each crop takes, estimated from the map itself and applied to single parcels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

WEIGHT = 40.0  # parcels that the expected class priors count as
ROUNDS = 200


def apply_class_priors(probabilities: np.ndarray, expected: Sequence[float], weight: float = WEIGHT) -> np.ndarray:
    """Return crop probabilities [N, K] of parcels under the class priors of their surroundings.

    ``probabilities`` [N, K] are given under uniform priors. The class priors are those under which all parcels together
    are likeliest, given ``expected`` ones [K] that count as ``weight`` parcels (expectation maximisation, Saerens,
    Latinne & Decaestecker 2002, with a Dirichlet prior).
    """
    prior = np.asarray(expected, float) / np.sum(expected)
    class_priors = prior
    for _ in range(ROUNDS):
        posterior = probabilities * class_priors
        posterior = posterior / np.maximum(posterior.sum(1, keepdims=True), 1e-12)
        before, class_priors = class_priors, (posterior.sum(0) + weight * prior) / (len(posterior) + weight)
        if np.abs(class_priors - before).max() < 1e-6:
            break
    return posterior
