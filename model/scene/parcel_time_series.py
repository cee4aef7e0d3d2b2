"""One parcel through time: what every acquisition of a map shows inside its outline."""

from __future__ import annotations

import dataclasses
import json
import math
import os
from collections.abc import Callable

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from rasterio.features import bounds, geometry_mask
from rasterio.warp import transform_geom

from ..protocol import (
    OPTICAL_BANDS,
    RADAR_BANDS,
    Acquisition,
    InputError,
    Observation,
    ParcelTimeSeries,
    ParcelTimeSeriesRequest,
    Problem,
    Scene,
)
from ..text import tr
from .fingerprint import VIRTUAL, identity
from .grid import Grid, reference_grid
from .scene_reader import CACHE_MEGABYTES, Warper, read_optical, read_radar

QUANTITIES = ("NDVI", *RADAR_BANDS)
ENOUGH = ("B02", "B03", "B04", "B08", "B11")  # where all are there, clouds are judged by these and no other
RED, NEAR, NARROW_NEAR = (OPTICAL_BANDS.index(band) for band in ("B04", "B08", "B8A"))


class Images:
    """The images of one map, open on its grid, and kept so for the next parcel of the same map."""

    def __init__(self) -> None:
        self._known: tuple = ()
        self._warper: Warper | None = None

    def __enter__(self) -> Images:
        return self

    def __exit__(self, *_exception) -> None:
        self.close()

    def close(self) -> None:
        """Close every file."""
        if self._warper is not None:
            self._warper.close()
        self._known, self._warper = (), None

    def of(self, request: ParcelTimeSeriesRequest) -> Warper:
        """Return what reads the images of a request, opened anew where one of the files is not what it was."""
        files = [identity(acquisition, None) for acquisition in request.scene.acquisitions]
        known = request.scene, request.reference, files
        if known != self._known:
            self.close()
            self._warper = Warper(_grid(request.scene, request.reference))
            self._known = known
        return self._warper


def read_series(
    request: ParcelTimeSeriesRequest, images: Images, check: Callable[[], None]
) -> tuple[ParcelTimeSeries, float]:
    """Return the readings of a parcel, without typical curves, and the latitude of its middle (degrees).

    Dates on which no pixel of the parcel has data are left out, and files that cannot be read are named in
    ``problems``. ``check`` is called before each acquisition and may raise. Raises `InputError` where the outline is
    none or no Sentinel-2 image is left to take the grid from.
    """
    warper = images.of(request)
    window, inside = _place(request, warper.grid)
    readings: dict[str, list[Observation]] = {quantity: [] for quantity in QUANTITIES}
    problems = []
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES):
        for acquisition in request.scene.acquisitions:
            if acquisition.problem:
                continue
            check()
            try:
                found = _look(warper, acquisition, window, inside)
            except InputError as error:
                problems.append(Problem(acquisition.key, _gone(acquisition) or str(error)))
                continue
            for quantity, reading in found.items():
                readings[quantity].append(reading)
    latitude, _ = warper.grid.window(*window).centre()
    known = {quantity: tuple(row) for quantity, row in readings.items()}
    return ParcelTimeSeries(int(inside.sum()), known, problems=tuple(problems)), latitude


def _grid(scene: Scene, reference: str) -> Grid:
    """Return the grid of the reference frame; where that is gone, of the first date that still can be opened."""
    trouble = ""
    for acquisition in sorted(scene.of("S2"), key=lambda a: a.date != reference):
        try:
            return reference_grid(scene, acquisition)
        except InputError as error:
            trouble = trouble or str(error)
    text = tr("None of the Sentinel-2 images of this map can be read any more. {}")
    raise InputError(text.format(trouble).rstrip())


def _gone(acquisition: Acquisition) -> str:
    """Say which file of an acquisition is not where it was; empty where all are, or nothing can be known of them."""
    for source in acquisition.bands.values():
        if os.path.isabs(source.path) and not source.path.startswith(VIRTUAL) and not os.path.exists(source.path):
            return tr("{} is not there any more. Put it back to see this date.").format(source.path)
    return ""


def _place(request: ParcelTimeSeriesRequest, grid: Grid) -> tuple[tuple[int, int, int, int], np.ndarray]:
    """Return the window (row, col, height, width) around the parcel, and which of its pixels lie in it [H, W].

    A pixel does if its centre does; a parcel without any such pixel has all that it touches.
    """
    try:
        outline = transform_geom(request.crs, grid.crs, json.loads(request.outline))
        west, south, east, north = bounds(outline)
        left, top = ~grid.transform @ (west, north)
        right, bottom = ~grid.transform @ (east, south)
        row, col = math.floor(top), math.floor(left)
        window = row, col, max(math.ceil(bottom) - row, 1), max(math.ceil(right) - col, 1)
        shape, transform = window[2:], grid.window(*window).transform
        inside = geometry_mask([outline], shape, transform, invert=True)
        if not inside.any():
            inside = geometry_mask([outline], shape, transform, all_touched=True, invert=True)
    except (RasterioError, ValueError, TypeError, KeyError, IndexError) as error:
        raise InputError(tr("This parcel has no outline that can be used ({}).").format(error)) from error
    return window, inside


def _look(warper: Warper, acquisition: Acquisition, window: tuple, inside: np.ndarray) -> dict[str, Observation]:
    """Return what one acquisition shows of the parcel by quantity, nothing where it has no data of it."""
    date = acquisition.date
    if acquisition.sensor == "S1":
        values, present, given = read_radar(warper, acquisition, window)
        seen = inside & present
        if not seen.any():
            return {}
        return {
            band: _reading(date, values[i], seen, inside, _mean_power) for i, band in enumerate(RADAR_BANDS) if given[i]
        }
    if set(ENOUGH) <= set(acquisition.bands):
        bands = {band: acquisition.bands[band] for band in ENOUGH}
        acquisition = dataclasses.replace(acquisition, bands=bands)
    values, present, clear, given = read_optical(warper, acquisition, window)
    near = NEAR if given[NEAR] else NARROW_NEAR
    if not (given[RED] and given[near] and (inside & present).any()):
        return {}
    total = values[near] + values[RED]
    ndvi = np.divide(values[near] - values[RED], total, out=np.zeros_like(total), where=total > 0)
    return {"NDVI": _reading(date, ndvi, inside & clear & (total > 0), inside, np.mean)}


def _reading(date: str, values: np.ndarray, seen: np.ndarray, inside: np.ndarray, mean: Callable) -> Observation:
    chosen = values[seen].astype(np.float64)
    share = round(chosen.size / int(inside.sum()), 3)
    if not chosen.size:
        return Observation(date, share)
    low, high = np.percentile(chosen, (10, 90))
    return Observation(date, share, *(round(float(value), 4) for value in (mean(chosen), low, high)))


def _mean_power(decibels: np.ndarray) -> float:
    """Average backscatter as power: decibels would count dark speckle too much."""
    return 10 * np.log10(np.mean(10 ** (decibels / 10)))
