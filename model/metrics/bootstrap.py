"""Cluster bootstrap: 95 % intervals of scores from resampled clusters of parcels."""

from __future__ import annotations

import numpy as np

REPEATS = 1000
SEED = 20
LOW, HIGH = 2.5, 97.5  # percentiles: 95 %


def bootstrap_weights(clusters: int, repeats: int = REPEATS, seed: int = SEED) -> np.ndarray | None:
    """Return how often each cluster is in each resample [repeats, clusters]; None for fewer than two clusters.

    Clusters are resampled with replacement. The same number of clusters gives the same weights, so that systems are
    compared on equal resamples.
    """
    if clusters < 2:
        return None
    return np.random.default_rng(seed).multinomial(clusters, np.full(clusters, 1 / clusters), repeats).astype(float)


def percentile_interval(values: np.ndarray) -> dict[str, float | None]:
    """Return the 95 % interval of resampled values as ``low`` and ``high``; None if most resamples have no value."""
    finite = values[np.isfinite(values)]
    if 2 * finite.size < values.size:
        return {"low": None, "high": None}
    low, high = np.percentile(finite, [LOW, HIGH])
    return {"low": float(low), "high": float(high)}
