"""Atmosphere of optical images: clouds with their shadows and imperfect masks, haze, gain errors and noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, maximum_filter

from .fractal_noise import fractal_noise
from .sensor import BANDS_20M, Imaging

# By band: standard deviation of the noise, relative haze, reflectance of cloud, and transmission in cloud shadow.
NOISE = np.array([0.0012, 0.0014, 0.0016, 0.0022, 0.0030, 0.0035, 0.0040, 0.0040, 0.0030, 0.0025], np.float32)
HAZE = np.array([1.0, 0.78, 0.62, 0.52, 0.45, 0.40, 0.34, 0.32, 0.12, 0.07], np.float32)
CLOUD = np.array([0.55, 0.53, 0.53, 0.54, 0.56, 0.57, 0.56, 0.58, 0.38, 0.28], np.float32)
SHADE = np.array([0.62, 0.52, 0.45, 0.42, 0.38, 0.36, 0.35, 0.34, 0.32, 0.32], np.float32)


@dataclass(frozen=True)
class Atmosphere:
    """Clouds of T dates [T, H, W]: opacity (0 to 1), depth of the shadow (0 to 1), and the mask of clear pixels."""

    cloud: np.ndarray
    shadow: np.ndarray
    clear: np.ndarray


def draw_atmosphere(rng: np.random.Generator, cover: np.ndarray, size: int) -> Atmosphere:
    """Draw clouds that cover the fraction ``cover`` [T] of each date, their shadows, and nearly correct masks."""
    offset = rng.integers(4, max(5, size // 4), len(cover))
    noise = fractal_noise(rng, (len(cover), size + offset.max(), size + offset.max()), 3.3)
    level = np.array([np.quantile(n, 1 - c) if c > 0 else np.inf for n, c in zip(noise, cover, strict=True)])
    edge = rng.uniform(0.15, 0.6, len(cover)).astype(np.float32)
    opacity = np.clip((noise - level[:, None, None].astype(np.float32)) / edge[:, None, None] + 0.3, 0, 1)
    cloud = opacity[:, :size, :size]
    # The sun is in the south-east at the time of the overpass: a shadow lies north-west of its cloud.
    shadow = np.stack([o[a : a + size, a // 2 : a // 2 + size] for o, a in zip(opacity, offset, strict=True)])
    shadow = gaussian_filter(shadow, (0, 1.5, 1.5)) * (1 - cloud)
    error = 0.15 * fractal_noise(rng, (len(cover), size, size), 3.3)
    detected = maximum_filter(np.maximum(cloud - 0.15, shadow - 0.35) > 0.1 + np.abs(error), (1, 3, 3))
    commission = _draw_commission(rng, len(cover))
    false_cloud = np.array([e > np.quantile(e, 1 - c) for e, c in zip(error, commission, strict=True)])
    return Atmosphere(cloud, shadow, ~(detected | false_cloud))


def _draw_commission(rng: np.random.Generator, dates: int) -> np.ndarray:
    """Draw the fraction of each date that the mask falsely marks as cloud; it is 0 for most dates."""
    return np.where(rng.random(dates) < 0.15, rng.uniform(0, 0.06, dates), 0.0)


def apply_atmosphere(
    rng: np.random.Generator, images: np.ndarray, atmosphere: Atmosphere, imaging: Imaging | None = None
) -> np.ndarray:
    """Return surface reflectance [T, 10, H, W] with errors of atmospheric correction, clouds, shadows and noise.

    With ``imaging`` the noise has its strength, and that of the bands of 20 m is the same in four pixels of 10 m.
    """
    dates, _, h, w = images.shape
    gain = 1 + rng.normal(0, 0.025, (dates, 1, 1, 1)) + rng.normal(0, 0.012, (dates, 10, 1, 1))
    haze = np.abs(rng.normal(0, 0.006, (dates, 1, 1))) * (1 + 0.4 * fractal_noise(rng, (dates, h, w), 3.5))
    observed = images * gain.astype(np.float32)
    observed += (haze.astype(np.float32)[:, None] * HAZE[:, None, None]) - np.float32(0.002)
    observed *= 1 - atmosphere.shadow[:, None] * (1 - SHADE[:, None, None])
    bright = rng.uniform(0.6, 1.3, (dates, 1, 1, 1)).astype(np.float32) * CLOUD[:, None, None]
    observed += atmosphere.cloud[:, None] * (bright - observed)
    noise = rng.standard_normal(observed.shape, dtype=np.float32)
    if imaging:
        noise[:, BANDS_20M] = noise[:, BANDS_20M, ::2, ::2].repeat(2, -2).repeat(2, -1)
        noise *= np.float32(imaging.noise)
    observed += noise * (NOISE[:, None, None] + 0.004 * observed)
    return observed.clip(0.0001, 1.6)
