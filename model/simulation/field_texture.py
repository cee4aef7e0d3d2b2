"""Texture within fields as work on them leaves it: passes and tramlines along the field, headlands, uneven growth.

Widths are those of common machines; strengths were chosen by comparison with real images (docs/realism.md).
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt, find_objects

from .fractal_noise import fractal_noise
from .parcel_shapes import PIXEL

STRENGTH = 0.6  # standard deviation of the logarithm of how uneven fields are
STRIPED, HEADED = 0.75, 0.5  # proportions of fields with passes and with headlands that can be seen
PASSES = 0.020, 0.045  # median deviation of brightness and of vigour across the passes of a field
PASS_SPREAD = 0.8  # of the logarithm, from field to field
PASS_WIDTH, TRAMLINES, TRAMLINE = (12.0, 45.0), (18.0, 42.0), 5.0  # metres
HEADLAND_WIDTH, HEADLAND = (8.0, 22.0), (0.25, 0.04)  # metres; largest deviation of vigour and of brightness


def draw_field_texture(rng: np.random.Generator, parcels: np.ndarray, margin: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw how uneven fields are and the patterns of their cultivation, at 10 m.

    ``parcels`` [h, w] at 5 m are numbers, 0 outside fields, with ``margin`` pixels more on every side than the result.
    Returns the factor [H, W] of random variation within units, 1 outside fields, and patterns [3, H, W] of relative
    deviations, 0 outside: vigour in two patterns that alternate through the year, and brightness.
    """
    factor, patterns = np.ones(parcels.shape, np.float32), np.zeros((3, *parcels.shape), np.float32)
    depth = _depth(parcels) * PIXEL
    drift = fractal_noise(rng, parcels.shape, 3.0)
    scene = rng.lognormal(0, 0.3)
    for number, window in enumerate(find_objects(parcels), 1):
        if window is None:
            continue
        inside = parcels[window] == number
        factor[window][inside] = rng.lognormal(-0.1, STRENGTH)
        rows, columns = np.nonzero(inside)
        along, across = _field_axes(rng, rows * PIXEL, columns * PIXEL)
        vigour, brightness = np.zeros((2, len(rows)), np.float32), np.zeros(len(rows), np.float32)
        if rng.random() < STRIPED:
            strength = scene * rng.lognormal(0, PASS_SPREAD)
            fading = 1 + 0.5 * drift[window][inside]
            for values, median in ((vigour[0], PASSES[1]), (vigour[1], PASSES[1]), (brightness, PASSES[0])):
                values += np.clip(median * strength, 0, 0.25) * fading * _passes(rng, across)
        if rng.random() < HEADED:
            width = rng.uniform(*HEADLAND_WIDTH)
            end = np.minimum(along - along.min(), along.max() - along)
            near = np.exp(-((np.minimum(end, 2 * depth[window][inside]) / width) ** 2))
            vigour -= rng.uniform(0, HEADLAND[0]) * near
            brightness += rng.uniform(-HEADLAND[1], HEADLAND[1]) * near
        for plane, values in zip(patterns, (*vigour, brightness), strict=True):
            plane[window][inside] = values
    inner = slice(margin, -margin)
    return _halve(factor[inner, inner]), _halve(patterns[:, inner, inner])


def _depth(parcels: np.ndarray) -> np.ndarray:
    """Return the distance in pixels from the nearest pixel of another parcel."""
    border = np.zeros(parcels.shape, bool)
    down, right = parcels[1:] != parcels[:-1], parcels[:, 1:] != parcels[:, :-1]
    border[1:] |= down
    border[:-1] |= down
    border[:, 1:] |= right
    border[:, :-1] |= right
    return np.asarray(distance_transform_edt(~border))


def _field_axes(rng: np.random.Generator, y: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates (m) along and across the passes: along the longer axis, in one field of six across it."""
    y, x = y - y.mean(), x - x.mean()
    angle = 0.5 * np.arctan2(2 * (x * y).mean(), (x * x).mean() - (y * y).mean()) + rng.normal(0, 0.03)
    if rng.random() < 1 / 6:
        angle += np.pi / 2
    along = np.cos(angle) * x + np.sin(angle) * y
    across = np.cos(angle) * y - np.sin(angle) * x
    return along, across + rng.normal(0, 0.03) * along**2 / max(np.abs(along).max(), 1.0)


def _passes(rng: np.random.Generator, across: np.ndarray) -> np.ndarray:
    """Return a profile [pixels] with deviation of about 1: passes of a random width, and tramlines at regular ones."""
    width = rng.uniform(*PASS_WIDTH)
    position = (across - across.min()) / width + rng.random()
    levels = rng.normal(0, 1, int(position.max()) + 2)
    profile = levels[position.astype(int)]
    if rng.random() < 0.5:
        spacing = rng.uniform(*TRAMLINES)
        distance = (across + rng.uniform(0, spacing)) % spacing - spacing / 2
        profile = 0.6 * profile - 1.5 * np.exp(-((distance / TRAMLINE) ** 2))
    return profile


def _halve(values: np.ndarray) -> np.ndarray:
    h, w = values.shape[-2:]
    return values.reshape(*values.shape[:-2], h // 2, 2, w // 2, 2).mean((-3, -1))
