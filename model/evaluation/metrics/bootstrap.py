"""The cluster bootstrap: what scores would have been, had other regions of the same kind been drawn."""

from __future__ import annotations

import numpy as np

REPEATS = 1000
SEED = 20
LOW, HIGH = 2.5, 97.5  # percentiles: 95 %


def draws(clusters: int, repeats: int = REPEATS, seed: int = SEED) -> np.ndarray | None:
    """Return how often each cluster is drawn [repeats, clusters], with replacement; None where there is but one.

    The same number of clusters gives the same draws, so that systems are compared on equal ones.
    """
    if clusters < 2:
        return None
    return np.random.default_rng(seed).multinomial(clusters, np.full(clusters, 1 / clusters), repeats).astype(float)


def interval(values: np.ndarray) -> dict[str, float | None]:
    """Return the 95 % interval of redrawn values as ``low`` and ``high``, None where most draws give no value."""
    told = values[np.isfinite(values)]
    if 2 * told.size < values.size:
        return {"low": None, "high": None}
    low, high = np.percentile(told, [LOW, HIGH])
    return {"low": float(low), "high": float(high)}
