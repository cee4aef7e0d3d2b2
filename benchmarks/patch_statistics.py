"""Statistics of texture of an image patch that do not depend on its brightness, for `realism.py`."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter, laplace, uniform_filter

GRADIENT_QUANTILES = (10, 25, 50, 75, 90, 99)
LAGS = (1, 2, 4, 8)
FLAT = 0.01  # relative deviation within 3 × 3 pixels below which a place counts as nearly flat
WINDOW = 2.0  # pixels, deviation of the window of the structure tensor
_TINY = 1e-6


def band_statistics(values: np.ndarray) -> dict[str, float]:
    """Return the statistics of one band [h, w] relative to its mean, most as logarithms.

    Gradients (change per pixel) at scales of 1, 2 and 4 pixels; deviation within and between 3 × 3 pixels;
    autocorrelation along both axes; anisotropy of the structure tensor where the patch is even and where it is not;
    noise as the median of the second difference; share of nearly flat places.
    """
    image = values / max(float(values.mean()), _TINY)
    return _contrast(image) | _autocorrelation(image)


def index_statistics(index: np.ndarray) -> dict[str, float]:
    """Return the statistics of a vegetation index [h, w] without scaling, and its quantiles."""
    quantiles = np.percentile(index, (5, 25, 50, 75, 95))
    named = {f"quantile {q}": float(v) for q, v in zip((5, 25, 50, 75, 95), quantiles, strict=True)}
    return _contrast(index) | _autocorrelation(index) | named


def correlation_statistics(first: np.ndarray, second: np.ndarray) -> dict[str, float]:
    """Return the correlation of two bands [h, w]: of the values, and of what remains without a mean of 5 × 5 pixels."""
    fine = [band - uniform_filter(band, 5) for band in (first, second)]
    return {"correlation": _correlation(first, second), "fine correlation": _correlation(*fine)}


def _contrast(image: np.ndarray) -> dict[str, float]:
    gradients = [_gradient(image if scale == 1 else gaussian_filter(image, scale / 2)) for scale in (1, 2, 4)]
    fine = np.hypot(*gradients[0])
    means = [float(np.hypot(*g).mean()) for g in gradients]
    quantiles = np.percentile(fine, GRADIENT_QUANTILES)
    statistics = {f"gradient {q}": _log(v) for q, v in zip(GRADIENT_QUANTILES, quantiles, strict=True)}
    statistics["gradient 99 to 50"] = statistics["gradient 99"] - statistics["gradient 50"]
    statistics["gradient 50 to 10"] = statistics["gradient 50"] - statistics["gradient 10"]
    statistics["scales 2 to 1"] = _log(means[1]) - _log(means[0])
    statistics["scales 4 to 2"] = _log(means[2]) - _log(means[1])
    smooth = uniform_filter(image, 3)
    within = np.sqrt((uniform_filter(image**2, 3) - smooth**2).clip(0))
    statistics["deviation between 3x3"] = _log(float(smooth.std()))
    statistics["deviation within 3x3"] = _log(float(within.mean()))
    statistics["within to between"] = statistics["deviation within 3x3"] - statistics["deviation between 3x3"]
    statistics["nearly flat"] = float((within < FLAT).mean())
    # A second difference is 0 on slopes; of white noise with deviation 1 its median magnitude is 3.
    statistics["noise"] = _log(float(np.median(np.abs(laplace(image)))) / 3)
    return statistics | _anisotropy(gradients[0], fine)


def _anisotropy(gradient: tuple[np.ndarray, np.ndarray], magnitude: np.ndarray) -> dict[str, float]:
    down, right = gradient
    tensor = [gaussian_filter(p, WINDOW) for p in (down * down, right * right, down * right)]
    spread = np.hypot(tensor[0] - tensor[1], 2 * tensor[2])
    coherence = spread / (tensor[0] + tensor[1] + 1e-12)
    energy = tensor[0] + tensor[1]
    even = energy <= np.percentile(energy, 30)
    return {
        "anisotropy, even places": float(coherence[even].mean()),
        "anisotropy, uneven places": float(coherence[energy >= np.percentile(energy, 70)].mean()),
        "share of gradients in even places": _log(float(magnitude[even].mean()) / max(float(magnitude.mean()), _TINY)),
    }


def _autocorrelation(image: np.ndarray) -> dict[str, float]:
    return {
        f"autocorrelation {lag} {name}": _correlation(*pair)
        for lag in LAGS
        if lag < min(image.shape) / 2
        for name, pair in (
            ("down", (image[lag:], image[:-lag])),
            ("right", (image[:, lag:], image[:, :-lag])),
        )
    }


def _gradient(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    down, right = np.gradient(image)
    return down, right


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    a, b = first - first.mean(), second - second.mean()
    return float((a * b).mean() / max(float(np.sqrt((a * a).mean() * (b * b).mean())), 1e-12))


def _log(value: float) -> float:
    return float(np.log(max(value, _TINY)))
