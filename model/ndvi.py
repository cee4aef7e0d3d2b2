"""The normalised difference vegetation index, for arrays and tensors."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

Values = TypeVar("Values", bound=Any)


def ndvi(red: Values, near_infrared: Values, min_sum: float) -> Values:
    """Return (near infrared - red) / (near infrared + red), the sum taken as at least ``min_sum``.

    ``red`` and ``near_infrared`` are reflectances in any unit, numpy arrays or torch tensors of one shape.
    """
    return (near_infrared - red) / (near_infrared + red).clip(min=min_sum)


def ndvi_or_zero(red: np.ndarray, near_infrared: np.ndarray) -> np.ndarray:
    """Return the NDVI of arrays, 0 where the sum of the bands is not positive."""
    total = near_infrared + red
    return np.divide(near_infrared - red, total, out=np.zeros_like(total), where=total > 0)
