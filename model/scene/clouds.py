"""Mask of clear optical pixels, from the scene classification where there is one, else from the image's own spectra.

Level, gain and gamma of an image may be any, so no brightness is a limit by itself. A cloud is white, of about the same
reflectance in all bands up to the near infrared and no brighter in the short-wave infrared, and it is brighter than
nearly all coloured ground of the same image. What is bright in one image is measured once for the whole of it
(`BrightnessLevels`): a pixel's mask does not depend on the window that is read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import maximum_filter, minimum_filter

from ..protocol import OPTICAL_BANDS

# Classes of Sen2Cor's scene classification. Dark (2) and unclassified (7) pixels are decided by the spectral tests:
# these classes hold dark wet soil and bright bare soil as often as shadow and thin cloud.
NO_CLASS = 0
CLEAR_CLASSES = (4, 5, 6)
AMBIGUOUS_CLASSES = (2, 7)
CLOUD_CLASSES = (8, 9)

NARROWEST = 3  # pixels a side of the smallest square of cloud, shadow or snow; less is an error or a bright roof
RIM = 4  # pixels around cloud that are not clear either
HALO = NARROWEST - 1 + RIM  # pixels around a window that its mask depends on

# A pixel is white where its brightest band has less than this many times the reflectance of its darkest one: with
# infrared; where only two such bands are left; with the colours alone.
WHITE, WHITE_PAIR, WHITE_COLOURS = 1.6, 1.3, 1.25
SHORT_WAVE = 1.25  # weight of the short-wave infrared, in which cloud is darker than in the near infrared
COLOURED = 1.1  # times that limit: ground for sure, where infrared separates soil from cloud
MIN_COLOURED = 0.05  # share of an image from which on its coloured ground tells how bright ground is
BRIGHTER, BRIGHTER_COLOURS = 1.5, 1.75  # times the 95th percentile of coloured ground: with infrared, without
GREY_BRIGHTER = 2.25  # times the 10th percentile of an image of hardly any colour
OVERCAST_WHITE, OVERCAST_RANGE = 1.07, 0.15  # median ratio of bands, and range of log colours, below which all is cloud
DARKEST_CLOUD = 0.1  # reflectance; no cloud is darker at any level of processing
DARK = 0.35  # times the 90th percentile of infrared below which a pixel is in shadow


@dataclass(frozen=True)
class BrightnessLevels:
    """What is bright and what is dark in one image, as reflectance.

    ``cloud`` is the level of its darkest band above which a white pixel is cloud. Below both ``near`` and
    ``short_wave`` a pixel is in shadow.
    """

    cloud: float = np.inf
    near: float = 0.0
    short_wave: float = 0.0


def bands_for_tests(bands: Collection[str]) -> tuple[str, ...]:
    """Return those of ``bands`` that the spectral tests read."""
    choices = ("B02",), ("B03",), ("B04", "B05"), ("B08", "B8A", "B07", "B06"), ("B11", "B12")
    chosen = (next((band for band in choice if band in bands), "") for choice in choices)
    return tuple(band for band in chosen if band)


def measure_levels(reflectance: np.ndarray, has_band: np.ndarray) -> BrightnessLevels:
    """Return the levels of an image from a sample [10, N] of its pixels, without pixels that have no data."""
    spectra = _Spectra(reflectance, has_band)
    if not spectra.testable or not reflectance.shape[1]:
        return BrightnessLevels()
    darkest, ratio = spectra.darkest, spectra.ratio
    limit, brighter = (COLOURED, BRIGHTER) if spectra.has_infrared else (1.0, BRIGHTER_COLOURS)
    coloured = ratio > limit * spectra.white
    enough = coloured.mean() >= MIN_COLOURED
    cloud = DARKEST_CLOUD
    if enough:
        cloud = max(cloud, brighter * float(np.percentile(darkest[coloured], 95)))
    if not spectra.has_infrared and not spectra.is_overcast():
        cloud = max(cloud, GREY_BRIGHTER * float(np.percentile(darkest, 10)))
    if spectra.near is None or spectra.short_wave is None or not enough:
        return BrightnessLevels(cloud)
    near, short_wave = (float(np.percentile(band[coloured], 90)) for band in (spectra.near, spectra.short_wave))
    return BrightnessLevels(cloud, DARK * near, DARK * short_wave)


def clear_mask(
    reflectance: np.ndarray,
    present: np.ndarray,
    has_band: np.ndarray,
    levels: BrightnessLevels,
    scl: np.ndarray | None = None,
) -> np.ndarray:
    """Return [H, W] bool: present and free of cloud, cirrus, cloud shadow and snow.

    ``reflectance`` [10, H, W] in the order of `OPTICAL_BANDS`, ``present`` [H, W] bool, ``has_band`` [10] bool,
    ``levels`` of the whole image, ``scl`` [H, W] the scene classification (0 where unknown). The outer `HALO` pixels
    depend on what lies beyond them.
    """
    cloud, other = spectral_masks(reflectance, has_band, levels)
    known = present
    if scl is not None:
        ambiguous = np.isin(scl, AMBIGUOUS_CLASSES)
        classified = np.isin(scl, CLOUD_CLASSES)
        other = ~(classified | ambiguous | np.isin(scl, CLEAR_CLASSES)) | (ambiguous & other)
        cloud = classified | (ambiguous & cloud)
        known = present & (scl != NO_CLASS)
    cloud, other = cloud & known, (other | cloud) & known
    if not other.any():
        return known
    hidden = _spread(_cores(other, known), NARROWEST)
    if cloud.any():
        hidden |= _spread(_cores(cloud, known), NARROWEST + 2 * RIM)
    return known & ~hidden


def spectral_masks(
    reflectance: np.ndarray, has_band: np.ndarray, levels: BrightnessLevels
) -> tuple[np.ndarray, np.ndarray]:
    """Return (cloud or snow [H, W], shadow [H, W]) of single pixels, as far as the existing bands allow a test."""
    spectra = _Spectra(reflectance, has_band)
    none = np.zeros(reflectance.shape[1:], bool)
    if not spectra.testable:
        return none, none
    cloud = (spectra.darkest > levels.cloud) & (spectra.ratio < spectra.white)
    if spectra.near is None or spectra.short_wave is None:
        return cloud, none
    shadow = (spectra.near < levels.near) & (spectra.short_wave < levels.short_wave)
    if spectra.green is not None:  # water is dark, too
        shadow &= spectra.green - spectra.near <= 0.1 * (spectra.green + spectra.near)
    return cloud, shadow


class _Spectra:
    """The tested bands of some pixels, and measures of their brightness and whiteness, of the shape of one band."""

    def __init__(self, reflectance: np.ndarray, has_band: np.ndarray) -> None:
        names = bands_for_tests([name for name, given in zip(OPTICAL_BANDS, has_band, strict=True) if given])
        band = {name: reflectance[OPTICAL_BANDS.index(name)] for name in names}
        short_wave = [band[name] for name in ("B11", "B12") if name in band]
        self._light = [values for name, values in band.items() if name not in ("B11", "B12")]
        self.green = band.get("B03")
        self.near = next((band[name] for name in ("B08", "B8A", "B07", "B06") if name in band), None)
        self.short_wave = short_wave[0] if short_wave else None
        self.testable = len(self._light) > 1
        self.has_infrared = self.near is not None or self.short_wave is not None
        self.white = (WHITE if len(band) > 2 else WHITE_PAIR) if self.has_infrared else WHITE_COLOURS
        if self.testable:
            # Snow is dark in the short-wave infrared, soil bright: it may only add to the brightest band.
            self.darkest = np.maximum(np.minimum.reduce(self._light), 1e-4)
            self.ratio = np.maximum.reduce([*self._light, *(SHORT_WAVE * values for values in short_wave)])
            self.ratio /= self.darkest

    def is_overcast(self) -> bool:
        """Return whether nearly all pixels are white and of one colour, as hardly any ground is."""
        first, last = (np.log(np.maximum(self._light[i], 1e-4)) for i in (0, -1))
        low, high = np.percentile(first - last, (10, 90))
        return bool(high - low < OVERCAST_RANGE and np.median(self.ratio) < OVERCAST_WHITE)


def _cores(mask: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the pixels of ``mask`` whose square of `NARROWEST` pixels lies in it, as far as it is ``known``."""
    return mask & minimum_filter((mask | ~known).view(np.uint8), NARROWEST, mode="nearest").view(bool)


def _spread(mask: np.ndarray, side: int) -> np.ndarray:
    """Return the pixels that lie in the square of ``side`` pixels around any of ``mask``."""
    return maximum_filter(mask.view(np.uint8), side, mode="nearest").view(bool)
