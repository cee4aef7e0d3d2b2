"""What Sentinel-1 would see: backscatter of soil and plants by a water-cloud model, and speckle.

The model is that of Attema and Ulaby (1978): plants hide the soil with a depth that grows with their mass.
"""

from __future__ import annotations

import numpy as np

from .fractal_noise import fractal
from .phenology import Ground, phenology

LOOKS = 9.0
SOIL = np.array([-12.6, -21.5])
WETTING = np.array([5.0, 5.5])
ROWS = np.array([1.0, 0.4])
FLOOR = 10 ** (-2.8)


def field_backscatter(state: Ground, roughness: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return sigma0 (linear power) of N fields on S days [N, S, 2]; ``roughness`` [N] in dB, ``moisture`` [N, S]."""
    crops = phenology().crops
    crop = state.crop
    soil = SOIL + WETTING * moisture[..., None] + (roughness[:, None] + crops["rough"][crop])[..., None]
    ripe = state.ripe[..., None]
    plants = (1 - ripe) * crops["radar"][crop] + ripe * crops["ripe"][crop]
    hidden = 1 - np.exp(-2 * crops["depth"][crop] * (state.mass + 0.5 * state.weeds)[..., None])
    return _power(plants) * hidden + _power(soil) * (1 - hidden)


def after_rain(decibel: np.ndarray, bare: np.ndarray, moisture: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return sigma0 (linear power) of N fields on S days [N, S, 2] from that on soil half wet (dB).

    Rain and rows act on the share of the soil that is ``bare`` [N, S]; ``rows`` [N] is how much brighter (dB in VV) a
    field is whose rows face the radar; ``moisture`` [N, S].
    """
    lift = WETTING * (moisture[..., None] - 0.5) + rows[:, None, None] * ROWS
    return _power(decibel + bare[..., None] * lift)


def cover_backscatter(covers: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return sigma0 (linear power) of units of other covers [M, S, 2]."""
    level = phenology().covers["radar"][covers][:, None]
    return _power(level + 1.0 * (moisture[None, :, None] - 0.5))


def detect(rng: np.random.Generator, power: np.ndarray) -> np.ndarray:
    """Return dB of [S, 2, h, w] power with speckle, a calibration error a date, and the noise floor."""
    shape = power.shape
    looks = rng.standard_gamma(LOOKS, shape, dtype=np.float32) / np.float32(LOOKS)
    patchy = 0.25 * fractal(rng, (1, 1, *shape[-2:]), 2.0)
    drift = rng.normal(0, 0.25, (shape[0], 2, 1, 1))
    return (10 * np.log10(np.maximum(power * looks, FLOOR)) + patchy + drift).astype(np.float32)


def _power(decibel: np.ndarray) -> np.ndarray:
    return 10 ** (decibel / 10)
