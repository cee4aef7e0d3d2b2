"""The shares of classes in a place, by expectation maximisation from what is known of single parcels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

ROUNDS = 200
CLOSE = 1e-6  # change of every share in a round, from which on no more follow


def estimate_shares(
    probabilities: np.ndarray,
    expected: np.ndarray,
    weight: float,
    share: Callable[[np.ndarray], np.ndarray] = lambda counts: counts / counts.sum(),
) -> np.ndarray:
    """Return the shares [C] under which parcels with ``probabilities`` [N, C] are likeliest together.

    The probabilities are those under uniform class priors. The shares begin as the ``expected`` ones [C], which sum to
    one and count as ``weight`` parcels (Saerens, Latinne & Decaestecker 2002, with a Dirichlet prior). ``share`` turns
    expected counts [C] into shares.
    """
    shares = expected
    for _ in range(ROUNDS):
        before, shares = shares, share(posterior(probabilities, shares).sum(0) + weight * expected)
        if np.abs(shares - before).max() < CLOSE:
            break
    return shares


def posterior(probabilities: np.ndarray, class_priors: np.ndarray) -> np.ndarray:
    """Return probabilities [N, C], given under uniform class priors, under ``class_priors`` [C]."""
    product = probabilities * class_priors
    return np.asarray(product / np.maximum(product.sum(1, keepdims=True), 1e-12))
