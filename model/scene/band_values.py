"""Names of bands that the values contradict: files and stacks in which bands were exchanged.

Leaves are green rather than red, bright in the near infrared and darker the longer the waves are beyond it. Only what
no ground shows counts as a contradiction, on many pixels at once.
"""

from __future__ import annotations

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


def _exceeds(one: np.ndarray, other: np.ndarray, where: np.ndarray, margin: float = MARGIN) -> bool:
    """Return whether a band is ``margin`` times as bright as another one on the pixels ``where``."""
    return bool(np.median(one[where]) > margin * np.median(other[where]))
