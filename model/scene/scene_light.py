"""The light of a scene: how bright and how contrasty its images are beside those that the network learned from.

Images come with any gain and gamma: percent, eight bits, stretched. In the logarithm of reflectance a gain is a
shift and a gamma a scale, so that matching level and contrast undoes both. A scene whose level and contrast lie in the
range of training is left as it is, to the bit.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict

import numpy as np
import rasterio

from ..protocol import OPTICAL_BANDS, Acquisition, InputError, Scene
from .fingerprint import fingerprint
from .grid import reference_grid, sample_windows
from .optical_images import read_optical_windows
from .warper import CACHE_MEGABYTES, Warper

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
# Logarithms of these quantiles of reflectance in each band: medians over 534 reference frames of training tiles.
TRAINING = np.array(
    [
        [-3.49, -3.16, -2.85, -2.60, -2.39],
        [-2.99, -2.70, -2.46, -2.25, -2.07],
        [-3.45, -2.95, -2.51, -2.17, -1.93],
        [-2.48, -2.24, -2.04, -1.86, -1.70],
        [-1.74, -1.57, -1.42, -1.27, -1.12],
        [-1.61, -1.42, -1.26, -1.11, -0.93],
        [-1.59, -1.39, -1.20, -1.04, -0.86],
        [-1.48, -1.30, -1.14, -0.98, -0.82],
        [-1.91, -1.70, -1.50, -1.32, -1.17],
        [-2.65, -2.26, -1.94, -1.67, -1.47],
    ]
)
# What nine of ten of those frames keep to: distance of the level, and contrast as a multiple of the typical one. With
# infrared, contrast is mostly that between bands, which hardly varies; that of colours alone varies with the ground.
LEVEL, CONTRAST = 0.35, (0.6, 1.4)
LEVEL_OF_COLOURS, CONTRAST_OF_COLOURS = 0.4, (0.5, 1.5)
DARKEST = 1e-4  # reflectance; no logarithm is taken of less
DATES = 8  # on which the light of a scene is measured
CLEAR = 0.5  # share of an image that has to be clear for it to count
LEAST = 4000  # clear pixels of an image that counts
KEPT = 100  # scenes whose light this process remembers
_measured: OrderedDict[tuple[str, ...], tuple[float, float]] = OrderedDict()


def normalise_light(scene: Scene) -> Scene:
    """Return the scene whose Sentinel-2 images all have the gain and gamma that bring its light to that of training.

    They depend on the images alone, not on an area or a reference frame. An unusual scene gets the typical level and,
    with infrared, the typical contrast; without it, the nearest contrast in the range.
    """
    optical = scene.of("S2")
    files = tuple(fingerprint(a, None) for a in optical)
    gain, gamma = _measured[files] if files in _measured else _measure_correction(optical)
    if all(files):
        _measured[files] = gain, gamma
        if len(_measured) > KEPT:
            _measured.popitem(last=False)
    if (gain, gamma) == (1.0, 1.0):
        return scene
    return dataclasses.replace(
        scene,
        acquisitions=tuple(
            dataclasses.replace(a, gain=gain, gamma=gamma) if a.sensor == "S2" else a for a in scene.acquisitions
        ),
    )


def correct_light(values: np.ndarray, acquisition: Acquisition) -> np.ndarray:
    """Return gain · reflectance ** gamma of an acquisition, the same array where that changes nothing."""
    if (acquisition.gain, acquisition.gamma) == (1.0, 1.0):
        return values
    gain, gamma = np.float32(acquisition.gain), np.float32(acquisition.gamma)
    return gain * np.maximum(values, np.float32(DARKEST)) ** gamma


def choose_correction(level: float, contrast: float, has_band: np.ndarray) -> tuple[float, float]:
    """Return (gain, gamma) for a scene from the mean and standard deviation of the logarithms of its quantiles.

    ``has_band`` [10] are its bands. (1, 1) where both lie in the range of training.
    """
    typical = TRAINING[has_band]
    colours = not has_band[OPTICAL_BANDS.index("B05") :].any()
    far, (low, high) = (LEVEL_OF_COLOURS, CONTRAST_OF_COLOURS) if colours else (LEVEL, CONTRAST)
    ratio = contrast / float(typical.std())
    if ratio == 0 or (abs(level - float(typical.mean())) <= far and low <= ratio <= high):
        return 1.0, 1.0
    gamma = float(np.clip(ratio, low, high)) / ratio if colours else 1 / ratio
    return float(np.exp(typical.mean() - gamma * level)), gamma


def _measure_correction(optical: tuple[Acquisition, ...]) -> tuple[float, float]:
    """Return (gain, gamma) for the images of a scene, from a few dates spread over them."""
    bands = set.intersection(*(set(a.bands) for a in optical)) if optical else set()
    has_band = np.array([band in bands for band in OPTICAL_BANDS])
    spread = np.unique(np.linspace(0, len(optical) - 1, min(DATES, len(optical))).round().astype(int))
    measured = []
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES):
        for number in spread if bands else ():
            quantiles = _log_quantiles(optical[number], has_band)
            if quantiles is not None:
                measured.append((quantiles.mean(), quantiles.std()))
    if not measured:
        return 1.0, 1.0
    level, contrast = np.median(measured, 0)
    return choose_correction(float(level), float(contrast), has_band)


def _log_quantiles(acquisition: Acquisition, has_band: np.ndarray) -> np.ndarray | None:
    """Return the logarithms of the `QUANTILES` of clear reflectance [bands, 5], None where too little is clear."""
    try:
        grid = reference_grid(Scene((acquisition,)), acquisition)
        with Warper(grid) as warper:
            windows = read_optical_windows(warper, acquisition, sample_windows(grid))
    except InputError:
        return None  # it is reported where it is mapped
    present = sum(int(window[1].sum()) for window in windows)
    values = np.concatenate([window[0][:, window[2]] for window in windows], 1)[has_band]
    if values.shape[1] < max(LEAST, CLEAR * present):
        return None
    return np.quantile(np.log(np.maximum(values, DARKEST)), QUANTILES, axis=1).T
