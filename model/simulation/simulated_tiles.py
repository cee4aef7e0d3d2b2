"""Simulated tiles in memory: what training reads, with the gaps that real scenes have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from ..crops import known_crops
from ..datatypes import Labels, Sample
from . import optics, radar
from .fractal_noise import fractal
from .parcel_shapes import Shapes, Squares
from .phenology import LATER_NORTHWARDS, MIDDLE_LATITUDE
from .world import MARGIN, World, backscatter, create, reflectance, weather

SPRING, AUTUMN = 91, 273
UNFITTED = 5
EVENLY = 0.8  # all crops are to be learned, in places with few and in places with many
_LOST_BANDS = ([0, 1, 2, 6], [7], [3, 4, 5, 7], [8, 9], [3, 4, 5, 7, 8, 9])


def simulate_tile(
    rng: np.random.Generator,
    size: int = 96,
    crops: int = 0,
    shapes: Sequence[Shapes | Squares | None] = (None,),
    hard: float = 0.0,
    parted: float = 0.0,
) -> tuple[Sample, Labels]:
    """Simulate one tile of ``size`` (even) pixels of 10 m with the first ``crops`` (0: all) of `known_crops`.

    Fields are shaped as in one of ``shapes``, each as often (None: generated); ``hard`` is the share of hard tiles and
    ``parted`` that of larger fields which are worked in parts. In one tile of `UNFITTED` crops look as the phenological
    figures have it.
    """
    latitude, longitude = rng.uniform(42, 57), rng.uniform(-5, 22)
    chosen = shapes[rng.integers(len(shapes))]
    hardly, fitted = rng.random() < hard, rng.random() >= 1 / UNFITTED
    mix = np.full(crops or len(known_crops()), EVENLY)
    world = create(rng, size, mix, season_shift(rng, latitude), chosen, hardly, fitted, parted)
    january = date(int(rng.integers(2016, 2026)), 1, 1).toordinal()
    first, last = (-150, 320) if rng.random() < 0.25 else (rng.integers(32, 75), rng.integers(270, 306))

    days = _calendar(rng, first, last, rng.integers(6, 25), 5)
    cover = cloud_shares(rng, len(days))
    frame = _reference(rng, days, cover)
    heavens = optics.sky(rng, cover, size)
    images = optics.through_air(rng, _registered(rng, world, days), heavens)
    inside = _inside(rng, size)
    clear = heavens.clear & inside
    bands = np.ones(10, bool)
    if rng.random() < 0.05:
        bands[_LOST_BANDS[rng.integers(len(_LOST_BANDS))]] = False
    images *= clear[:, None] & bands[:, None, None]

    passes = _calendar(rng, first, last, 0 if rng.random() < 0.1 else rng.integers(1, 25), 6)
    echoes = radar.detect(rng, backscatter(world, passes, weather(rng, passes))) if len(passes) else None
    echoes = np.zeros((0, 2, size, size), np.float32) if echoes is None else optics.enlarge(echoes, world.smooth)
    heard = np.broadcast_to(inside, (len(passes), size, size)).copy()
    terrain = relief(rng, size)
    surveyed = np.full((size, size), rng.random() >= 0.1)
    sample = Sample(
        reference=images[frame],
        reference_valid=clear[frame],
        reference_bands=bands,
        reference_day=january + int(days[frame]),
        optical=images,
        optical_valid=clear,
        optical_bands=np.broadcast_to(bands, (len(days), 10)).copy(),
        optical_days=january + days,
        radar=(echoes * heard[:, None]).astype(np.float32),
        radar_valid=heard,
        radar_bands=np.ones((len(passes), 2), bool),
        radar_days=january + passes,
        terrain=terrain * surveyed,
        terrain_valid=surveyed,
        latitude=float(latitude),
        longitude=float(longitude),
    )
    return sample, declared_only(truth(world, ~inside))


def season_shift(rng: np.random.Generator, latitude: float) -> float:
    """Return how many days later than the signatures the season is: later northwards, and by the year's weather."""
    return LATER_NORTHWARDS * (latitude - MIDDLE_LATITUDE) + rng.normal(0, 6)


def cloud_shares(rng: np.random.Generator, dates: int) -> np.ndarray:
    """Draw the share of the tile under clouds on each date: mostly clear dates, as analysts pick them."""
    kind = rng.choice(3, dates, p=(0.6, 0.27, 0.13))
    return np.select([kind == 0, kind == 1], [0.0, rng.uniform(0.03, 0.6, dates)], rng.uniform(0.6, 1.0, dates))


def relief(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return elevation (m) and slope (degrees) [2, size, size] of a fractal surface."""
    height = fractal(rng, (size, size), 3.6) * rng.lognormal(1.6, 0.9)
    down, right = np.gradient(height, 10.0)
    slope = np.degrees(np.arctan(np.hypot(down, right)))
    return np.stack([height + rng.gamma(1.2, 150), slope]).astype(np.float32)


def truth(world: World, void: np.ndarray) -> Labels:
    """Return the labels of a place; ``void`` [H, W] at 10 m is where there is no data.

    The crop of fields that are not declared is unknown.
    """
    land, parcels = world.land, world.land.parcels[MARGIN:-MARGIN, MARGIN:-MARGIN]
    names, index = np.unique(parcels, return_inverse=True)
    index = index.reshape(parcels.shape) + (names[0] > 0)
    known = np.where(land.declared, land.crops, -1)
    crops = np.concatenate([[-1], known[names[names > 0] - 1]])
    return Labels(index.astype(np.int32), crops.astype(np.int64), void.repeat(2, 0).repeat(2, 1))


def declared_only(labels: Labels) -> Labels:
    """Return labels as a declaration has them: nobody knows what is where no crop is declared within fields."""
    unknown = (labels.parcels > 0) & (labels.crops[labels.parcels] < 0)
    return Labels(np.where(unknown, 0, labels.parcels), labels.crops, labels.void | unknown)


def _calendar(rng: np.random.Generator, first: int, last: int, number: int, revisit: int) -> np.ndarray:
    """Draw ``number`` days in order from those on which the satellite passes."""
    passes = np.arange(first + rng.integers(revisit), last, revisit)
    return np.sort(rng.choice(passes, min(number, len(passes)), replace=False))


def _reference(rng: np.random.Generator, days: np.ndarray, cover: np.ndarray) -> int:
    """Choose a date of the growing season as the reference frame and clear its sky (changes ``cover``)."""
    season = np.flatnonzero((days >= SPRING) & (days <= AUTUMN))
    choices = season if len(season) else np.arange(len(days))
    frame = int(rng.choice(choices))
    cover[frame] = 0.0 if rng.random() < 0.75 else rng.uniform(0.01, 0.03)
    return frame


def _registered(rng: np.random.Generator, world: World, days: np.ndarray) -> np.ndarray:
    return optics.misplace(rng, reflectance(world, days, weather(rng, days)), 0.25)


def _inside(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return [size, size] where there is data: everywhere, or on one side of a line in one tile of ten."""
    if rng.random() >= 0.1:
        return np.ones((size, size), bool)
    y, x = np.mgrid[:size, :size] / size - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    return np.cos(angle) * x + np.sin(angle) * y < rng.uniform(0.0, 0.45)
