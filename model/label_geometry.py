"""The geometry of label rasters: the rim of segments, and the depth of a pixel inside its segment."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def rim(labels: np.ndarray) -> np.ndarray:
    """Return the pixels that touch, by a side, another label; what lies outside the raster does not count."""
    on_rim = np.zeros(labels.shape, bool)
    down, across = labels[1:] != labels[:-1], labels[:, 1:] != labels[:, :-1]
    on_rim[1:] |= down
    on_rim[:-1] |= down
    on_rim[:, 1:] |= across
    on_rim[:, :-1] |= across
    return on_rim


def depth(labels: np.ndarray) -> np.ndarray:
    """Return each pixel's distance to the rim of its own segment: 0 on it and on label 0, 1 at the innermost point."""
    distance = ndimage.distance_transform_edt((labels > 0) & ~rim(labels)).astype(np.float32)
    deepest = np.asarray(ndimage.maximum(distance, labels, np.arange(labels.max() + 1)), np.float32)
    return distance / np.maximum(deepest[labels], 1)
