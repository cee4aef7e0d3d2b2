"""Differences of optical images by processing: level, radiometric scale, contrast, and bands that a product lacks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..protocol import OPTICAL_BANDS

BANDS = len(OPTICAL_BANDS)
PIVOT = 0.15  # reflectance that a change of contrast leaves as it is
RGB = ("B02", "B03", "B04")
BANDS_OF_10M = (*RGB, "B08")
# Reflectance of the atmosphere itself and its transmission in each band, at the top of the atmosphere on a clear day.
PATH = np.array([0.080, 0.050, 0.030, 0.022, 0.018, 0.015, 0.012, 0.012, 0.002, 0.001], np.float32)
TRANSMISSION = np.array([0.78, 0.83, 0.88, 0.90, 0.90, 0.91, 0.91, 0.93, 0.95, 0.94], np.float32)


@dataclass(frozen=True)
class Processing:
    """How the images of one scene were processed.

    ``top_of_atmosphere`` is the strength of the atmosphere that was not corrected (0: surface reflectance, 1: a clear
    day), ``gain`` [10] the factor of each band, ``gamma`` the exponent of the contrast, ``bands`` [10] whether each
    exists.
    """

    top_of_atmosphere: float = 0.0
    gain: np.ndarray = field(default_factory=lambda: np.ones(BANDS, np.float32))
    gamma: float = 1.0
    bands: np.ndarray = field(default_factory=lambda: np.ones(BANDS, bool))


def draw_processing(rng: np.random.Generator) -> Processing:
    """Draw a processing: three scenes of ten without atmospheric correction, three with another scale or contrast."""
    strength = rng.uniform(0.5, 1.4) if rng.random() < 0.3 else 0.0
    rescaled = rng.random() < 0.3
    gain = np.exp(rng.normal(0, 0.25 if rescaled else 0.05) + rng.normal(0, 0.03, BANDS)).astype(np.float32)
    gamma = float(np.exp(rng.normal(0, 0.15))) if rescaled else 1.0
    return Processing(strength, gain, gamma, draw_bands(rng, rgb=0.12, of_10m=0.08, of_20m=0.1))


def draw_bands(rng: np.random.Generator, rgb: float, of_10m: float, of_20m: float = 0.0) -> np.ndarray:
    """Draw which bands [10] a product has: RGB, the 10 m bands or the 20 m bands alone, with these shares, or all."""
    draw = rng.random()
    if draw < rgb:
        return np.isin(OPTICAL_BANDS, RGB)
    if draw < rgb + of_10m:
        return np.isin(OPTICAL_BANDS, BANDS_OF_10M)
    return ~np.isin(OPTICAL_BANDS, BANDS_OF_10M) if draw < rgb + of_10m + of_20m else np.ones(BANDS, bool)


def apply_processing(images: np.ndarray, processing: Processing) -> np.ndarray:
    """Return images [..., 10, H, W] as the processing leaves them; bands that it lacks are 0."""

    def by_band(values: np.ndarray) -> np.ndarray:
        return values[:, None, None].astype(np.float32)

    strength = np.float32(processing.top_of_atmosphere)
    if strength:
        images = images * by_band(TRANSMISSION**strength) + by_band(PATH * strength)
    if processing.gamma != 1:
        images = np.float32(PIVOT) * (images / np.float32(PIVOT)) ** np.float32(processing.gamma)
    return images * by_band(processing.gain * processing.bands)
