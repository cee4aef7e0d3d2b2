"""Mask of clear optical pixels, from the scene classification where there is one, else from spectral tests."""

from __future__ import annotations

import numpy as np

from ..protocol import OPTICAL_BANDS

# Classes of Sen2Cor's scene classification. Dark (2) and unclassified (7) pixels are decided by the spectral tests:
# these classes hold dark wet soil and bright bare soil as often as shadow and thin cloud.
CLEAR_CLASSES = (4, 5, 6)
AMBIGUOUS_CLASSES = (2, 7)


def clear_mask(reflectance: np.ndarray, has_band: np.ndarray, scl: np.ndarray | None = None) -> np.ndarray:
    """Return [H, W] bool: free of cloud, cirrus, cloud shadow and snow.

    ``reflectance`` [10, H, W] in the order of `OPTICAL_BANDS`, ``has_band`` [10] bool, ``scl`` [H, W] the scene
    classification (0 where unknown). Pixels without data are not excluded here.
    """
    spectral = spectral_clear_mask(reflectance, has_band)
    if scl is None:
        return spectral
    return np.isin(scl, CLEAR_CLASSES) | (np.isin(scl, AMBIGUOUS_CLASSES) & spectral)


def spectral_clear_mask(reflectance: np.ndarray, has_band: np.ndarray) -> np.ndarray:
    """Return [H, W] bool from brightness, whiteness, snow index and darkness, as far as the existing bands allow."""
    band = {name: reflectance[i] for i, name in enumerate(OPTICAL_BANDS) if has_band[i]}
    clear = np.ones(reflectance.shape[1:], bool)
    if (cloud := _cloud_mask(band)) is not None:
        clear &= ~cloud
    if "B03" in band and "B11" in band:
        clear &= ~((_ratio(band["B03"], band["B11"]) > 0.4) & (band["B03"] > 0.2))
    near, short_wave = band.get("B08", band.get("B8A")), band.get("B11", band.get("B12"))
    if near is not None and short_wave is not None:
        green = band.get("B03")
        water = np.zeros_like(clear) if green is None else _ratio(green, near) > 0.1
        clear &= ~((near < 0.1) & (short_wave < 0.07) & ~water)
    return clear


def _cloud_mask(band: dict[str, np.ndarray]) -> np.ndarray | None:
    """Return [H, W] bool of cloud, which is bright in the blue and white; None where the bands do not allow a test.

    With blue and red, the haze-optimised transform of Zhu and Woodcock (2012), blue - 0.5 red > 0.08, excludes bright
    soil, whose red exceeds its blue. Without blue, pixels bright and flat from red edge to near infrared are cloud.
    """
    if "B02" in band and "B04" in band:
        blue, red = band["B02"], band["B04"]
        return (blue - 0.5 * red > 0.08) & (blue > 0.13)
    if "B02" in band:
        return band["B02"] > 0.18
    edge, near = band.get("B05", band.get("B04")), band.get("B8A", band.get("B08"))
    if edge is None or near is None:
        return None
    flat = np.abs(_ratio(near, edge)) < 0.12
    return (edge > 0.3) & flat


def _ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the normalised difference (a - b) / (a + b), 0 where the sum is not positive."""
    total = a + b
    return np.divide(a - b, total, out=np.zeros_like(total), where=total > 0)
