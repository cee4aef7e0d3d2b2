"""Monthly composites of a scene, the features of the random forest: one column a month and band."""

from __future__ import annotations

from datetime import date

import numpy as np
from scipy.ndimage import uniform_filter

from ...datatypes import Sample
from ...ndvi import ndvi
from ...protocol import OPTICAL_BANDS, RADAR_BANDS

MONTHS = 12
SPECKLE = 3  # pixels: Sentinel-1 is averaged over a square side
RED, NEAR = OPTICAL_BANDS.index("B04"), OPTICAL_BANDS.index("B08")
_BANDS = MONTHS * len(OPTICAL_BANDS)
_NDVI = slice(_BANDS, _BANDS + MONTHS)
COLUMNS = _NDVI.stop + MONTHS * len(RADAR_BANDS) + 2
SEGMENTATION_BANDS = [OPTICAL_BANDS.index(band) for band in ("B03", "B04", "B08", "B11")]
GROWING_SEASON = slice(2, 10)  # March to October


def compute_monthly_composites(sample: Sample) -> np.ndarray:
    """Return [COLUMNS, H, W] float32: for each month of the reference frame's year the mean of the clear dates.

    Reflectance (months, within them bands), NDVI, VV and VH in dB; then elevation and slope. A month without a clear
    date is interpolated linearly in time; NaN where the whole year has none.
    """
    year = date.fromordinal(int(sample.reference_day)).year
    clear = sample.optical_valid[:, None] & sample.optical_bands[:, :, None, None]
    optical = _interpolate_months(*_monthly_means(sample.optical, clear, sample.optical_days, year))
    index = ndvi(optical[:, RED], optical[:, NEAR], 1e-3)
    radar_valid = sample.radar_valid[:, None] & sample.radar_bands[:, :, None, None]
    power = _despeckle(sample.radar, radar_valid)
    radar = _interpolate_months(*_monthly_means(power, radar_valid, sample.radar_days, year))
    terrain = np.where(sample.terrain_valid, sample.terrain, np.nan)
    decibels = 10 * np.log10(np.maximum(radar, 1e-6))
    extent = terrain.shape[1:]
    parts = (optical, index, decibels, terrain)
    return np.concatenate([part.reshape(-1, *extent) for part in parts]).astype(np.float32)


def select_segmentation_columns(columns: np.ndarray) -> np.ndarray:
    """Return the columns (first axis) that are segmented: NDVI and four bands, March to October."""
    bands = columns[:_BANDS].reshape(MONTHS, len(OPTICAL_BANDS), *columns.shape[1:])[GROWING_SEASON, SEGMENTATION_BANDS]
    return np.concatenate([columns[_NDVI][GROWING_SEASON], bands.reshape(-1, *columns.shape[1:])])


def _monthly_means(values: np.ndarray, valid: np.ndarray, days: np.ndarray, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Return monthly means [12, C, H, W] of the valid values of ``year``, and where there are any (bool)."""
    total = np.zeros((MONTHS, *values.shape[1:]), np.float32)
    count = np.zeros(total.shape, np.uint8)
    for image, image_valid, day in zip(values, valid, map(date.fromordinal, days.tolist()), strict=True):
        if day.year == year:
            total[day.month - 1] += np.where(image_valid, image, 0)
            count[day.month - 1] += image_valid
    return total / np.maximum(count, 1), count > 0


def _interpolate_months(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Interpolate along the first axis, linearly between valid values, constant before and after; NaN without any."""
    last = len(values) - 1
    step = np.arange(len(values), dtype=np.int8).reshape(-1, *[1] * (values.ndim - 1))
    before = np.maximum.accumulate(np.where(valid, step, np.int8(-1)))
    after = np.minimum.accumulate(np.where(valid, step, np.int8(last + 1))[::-1])[::-1]
    first = np.where(before < 0, after, before).clip(0, last)
    second = np.where(after > last, before, after).clip(0, last)
    share = ((step - first) / np.maximum(second - first, 1)).astype(np.float32)
    filled = np.take_along_axis(values, first, 0) * (1 - share) + np.take_along_axis(values, second, 0) * share
    return np.where(valid.any(0), filled, np.nan)


def _despeckle(decibels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return backscatter as power, averaged over the valid pixels of a square of `SPECKLE` pixels."""
    square = (1, 1, SPECKLE, SPECKLE)
    power = uniform_filter(np.where(valid, 10 ** (decibels / 10), 0).astype(np.float32), square)
    share = uniform_filter(valid.astype(np.float32), square)
    return power / np.maximum(share, 1e-3)
