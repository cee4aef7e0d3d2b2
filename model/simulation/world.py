"""One painted place through the year: what its ground reflects and scatters on any day, as satellites resolve it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from ..crops import known_crops
from . import optics, radar
from .fractal_noise import fractal
from .landscape import Landscape, paint
from .parcel_shapes import Shapes, Squares
from .phenology_prior import prior_curves
from .signatures import at_days, deviations, draw

MARGIN = 10
RADAR_BLUR = 26.0
VIGOUR, BRIGHTNESS = (0.12, 0.4), (0.03, 0.09)  # deviations within a field, about as real parcels show them
APART = 0.03, 0.5  # share of their kind's variance by which parts of a field differ; of look-alike neighbours about 0.1


@dataclass(frozen=True)
class World:
    """A place of ``size`` × ``size`` pixels at 10 m; ``land`` has `MARGIN` pixels of 5 m more on every side.

    ``fine`` and ``coarse`` are the shares of the units in the pixels of the 10 m and 20 m bands, ``looks`` in those of
    the radar (20 m). ``texture`` [4, size, size]: how fields vary within themselves, in two patterns of vigour that
    take turns through the year and in brightness, and other covers in grain. ``shift`` is how late the season is
    (days). Of each field: ``curves`` [N, knots, channels] its year, ``late`` [N] how far behind the signatures it is
    (days), ``rows`` [N] how much its rows brighten the radar's view (dB), ``wetness`` [N, 1] how its soil keeps water,
    ``patchy`` [N] how uneven it is.
    """

    size: int
    land: Landscape
    curves: np.ndarray
    late: np.ndarray
    rows: np.ndarray
    wetness: np.ndarray
    shift: float
    fine: sparse.csr_array
    coarse: sparse.csr_array
    looks: sparse.csr_array
    texture: np.ndarray
    patchy: np.ndarray
    smooth: bool


def create(
    rng: np.random.Generator,
    size: int,
    mix: np.ndarray,
    shift: float,
    shapes: Shapes | Squares | None = None,
    hard: bool = False,
    fitted: bool = True,
    parted: float = 0.0,
) -> World:
    """Paint a place and sow it with the first K of `known_crops`, as ``mix`` [K] has it; ``size`` is even.

    ``mix``, ``shapes``, ``hard`` and ``parted`` are as in `landscape.paint`. Fields look as the ``fitted`` signatures
    have it, or as the phenological figures do.
    """
    aside = rng.spawn(1)[0]
    land = paint(rng, 2 * size + 2 * MARGIN, mix, shapes, hard, parted)
    count, is_field = len(land.crops), (land.crops >= 0) & (land.whole == np.arange(len(land.crops)))
    sown, fields = land.crops[is_field], int(is_field.sum())
    kin = (np.cumsum(is_field) - 1)[land.kin[is_field]]
    curves = draw(rng, sown, kin, known_crops()) if fitted else prior_curves(rng, sown)
    late = shift + rng.normal(0, 3, len(mix))[sown] + rng.normal(0, 3, fields)
    rows = np.where(rng.random(fields) < 0.15, rng.uniform(1, 3, fields), 0.0)
    patchiness = rng.uniform(*VIGOUR), rng.uniform(*VIGOUR), rng.uniform(*BRIGHTNESS), 1.0
    texture = np.stack([fractal(rng, (size, size), beta) for beta in (2.8, 2.8, 2.6, 0.6)])
    world = World(
        size,
        land,
        curves,
        late,
        rows,
        rng.normal(0, 0.12, (fields, 1)),
        shift,
        optics.footprints(land.units, count, MARGIN, 2, rng.uniform(*optics.FINE_BLUR)),
        optics.footprints(land.units, count, MARGIN, 4, rng.uniform(*optics.COARSE_BLUR)),
        optics.footprints(land.units, count, MARGIN, 4, RADAR_BLUR),
        np.array(patchiness, np.float32)[:, None, None] * texture,
        rng.lognormal(0, 0.35, fields),
        bool(rng.random() < 0.5),
    )
    return _with_parts(aside, world)


def _with_parts(rng: np.random.Generator, world: World) -> World:
    """Give the parts of fields, which come last in the landscape, years of their own near that of the whole field."""
    land, units = world.land, np.arange(len(world.land.whole))
    parts = land.whole != units
    whole = (np.cumsum((land.crops >= 0) & ~parts) - 1)[land.whole[parts]]
    share = np.exp(rng.uniform(*np.log(APART), len(whole)))
    uneven = np.ones(len(world.patchy))
    uneven[whole] = np.exp(rng.uniform(0, 1.2, len(whole)))
    patchy = world.patchy * uneven
    years = world.curves[whole] + deviations(rng, land.crops[parts], known_crops(), share)
    delays = world.late[whole] + rng.normal(0, 1, len(whole)) * rng.uniform(0, 6, len(whole))
    wetness = world.wetness[whole] + rng.normal(0, 0.1, (len(whole), 1)) * np.sqrt(share)[:, None]
    return replace(
        world,
        curves=np.concatenate([world.curves, years]),
        late=np.concatenate([world.late, delays]),
        rows=np.concatenate([world.rows, world.rows[whole]]),
        wetness=np.concatenate([world.wetness, wetness]),
        patchy=np.concatenate([patchy, patchy[whole]]),
    )


def reflectance(world: World, days: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return the ground's reflectance on ``days`` [T] (from 1 January of the harvest year): [T, 10, H, W]."""
    is_field, size, dates = world.land.crops >= 0, world.size, len(days)
    wet = (moisture + world.wetness).clip(0, 1)
    spectra = np.zeros((3, len(is_field), dates, 10), np.float32)
    looks = np.exp(at_days(world.curves[..., :10], days, world.late))
    spectra[0, is_field] = optics.after_rain(looks, wet)
    spectra[1, is_field] = optics.thinning(looks) * world.patchy[:, None, None]
    spectra[0, ~is_field] = optics.cover_spectra(world.land.covers[~is_field], days, world.shift)
    grain = np.full(len(is_field), 0.015, np.float32)
    grain[~is_field] = optics.cover_grain(world.land.covers[~is_field])
    spectra[2] = spectra[0] * grain[:, None, None]
    image = np.empty((dates, 10, size, size), np.float32)
    turn = 2 * np.pi * days / 365
    image[:, optics.FINE] = _look(world.fine, spectra[..., optics.FINE], world.texture, turn)
    half = world.texture.reshape(4, size // 2, 2, size // 2, 2).mean((2, 4))
    coarse = _look(world.coarse, spectra[..., optics.COARSE], half, turn)
    image[:, optics.COARSE] = optics.enlarge(coarse, world.smooth)
    return image.clip(0.001)


def backscatter(world: World, days: np.ndarray, moisture: np.ndarray) -> np.ndarray:
    """Return the ground's sigma0 (linear power) on ``days`` [S], at 20 m: [S, 2, H / 2, W / 2]."""
    is_field = world.land.crops >= 0
    wet = (moisture + world.wetness).clip(0, 1)
    power = np.empty((len(is_field), len(days), 2), np.float32)
    curves = at_days(world.curves, days, world.late)
    bare = optics.bareness(np.exp(curves[..., :10]))
    power[is_field] = radar.after_rain(curves[..., 10:], bare, wet, world.rows)
    power[~is_field] = radar.cover_backscatter(world.land.covers[~is_field], moisture)
    image = world.looks @ power.reshape(len(power), -1)
    half = world.size // 2
    return image.T.reshape(len(days), 2, half, half)


def weather(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """Return how wet the top soil is on ``days`` (0 dry to 1 wet): rain comes, and dries more slowly in winter."""
    span = np.arange(days.min() - 60, days.max() + 1)
    rain = (rng.random(len(span)) < 0.22) * rng.gamma(1.0, 0.35, len(span))
    warm = 0.5 - 0.5 * np.cos(2 * np.pi * (span - 20) / 365)
    wet, level = np.empty(len(span)), 0.5
    for i, (drop, heat) in enumerate(zip(rain, warm, strict=True)):
        level = min(1.0, level * (0.95 - 0.2 * heat) + drop)
        wet[i] = level
    return wet[days - span[0]]


def _look(shares: sparse.csr_array, spectra: np.ndarray, texture: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Return [T, B, h, w] from unit spectra [3, U, T, B]: the mean, and what the textures [4, h, w] change.

    ``turn`` [T] is the angle at which the two patterns of vigour are mixed on each date.
    """
    _, units, dates, bands = spectra.shape
    side = texture.shape[-1]
    planes = (shares @ s.reshape(units, -1) for s in spectra)
    mean, thinning, grain = (p.T.reshape(dates, bands, side, side) for p in planes)
    first, second = (w.astype(np.float32)[:, None, None, None] for w in (np.cos(turn), np.sin(turn)))
    vigour = np.tanh(first * texture[0] + second * texture[1])  # plants neither vanish nor double
    return mean + thinning * vigour + mean * texture[2] + grain * texture[3]
