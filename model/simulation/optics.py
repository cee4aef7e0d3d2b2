"""What Sentinel-2 would see: spectra of the ground, the sensor's blur, the air, clouds and their imperfect masks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.ndimage import gaussian_filter, maximum_filter
from scipy.special import expit

from .fractal_noise import fractal
from .landscape import PIXEL
from .phenology import Ground, phenology

FINE, COARSE = [0, 1, 2, 6], [3, 4, 5, 7, 8, 9]
FINE_BLUR, COARSE_BLUR = (13.0, 22.0), (26.0, 38.0)
NOISE = np.array([0.0012, 0.0014, 0.0016, 0.0022, 0.0030, 0.0035, 0.0040, 0.0040, 0.0030, 0.0025], np.float32)
HAZE = np.array([1.0, 0.78, 0.62, 0.52, 0.45, 0.40, 0.34, 0.32, 0.12, 0.07], np.float32)
CLOUD = np.array([0.55, 0.53, 0.53, 0.54, 0.56, 0.57, 0.56, 0.58, 0.38, 0.28], np.float32)
DARKENING = np.array([0.38, 0.38, 0.38, 0.37, 0.36, 0.36, 0.36, 0.36, 0.46, 0.54])
SHADE = np.array([0.62, 0.52, 0.45, 0.42, 0.38, 0.36, 0.35, 0.34, 0.32, 0.32], np.float32)


@dataclass(frozen=True)
class Tints:
    """How the soils and leaves of N fields differ from the signatures: factors around 1, [N, 10]."""

    soil: np.ndarray
    leaf: np.ndarray


def tints(rng: np.random.Generator, fields: int) -> Tints:
    """Draw the soils and plants of a district, and how each field differs from its neighbours."""
    brightness = (rng.lognormal(0, 0.25) * rng.lognormal(0, 0.12, fields)).clip(0.45, 1.8)
    redness = rng.normal(0, 0.12) + rng.normal(0, 0.04, fields)
    # Pigments act on the visible bands, leaf structure on the near infrared, water on the short-wave infrared.
    groups = rng.normal(0, (0.10, 0.06, 0.06)) + rng.normal(0, (0.14, 0.09, 0.09), (fields, 3))
    leaf = np.exp(groups)[:, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]]
    return Tints(brightness[:, None] * (1 + redness[:, None] * np.linspace(-1, 1, 10)), leaf)


def field_spectra(state: Ground, tint: Tints, moisture: np.ndarray) -> np.ndarray:
    """Return the reflectance of N fields on T days [N, T, 10]; ``moisture`` [N, T] (0 to 1: wet) darkens the soil."""
    made, leaf = phenology().materials, phenology().crops["leaf"][state.crop]
    earth = made["soil"] * tint.soil[:, None] * (1 - DARKENING * moisture[..., None])
    bloom, green, straw, weeds = (x[..., None] for x in (state.bloom, state.green, state.straw, state.weeds))
    leaf = (leaf + bloom * (made["bloom"] - leaf)) * tint.leaf[:, None]
    herbs = made["weeds"] * tint.leaf[:, None]
    bare = 1 - green - straw - weeds
    shade = 1 - 0.25 * green
    under = (straw * made["straw"] * (1 - 0.2 * moisture[..., None]) + bare * earth) * shade
    return (green * leaf + weeds * herbs + under).astype(np.float32)


def bareness(spectra: np.ndarray) -> np.ndarray:
    """Return the share of the ground [...] that is not under green leaves, told from reflectance [..., 10] by NDVI."""
    red, near = spectra[..., 2], spectra[..., 6]
    return (1.2 - ((near - red) / (near + red)) / 0.72).clip(0, 1)


def after_rain(spectra: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return reflectance [N, T, 10] of fields on soil half wet as on soils of ``moisture`` [N, T]."""
    bare = bareness(spectra)[..., None]
    return spectra * (1 - bare * DARKENING * (moisture[..., None] - 0.5))


def thinning(spectra: np.ndarray) -> np.ndarray:
    """Return by how much the reflectance of fields [N, T, 10] changes per unit of relative vigour."""
    return (1 - bareness(spectra))[..., None] * (spectra - 0.8 * phenology().materials["soil"])


def cover_spectra(covers: np.ndarray, days: np.ndarray, shift: float) -> np.ndarray:
    """Return the reflectance of units of other covers [M, T, 10], from their summer and winter looks."""
    day = days % 365
    leafy = (expit((day - 112 - shift) / 9) * expit((308 - day) / 10))[None, :, None]
    summer, winter = (phenology().covers[season][covers][:, None] for season in ("summer", "winter"))
    return (winter + leafy * (summer - winter)).astype(np.float32)


def cover_grain(covers: np.ndarray) -> np.ndarray:
    """Return by what share of itself the reflectance of units of other covers varies from pixel to pixel [M]."""
    return phenology().covers["grain"][covers]


def _blur(size: int, margin: int, step: int, width: float) -> sparse.csr_array:
    """Return the matrix that blurs a line of 5 m pixels (FWHM ``width`` m): [size / step, size + 2 margin]."""
    sigma, reach = width / 2.355 / PIXEL, margin
    centres = margin + (np.arange(size // step) + 0.5) * step - 0.5
    distance = np.arange(size + 2 * margin)[None] - centres[:, None]
    weights = np.where(np.abs(distance) <= reach, np.exp(-0.5 * (distance / sigma) ** 2), 0)
    weights[np.abs(distance) > 2.6 * sigma] = 0
    return sparse.csr_array((weights / weights.sum(1, keepdims=True)).astype(np.float32))


def footprints(units: np.ndarray, count: int, margin: int, step: int, width: float) -> sparse.csr_array:
    """Return what share each unit has in each pixel of ``step`` × 5 m as the sensor blurs it: [pixels, units].

    ``units`` [h, w] at 5 m has ``margin`` pixels more on every side than the result.
    """
    line = _blur(units.shape[0] - 2 * margin, margin, step, width)
    rows = line.tocoo()
    h, w = line.shape[0], units.shape[1]
    # Blur along columns first, keeping shares by unit: entries (row, x, unit), then along rows.
    key = (rows.row[:, None] * w + np.arange(w)) * np.int64(count) + units[rows.col]
    names, where = np.unique(key.ravel(), return_inverse=True)
    shares = np.bincount(where, np.repeat(rows.data, w)).astype(np.float32)
    place, unit = np.divmod(names, count)
    row, column = np.divmod(place, w)
    spread = line.tocsc()[:, column].tocoo()
    pixel = row[spread.col] * h + spread.row
    return sparse.csr_array((spread.data * shares[spread.col], (pixel, unit[spread.col])), shape=(h * h, count))


def enlarge(image: np.ndarray, smooth: bool) -> np.ndarray:
    """Double the size of [..., h, w]: every pixel twice, or interpolated halfway between."""
    if not smooth:
        return image.repeat(2, -2).repeat(2, -1)
    for axis in (-2, -1):
        image = np.moveaxis(image, axis, -1)
        padded = np.concatenate([image[..., :1], image, image[..., -1:]], -1)
        pair = (0.75 * image + 0.25 * padded[..., :-2], 0.75 * image + 0.25 * padded[..., 2:])
        image = np.moveaxis(np.stack(pair, -1).reshape(*image.shape[:-1], -1), -1, axis)
    return image


def misplace(rng: np.random.Generator, images: np.ndarray, deviation: float) -> np.ndarray:
    """Shift every date of [T, C, h, w] by its own part of a pixel (bilinear), as registration leaves them."""
    moved = images.copy()
    for date, shifts in enumerate(rng.normal(0, deviation, (len(images), 2)).clip(-0.9, 0.9)):
        for axis, shift in zip((-2, -1), shifts, strict=True):
            step = 1 if shift > 0 else -1
            neighbour = np.roll(moved[date], step, axis)
            edge = [slice(None)] * 3
            edge[axis] = slice(0, 1) if step > 0 else slice(-1, None)
            neighbour[tuple(edge)] = moved[date][tuple(edge)]
            moved[date] += np.float32(abs(shift)) * (neighbour - moved[date])
    return moved


@dataclass(frozen=True)
class Sky:
    """Clouds over T dates [T, H, W]: how opaque (0 to 1), how deep their shadow, where a mask would call it clear."""

    cloud: np.ndarray
    shadow: np.ndarray
    clear: np.ndarray


def sky(rng: np.random.Generator, cover: np.ndarray, size: int) -> Sky:
    """Draw clouds that cover the share ``cover`` [T] of each date, their shadows, and masks that are nearly right."""
    away = rng.integers(4, max(5, size // 4), len(cover))
    noise = fractal(rng, (len(cover), size + away.max(), size + away.max()), 3.3)
    level = np.array([np.quantile(n, 1 - c) if c > 0 else np.inf for n, c in zip(noise, cover, strict=True)])
    edge = rng.uniform(0.15, 0.6, len(cover)).astype(np.float32)
    field = np.clip((noise - level[:, None, None].astype(np.float32)) / edge[:, None, None] + 0.3, 0, 1)
    cloud = field[:, :size, :size]
    # The sun stands in the south-east when the satellite passes: a shadow lies north-west of its cloud.
    shadow = np.stack([f[a : a + size, a // 2 : a // 2 + size] for f, a in zip(field, away, strict=True)])
    shadow = gaussian_filter(shadow, (0, 1.5, 1.5)) * (1 - cloud)
    doubt = 0.15 * fractal(rng, (len(cover), size, size), 3.3)
    found = maximum_filter(np.maximum(cloud - 0.15, shadow - 0.35) > 0.1 + np.abs(doubt), (1, 3, 3))
    taken = np.array([n > np.quantile(n, 1 - s) for n, s in zip(doubt, _commission(rng, len(cover)), strict=True)])
    return Sky(cloud, shadow, ~(found | taken))


def _commission(rng: np.random.Generator, dates: int) -> np.ndarray:
    """Draw the share of each date that a mask calls cloudy although it is clear: mostly none."""
    return np.where(rng.random(dates) < 0.15, rng.uniform(0, 0.06, dates), 0.0)


def through_air(rng: np.random.Generator, images: np.ndarray, heavens: Sky) -> np.ndarray:
    """Return [T, 10, H, W] as the atmosphere's correction leaves it: gains, haze, clouds, shadows and noise."""
    dates, _, h, w = images.shape
    gain = 1 + rng.normal(0, 0.025, (dates, 1, 1, 1)) + rng.normal(0, 0.012, (dates, 10, 1, 1))
    haze = np.abs(rng.normal(0, 0.006, (dates, 1, 1))) * (1 + 0.4 * fractal(rng, (dates, h, w), 3.5))
    seen = images * gain.astype(np.float32)
    seen += (haze.astype(np.float32)[:, None] * HAZE[:, None, None]) - np.float32(0.002)
    seen *= 1 - heavens.shadow[:, None] * (1 - SHADE[:, None, None])
    bright = rng.uniform(0.6, 1.3, (dates, 1, 1, 1)).astype(np.float32) * CLOUD[:, None, None]
    seen += heavens.cloud[:, None] * (bright - seen)
    seen += rng.standard_normal(seen.shape, dtype=np.float32) * (NOISE[:, None, None] + 0.004 * seen)
    return seen.clip(0.0001, 1.6)
