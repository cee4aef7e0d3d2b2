"""Names of bands that the values contradict: files and stacks in which bands were exchanged.

Leaves are green rather than red, bright in the near infrared and darker the longer the waves are beyond it. Only what
no ground shows counts as a contradiction, on many pixels at once. B08 and B8A are equally bright, but not equally fine:
B08 has pixels of 10 m, B8A of 20 m.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from ..protocol import OPTICAL_BANDS

CLEAR = 0.3  # share of the pixels that has to be clear: the rims of clouds are like no ground
LEAST = 0.01  # share of the clear pixels on which a contradiction is looked for
LEAF = 4.0  # near infrared over the brighter of red and green, on dense leaves
BRIGHT = 0.12  # reflectance that water and shadow do not reach in the infrared
EXCHANGED = 2.0  # red over near infrared, as of no ground but turbid water, and near infrared over red, as of leaves
SHARE = 0.02  # of the clear pixels with the first, which have to be more than those with the second
MARGIN = 1.1  # times one band is as bright as another to count as brighter
RED_LEAF = 1.4  # times red is as bright as green, as of no dense leaves; senescent ones come near 1
SOIL = 0.8, 2.0  # near infrared over the brighter of red and blue, on soil
BLUE_SOIL = 1.3  # blue over red, as of no soil
FINER = 1.5  # detail of B8A over that of B08; right it is 0 to 0.5, exchanged 2 and more, and 1 where both have 20 m
LEAST_DETAIL = 0.004  # reflectance, over which it is no noise


def contradicted_bands(values: np.ndarray, has_band: np.ndarray, clear: np.ndarray) -> tuple[str, ...]:
    """Return the two bands whose names the values contradict, an empty tuple where none are.

    ``values`` [10, …] is reflectance in the order of `OPTICAL_BANDS`, ``has_band`` [10] bool, ``clear`` […] bool.
    """
    if clear.mean() < CLEAR:
        return ()
    band = {
        name: values[i][clear] for i, (name, given) in enumerate(zip(OPTICAL_BANDS, has_band, strict=True)) if given
    }
    near_name = "B08" if "B08" in band else "B8A"
    blue, green, red, near = (band.get(name) for name in ("B02", "B03", "B04", near_name))
    if red is None or near is None:
        return ()
    least = max(1, int(LEAST * red.size))
    like_leaves = ((near > EXCHANGED * red) & (near > BRIGHT)).mean()
    if ((red > EXCHANGED * near) & (red > BRIGHT)).mean() > max(SHARE, like_leaves):
        return "B04", near_name
    dense = near > LEAF * np.maximum(red, green if green is not None else 0)
    if green is not None and dense.sum() >= least and _exceeds(red, green, dense, RED_LEAF):
        return "B03", "B04"
    if "B11" in band and green is not None:
        short_wave = band["B11"]
        leaves = (green > MARGIN * red) & (np.maximum(near, short_wave) > 2 * BRIGHT)
        if leaves.sum() >= least and _exceeds(short_wave, near, leaves):
            return near_name, "B11"
    if {"B11", "B12"} <= band.keys() and dense.sum() >= least and _exceeds(band["B12"], band["B11"], dense):
        return "B11", "B12"
    if blue is not None:
        ratio = near / np.maximum(np.maximum(red, blue), 1e-4)
        soil = (ratio > SOIL[0]) & (ratio < SOIL[1]) & (near > BRIGHT)
        if soil.sum() >= least and np.median(blue[soil]) > BLUE_SOIL * np.median(red[soil]):
            return "B02", "B04"
    return ()


def is_infrared_exchanged(
    near: Sequence[np.ndarray], narrow: Sequence[np.ndarray], clear: Sequence[np.ndarray]
) -> bool:
    """Return whether the band called B8A is the one with pixels of 10 m, and that called B08 the one of 20 m.

    Each holds windows [H, W] of 10 m of one image: reflectance called B08 and B8A, and what is ``clear``.
    """
    if np.concatenate([one.ravel() for one in clear]).mean() < CLEAR:
        return False
    return _detail(narrow, clear) > max(FINER * _detail(near, clear), LEAST_DETAIL)


def _detail(values: Sequence[np.ndarray], clear: Sequence[np.ndarray]) -> float:
    """Return the mean range of values in clear squares of 2 × 2 pixels, 0 where each is a pixel of 20 m.

    Squares may begin at any pixel: of the four ways to lay them, that with the least range counts in each window.
    """
    sums, counts = 0.0, 0
    for window, seen in zip(values, clear, strict=True):
        laid = [_ranges(window[row:, col:], seen[row:, col:]) for row, col in product((0, 1), (0, 1))]
        least = min((ranges for ranges in laid if ranges.size), key=lambda ranges: float(ranges.mean()), default=None)
        if least is not None:
            sums, counts = sums + float(least.sum()), counts + least.size
    return sums / max(1, counts)


def _ranges(window: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return the range of values in each square of 2 × 2 pixels of a window [H, W] that is clear as a whole."""
    height, width = (side // 2 * 2 for side in window.shape)
    corners = [window[row:height:2, col:width:2] for row, col in product((0, 1), (0, 1))]
    seen = [clear[row:height:2, col:width:2] for row, col in product((0, 1), (0, 1))]
    return np.ptp(np.stack(corners), axis=0)[np.logical_and.reduce(seen)]


def _exceeds(one: np.ndarray, other: np.ndarray, where: np.ndarray, margin: float = MARGIN) -> bool:
    """Return whether a band is ``margin`` times as bright as another one on the pixels ``where``."""
    return bool(np.median(one[where]) > margin * np.median(other[where]))
