"""How much of a place each crop takes, estimated from the map itself, and what that says of single parcels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

WEIGHT = 40.0  # parcels of the place that what is expected of its shares is worth
ROUNDS = 200


def settled(probabilities: np.ndarray, expected: Sequence[float], weight: float = WEIGHT) -> np.ndarray:
    """Return crop probabilities [N, K] of parcels, told with each crop as likely as any other, for where they lie.

    The shares of the crops in the place are those under which all parcels together are likeliest, given ``expected``
    ones [K] that count as ``weight`` parcels (expectation maximisation, Saerens, Latinne & Decaestecker 2002, with a
    Dirichlet prior).
    """
    expected = np.asarray(expected, float) / np.sum(expected)
    shares = expected
    for _ in range(ROUNDS):
        weighed = probabilities * shares
        weighed = weighed / np.maximum(weighed.sum(1, keepdims=True), 1e-12)
        before, shares = shares, (weighed.sum(0) + weight * expected) / (len(weighed) + weight)
        if np.abs(shares - before).max() < 1e-6:
            break
    return weighed
