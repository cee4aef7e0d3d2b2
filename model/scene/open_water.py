"""Open water in a reference frame, which is no field."""

from __future__ import annotations

import numpy as np

from ..protocol import OPTICAL_BANDS

GREEN, INFRARED = OPTICAL_BANDS.index("B03"), OPTICAL_BANDS.index("B08")
LEAST_NDWI = 0.1  # wet soil and shade stay below 0
MOST_INFRARED = 0.2  # reflectance: snow and clouds have more


def open_water(values: np.ndarray, valid: np.ndarray, bands: np.ndarray) -> np.ndarray:
    """Return where a reference frame shows open water [H, W]; nowhere if it lacks green or near infrared.

    ``values`` [10, H, W] reflectance, ``valid`` [H, W] and ``bands`` [10] bool. Water absorbs near infrared: on it the
    normalised difference water index, (green - infrared) / (green + infrared), is above 0, on all other ground below
    (McFeeters 1996).
    """
    if not bands[[GREEN, INFRARED]].all():
        return np.zeros_like(valid)
    green, infrared = values[GREEN], values[INFRARED]
    wet = green - infrared > LEAST_NDWI * (green + infrared)
    return wet & (infrared < MOST_INFRARED) & valid
