"""Simulated training tiles in memory, with the gaps of real scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ..crops import known_crops
from ..datatypes import Labels, Sample
from .atmosphere import apply_atmosphere, draw_atmosphere
from .fractal_noise import fractal_noise
from .parcel_shapes import ParcelShapes, SquareParcels
from .phenology import LATER_NORTHWARDS, MIDDLE_LATITUDE
from .processing import apply_processing
from .radar import add_speckle
from .scene_truth import MARGIN, SceneTruth, backscatter, draw_moisture, reflectance, simulate_truth
from .sensor import misregister, upsample
from .tile_conditions import TileConditions, draw_conditions

SPRING, AUTUMN = 91, 273
EARLIEST_SEASON = -40.0  # days; southern seasons begin no earlier, relative to the signatures
PRIOR_INTERVAL = 5  # one tile in so many uses the phenological parameters instead of the signatures
CONCENTRATION = 0.8  # of the Dirichlet distribution of crops: tiles with few and with many crops


@dataclass(frozen=True)
class TileVariety:
    """What simulated tiles consist of.

    Field shapes are those of one of ``shapes``, drawn uniformly (None: generated); ``hard`` is the proportion of hard
    tiles, ``parted`` that of larger fields that are managed in parts, ``diverse`` that of tiles with the whole variety
    of climates, products and dates instead of European farmland alone.
    """

    shapes: Sequence[ParcelShapes | SquareParcels | None] = (None,)
    hard: float = 0.0
    parted: float = 0.0
    diverse: float = 0.0


EUROPEAN = TileVariety()


def simulate_tile(
    rng: np.random.Generator, size: int = 96, crops: int = 0, variety: TileVariety = EUROPEAN
) -> tuple[Sample, Labels]:
    """Simulate one tile of ``size`` (even) pixels of 10 m with the first ``crops`` (0: all) of `known_crops`."""
    conditions = draw_conditions(rng, variety.diverse)
    latitude, longitude = conditions.location
    truth = _simulate_truth(rng, size, crops or len(known_crops()), variety, conditions)
    days = _draw_dates(rng, conditions.first, conditions.last, conditions.dates, 5)
    cover = draw_cloud_cover(rng, len(days))
    frame = _draw_reference(rng, days, cover, conditions.any_month)
    atmosphere = draw_atmosphere(rng, cover, size)
    images = apply_atmosphere(rng, _registered(rng, truth, days), atmosphere, truth.imaging)
    covered = _draw_coverage(rng, size)
    clear = atmosphere.clear & covered
    images = apply_processing(images, conditions.processing) * clear[:, None]

    radar_days = _draw_dates(rng, conditions.first, conditions.last, conditions.passes, 6)
    radar = np.zeros((0, 2, size, size), np.float32)
    if len(radar_days):
        power = backscatter(truth, radar_days, draw_moisture(rng, radar_days))
        radar = upsample(add_speckle(rng, power), truth.smooth)
    radar_valid = np.broadcast_to(covered, (len(radar_days), size, size)).copy()
    terrain_valid = np.full((size, size), conditions.terrain)
    bands = conditions.processing.bands
    calendar = conditions.climate.calendar if conditions.climate else 0
    january = date(int(rng.integers(2016, 2026)), 1, 1).toordinal() + calendar
    sample = Sample(
        reference=images[frame],
        reference_valid=clear[frame],
        reference_bands=bands,
        reference_day=january + int(days[frame]),
        optical=images,
        optical_valid=clear,
        optical_bands=np.broadcast_to(bands, (len(days), 10)).copy(),
        optical_days=january + days,
        radar=(radar * radar_valid[:, None]).astype(np.float32),
        radar_valid=radar_valid,
        radar_bands=np.ones((len(radar_days), 2), bool),
        radar_days=january + radar_days,
        terrain=simulate_terrain(rng, size) * terrain_valid,
        terrain_valid=terrain_valid,
        latitude=latitude,
        longitude=longitude,
    )
    return sample, with_undeclared_void(true_labels(truth, ~covered))


def _simulate_truth(
    rng: np.random.Generator, size: int, crops: int, variety: TileVariety, conditions: TileConditions
) -> SceneTruth:
    shapes = variety.shapes[int(rng.integers(len(variety.shapes)))]
    is_hard, is_fitted = bool(rng.random() < variety.hard), bool(rng.random() >= 1 / PRIOR_INTERVAL)
    shift = max(EARLIEST_SEASON, draw_season_shift(rng, abs(conditions.location[0])))
    mix = np.full(crops, CONCENTRATION)
    landscape = None if isinstance(shapes, SquareParcels) else conditions.landscape
    return simulate_truth(
        rng, size, mix, shift, shapes, is_hard, is_fitted, variety.parted, landscape, conditions.climate
    )


def draw_season_shift(rng: np.random.Generator, latitude: float) -> float:
    """Draw the delay of the season in days relative to the signatures, by latitude (degrees) and weather."""
    return LATER_NORTHWARDS * (latitude - MIDDLE_LATITUDE) + rng.normal(0, 6)


def draw_cloud_cover(rng: np.random.Generator, dates: int) -> np.ndarray:
    """Draw the fraction of the tile under clouds on each of ``dates`` dates; most are clear, as in selected images."""
    kind = rng.choice(3, dates, p=(0.6, 0.27, 0.13))
    return np.select([kind == 0, kind == 1], [0.0, rng.uniform(0.03, 0.6, dates)], rng.uniform(0.6, 1.0, dates))


def simulate_terrain(rng: np.random.Generator, size: int) -> np.ndarray:
    """Simulate elevation (m) and slope (degrees) [2, size, size] of a fractal surface."""
    height = fractal_noise(rng, (size, size), 3.6) * rng.lognormal(1.6, 0.9)
    down, right = np.gradient(height, 10.0)
    slope = np.degrees(np.arctan(np.hypot(down, right)))
    return np.stack([height + rng.gamma(1.2, 150), slope]).astype(np.float32)


def true_labels(truth: SceneTruth, void: np.ndarray) -> Labels:
    """Return the labels of a scene; ``void`` [H, W] at 10 m is where there is no data.

    The crop of undeclared fields is -1.
    """
    landscape = truth.landscape
    parcels = landscape.parcels[MARGIN:-MARGIN, MARGIN:-MARGIN]
    numbers, index = np.unique(parcels, return_inverse=True)
    index = index.reshape(parcels.shape) + (numbers[0] > 0)
    declared_crops = np.where(landscape.declared, landscape.crops, -1)
    crops = np.concatenate([[-1], declared_crops[numbers[numbers > 0] - 1]])
    return Labels(index.astype(np.int32), crops.astype(np.int64), void.repeat(2, 0).repeat(2, 1))


def with_undeclared_void(labels: Labels) -> Labels:
    """Return the labels with fields of unknown crop void, as where only declared parcels are labelled."""
    undeclared = (labels.parcels > 0) & (labels.crops[labels.parcels] < 0)
    return Labels(np.where(undeclared, 0, labels.parcels), labels.crops, labels.void | undeclared)


def _draw_dates(rng: np.random.Generator, first: int, last: int, number: int, revisit: int) -> np.ndarray:
    """Draw ``number`` days in order from the overpasses between ``first`` and ``last`` every ``revisit`` days."""
    overpasses = np.arange(first + rng.integers(revisit), last, revisit)
    return np.sort(rng.choice(overpasses, min(number, len(overpasses)), replace=False))


def _draw_reference(rng: np.random.Generator, days: np.ndarray, cover: np.ndarray, any_month: bool) -> int:
    """Draw the index of a date as the reference frame; its ``cover`` is reduced in place.

    Without ``any_month`` it is a date of the growing season, where there is one.
    """
    season = np.flatnonzero((days >= SPRING) & (days <= AUTUMN) | any_month)
    choices = season if len(season) else np.arange(len(days))
    frame = int(rng.choice(choices))
    cover[frame] = 0.0 if rng.random() < 0.75 else rng.uniform(0.01, 0.03)
    return frame


def _registered(rng: np.random.Generator, truth: SceneTruth, days: np.ndarray) -> np.ndarray:
    """Return the surface reflectance [T, 10, H, W] with registration errors."""
    return misregister(rng, reflectance(truth, days, draw_moisture(rng, days)), 0.25)


def _draw_coverage(rng: np.random.Generator, size: int) -> np.ndarray:
    """Draw where there is data [size, size]: everywhere, or on one side of a line in one tile of ten."""
    if rng.random() >= 0.1:
        return np.ones((size, size), bool)
    y, x = np.mgrid[:size, :size] / size - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    return np.cos(angle) * x + np.sin(angle) * y < rng.uniform(0.0, 0.45)
