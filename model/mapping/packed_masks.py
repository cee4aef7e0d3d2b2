"""Masks as bits, eight pixels a byte, for files and the cache."""

from __future__ import annotations

import numpy as np


def pack_masks(masks: np.ndarray) -> np.ndarray:
    """Return masks [N, H, W] as bytes [N, ⌈H · W / 8⌉]."""
    return np.packbits(masks.reshape(len(masks), -1) if len(masks) else np.zeros((0, 0), bool), axis=1)


def unpack_masks(packed: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return the masks [N, H, W] of ``shape`` (H, W) that `pack_masks` packed."""
    if not len(packed):
        return np.zeros((0, *shape), bool)
    height, width = shape
    return np.unpackbits(packed, axis=1, count=height * width).astype(bool).reshape(-1, height, width)
