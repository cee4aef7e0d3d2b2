"""Where between pixels the corners of outlines lie: where the evidence of the two regions at a corner is equal.

The corners of a traced label raster lie on the lattice of pixel corners, which draws an oblique edge as a staircase.
The evidence of a region is the Gaussian-weighted sum of its pixels, of which those that are likely to be border count
less; the line along which two regions have equal evidence passes between pixels. All who share a corner move it alike.
"""

from __future__ import annotations

import numpy as np

SIGMA = 1.0  # pixels; standard deviation of the Gaussian weights
REACH = 3  # pixels to each side of a corner that count
STEPS = 64  # offsets are whole multiples of 1 / STEPS pixel: sums with whole pixels are exact
LARGEST = 31 / STEPS  # below half a pixel, so that no two edges of the lattice can cross
LEAST_WEIGHT = 0.05  # of a pixel that is certainly border


def corner_offsets(labels: np.ndarray, border: np.ndarray) -> np.ndarray:
    """Return the offsets [H + 1, W + 1, 2] (columns, rows; pixels) of the corners of a raster's pixels.

    ``labels`` [H, W] are the regions, ``border`` [H, W] is the probability of lying between two (0 to 1). Corners where
    no line divides exactly two regions, and those on the rim of the raster, stay.
    """
    height, width = labels.shape
    offsets = np.zeros((height + 1, width + 1, 2))
    four = np.stack([labels[:-1, :-1], labels[:-1, 1:], labels[1:, :-1], labels[1:, 1:]])
    low, high = four.min(0), four.max(0)
    between = (low != high) & ((four == low) | (four == high)).all(0)
    between &= (four[0] != four[3]) | (four[1] != four[2])  # where two regions cross, no line divides them
    rows, cols = (index + 1 for index in np.nonzero(between))
    if rows.size:
        offsets[rows, cols] = _offsets(labels, border, rows, cols, low[between], high[between])
    return offsets


def _offsets(
    labels: np.ndarray, border: np.ndarray, rows: np.ndarray, cols: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return the offsets [N, 2] of corners between two regions each, by one step of Newton's method."""
    padded = np.pad(labels, REACH, "edge")
    weight = np.pad(np.maximum(1 - border, LEAST_WEIGHT), REACH, "edge")
    distance = np.arange(-REACH, REACH) + 0.5
    balance, slope_x, slope_y = (np.zeros(rows.size) for _ in range(3))
    for i, y in enumerate(distance):
        for j, x in enumerate(distance):
            at = rows + i, cols + j
            side = (padded[at] == high).astype(np.float64) - (padded[at] == low)
            evidence = side * weight[at] * np.exp(-(x * x + y * y) / (2 * SIGMA * SIGMA))
            balance += evidence
            slope_x += evidence * x
            slope_y += evidence * y
    slope = np.maximum(slope_x**2 + slope_y**2, 1e-12) / (SIGMA * SIGMA)
    step = -balance[:, None] * np.stack([slope_x, slope_y], 1) / slope[:, None]
    return np.clip(np.rint(step * STEPS) / STEPS, -LARGEST, LARGEST)
