"""What is known of crops beforehand: years of fields painted from the phenological figures instead of fitted ones."""

from __future__ import annotations

import numpy as np

from . import optics, radar
from .phenology import ground, rotate
from .signatures import DARKEST, KNOTS


def prior_curves(rng: np.random.Generator, crop: np.ndarray) -> np.ndarray:
    """Return years [N, knots, CHANNELS] of fields of the classes ``crop`` [N] of `known_crops`, on soil half wet."""
    moisture = np.full((len(crop), len(KNOTS)), 0.5)
    state = ground(rotate(rng, crop, 0.0), KNOTS)
    spectra = optics.field_spectra(state, optics.tints(rng, len(crop)), moisture)
    power = radar.field_backscatter(state, rng.normal(0, 1.0, len(crop)), moisture)
    return np.concatenate([np.log(np.maximum(spectra, DARKEST)), 10 * np.log10(power)], -1)
