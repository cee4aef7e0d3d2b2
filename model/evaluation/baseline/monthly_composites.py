"""A scene as monthly composites, which is how a random forest reads a season: one column a month and band."""

from __future__ import annotations

from datetime import date

import numpy as np
from scipy.ndimage import uniform_filter

from ...datatypes import Sample
from ...ndvi import ndvi
from ...protocol import OPTICAL_BANDS, RADAR_BANDS

MONTHS = 12
SPECKLE = 3  # pixels: Sentinel-1 is averaged over a square of them, as analysts do
RED, NEAR = OPTICAL_BANDS.index("B04"), OPTICAL_BANDS.index("B08")
_BANDS = MONTHS * len(OPTICAL_BANDS)
_NDVI = slice(_BANDS, _BANDS + MONTHS)
COLUMNS = _NDVI.stop + MONTHS * len(RADAR_BANDS) + 2
OUTLINED = [OPTICAL_BANDS.index(band) for band in ("B03", "B04", "B08", "B11")]
GROWING = slice(2, 10)  # March to October


def composites(sample: Sample) -> np.ndarray:
    """Return [COLUMNS, H, W] float32: by month of the reference frame's year the mean of the clear dates.

    Reflectance (month by month, bands within), NDVI, VV and VH in dB; then elevation and slope. A month without a clear
    date is interpolated between its neighbours in time; NaN where the whole year has none.
    """
    year = date.fromordinal(int(sample.reference_day)).year
    clear = sample.optical_valid[:, None] & sample.optical_bands[:, :, None, None]
    optical = _filled(*_means(sample.optical, clear, sample.optical_days, year))
    index = ndvi(optical[:, RED], optical[:, NEAR], 1e-3)
    heard = sample.radar_valid[:, None] & sample.radar_bands[:, :, None, None]
    radar = _filled(*_means(_despeckled(sample.radar, heard), heard, sample.radar_days, year))
    terrain = np.where(sample.terrain_valid, sample.terrain, np.nan)
    decibels = 10 * np.log10(np.maximum(radar, 1e-6))
    extent = terrain.shape[1:]
    parts = (optical, index, decibels, terrain)
    return np.concatenate([part.reshape(-1, *extent) for part in parts]).astype(np.float32)


def outlining(columns: np.ndarray) -> np.ndarray:
    """Return the columns (the first axis) in which fields are told apart: NDVI and four bands, March to October."""
    bands = columns[:_BANDS].reshape(MONTHS, len(OPTICAL_BANDS), *columns.shape[1:])[GROWING, OUTLINED]
    return np.concatenate([columns[_NDVI][GROWING], bands.reshape(-1, *columns.shape[1:])])


def _means(values: np.ndarray, valid: np.ndarray, days: np.ndarray, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Return monthly means [12, C, H, W] of the valid values of ``year``, and where there are any."""
    total = np.zeros((MONTHS, *values.shape[1:]), np.float32)
    count = np.zeros(total.shape, np.uint8)
    for image, there, day in zip(values, valid, map(date.fromordinal, days.tolist()), strict=True):
        if day.year == year:
            total[day.month - 1] += np.where(there, image, 0)
            count[day.month - 1] += there
    return total / np.maximum(count, 1), count > 0


def _filled(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Interpolate along the first axis, linearly between known values, constantly before and after; NaN without any."""
    last = len(values) - 1
    step = np.arange(len(values), dtype=np.int8).reshape(-1, *[1] * (values.ndim - 1))
    before = np.maximum.accumulate(np.where(known, step, np.int8(-1)))
    after = np.minimum.accumulate(np.where(known, step, np.int8(last + 1))[::-1])[::-1]
    first = np.where(before < 0, after, before).clip(0, last)
    second = np.where(after > last, before, after).clip(0, last)
    share = ((step - first) / np.maximum(second - first, 1)).astype(np.float32)
    filled = np.take_along_axis(values, first, 0) * (1 - share) + np.take_along_axis(values, second, 0) * share
    return np.where(known.any(0), filled, np.nan)


def _despeckled(decibels: np.ndarray, heard: np.ndarray) -> np.ndarray:
    """Return backscatter as power, averaged over the valid pixels of a small square."""
    square = (1, 1, SPECKLE, SPECKLE)
    power = uniform_filter(np.where(heard, 10 ** (decibels / 10), 0).astype(np.float32), square)
    share = uniform_filter(heard.astype(np.float32), square)
    return power / np.maximum(share, 1e-3)
