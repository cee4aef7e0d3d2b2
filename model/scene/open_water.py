"""Open water in a reference frame, which is no field."""

from __future__ import annotations

import numpy as np

from ..datatypes import Sample
from ..protocol import OPTICAL_BANDS

GREEN, INFRARED = OPTICAL_BANDS.index("B03"), OPTICAL_BANDS.index("B08")
LEAST_NDWI = 0.1  # wet soil and shade stay below 0
MOST_INFRARED = 0.2  # reflectance: snow and clouds have more


def open_water(sample: Sample) -> np.ndarray:
    """Return where the reference frame shows open water [H, W]; nowhere if it lacks green or near infrared.

    Water absorbs near infrared: on it the normalised difference water index, (green - infrared) / (green + infrared),
    is above 0, on all other ground below (McFeeters 1996).
    """
    if not sample.reference_bands[[GREEN, INFRARED]].all():
        return np.zeros_like(sample.reference_valid)
    green, infrared = sample.reference[GREEN], sample.reference[INFRARED]
    wet = green - infrared > LEAST_NDWI * (green + infrared)
    return wet & (infrared < MOST_INFRARED) & sample.reference_valid
