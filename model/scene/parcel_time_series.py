"""Time series of one parcel: NDVI, VV and VH of every acquisition of a map inside its outline."""

from __future__ import annotations

import dataclasses
import json
import math
import os
from collections.abc import Callable
from types import TracebackType

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from rasterio.features import bounds, geometry_mask
from rasterio.warp import transform_geom
from rasterio.windows import Window

from ..ndvi import ndvi_or_zero
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
from .fingerprint import VIRTUAL, fingerprint
from .grid import Grid, reference_grid
from .optical_images import read_optical
from .scene_reader import read_radar
from .warper import CACHE_MEGABYTES, Warper

QUANTITIES = ("NDVI", *RADAR_BANDS)
CLOUD_BANDS = ("B02", "B03", "B04", "B08", "B11")  # where all exist, the cloud tests use only these
RED, NIR, NARROW_NIR = (OPTICAL_BANDS.index(band) for band in ("B04", "B08", "B8A"))


class Images:
    """Opens the images of a map on its grid and keeps them open for further parcels of the same map."""

    def __init__(self) -> None:
        self._key: tuple[Scene, str, list[str]] | None = None
        self._warper: Warper | None = None

    def __enter__(self) -> Images:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every file."""
        if self._warper is not None:
            self._warper.close()
        self._key, self._warper = None, None

    def open(self, request: ParcelTimeSeriesRequest) -> Warper:
        """Return the reader of the images of a request; it is opened again where one of the files has changed."""
        fingerprints = [fingerprint(acquisition, None) for acquisition in request.scene.acquisitions]
        key = request.scene, request.reference, fingerprints
        if self._warper is None or key != self._key:
            self.close()
            self._warper = Warper(_grid(request.scene, request.reference))
            self._key = key
        return self._warper


def read_series(
    request: ParcelTimeSeriesRequest, images: Images, check: Callable[[], None]
) -> tuple[ParcelTimeSeries, float]:
    """Return the readings of a parcel, without reference curves, and the latitude of its centre (degrees).

    Dates on which no pixel of the parcel has data are left out; files that cannot be read become ``problems``.
    ``check`` is called before each acquisition and may raise. Raises `InputError` where the outline is invalid or no
    Sentinel-2 image is left to take the grid from.
    """
    warper = images.open(request)
    window, inside = _rasterize(request, warper.grid)
    readings: dict[str, list[Observation]] = {quantity: [] for quantity in QUANTITIES}
    problems = []
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES):
        for acquisition in request.scene.acquisitions:
            if acquisition.problem:
                continue
            check()
            try:
                current = _read_acquisition(warper, acquisition, window, inside)
            except InputError as error:
                problems.append(Problem(acquisition.key, _missing_file(acquisition) or str(error)))
                continue
            for quantity, reading in current.items():
                readings[quantity].append(reading)
    latitude, _ = warper.grid.window(window).centre()
    series = {quantity: tuple(values) for quantity, values in readings.items()}
    return ParcelTimeSeries(int(inside.sum()), series, problems=tuple(problems)), latitude


def _grid(scene: Scene, reference: str) -> Grid:
    """Return the grid of the reference frame, or of the first date that can be opened where the frame is missing."""
    message = ""
    for acquisition in sorted(scene.of("S2"), key=lambda a: a.date != reference):
        try:
            return reference_grid(scene, acquisition)
        except InputError as error:
            message = message or str(error)
    text = tr("None of the Sentinel-2 images of this map can be read any more. {}")
    raise InputError(text.format(message).rstrip())


def _missing_file(acquisition: Acquisition) -> str:
    """Return a message that names the missing file of an acquisition, empty where no local file is missing."""
    for path in acquisition.paths:
        if os.path.isabs(path) and not path.startswith(VIRTUAL) and not os.path.exists(path):
            return tr("{} is not there any more. Put it back to see this date.").format(path)
    return ""


def _rasterize(request: ParcelTimeSeriesRequest, grid: Grid) -> tuple[Window, np.ndarray]:
    """Return the window around the parcel, and its mask [H, W] bool.

    The mask holds the pixels with their centre in the parcel, or all touched pixels where no centre is.
    """
    try:
        outline = transform_geom(request.crs, grid.crs, json.loads(request.outline))
        west, south, east, north = bounds(outline)
        left, top = ~grid.transform @ (west, north)
        right, bottom = ~grid.transform @ (east, south)
        row, col = math.floor(top), math.floor(left)
        window = Window(col, row, max(math.ceil(right) - col, 1), max(math.ceil(bottom) - row, 1))
        shape, transform = (window.height, window.width), grid.window(window).transform
        inside = geometry_mask([outline], shape, transform, invert=True)
        if not inside.any():
            inside = geometry_mask([outline], shape, transform, all_touched=True, invert=True)
    except (RasterioError, ValueError, TypeError, KeyError, IndexError) as error:
        raise InputError(tr("This parcel has no outline that can be used ({}).").format(error)) from error
    return window, inside


def _read_acquisition(
    warper: Warper, acquisition: Acquisition, window: Window, inside: np.ndarray
) -> dict[str, Observation]:
    """Return the readings of one acquisition by quantity, none where it has no data in the parcel."""
    date = acquisition.date
    if acquisition.sensor == "S1":
        values, present, has_band = read_radar(warper, acquisition, window)
        valid = inside & present
        if not valid.any():
            return {}
        return {
            band: _reading(date, values[i], valid, inside, _mean_power)
            for i, band in enumerate(RADAR_BANDS)
            if has_band[i]
        }
    if set(CLOUD_BANDS) <= set(acquisition.bands):
        bands = {band: acquisition.bands[band] for band in CLOUD_BANDS}
        acquisition = dataclasses.replace(acquisition, bands=bands)
    values, present, clear, has_band = read_optical(warper, acquisition, window)
    nir = NIR if has_band[NIR] else NARROW_NIR
    if not (has_band[RED] and has_band[nir] and (inside & present).any()):
        return {}
    ndvi = ndvi_or_zero(values[RED], values[nir])
    return {"NDVI": _reading(date, ndvi, inside & clear & (values[nir] + values[RED] > 0), inside, np.mean)}


def _reading(
    date: str, values: np.ndarray, valid: np.ndarray, inside: np.ndarray, mean: Callable[[np.ndarray], float]
) -> Observation:
    """Return the statistics of the ``valid`` pixels; all arrays [H, W]."""
    pixels = values[valid].astype(np.float64)
    share = round(pixels.size / int(inside.sum()), 3)
    if not pixels.size:
        return Observation(date, share)
    low, high = np.percentile(pixels, (10, 90))
    return Observation(date, share, *(round(float(value), 4) for value in (mean(pixels), low, high)))


def _mean_power(decibels: np.ndarray) -> float:
    """Return the mean (dB) of the power: a mean of decibels would overweight dark speckle."""
    return 10 * np.log10(np.mean(10 ** (decibels / 10)))
