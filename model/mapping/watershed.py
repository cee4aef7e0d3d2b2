"""Segments from field, border and depth probabilities by a marker-controlled watershed."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter, label
from skimage.morphology import local_maxima, reconstruction
from skimage.segmentation import watershed

from ..datatypes import WatershedSettings

LEVELS = 1000  # the energy is rounded to thousandths, so that equal values compare equal on every machine
SMOOTHING = 1.0  # pixels of 5 m; quiets single-pixel maxima without moving borders
SPECK = 4  # pixels; anything smaller is noise, not a parcel


def watershed_segments(
    field: np.ndarray, border: np.ndarray, core: np.ndarray, settings: WatershedSettings
) -> np.ndarray:
    """Divide the field area of three probability maps [2H, 2W] into segments.

    Returns int32 [2H, 2W]: 0 outside fields, segments counted from 1 in reading order of their first pixel. Each is one
    4-connected region.
    """
    inside = field > settings.field
    if not inside.any():
        return np.zeros(field.shape, np.int32)
    energy = _energy(border, core) * inside
    height = max(1, round(settings.h * LEVELS))
    flattened = reconstruction(np.maximum(energy - height, 0), energy, footprint=_CROSS).astype(np.int32)
    cores = local_maxima(np.pad(flattened, 1), connectivity=1)[1:-1, 1:-1]  # padded: a plateau may fill the image
    markers, _ = label(cores & inside)
    return _numbered(watershed(-energy, markers, mask=inside), field, settings.certain)


_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)


def _energy(border: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Depth inside the field and distance from any border, in 1 to LEVELS."""
    blend = gaussian_filter((0.5 * core + 0.5 * (1 - border)).astype(np.float32), SMOOTHING, truncate=3)
    return np.clip(np.rint(blend * LEVELS), 1, LEVELS).astype(np.int32)


def _numbered(labels: np.ndarray, field: np.ndarray, certain: float) -> np.ndarray:
    """Drop specks and segments that are less ``certain`` to be field; number the others in reading order."""
    values, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    certainty = np.bincount(labels.ravel(), field.ravel())[values] / sizes
    keep = (values > 0) & (sizes >= SPECK) & (certainty >= certain)
    values, first = values[keep], first[keep]
    number = np.zeros(int(labels.max()) + 1, np.int32)
    number[values[np.argsort(first)]] = np.arange(1, values.size + 1, dtype=np.int32)
    return number[labels]
