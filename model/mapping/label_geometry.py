"""The geometry of label rasters: where segments end, and how deep inside one a pixel lies."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def rim(labels: np.ndarray) -> np.ndarray:
    """Return the pixels that touch, by a side, another label; what lies outside the raster does not count."""
    found = np.zeros(labels.shape, bool)
    down, across = labels[1:] != labels[:-1], labels[:, 1:] != labels[:, :-1]
    found[1:] |= down
    found[:-1] |= down
    found[:, 1:] |= across
    found[:, :-1] |= across
    return found


def depth(labels: np.ndarray) -> np.ndarray:
    """Return each pixel's distance to the rim of its own segment: 0 on it and on label 0, 1 at the innermost point."""
    distance = ndimage.distance_transform_edt((labels > 0) & ~rim(labels)).astype(np.float32)
    deepest = np.asarray(ndimage.maximum(distance, labels, np.arange(labels.max() + 1)), np.float32)
    return distance / np.maximum(deepest[labels], 1)
