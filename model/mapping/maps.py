"""What the network says of one tile: the evidence that mapping blends over the scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class TilePrediction:
    """Probabilities for one tile of H × W pixels at 10 m; float32, 0 to 1.

    ``field``, ``border``, ``core`` [2H, 2W] at 5 m: probability of lying inside a field, of lying on the line between a
    field and anything else, and how deep inside its own field (0 at the border, 1 at the innermost point). ``crop``
    [K, H, W] at 10 m: calibrated class probabilities given that it is a field.
    """

    field: np.ndarray
    border: np.ndarray
    core: np.ndarray
    crop: np.ndarray
