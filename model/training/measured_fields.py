"""Single fields from labelled time series: measured courses of the year beside the simulated ones.

Sixteen parcels of one region that lie near each other are painted as squares of a small window, which then is encoded
and cut into single fields as simulated tiles of squares are. So the encoder sees them among others, as it sees fields
in a scene; a parcel alone in its window would have tokens that no scene has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import torch

from ..crops import known_crops
from ..datatypes import Labels, Sample
from ..network.encoders import Encoder
from ..protocol import OPTICAL_BANDS, InputError
from ..simulation.radar import add_speckle
from ..simulation.sensor import misregister, upsample
from ..simulation.signature_fitting import KINDS
from .belgian_months import read_belgium
from .dataset import encode_example
from .labelled_time_series import Series, read_all, take
from .parcel_curves import MAX_BLUE, match_reflectance
from .single_fields import FieldSeries, concatenate_fields, extract_fields, take_fields

SOUTHERN_FRANCE = 44.5  # degrees; France further south is a region of its own
SQUARES = 4  # parcels along a side of the window
SQUARE = 2  # side of a parcel in tokens
MIN_DATES = 3  # of a field
HAZE = np.array([1.0, 0.8, 0.65, 0.5, 0.35, 0.3, 0.25, 0.25, 0.1, 0.05], np.float32)  # of the bands, relative to B02
ABSENT_BANDS = ((7,), (3, 4, 5, 7, 8, 9))  # B8A; all bands of 20 m
B07, B8A = OPTICAL_BANDS.index("B07"), OPTICAL_BANDS.index("B8A")
B8A_TO_B07, B8A_DEVIATION = 1.09, 0.03  # ratio, the same in Bavaria (L1C) and in Hérault (L2A); of its logarithm
ATTRIBUTION = (
    "WorldCereal, MIT, French RPG, Flanders LPIS; WorldCrops, MIT, Bavarian LPIS; openEO, Apache-2.0, Flanders LPIS; "
    "contains modified Copernicus Sentinel data"
)


@dataclass(frozen=True)
class Variation:
    """How the draws of one parcel differ.

    - Standard deviations: ``gain`` and ``scene_gain`` of the logarithm of reflectance, by date and for all dates,
      ``haze`` of B02's offset by date, ``noise`` of the logarithm of reflectance by pixel, ``shift`` of the
      registration in pixels
    - Largest deviations: ``day`` as a share of the interval between two steps, ``location`` in degrees
    - Probabilities: ``season`` that only the steps from February or March to October are shown, ``no_terrain``,
      ``no_radar``, ``no_bands`` (one of `ABSENT_BANDS`) that these are missing, ``estimate`` that a B8A which the
      source lacks is estimated from B07, so that its absence does not tell measured from simulated fields
    - ``speckle``: whether radar has speckle
    """

    gain: float = 0.05
    scene_gain: float = 0.1
    haze: float = 0.006
    noise: float = 0.04
    shift: float = 0.25
    day: float = 0.5
    location: float = 0.5
    season: float = 0.75
    no_terrain: float = 0.1
    no_radar: float = 0.1
    no_bands: float = 0.1
    estimate: float = 0.5
    speckle: bool = True


AS_MEASURED = Variation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, False)


def read_regions(data: Path, without: Collection[str] = ()) -> dict[str, Series]:
    """Return the labelled series under ``data`` by region, as surface reflectance; France 2023 is two regions.

    ``without`` names regions to leave out, or series with all their regions. Bavaria is matched to northern France
    even where that is left out; it loses B8A, which northern France lacks, so that no factor fits it. Raises
    `InputError` for unknown names and where a series cannot be read.
    """
    regions = {**read_all(data), "belgium_2019": read_belgium(data)}
    france = regions.pop("france_2023")
    south = france.location[:, 0] < SOUTHERN_FRANCE
    north = take(france, ~south)
    bavaria = match_reflectance(regions["bavaria_2018"], north)
    bands = north.optical_bands & bavaria.optical_bands
    regions["bavaria_2018"] = replace(bavaria, optical=bavaria.optical * bands, optical_bands=bands)
    regions = {"france_2023_north": north, "france_2023_south": take(france, south), **regions}
    unknown = [name for name in without if not any(_is_part(region, name) for region in regions)]
    if unknown:
        raise InputError(f"There is no series {unknown[0]!r} to leave out; there are {', '.join(regions)}.")
    return {region: one for region, one in regions.items() if not any(_is_part(region, name) for name in without)}


def classes_of(series: Series) -> np.ndarray:
    """Return the index in `known_crops` of each parcel's crop [P], -1 where its label belongs to no class."""
    codes = [crop.code for crop in known_crops()]
    classes = {label: codes.index(kind.code) for kind in KINDS for label in kind.labels}
    return np.array([classes.get(label, -1) for label in series.crop], np.int64)


def usable(series: Series) -> Series:
    """Return the parcels whose label belongs to a class and that have data on `MIN_DATES` dates."""
    dates = series.optical_valid.sum(1) + series.radar_valid.sum(1)
    return take(series, (classes_of(series) >= 0) & (dates >= MIN_DATES))


def measure_fields(
    series: Series,
    encoder: Encoder,
    rng: np.random.Generator,
    draws: int = 1,
    variation: Variation = Variation(),
) -> FieldSeries:
    """Return the `usable` parcels of one region as single fields, each ``draws`` times with ``variation``.

    Optical and radar steps become separate acquisitions, each with its own day.
    """
    series = usable(series)
    parts = []
    for _ in range(draws):
        for members in _neighbours(series.location, np.arange(len(series.key)), rng):
            sample, labels = paint_window(take(series, members), encoder.patch, rng, variation)
            parts.append(extract_fields(encode_example(sample, labels, encoder), rng))
    fields = concatenate_fields(parts)
    return take_fields(fields, torch.nonzero(fields.starts.diff() >= MIN_DATES)[:, 0])


def paint_window(series: Series, patch: int, rng: np.random.Generator, variation: Variation) -> tuple[Sample, Labels]:
    """Paint at most `SQUARES`² parcels as squares of a window, in order of rows; repeat some where there are fewer.

    The squares are `SQUARE` tokens of ``patch`` pixels wide. Repeated parcels have no label.
    """
    count, side = len(series.key), SQUARE * patch
    cells = np.resize(np.arange(count), SQUARES * SQUARES)
    shown = _shown_steps(series, rng, variation)
    clear = series.optical_valid & (series.optical[..., 0] < MAX_BLUE) & shown
    radar_valid = series.radar_valid & shown & (rng.random() >= variation.no_radar)
    bands, optical = _choose_bands(series, rng, variation)
    steps, radar_steps = np.flatnonzero(clear.any(0)), np.flatnonzero(radar_valid.any(0))

    def paint(values: np.ndarray, width: int) -> np.ndarray:
        """Return values [P, ...] as an image [..., SQUARES · width, SQUARES · width]."""
        grid = np.moveaxis(values[cells], 0, -1).reshape(*values.shape[1:], SQUARES, SQUARES)
        return grid.repeat(width, -2).repeat(width, -1)

    optical_valid = paint(clear[:, steps], side)
    images = _vary_light(paint(_without_gaps(optical[:, steps], clear[:, steps]), side), rng, variation)
    radar_images = paint(_without_gaps(series.radar[:, radar_steps], radar_valid[:, radar_steps]), side)
    if variation.speckle and len(radar_steps):
        radar_images = upsample(add_speckle(rng, 10 ** (radar_images[..., ::2, ::2] / 10)), bool(rng.integers(2)))
    radar_seen = paint(radar_valid[:, radar_steps], side)
    terrain_valid = paint(series.terrain_valid & (rng.random() >= variation.no_terrain), side)
    latitude, longitude = series.location.mean(0) + variation.location * rng.uniform(-1, 1, 2)
    size = SQUARES * side
    sample = Sample(
        reference=np.zeros((10, size, size), np.float32),
        reference_valid=np.zeros((size, size), bool),
        reference_bands=bands,
        reference_day=int(series.days[0, 0]),
        optical=(images * optical_valid[:, None] * bands[:, None, None]).astype(np.float32),
        optical_valid=optical_valid,
        optical_bands=np.broadcast_to(bands, (len(steps), 10)).copy(),
        optical_days=_vary_days(series.days[0], steps, rng, variation),
        radar=(radar_images * radar_seen[:, None]).astype(np.float32),
        radar_valid=radar_seen,
        radar_bands=np.ones((len(radar_steps), 2), bool),
        radar_days=_vary_days(series.days[0], radar_steps, rng, variation),
        terrain=(paint(series.terrain, side) * terrain_valid).astype(np.float32),
        terrain_valid=terrain_valid,
        latitude=float(latitude),
        longitude=float(longitude),
    )
    numbers = np.arange(1, SQUARES * SQUARES + 1).reshape(SQUARES, SQUARES).repeat(2 * side, 0).repeat(2 * side, 1)
    crops = np.full(SQUARES * SQUARES + 1, -1)
    crops[1 : count + 1] = classes_of(series)
    return sample, Labels(numbers.astype(np.int32), crops, np.zeros(numbers.shape, bool))


def balance(regions: Mapping[str, FieldSeries]) -> FieldSeries:
    """Return the fields of all regions, weighted so that classes are drawn alike, and so are the regions of a class."""
    fields = concatenate_fields(regions.values())
    region = np.repeat(np.arange(len(regions)), [len(part) for part in regions.values()])
    cells = np.stack([fields.crops.numpy(), region])
    pairs, cell, members = np.unique(cells, axis=1, return_inverse=True, return_counts=True)
    classes, class_of_pair, regions_of_class = np.unique(pairs[0], return_inverse=True, return_counts=True)
    weight = 1 / (len(classes) * regions_of_class[class_of_pair] * members)
    return replace(fields, weight=torch.from_numpy(weight[cell.ravel()]))


def _is_part(region: str, name: str) -> bool:
    return region == name or region.startswith(f"{name}_")


def _neighbours(location: np.ndarray, members: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Divide parcels into groups that fill a window, by cuts along latitude or longitude at random, each shuffled."""
    count = SQUARES * SQUARES
    if len(members) <= count:
        return [rng.permutation(members)] if len(members) else []
    position = location[members, rng.integers(2)] + rng.normal(0, 0.1, len(members))
    order = members[np.argsort(position)]
    cut = count * max(1, round(len(members) / 2 / count))
    return [*_neighbours(location, order[:cut], rng), *_neighbours(location, order[cut:], rng)]


def _shown_steps(series: Series, rng: np.random.Generator, variation: Variation) -> np.ndarray:
    """Draw which steps [T] are shown: all, or those of a growing season as in simulated tiles."""
    if rng.random() >= variation.season:
        return np.ones(series.days.shape[1], bool)
    day = series.days[0] - date(series.year, 1, 1).toordinal()
    return (day >= rng.integers(32, 75)) & (day < rng.integers(270, 306))


def _choose_bands(series: Series, rng: np.random.Generator, variation: Variation) -> tuple[np.ndarray, np.ndarray]:
    """Return which bands are shown [10] and the reflectance [P, T, 10], with an estimate of B8A where one is drawn."""
    bands, optical = np.array(series.optical_bands, bool), series.optical
    if not bands[B8A] and bands[B07] and rng.random() < variation.estimate:
        optical = optical.copy()
        ratio = B8A_TO_B07 * np.exp(rng.normal(0, B8A_DEVIATION, optical.shape[:2]))
        optical[..., B8A] = ratio * optical[..., B07]
        bands[B8A] = True
    if rng.random() < variation.no_bands:
        bands[list(ABSENT_BANDS[rng.integers(len(ABSENT_BANDS))])] = False
    return bands, optical


def _without_gaps(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return values [P, T, C] with the mean of the valid parcels of a step where one is not valid.

    They are masked in the end, but their neighbours must not mix with zeros where a date is shifted.
    """
    mean = (values * valid[..., None]).sum(0) / np.maximum(valid.sum(0), 1)[:, None]
    return np.where(valid[..., None], values, mean)


def _vary_light(images: np.ndarray, rng: np.random.Generator, variation: Variation) -> np.ndarray:
    """Return reflectance [T, 10, H, W] as other days, another atmosphere and another registration would show it."""
    images = misregister(rng, images.astype(np.float32), variation.shift)
    gain = rng.normal(0, variation.gain, (len(images), 1, 1, 1)) + rng.normal(0, variation.scene_gain)
    noise = variation.noise * rng.standard_normal(images.shape, np.float32)
    haze = rng.normal(0, variation.haze, (len(images), 1, 1, 1)) * HAZE[:, None, None]
    return np.maximum(images * np.exp(gain + noise) + haze, 0)


def _vary_days(days: np.ndarray, steps: np.ndarray, rng: np.random.Generator, variation: Variation) -> np.ndarray:
    """Return the days of ``steps``, moved within the interval between two steps."""
    interval = np.median(np.diff(days))
    return days[steps] + np.round(variation.day * interval * rng.uniform(-1, 1, len(steps))).astype(np.int64)
