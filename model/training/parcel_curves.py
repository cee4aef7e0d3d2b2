"""Labelled parcels as curves at the knots of the crop signatures: from series, and from scenes with parcels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from scipy.ndimage import distance_transform_edt

from ..crops import known_crops
from ..declared_parcels import Declared, burn, reprojected
from ..label_geometry import rim
from ..protocol import Source
from ..scene.discovery import discover
from ..scene.grid import reference_grid
from ..scene.scene_reader import SceneReader
from ..simulation.phenology import LATER_NORTHWARDS, MIDDLE_LATITUDE
from ..simulation.signature_fitting import KINDS, Curves
from ..simulation.signatures import CHANNELS, DARKEST, KNOTS
from .labelled_time_series import Series

BLUE = 0.2  # what exceeds it in the blue is cloud or snow
NEAR, GAP = 15.0, 42.0  # days: what counts for a knot, and over which gaps curves are drawn
SOUTH = 43.0  # degrees; further south only southern kinds count
INSIDE = 4  # pixels of 5 m from a parcel's edge


def curves_of(series: Series) -> Curves:
    """Return the parcels whose crop is of a known kind."""
    kind = np.array([_kind(label) for label in series.crop])
    southern = np.array([kind.southern for kind in KINDS])
    chosen = np.flatnonzero((kind >= 0) & (southern[kind] | (series.place[:, 0] > SOUTH)))
    january = date(series.year, 1, 1).toordinal()
    values = np.full((len(chosen), len(KNOTS), CHANNELS), np.nan)
    for row, parcel in enumerate(chosen):
        days = series.days[parcel] - january - LATER_NORTHWARDS * (series.place[parcel, 0] - MIDDLE_LATITUDE)
        optical = series.optical[parcel]
        valid = series.optical_valid[parcel] & (optical[:, 0] < BLUE)
        looks = at_knots(days[valid], np.log(np.maximum(optical[valid], DARKEST)))
        values[row, :, :10] = np.where(series.optical_bands > 0, looks, np.nan)
        heard = series.radar_valid[parcel]
        values[row, :, 10:] = at_knots(days[heard], series.radar[parcel, heard])
    usable = np.isfinite(values).any((1, 2))
    return Curves(values[usable], kind[chosen][usable], np.ones(usable.sum()))


def at_knots(days: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return values [knots, C] from observations [T, C] on ``days`` [T]: a weighted mean of those near a knot, a line
    over short gaps, NaN over long ones."""
    if not len(days):
        return np.full((len(KNOTS), values.shape[1]), np.nan)
    order = np.argsort(days)
    days, values = days[order].astype(float), values[order]
    weight = np.maximum(0, 1 - np.abs(KNOTS[:, None] - days) / NEAR)
    near = weight.sum(1) > 0.3
    mean = weight @ values / np.maximum(weight.sum(1), 1e-9)[:, None]
    line = np.stack([np.interp(KNOTS, days, column, np.nan, np.nan) for column in values.T], 1)
    after = np.searchsorted(days, KNOTS).clip(1, max(1, len(days) - 1))
    gap = days[after.clip(max=len(days) - 1)] - days[after - 1]
    return np.where(near[:, None], mean, np.where((gap <= GAP)[:, None], line, np.nan))


def like(series: Series, model: Series) -> Series:
    """Return ``series``, measured at the top of the atmosphere, as if at the ground.

    Each band is moved and stretched until the crops that both have show the mean and deviation that ``model`` has in
    the same months: a stand-in for a correction for which the files do not hold what it needs.
    """
    both = sorted((set(_names(series)) & set(_names(model))) - {""})
    low, high = (
        np.quantile(series.days[series.optical_valid] - date(series.year, 1, 1).toordinal(), q) for q in (0.02, 0.98)
    )
    moments = []
    for one in (series, model):
        day = one.days - date(one.year, 1, 1).toordinal()
        valid = one.optical_valid & (one.optical[..., 0] < BLUE) & (day >= low) & (day <= high)
        names = _names(one)
        parts = [one.optical[(names == name)[:, None] & valid] for name in both]
        parts = [part for part in parts if len(part)]
        mean = np.mean([part.mean(0) for part in parts], 0)
        spread = np.sqrt(np.mean([((part - mean) ** 2).mean(0) for part in parts], 0))
        moments.append((mean, spread))
    (mean, spread), (wanted, wanted_spread) = moments
    gain = np.where(model.optical_bands > 0, wanted_spread / np.maximum(spread, 1e-6), np.nan)
    lift = wanted - gain * mean
    # A band that the model lacks is treated as the next one to it.
    for band in np.flatnonzero(~np.isfinite(gain)):
        gain[band], lift[band] = gain[band - 1], lift[band - 1]
    ground = np.where(series.optical_valid[..., None], np.maximum(gain * series.optical + lift, DARKEST), 0)
    return replace(series, optical=ground.astype(np.float32))


def scene_series(sources: Sequence[Source], declared: Declared, name: str, year: int) -> Series:
    """Return the declared parcels of a scene as series: means of the clear pixels well inside each."""
    scene = discover(sources)
    frame = next(a for a in scene.of("S2") if not a.problem)
    grid = reference_grid(scene, frame)
    with SceneReader(scene, grid, frame.date) as reader:
        sample = reader.read(grid.whole)
    labels = burn(reprojected(declared, grid.crs), grid.transform, grid.height, grid.width)
    inside = distance_transform_edt(~rim(labels.parcels)) > INSIDE
    own = (labels.parcels * inside)[::2, ::2]
    optical, seen = _means(sample.optical, sample.optical_valid, own, len(labels.crops))
    radar, heard = _means(sample.radar, sample.radar_valid, own, len(labels.crops))
    (count, t), s = seen.shape, heard.shape[1]
    crops = known_crops()
    return Series(
        name=name,
        year=year,
        optical=np.concatenate([optical, np.zeros((count, s, 10), np.float32)], 1),
        optical_valid=np.concatenate([seen, np.zeros((count, s), bool)], 1),
        optical_bands=sample.optical_bands.all(0),
        radar=np.concatenate([np.zeros((count, t, 2), np.float32), radar], 1),
        radar_valid=np.concatenate([np.zeros((count, t), bool), heard], 1),
        days=np.tile(np.concatenate([sample.optical_days, sample.radar_days]), (count, 1)),
        terrain=np.zeros((count, 2), np.float32),
        terrain_valid=np.zeros(count, bool),
        place=np.tile(np.array([sample.latitude, sample.longitude], np.float32), (count, 1)),
        crop=np.array([crops[c].name if c >= 0 else "" for c in labels.crops[1:]]),
        key=np.arange(count).astype(str),
    )


def _means(values: np.ndarray, valid: np.ndarray, own: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return means [P, T, C] of [T, C, H, W] over the parcels 1, 2, … of ``own``, and where enough of one is valid."""
    means = np.zeros((count - 1, *values.shape[:2]), np.float32)
    enough = np.zeros(means.shape[:2], bool)
    for parcel in range(1, count):
        mine = own == parcel
        pixels = valid[:, mine].sum(1)
        means[parcel - 1] = values[:, :, mine].sum(-1) / np.maximum(pixels, 1)[:, None]
        enough[parcel - 1] = pixels > max(3, 0.6 * mine.sum())
    return means, enough


def _kind(label: str) -> int:
    return next((k for k, kind in enumerate(KINDS) if label in kind.labels), -1)


def _names(series: Series) -> np.ndarray:
    return np.array([KINDS[k].name if k >= 0 else "" for k in map(_kind, series.crop)])
