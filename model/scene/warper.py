"""Bands of any file, warped on read to one grid, and turned into physical values."""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.windows import Window

from ..protocol import Acquisition, BandSource
from .clouds import BrightnessLevels
from .grid import Grid
from .open_rasters import OpenRaster, open_raster
from .raster_access import UnreadableRasterError, is_remote, reading

CACHE_MEGABYTES = 64  # of GDAL's block cache: other acquisitions are read before a block could be used again
PAUSES = 0.0, 1.0, 4.0  # s after which what failed on a network is read again; the first drops what GDAL remembers


def _open_files_allowed() -> int:
    """Return how many rasters may be open at once: a quarter of what the system allows this process."""
    try:
        import resource
    except ImportError:
        return 128
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 512 if allowed == resource.RLIM_INFINITY else int(np.clip(allowed // 4, 16, 512))


class Warper:
    """Reads bands of any file on one grid; keeps the most recently used files open, within the system's limit.

    ``levels`` are the brightness levels of the images read so far, by their bands.
    """

    def __init__(self, grid: Grid, resampling: Resampling = Resampling.bilinear) -> None:
        self.grid = grid
        self._resampling = resampling
        self._limit = _open_files_allowed()
        self.levels: dict[tuple[tuple[str, BandSource], ...], BrightnessLevels] = {}
        self._open: OrderedDict[tuple, OpenRaster] = OrderedDict()
        self._lost: set[str] = set()  # paths of rasters that could not be read in the end

    def __enter__(self) -> Warper:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every file."""
        while self._open:
            self._open.popitem()[1].close()

    def read(
        self, bands: Sequence[BandSource], nodata: float | None, window: Window, exact: bool = False
    ) -> np.ndarray:
        """Return [bands, height, width] float32 of a window of the grid, NaN where there is no data.

        The window may reach outside the grid, where there is no data. ``exact`` takes the nearest pixel.
        """
        row, col, height, width = window.row_off, window.col_off, window.height, window.width
        values = np.full((len(bands), height, width), np.nan, np.float32)
        top, left = max(row, 0), max(col, 0)
        bottom, right = min(row + height, self.grid.height), min(col + width, self.grid.width)
        if top >= bottom or left >= right:
            return values
        inside = values[:, top - row : bottom - row, left - col : right - col]
        part = Window(left, top, right - left, bottom - top)
        self._fill(inside, bands, nodata, part, exact)
        for number in range(max((len(band.more) for band in bands), default=0)):
            rows = [i for i, band in enumerate(bands) if number < len(band.more)]
            missing = np.isnan(inside[rows])
            if missing.any():
                piece = np.full_like(inside[rows], np.nan)
                self._fill(piece, [bands[i].more[number] for i in rows], nodata, part, exact)
                inside[rows] = np.where(missing, piece, inside[rows])
        return values

    def _fill(
        self, values: np.ndarray, bands: Sequence[BandSource], nodata: float | None, window: Window, exact: bool
    ) -> None:
        """Read the first file of each band into ``values``; bands of one file are read at once."""
        by_path: dict[str, list[int]] = {}
        for i, band in enumerate(bands):
            by_path.setdefault(band.path, []).append(i)
        for path, positions in by_path.items():
            indexes = [bands[i].index for i in positions]
            values[positions] = self._read_patiently(path, nodata, exact, indexes, window)

    def _read_patiently(
        self, path: str, nodata: float | None, exact: bool, indexes: Sequence[int], window: Window
    ) -> np.ndarray:
        """Read a window of a raster, a remote one several times where that fails, since networks recover.

        A raster that failed for good is read once only after that.
        """
        try:
            return self._read(path, nodata, exact, indexes, window)
        except UnreadableRasterError:
            if not is_remote(path) or path in self._lost:
                raise
            self._lost.add(path)
        with rasterio.Env(CPL_VSIL_CURL_NON_CACHED=path):  # GDAL would remember the failure
            for number, pause in enumerate(PAUSES, 1):
                with contextlib.suppress(KeyError):
                    self._open.pop((path, nodata, exact)).close()
                time.sleep(pause)
                try:
                    values = self._read(path, nodata, exact, indexes, window)
                    break
                except UnreadableRasterError:
                    if number == len(PAUSES):
                        raise
        self._lost.discard(path)
        return values

    def _read(self, path: str, nodata: float | None, exact: bool, indexes: Sequence[int], window: Window) -> np.ndarray:
        with reading(path):
            return self._raster(path, nodata, exact).read(indexes, window)

    def _raster(self, path: str, nodata: float | None, exact: bool) -> OpenRaster:
        key = path, nodata, exact
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        if len(self._open) >= self._limit:
            self._open.popitem(last=False)[1].close()
        self._open[key] = open_raster(path, self.grid, nodata, Resampling.nearest if exact else self._resampling)
        return self._open[key]


def read_physical(
    warper: Warper, acquisition: Acquisition, order: Sequence[str], window: Window
) -> tuple[np.ndarray, np.ndarray]:
    """Return physical values [bands in ``order``, H, W] and where all bands of the acquisition are present [H, W].

    A declared nodata value in one band voids the pixel, and so does a radar band without a value. Zero, the value that
    empty pixels have anyway, voids it in optical bands only where every band has it: one zero may be a dark pixel.
    """
    rows = [i for i, band in enumerate(order) if band in acquisition.bands]
    stored = warper.read([acquisition.bands[order[i]] for i in rows], acquisition.nodata or 0.0, window)
    missing = ~np.isfinite(stored)
    strict = acquisition.nodata or acquisition.sensor == "S1"
    present = ~(missing.any(axis=0) if strict else missing.all(axis=0))
    if acquisition.nodata:
        present &= (stored != 0).any(axis=0)
    stored *= np.float32(acquisition.scale)  # in place: arrays of this size leave the processor's cache
    stored += np.float32(acquisition.offset)
    np.copyto(stored, 0, where=missing | ~present)
    if len(rows) == len(order):
        return stored, present
    values = np.zeros((len(order), window.height, window.width), np.float32)
    values[rows] = stored
    return values, present
