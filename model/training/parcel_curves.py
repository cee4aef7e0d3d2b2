"""Labelled parcels as curves at the knots of the crop signatures, from time series and from scenes with parcels."""

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

MAX_BLUE = 0.2  # reflectance that only cloud and snow exceed
KNOT_WINDOW, MAX_GAP = 15.0, 42.0  # days: observations averaged at a knot, gaps that are interpolated
SOUTHERN_LATITUDE = 43.0  # degrees; further south only southern kinds count
MIN_EDGE_DISTANCE = 4  # pixels of 5 m from a parcel's edge


def compute_curves(series: Series) -> Curves:
    """Return the curves of the parcels whose crop is one of `KINDS`."""
    kind = np.array([_kind(label) for label in series.crop])
    southern = np.array([kind.southern for kind in KINDS])
    chosen = np.flatnonzero((kind >= 0) & (southern[kind] | (series.location[:, 0] > SOUTHERN_LATITUDE)))
    january = date(series.year, 1, 1).toordinal()
    values = np.full((len(chosen), len(KNOTS), CHANNELS), np.nan)
    for row, parcel in enumerate(chosen):
        days = series.days[parcel] - january - LATER_NORTHWARDS * (series.location[parcel, 0] - MIDDLE_LATITUDE)
        optical = series.optical[parcel]
        valid = series.optical_valid[parcel] & (optical[:, 0] < MAX_BLUE)
        observed = sample_at_knots(days[valid], np.log(np.maximum(optical[valid], DARKEST)))
        values[row, :, :10] = np.where(series.optical_bands > 0, observed, np.nan)
        valid = series.radar_valid[parcel]
        values[row, :, 10:] = sample_at_knots(days[valid], series.radar[parcel, valid])
    usable = np.isfinite(values).any((1, 2))
    return Curves(values[usable], kind[chosen][usable], np.ones(usable.sum()))


def sample_at_knots(days: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return values [knots, C] from observations [T, C] on ``days`` [T].

    A knot gets the weighted mean of the observations near it, a linear interpolation in short gaps, NaN in long ones.
    """
    if not len(days):
        return np.full((len(KNOTS), values.shape[1]), np.nan)
    order = np.argsort(days)
    days, values = days[order].astype(float), values[order]
    weight = np.maximum(0, 1 - np.abs(KNOTS[:, None] - days) / KNOT_WINDOW)
    near = weight.sum(1) > 0.3
    mean = weight @ values / np.maximum(weight.sum(1), 1e-9)[:, None]
    line = np.stack([np.interp(KNOTS, days, column, np.nan, np.nan) for column in values.T], 1)
    after = np.searchsorted(days, KNOTS).clip(1, max(1, len(days) - 1))
    gap = days[after.clip(max=len(days) - 1)] - days[after - 1]
    return np.where(near[:, None], mean, np.where((gap <= MAX_GAP)[:, None], line, np.nan))


def match_reflectance(series: Series, model: Series) -> Series:
    """Return ``series``, measured at the top of the atmosphere, with approximate surface reflectance.

    Each band is shifted and scaled so that the crops that both series have get the mean and deviation that ``model``
    has in the same months. This replaces an atmospheric correction, for which the files lack the inputs.
    """
    shared = sorted((set(_names(series)) & set(_names(model))) - {""})
    low, high = (
        np.quantile(series.days[series.optical_valid] - date(series.year, 1, 1).toordinal(), q) for q in (0.02, 0.98)
    )
    moments = []
    for one in (series, model):
        day = one.days - date(one.year, 1, 1).toordinal()
        valid = one.optical_valid & (one.optical[..., 0] < MAX_BLUE) & (day >= low) & (day <= high)
        names = _names(one)
        parts = [one.optical[(names == name)[:, None] & valid] for name in shared]
        parts = [part for part in parts if len(part)]
        mean = np.mean([part.mean(0) for part in parts], 0)
        spread = np.sqrt(np.mean([((part - mean) ** 2).mean(0) for part in parts], 0))
        moments.append((mean, spread))
    (mean, spread), (target, target_spread) = moments
    gain = np.where(model.optical_bands > 0, target_spread / np.maximum(spread, 1e-6), np.nan)
    shift = target - gain * mean
    # A band that the model lacks gets the factors of the band before it.
    for band in np.flatnonzero(~np.isfinite(gain)):
        gain[band], shift[band] = gain[band - 1], shift[band - 1]
    surface = np.where(series.optical_valid[..., None], np.maximum(gain * series.optical + shift, DARKEST), 0)
    return replace(series, optical=surface.astype(np.float32))


def scene_series(sources: Sequence[Source], declared: Declared, name: str, year: int) -> Series:
    """Return the declared parcels of a scene as series: the means of the clear pixels well inside each parcel."""
    scene = discover(sources)
    frame = next(a for a in scene.of("S2") if not a.problem)
    grid = reference_grid(scene, frame)
    with SceneReader(scene, grid, frame.date) as reader:
        sample = reader.read(grid.whole)
    labels = burn(reprojected(declared, grid.crs), grid.transform, grid.height, grid.width)
    inside = distance_transform_edt(~rim(labels.parcels)) > MIN_EDGE_DISTANCE
    own = (labels.parcels * inside)[::2, ::2]
    optical, optical_valid = _means(sample.optical, sample.optical_valid, own, len(labels.crops))
    radar, radar_valid = _means(sample.radar, sample.radar_valid, own, len(labels.crops))
    (count, t), s = optical_valid.shape, radar_valid.shape[1]
    crops = known_crops()
    return Series(
        name=name,
        year=year,
        optical=np.concatenate([optical, np.zeros((count, s, 10), np.float32)], 1),
        optical_valid=np.concatenate([optical_valid, np.zeros((count, s), bool)], 1),
        optical_bands=np.asarray(sample.optical_bands.all(0)),
        radar=np.concatenate([np.zeros((count, t, 2), np.float32), radar], 1),
        radar_valid=np.concatenate([np.zeros((count, t), bool), radar_valid], 1),
        days=np.tile(np.concatenate([sample.optical_days, sample.radar_days]), (count, 1)),
        terrain=np.zeros((count, 2), np.float32),
        terrain_valid=np.zeros(count, bool),
        location=np.tile(np.array([sample.latitude, sample.longitude], np.float32), (count, 1)),
        crop=np.array([crops[c].name if c >= 0 else "" for c in labels.crops[1:]]),
        key=np.arange(count).astype(str),
    )


def _means(values: np.ndarray, valid: np.ndarray, own: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the means [P, T, C] of [T, C, H, W] over the parcels 1 to P of ``own`` [H, W], and which are valid [P, T].

    A mean is valid where more than 60 % of the parcel's pixels are.
    """
    means = np.zeros((count - 1, *values.shape[:2]), np.float32)
    enough = np.zeros(means.shape[:2], bool)
    for parcel in range(1, count):
        inside = own == parcel
        pixels = valid[:, inside].sum(1)
        means[parcel - 1] = values[:, :, inside].sum(-1) / np.maximum(pixels, 1)[:, None]
        enough[parcel - 1] = pixels > max(3, 0.6 * inside.sum())
    return means, enough


def _kind(label: str) -> int:
    """Return the index in `KINDS` of a crop label, -1 where there is none."""
    return next((k for k, kind in enumerate(KINDS) if label in kind.labels), -1)


def _names(series: Series) -> np.ndarray:
    """Return the name of the kind of each parcel's crop, empty where there is none."""
    return np.array([KINDS[k].name if k >= 0 else "" for k in map(_kind, series.crop)])
