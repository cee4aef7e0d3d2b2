"""Prior of the crop signatures: curves of fields simulated from phenological parameters instead of fitted ones."""

from __future__ import annotations

import numpy as np

from . import radar
from .phenology import draw_rotation, ground_cover
from .signatures import DARKEST, KNOTS
from .spectra import draw_spectral_factors, field_spectra


def prior_curves(rng: np.random.Generator, crop: np.ndarray) -> np.ndarray:
    """Simulate curves [N, knots, CHANNELS] of fields of class ``crop`` [N] in `known_crops`, at soil moisture 0.5."""
    moisture = np.full((len(crop), len(KNOTS)), 0.5)
    cover = ground_cover(draw_rotation(rng, crop, 0.0), KNOTS)
    spectra = field_spectra(cover, draw_spectral_factors(rng, len(crop)), moisture)
    power = radar.field_backscatter(cover, rng.normal(0, 1.0, len(crop)), moisture)
    return np.concatenate([np.log(np.maximum(spectra, DARKEST)), 10 * np.log10(power)], -1)
