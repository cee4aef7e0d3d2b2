"""Sentinel-1 backscatter of soil and plants by the water-cloud model of Attema and Ulaby (1978), and speckle.

Plants attenuate the backscatter of the soil with an optical depth proportional to their mass.
"""

from __future__ import annotations

import numpy as np

from .fractal_noise import fractal_noise
from .phenology import GroundCover, phenology

LOOKS = 9.0  # equivalent number of looks
# VV and VH: backscatter of dry soil (dB), increase from dry to wet soil (dB), relative effect of the row direction.
SOIL = np.array([-12.6, -21.5])
MOISTURE_EFFECT = np.array([5.0, 5.5])
ROW_EFFECT = np.array([1.0, 0.4])
NOISE_FLOOR = 10 ** (-2.8)  # linear power


def field_backscatter(cover: GroundCover, roughness: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return sigma0 (linear power) of N fields on S days [N, S, 2]; ``roughness`` [N] in dB, ``moisture`` [N, S]."""
    crops = phenology().crops
    crop = cover.crop
    soil = SOIL + MOISTURE_EFFECT * moisture[..., None] + (roughness[:, None] + crops["rough"][crop])[..., None]
    ripe = cover.ripe[..., None]
    plants = (1 - ripe) * crops["radar"][crop] + ripe * crops["ripe"][crop]
    attenuation = 1 - np.exp(-2 * crops["depth"][crop] * (cover.mass + 0.5 * cover.weeds)[..., None])
    return _power(plants) * attenuation + _power(soil) * (1 - attenuation)


def adjust_for_moisture(
    decibel: np.ndarray, bare: np.ndarray, moisture: np.ndarray, row_effect: np.ndarray
) -> np.ndarray:
    """Return sigma0 (linear power) of N fields on S days [N, S, 2] at soil ``moisture`` [N, S] from dB at moisture 0.5.

    Moisture and row direction act on the ``bare`` fraction [N, S]; ``row_effect`` [N] is the increase (dB in VV) of
    fields with rows across the line of sight.
    """
    increase = MOISTURE_EFFECT * (moisture[..., None] - 0.5) + row_effect[:, None, None] * ROW_EFFECT
    return _power(decibel + bare[..., None] * increase)


def cover_backscatter(covers: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return sigma0 (linear power) of units of other covers [M, S, 2]."""
    level = phenology().covers["radar"][covers][:, None]
    return _power(level + 1.0 * (moisture[None, :, None] - 0.5))


def add_speckle(rng: np.random.Generator, power: np.ndarray) -> np.ndarray:
    """Return sigma0 in dB of power [S, 2, h, w] with speckle, a calibration error by date, and the noise floor."""
    shape = power.shape
    speckle = rng.standard_gamma(LOOKS, shape, dtype=np.float32) / np.float32(LOOKS)
    texture = 0.25 * fractal_noise(rng, (1, 1, *shape[-2:]), 2.0)
    drift = rng.normal(0, 0.25, (shape[0], 2, 1, 1))
    return (10 * np.log10(np.maximum(power * speckle, NOISE_FLOOR)) + texture + drift).astype(np.float32)


def _power(decibel: np.ndarray) -> np.ndarray:
    return 10 ** (decibel / 10)
