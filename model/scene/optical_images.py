"""Windows of Sentinel-2 images as reflectance, with what is clear in them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from rasterio.windows import Window

from ..protocol import OPTICAL_BANDS, Acquisition, Scene
from .cloud_masks import SCL, to_classes
from .clouds import AMBIGUOUS_CLASSES, HALO, BrightnessLevels, bands_for_tests, clear_mask, measure_levels
from .fingerprint import fingerprint
from .grid import reference_grid, sample_windows
from .warper import Warper, read_physical

LEVELS_KEPT = 1000  # acquisitions whose levels this process remembers
_levels: OrderedDict[str, BrightnessLevels] = OrderedDict()

OpticalWindow = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""(reflectance [10, H, W], has data [H, W], clear [H, W], has band [10]); 0 where there is no data."""


def read_optical(warper: Warper, acquisition: Acquisition, window: Window) -> OpticalWindow:
    """Return one window of an S2 acquisition."""
    return read_optical_windows(warper, acquisition, [window])[0]


def read_optical_windows(warper: Warper, acquisition: Acquisition, windows: Sequence[Window]) -> list[OpticalWindow]:
    """Return windows of an S2 acquisition.

    A pixel is clear or not in whatever window it is read: wider windows are read than returned, and brightness levels
    are those of the whole image.
    """
    has_band = np.array([band in acquisition.bands for band in OPTICAL_BANDS])
    inner = slice(HALO, -HALO)
    read, classes = [], []
    for window in windows:
        wide = Window(window.col_off - HALO, window.row_off - HALO, window.width + 2 * HALO, window.height + 2 * HALO)
        read.append(read_physical(warper, acquisition, OPTICAL_BANDS, wide))
        is_scl = acquisition.mask == SCL
        nodata = 0.0 if is_scl else None  # zero is clear in the other masks
        mask = warper.read([acquisition.clouds], nodata, wide, exact=True)[0] if acquisition.clouds else None
        classes.append(mask if mask is None else to_classes(mask, acquisition.mask))
    levels = BrightnessLevels()
    if any(scl is None or np.isin(scl, AMBIGUOUS_CLASSES).any() for scl in classes):
        cropped = [(values[:, inner, inner], present[inner, inner]) for values, present in read]
        levels = brightness_levels(warper, acquisition, dict(zip(windows, cropped, strict=True)))
    result = []
    for (values, present), scl in zip(read, classes, strict=True):
        clear = clear_mask(values, present, has_band, levels, scl)
        result.append((values[:, inner, inner], present[inner, inner], clear[inner, inner], has_band))
    return result


def brightness_levels(
    warper: Warper, acquisition: Acquisition, read: Mapping[Window, tuple[np.ndarray, np.ndarray]]
) -> BrightnessLevels:
    """Return the levels of an S2 acquisition, measured on a sample of all that its files cover.

    They depend on neither window nor area nor any other acquisition, and are kept while the files are unchanged.
    ``read`` are values and presence in windows of the warper's grid that need not be read again.
    """
    bands = {band: acquisition.bands[band] for band in bands_for_tests(acquisition.bands)}
    key = tuple(bands.items())
    if key not in warper.levels:
        reduced = replace(acquisition, bands=bands, clouds=None)
        files = fingerprint(reduced, None)
        known = read if len(bands) == len(acquisition.bands) else {}  # other bands may lack data elsewhere
        levels = _levels.get(files) or _measure_levels(warper, reduced, known)
        warper.levels[key] = levels
        if files:  # those of files that are not local may change unnoticed
            _levels[files] = levels
            _levels.move_to_end(files)
            if len(_levels) > LEVELS_KEPT:
                _levels.popitem(last=False)
    return warper.levels[key]


def _measure_levels(
    warper: Warper, acquisition: Acquisition, read: Mapping[Window, tuple[np.ndarray, np.ndarray]]
) -> BrightnessLevels:
    if len(acquisition.bands) < 2:
        return BrightnessLevels()
    grid = reference_grid(Scene((acquisition,)), acquisition)
    known = read if warper.grid == grid else {}
    with Warper(grid) as own:
        reader = warper if warper.grid == grid else own
        sample = [
            known.get(window) or read_physical(reader, acquisition, OPTICAL_BANDS, window)
            for window in sample_windows(grid)
        ]
    has_band = np.array([band in acquisition.bands for band in OPTICAL_BANDS])
    return measure_levels(np.concatenate([values[:, present] for values, present in sample], 1), has_band)
