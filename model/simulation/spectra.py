"""Reflectance of the ground in the ten Sentinel-2 bands: fields by phenology and soil moisture, other land covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from .phenology import GroundCover, phenology

# Relative darkening of wet soil, by band.
WET_DARKENING = np.array([0.38, 0.38, 0.38, 0.37, 0.36, 0.36, 0.36, 0.36, 0.46, 0.54])

# Directions in which the spectra of neighbouring pixels differ, by band: colour, leaves beside soil, water.
VARIATIONS = np.array(
    [
        [-0.9, -0.2, 0.7, 0.6, 0.0, 0.0, 0.0, 0.0, 0.2, 0.2],
        [-0.9, -1.1, -1.1, -1.0, 0.1, 0.2, 0.2, 0.2, -0.2, -0.3],
        [0.1, 0.1, 0.2, 0.4, 0.1, -0.1, -0.1, -0.2, -0.5, -0.7],
    ],
    np.float32,
)


@dataclass(frozen=True)
class SpectralFactors:
    """Factors around 1 [N, 10] by which the soils and leaves of N fields differ from the mean spectra."""

    soil: np.ndarray
    leaf: np.ndarray


def draw_spectral_factors(rng: np.random.Generator, fields: int) -> SpectralFactors:
    """Draw the factors of a district and, around them, of each of its ``fields`` fields."""
    brightness = (rng.lognormal(0, 0.25) * rng.lognormal(0, 0.12, fields)).clip(0.45, 1.8)
    redness = rng.normal(0, 0.12) + rng.normal(0, 0.04, fields)
    # Pigments affect the visible bands, leaf structure the near infrared, water the short-wave infrared.
    groups = rng.normal(0, (0.10, 0.06, 0.06)) + rng.normal(0, (0.14, 0.09, 0.09), (fields, 3))
    leaf = np.exp(groups)[:, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]]
    return SpectralFactors(brightness[:, None] * (1 + redness[:, None] * np.linspace(-1, 1, 10)), leaf)


def field_spectra(cover: GroundCover, factors: SpectralFactors, moisture: np.ndarray) -> np.ndarray:
    """Return the reflectance of N fields on T days [N, T, 10]; ``moisture`` [N, T] is 0 (dry soil) to 1 (wet)."""
    materials, leaf = phenology().materials, phenology().crops["leaf"][cover.crop]
    soil = materials["soil"] * factors.soil[:, None] * (1 - WET_DARKENING * moisture[..., None])
    bloom, green, straw, weeds = (x[..., None] for x in (cover.bloom, cover.green, cover.straw, cover.weeds))
    leaf = (leaf + bloom * (materials["bloom"] - leaf)) * factors.leaf[:, None]
    herbs = materials["weeds"] * factors.leaf[:, None]
    bare = 1 - green - straw - weeds
    shade = 1 - 0.25 * green
    under = (straw * materials["straw"] * (1 - 0.2 * moisture[..., None]) + bare * soil) * shade
    return (green * leaf + weeds * herbs + under).astype(np.float32)


def bare_fraction(spectra: np.ndarray) -> np.ndarray:
    """Return the fraction of the ground [...] without green leaves, from reflectance [..., 10] by NDVI."""
    red, nir = spectra[..., 2], spectra[..., 6]
    return (1.2 - ((nir - red) / (nir + red)) / 0.72).clip(0, 1)


def adjust_for_moisture(spectra: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return reflectance [N, T, 10] at soil ``moisture`` [N, T] from reflectance at moisture 0.5."""
    bare = bare_fraction(spectra)[..., None]
    return spectra * (1 - bare * WET_DARKENING * (moisture[..., None] - 0.5))


def vigour_response(spectra: np.ndarray) -> np.ndarray:
    """Return the change of the reflectance of fields [N, T, 10] per unit of relative vigour."""
    return (1 - bare_fraction(spectra))[..., None] * (spectra - 0.8 * phenology().materials["soil"])


def cover_spectra(covers: np.ndarray, days: np.ndarray, shift: float) -> np.ndarray:
    """Return the reflectance of units of other covers [M, T, 10], between their summer and winter spectra.

    ``shift`` is the delay of the season in days.
    """
    day = days % 365
    leafy = (expit((day - 112 - shift) / 9) * expit((308 - day) / 10))[None, :, None]
    summer, winter = (phenology().covers[season][covers][:, None] for season in ("summer", "winter"))
    return (winter + leafy * (summer - winter)).astype(np.float32)


def cover_grain(covers: np.ndarray) -> np.ndarray:
    """Return the relative standard deviation of the reflectance within units of other covers [M]."""
    return phenology().covers["grain"][covers]
