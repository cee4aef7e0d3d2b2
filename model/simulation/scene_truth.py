"""Noise-free truth of a simulated scene: reflectance and backscatter of its ground on any day, at sensor resolution."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from ..crops import known_crops
from . import radar, spectra
from .climate import Climate, adapt_covers, adapt_curves, draw_cover_factors
from .field_texture import draw_field_texture
from .fractal_noise import fractal_noise
from .landscape import Landscape, LandscapeVariety, simulate_landscape
from .parcel_shapes import ParcelShapes, SquareParcels
from .phenology_prior import prior_curves
from .sensor import BANDS_10M, BANDS_20M, FWHM_10M, FWHM_20M, Imaging, draw_imaging, misalign, unit_fractions, upsample
from .signatures import draw_curves, draw_deviations, interpolate

MARGIN = 10
FWHM_RADAR = 26.0  # metres
VIGOUR, BRIGHTNESS = (0.12, 0.4), (0.03, 0.09)  # ranges of the deviation within a field, similar to real parcels
GRAIN_OF_FIELDS, FINE_GRAIN_OF_FIELDS = 0.015, 0.006  # relative; where other texture is simulated it is less
# Exponents of the power spectra of vigour (two patterns), brightness and grain; where passes and the variation of
# spectra are simulated, too, the first three are smoother and, for the same deviation within a field, stronger.
SLOPES, SMOOTH_SLOPES = (2.8, 2.8, 2.6, 0.6), (3.4, 3.4, 3.2, 0.6)
SMOOTH_FACTORS = np.array((1.3, 1.3, 0.9), np.float32)[:, None, None]
VARIATION_IN_FIELDS, VARIATION_OF_GRAIN = 0.02, 0.7  # relative; share of the grain of other covers
# Range of the share of their kind's variance by which the parts of a field differ; similar neighbours differ by 0.1.
PART_VARIANCE = 0.03, 0.5


@dataclass(frozen=True)
class SceneTruth:
    """The truth of a scene of ``size`` × ``size`` pixels of 10 m with N fields.

    ``landscape`` has `MARGIN` pixels of 5 m more on every side. ``fractions_10m``, ``fractions_20m`` and
    ``fractions_radar`` (20 m) are the fractions of the units in the pixels [pixels, units]. ``texture``
    [4, size, size] is the variation within units: two patterns of vigour that alternate through the year, brightness,
    and grain of other covers. ``shift`` is the delay of the season (days), ``smooth`` whether 20 m bands are
    interpolated. ``climate`` is that of the signatures where None; ``cover_factors`` [U, 10] are factors of the
    reflectance of the units that are no field; ``imaging`` is the sharpness and the noise of the images, of the usual
    range where None; ``variation`` [3, size, size] that of the spectra in the directions of `spectra.VARIATIONS`.

    Of each field: ``curves`` [N, knots, channels], ``delay`` [N] relative to the signatures (days), ``row_effect`` [N]
    on the backscatter (dB), ``wetness`` [N, 1] added to the moisture, ``variability`` [N] relative variation within.
    """

    size: int
    landscape: Landscape
    curves: np.ndarray
    delay: np.ndarray
    row_effect: np.ndarray
    wetness: np.ndarray
    shift: float
    fractions_10m: sparse.csr_array
    fractions_20m: sparse.csr_array
    fractions_radar: sparse.csr_array
    texture: np.ndarray
    variability: np.ndarray
    smooth: bool
    climate: Climate | None = None
    cover_factors: np.ndarray | None = None
    imaging: Imaging | None = None
    variation: np.ndarray | None = None


def simulate_truth(
    rng: np.random.Generator,
    size: int,
    mix: np.ndarray,
    shift: float,
    shapes: ParcelShapes | SquareParcels | None = None,
    hard: bool = False,
    fitted: bool = True,
    parted: float = 0.0,
    variety: LandscapeVariety | None = None,
    climate: Climate | None = None,
) -> SceneTruth:
    """Simulate a landscape with the first K of `known_crops` in the proportions of ``mix`` [K]; ``size`` is even.

    ``mix``, ``shapes``, ``hard``, ``parted`` and ``variety`` are those of `landscape.simulate_landscape`. The curves of
    the fields are drawn from the ``fitted`` signatures, or from the phenological parameters, and adapted to the
    ``climate``.
    """
    parts_rng = rng.spawn(1)[0]
    landscape = simulate_landscape(rng, 2 * size + 2 * MARGIN, mix, shapes, hard, parted, variety)
    count = len(landscape.crops)
    is_field = (landscape.crops >= 0) & (landscape.parent == np.arange(count))
    crops, fields = landscape.crops[is_field], int(is_field.sum())
    similar_to = (np.cumsum(is_field) - 1)[landscape.similar_to[is_field]]
    spread = climate.spread if climate else 1.0
    curves = draw_curves(rng, crops, similar_to, known_crops(), spread) if fitted else prior_curves(rng, crops)
    delay = shift + rng.normal(0, 3 * spread, len(mix))[crops] + rng.normal(0, 3, fields)
    if climate:
        curves, later = adapt_curves(rng, curves, crops, climate)
        delay = delay + later
    row_effect = np.where(rng.random(fields) < 0.15, rng.uniform(1, 3, fields), 0.0)
    deviations = rng.uniform(*VIGOUR), rng.uniform(*VIGOUR), rng.uniform(*BRIGHTNESS), 1.0
    slopes = SMOOTH_SLOPES if climate else SLOPES
    texture = np.stack([fractal_noise(rng, (size, size), beta) for beta in slopes])
    texture *= np.array(deviations, np.float32)[:, None, None]
    imaging = variation = None
    if climate:
        imaging_rng, texture_rng = rng.spawn(2)
        imaging = draw_imaging(imaging_rng)
        factor, patterns = draw_field_texture(texture_rng, landscape.parcels, MARGIN)
        texture[:3] = SMOOTH_FACTORS * texture[:3] * factor + patterns
        variation = _draw_variation(texture_rng, landscape, factor)
    truth = SceneTruth(
        size,
        landscape,
        curves,
        delay,
        row_effect,
        rng.normal(0, 0.12, (fields, 1)),
        shift,
        unit_fractions(landscape.units, count, MARGIN, 2, imaging.fwhm_10m if imaging else rng.uniform(*FWHM_10M)),
        unit_fractions(landscape.units, count, MARGIN, 4, imaging.fwhm_20m if imaging else rng.uniform(*FWHM_20M)),
        unit_fractions(landscape.units, count, MARGIN, 4, FWHM_RADAR),
        texture,
        rng.lognormal(0, 0.35, fields),
        bool(rng.random() < 0.5),
        climate,
        draw_cover_factors(rng, landscape.covers) if climate else None,
        imaging,
        variation,
    )
    return _with_parts(parts_rng, truth)


def _draw_variation(rng: np.random.Generator, landscape: Landscape, factor: np.ndarray) -> np.ndarray:
    """Draw the variation of spectra [3, H, W] from pixel to pixel; ``factor`` [H, W] is how uneven fields are."""
    grain = np.full(len(landscape.crops), VARIATION_IN_FIELDS, np.float32)
    is_cover = landscape.crops < 0
    grain[is_cover] = VARIATION_OF_GRAIN * spectra.cover_grain(landscape.covers[is_cover])
    strength = grain[landscape.units[MARGIN:-MARGIN:2, MARGIN:-MARGIN:2]] * factor
    return strength * fractal_noise(rng, (3, *factor.shape), 0.7)


def _with_parts(rng: np.random.Generator, truth: SceneTruth) -> SceneTruth:
    """Append curves for the parts of fields, the last units of the landscape, that deviate from the whole field."""
    landscape, units = truth.landscape, np.arange(len(truth.landscape.parent))
    is_part = landscape.parent != units
    field = (np.cumsum((landscape.crops >= 0) & ~is_part) - 1)[landscape.parent[is_part]]
    low, high = np.log(PART_VARIANCE)
    share = np.exp(rng.uniform(low, high, len(field)))
    factor = np.ones(len(truth.variability))
    factor[field] = np.exp(rng.uniform(0, 1.2, len(field)))
    variability = truth.variability * factor
    curves = truth.curves[field] + draw_deviations(rng, landscape.crops[is_part], known_crops(), share)
    delay = truth.delay[field] + rng.normal(0, 1, len(field)) * rng.uniform(0, 6, len(field))
    wetness = truth.wetness[field] + rng.normal(0, 0.1, (len(field), 1)) * np.sqrt(share)[:, None]
    return replace(
        truth,
        curves=np.concatenate([truth.curves, curves]),
        delay=np.concatenate([truth.delay, delay]),
        row_effect=np.concatenate([truth.row_effect, truth.row_effect[field]]),
        wetness=np.concatenate([truth.wetness, wetness]),
        variability=np.concatenate([variability, variability[field]]),
    )


def reflectance(truth: SceneTruth, days: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return the surface reflectance [T, 10, H, W] on ``days`` [T] (from 1 January of the harvest year).

    ``moisture`` [T] is 0 (dry) to 1 (wet).
    """
    is_field, size, dates = truth.landscape.crops >= 0, truth.size, len(days)
    wet = (moisture + truth.wetness).clip(0, 1)
    unit_spectra = np.zeros((3, len(is_field), dates, 10), np.float32)
    field_spectra = np.exp(interpolate(truth.curves[..., :10], days, truth.delay))
    unit_spectra[0, is_field] = spectra.adjust_for_moisture(field_spectra, wet)
    unit_spectra[1, is_field] = spectra.vigour_response(field_spectra) * truth.variability[:, None, None]
    covers = truth.landscape.covers[~is_field]
    unit_spectra[0, ~is_field] = spectra.cover_spectra(covers, days, truth.shift)
    if truth.climate:
        unit_spectra[0, ~is_field] = adapt_covers(unit_spectra[0, ~is_field], covers, days, truth.climate)
    if truth.cover_factors is not None:
        unit_spectra[0, ~is_field] *= truth.cover_factors[~is_field, None]
    grain = np.full(len(is_field), GRAIN_OF_FIELDS if truth.climate is None else FINE_GRAIN_OF_FIELDS, np.float32)
    grain[~is_field] = spectra.cover_grain(covers)
    unit_spectra[2] = unit_spectra[0] * grain[:, None, None]
    image = np.empty((dates, 10, size, size), np.float32)
    phase = 2 * np.pi * days / 365
    image[:, BANDS_10M] = _render(truth.fractions_10m, unit_spectra[..., BANDS_10M], truth.texture, phase)
    if truth.variation is not None:
        image[:, BANDS_10M] *= _vary(truth.variation, BANDS_10M)
    half = truth.texture.reshape(4, size // 2, 2, size // 2, 2).mean((2, 4))
    coarse = _render(truth.fractions_20m, unit_spectra[..., BANDS_20M], half, phase)
    if truth.variation is not None:
        coarse *= _vary(truth.variation.reshape(3, size // 2, 2, size // 2, 2).mean((2, 4)), BANDS_20M)
    image[:, BANDS_20M] = upsample(coarse, truth.smooth)
    if truth.imaging:
        image = misalign(image, truth.imaging.offsets)
    return image.clip(0.001)


def backscatter(truth: SceneTruth, days: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return sigma0 (linear power) [S, 2, H / 2, W / 2] at 20 m on ``days`` [S]; ``moisture`` [S] is 0 to 1."""
    is_field = truth.landscape.crops >= 0
    wet = (moisture + truth.wetness).clip(0, 1)
    power = np.empty((len(is_field), len(days), 2), np.float32)
    curves = interpolate(truth.curves, days, truth.delay)
    bare = spectra.bare_fraction(np.exp(curves[..., :10]))
    power[is_field] = radar.adjust_for_moisture(curves[..., 10:], bare, wet, truth.row_effect)
    power[~is_field] = radar.cover_backscatter(truth.landscape.covers[~is_field], moisture)
    image = truth.fractions_radar @ power.reshape(len(power), -1)
    half = truth.size // 2
    return image.T.reshape(len(days), 2, half, half)


def draw_moisture(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """Draw the moisture of the topsoil on ``days`` (0 dry to 1 wet) from random rain; drying is slower in winter."""
    span = np.arange(days.min() - 60, days.max() + 1)
    rain = (rng.random(len(span)) < 0.22) * rng.gamma(1.0, 0.35, len(span))
    warmth = 0.5 - 0.5 * np.cos(2 * np.pi * (span - 20) / 365)
    moisture, level = np.empty(len(span)), 0.5
    for i, (drop, heat) in enumerate(zip(rain, warmth, strict=True)):
        level = min(1.0, level * (0.95 - 0.2 * heat) + drop)
        moisture[i] = level
    return moisture[days - span[0]]


def _vary(variation: np.ndarray, bands: list[int]) -> np.ndarray:
    """Return the factors [B, h, w] of ``bands`` by the ``variation`` [3, h, w] of the spectra."""
    return np.exp(np.einsum("kb,khw->bhw", spectra.VARIATIONS[:, bands], variation))


def _render(
    fractions: sparse.csr_array, unit_spectra: np.ndarray, texture: np.ndarray, phase: np.ndarray
) -> np.ndarray:
    """Return [T, B, h, w] from unit spectra [3, U, T, B] (mean, response to vigour, grain) and textures [4, h, w].

    ``phase`` [T] is the angle at which the two patterns of vigour are combined on each date.
    """
    _, units, dates, bands = unit_spectra.shape
    side = texture.shape[-1]
    planes = (fractions @ s.reshape(units, -1) for s in unit_spectra)
    mean, response, grain = (p.T.reshape(dates, bands, side, side) for p in planes)
    first, second = (w.astype(np.float32)[:, None, None, None] for w in (np.cos(phase), np.sin(phase)))
    vigour = np.tanh(first * texture[0] + second * texture[1])  # bounded: plants neither vanish nor double
    return mean + response * vigour + mean * texture[2] + grain * texture[3]
