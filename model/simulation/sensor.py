"""Spatial response of the sensors: point spread, resampling of the 20 m bands, and registration errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .landscape import PIXEL

BANDS_10M, BANDS_20M = [0, 1, 2, 6], [3, 4, 5, 7, 8, 9]
FWHM_10M, FWHM_20M = (13.0, 22.0), (26.0, 38.0)  # full width at half maximum of the point spread, range in metres


@dataclass(frozen=True)
class Imaging:
    """How sharp and how noisy the optical images of a scene are.

    ``fwhm_10m`` and ``fwhm_20m``: full width at half maximum of the point spread in metres, without the blur of
    `misregister`; ``noise``: factor of the noise; ``offsets`` [10, 2]: displacement of the bands in pixels of 10 m.
    """

    fwhm_10m: float
    fwhm_20m: float
    noise: float
    offsets: np.ndarray


def draw_imaging(rng: np.random.Generator) -> Imaging:
    """Draw imaging as sharp and as free of noise as real products are (docs/realism.md)."""
    noise = float(np.exp(rng.uniform(np.log(0.08), np.log(0.6))))
    return Imaging(rng.uniform(3, 10), rng.uniform(9, 22), noise, rng.normal(0, 0.08, (10, 2)).clip(-0.3, 0.3))


def _blur_matrix(size: int, margin: int, step: int, width: float) -> sparse.csr_array:
    """Return the matrix that blurs a line of 5 m pixels (FWHM ``width`` m): [size / step, size + 2 margin]."""
    sigma, reach = width / 2.355 / PIXEL, margin
    centres = margin + (np.arange(size // step) + 0.5) * step - 0.5
    distance = np.arange(size + 2 * margin)[None] - centres[:, None]
    weights = np.where(np.abs(distance) <= reach, np.exp(-0.5 * (distance / sigma) ** 2), 0)
    weights[np.abs(distance) > 2.6 * sigma] = 0
    return sparse.csr_array((weights / weights.sum(1, keepdims=True)).astype(np.float32))


def unit_fractions(units: np.ndarray, count: int, margin: int, step: int, width: float) -> sparse.csr_array:
    """Return the fraction of each unit in each blurred pixel of ``step`` × 5 m: [pixels, units].

    ``units`` [h, w] at 5 m has ``margin`` pixels more on every side than the result.
    """
    line = _blur_matrix(units.shape[0] - 2 * margin, margin, step, width)
    rows = line.tocoo()
    h, w = line.shape[0], units.shape[1]
    # Blur along columns first, with entries (row, x, unit), then along rows.
    key = (rows.row[:, None] * w + np.arange(w)) * np.int64(count) + units[rows.col]
    unique_keys, inverse = np.unique(key.ravel(), return_inverse=True)
    fractions = np.bincount(inverse, np.repeat(rows.data, w)).astype(np.float32)
    position, unit = np.divmod(unique_keys, count)
    row, column = np.divmod(position, w)
    spread = line.tocsc()[:, column].tocoo()
    pixel = row[spread.col] * h + spread.row
    return sparse.csr_array((spread.data * fractions[spread.col], (pixel, unit[spread.col])), shape=(h * h, count))


def upsample(image: np.ndarray, smooth: bool) -> np.ndarray:
    """Double the size of [..., h, w]: repeat every pixel, or interpolate linearly where ``smooth``."""
    if not smooth:
        return image.repeat(2, -2).repeat(2, -1)
    for axis in (-2, -1):
        image = np.moveaxis(image, axis, -1)
        padded = np.concatenate([image[..., :1], image, image[..., -1:]], -1)
        pair = (0.75 * image + 0.25 * padded[..., :-2], 0.75 * image + 0.25 * padded[..., 2:])
        image = np.moveaxis(np.stack(pair, -1).reshape(*image.shape[:-1], -1), -1, axis)
    return image


def misregister(rng: np.random.Generator, images: np.ndarray, deviation: float) -> np.ndarray:
    """Shift every date of [T, C, h, w] by its own fraction of a pixel (bilinear; ``deviation`` in pixels)."""
    shifted = images.copy()
    for date, shifts in enumerate(rng.normal(0, deviation, (len(images), 2)).clip(-0.9, 0.9)):
        _shift(shifted[date], shifts)
    return shifted


def misalign(images: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Shift every band of [T, C, h, w] by its own fraction of a pixel, the same on all dates: ``offsets`` [C, 2]."""
    shifted = images.copy()
    for band, shifts in enumerate(offsets):
        _shift(shifted[:, band], shifts)
    return shifted


def _shift(images: np.ndarray, shifts: np.ndarray) -> None:
    """Shift [N, h, w] in place down and right by less than a pixel."""
    for axis, shift in zip((-2, -1), shifts, strict=True):
        step = 1 if shift > 0 else -1
        neighbour = np.roll(images, step, axis)
        edge = [slice(None)] * 3
        edge[axis] = slice(0, 1) if step > 0 else slice(-1, None)
        neighbour[tuple(edge)] = images[tuple(edge)]
        images += np.float32(abs(shift)) * (neighbour - images)
