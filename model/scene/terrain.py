"""Slope of the ground from an elevation model."""

from __future__ import annotations

import numpy as np


def slope(heights: np.ndarray, spacing: float) -> np.ndarray:
    """Return the slope in degrees [H - 2, W - 2] of heights [H, W] in metres, by Horn's (1981) weights.

    A missing neighbour counts as level with the centre.
    """
    centre = heights[1:-1, 1:-1]
    rows, cols = centre.shape

    def at(down: int, right: int) -> np.ndarray:
        neighbour = heights[1 + down : 1 + down + rows, 1 + right : 1 + right + cols]
        return np.where(np.isnan(neighbour), centre, neighbour)

    eastward = sum(weight * (at(down, 1) - at(down, -1)) for down, weight in ((-1, 1), (0, 2), (1, 1)))
    southward = sum(weight * (at(1, right) - at(-1, right)) for right, weight in ((-1, 1), (0, 2), (1, 1)))
    return np.degrees(np.arctan(np.hypot(eastward, southward) / (8 * spacing)))
