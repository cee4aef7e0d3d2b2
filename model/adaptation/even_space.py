"""A space of embeddings in which the parcels of a place spread as much in every direction."""

from __future__ import annotations

import numpy as np

LEAST_VARIANCE = 0.05  # added to every variance, of which the mean is 1: less is noise
LEAST_SPREAD = 1e-3  # of a dimension


def even_space(standardised: np.ndarray) -> np.ndarray:
    """Return the matrix [d, d] after which standardised parcels [N, d] spread alike in every direction, 1 on average.

    What tells crops may lie in directions in which parcels hardly differ, which standardised dimensions do not show.
    """
    variances, directions = np.linalg.eigh(standardised.T @ standardised / max(len(standardised), 1))
    matrix = directions / np.sqrt(np.maximum(variances, 0) + LEAST_VARIANCE)
    spread = float(np.mean((standardised @ matrix) ** 2)) if len(standardised) else 1.0
    return np.asarray(matrix / np.sqrt(max(spread, LEAST_SPREAD)))


def spread_evenly(embeddings: np.ndarray) -> np.ndarray:
    """Return embeddings [N, d] in that space; NaN for parcels without embedding."""
    known = np.isfinite(embeddings).all(1)
    result = np.full(embeddings.shape, np.nan)
    if known.any():
        parcels = embeddings[known].astype(float)
        standardised = (parcels - parcels.mean(0)) / np.maximum(parcels.std(0), LEAST_SPREAD)
        result[known] = standardised @ even_space(standardised)
    return result
