"""Windows of a scene as aligned arrays: every file is warped on read to the grid of the reference frame."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Sequence
from datetime import date
from types import TracebackType
from typing import Protocol

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.enums import MaskFlags, Resampling
from rasterio.errors import RasterioError
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from ..datatypes import Sample
from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, BandSource, InputError, Scene
from ..text import tr
from .clouds import clear_mask
from .grid import Grid

CACHE_MEGABYTES = 64  # of GDAL's block cache: other acquisitions are read before a block could be used again
MARGIN = 1  # pixel around a window, for the slope at its rim
SAME_PIXEL = 1e-3  # of a pixel; a raster shifted by less is not resampled
UNDECLARED_VOID = -32768  # of elevation models without a declared nodata value
LOWEST, HIGHEST = -500.0, 9000.0  # metres; elevations beyond are voids


def _open_files_allowed() -> int:
    """Return how many rasters may be open at once: a quarter of what the system allows this process."""
    try:
        import resource
    except ImportError:
        return 128
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 512 if allowed == resource.RLIM_INFINITY else int(np.clip(allowed // 4, 16, 512))


class Warper:
    """Reads bands of any file on one grid; keeps the most recently used files open, within the system's limit."""

    def __init__(self, grid: Grid, resampling: Resampling = Resampling.bilinear) -> None:
        self.grid = grid
        self._resampling = resampling
        self._limit = _open_files_allowed()
        self._open: OrderedDict[tuple, _OpenFile] = OrderedDict()

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
        by_path: dict[str, list[int]] = {}
        for i, band in enumerate(bands):
            by_path.setdefault(band.path, []).append(i)
        part = Window(left, top, right - left, bottom - top)
        for path, positions in by_path.items():
            indexes = [bands[i].index for i in positions]
            try:
                inside[positions] = self._file(path, nodata, exact).read(indexes, part)
            except (RasterioError, IndexError) as error:
                text = tr("{} cannot be read ({}). Leave this file out or replace it.")
                raise InputError(text.format(path, error)) from error
        return values

    def _file(self, path: str, nodata: float | None, exact: bool) -> _OpenFile:
        key = path, nodata, exact
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        if len(self._open) >= self._limit:
            self._open.popitem(last=False)[1].close()
        dataset = rasterio.open(path)
        offset = _pixel_offset(dataset, self.grid)
        if offset is not None and nodata is not None and not _has_mask(dataset):
            self._open[key] = _AlignedFile(dataset, nodata, *offset)
        else:
            resampling = Resampling.nearest if exact else self._resampling
            self._open[key] = _WarpedFile(dataset, self.grid, nodata, resampling)
        return self._open[key]


class _OpenFile(Protocol):
    """A raster whose bands are read on a grid."""

    def read(self, indexes: Sequence[int], window: Window) -> np.ndarray:
        """Return [bands, height, width] float32 of a window inside the grid, NaN where there is no data."""
        ...

    def close(self) -> None: ...


class _WarpedFile:
    """A raster of any projection, warped on read."""

    def __init__(
        self, dataset: rasterio.DatasetReader, grid: Grid, nodata: float | None, resampling: Resampling
    ) -> None:
        self._dataset = dataset
        self._vrt = WarpedVRT(
            dataset,
            crs=grid.crs,
            transform=grid.transform,
            width=grid.width,
            height=grid.height,
            resampling=resampling,
            src_nodata=nodata,
            nodata=float("nan"),
            dtype="float32",
            UNIFIED_SRC_NODATA="NO",
        )

    def read(self, indexes: Sequence[int], window: Window) -> np.ndarray:
        return self._vrt.read(list(indexes), window=window)

    def close(self) -> None:
        self._vrt.close()
        self._dataset.close()


class _AlignedFile:
    """A raster whose pixels are those of the grid, from the pixel (``row``, ``col``) of the grid on.

    It is read as it is: the warper returns the same values in a multiple of the time.
    """

    def __init__(self, dataset: rasterio.DatasetReader, nodata: float, row: int, col: int) -> None:
        self._dataset, self._nodata, self._row, self._col = dataset, nodata, row, col

    def read(self, indexes: Sequence[int], window: Window) -> np.ndarray:
        top, left = window.row_off - self._row, window.col_off - self._col
        bottom, right = top + window.height, left + window.width
        values = np.full((len(indexes), window.height, window.width), np.nan, np.float32)
        first_row, first_col = max(0, top), max(0, left)
        last_row, last_col = min(self._dataset.height, bottom), min(self._dataset.width, right)
        if first_row >= last_row or first_col >= last_col:
            return values
        part = Window(first_col, first_row, last_col - first_col, last_row - first_row)
        inside = self._dataset.read(list(indexes), window=part, out_dtype=np.float32)
        inside[inside == np.float32(self._nodata)] = np.nan
        values[:, first_row - top : last_row - top, first_col - left : last_col - left] = inside
        return values

    def close(self) -> None:
        self._dataset.close()


def _pixel_offset(dataset: rasterio.DatasetReader, grid: Grid) -> tuple[int, int] | None:
    """Return the (row, col) of the grid at which a raster begins whose pixels are the grid's; None for any other."""
    if dataset.crs != CRS.from_user_input(grid.crs):
        return None
    placed = ~grid.transform @ dataset.transform  # from its pixels to those of the grid
    row, col = round(placed.f), round(placed.c)
    return (row, col) if placed.almost_equals(Affine.translation(col, row), SAME_PIXEL) else None


def _has_mask(dataset: rasterio.DatasetReader) -> bool:
    """Return whether a raster says in another way than by a value which pixels hold data."""
    masked = {MaskFlags.alpha, MaskFlags.per_dataset}
    return any(masked & set(flags) for flags in dataset.mask_flag_enums)


def read_optical(
    warper: Warper, acquisition: Acquisition, window: Window
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return (reflectance [10, H, W], has data [H, W], clear [H, W], has band [10]); 0 where there is no data."""
    has_band = np.array([band in acquisition.bands for band in OPTICAL_BANDS])
    values, present = _physical(warper, acquisition, OPTICAL_BANDS, window)
    scl = None
    if acquisition.clouds:
        scl = np.nan_to_num(warper.read([acquisition.clouds], 0.0, window, exact=True)[0])
    return values, present, present & clear_mask(values, has_band, scl), has_band


def read_radar(warper: Warper, acquisition: Acquisition, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (backscatter in dB [2, H, W], has data [H, W], has band [2]); 0 where there is no data."""
    has_band = np.array([band in acquisition.bands for band in RADAR_BANDS])
    values, present = _physical(warper, acquisition, RADAR_BANDS, window)
    if acquisition.unit != "db":
        factor = 20.0 if acquisition.unit == "amplitude" else 10.0
        present &= (values[has_band] > 0).all(axis=0)
        values[has_band] = factor * np.log10(values[has_band], where=present, out=np.zeros_like(values[has_band]))
    return values, present, has_band


def _physical(
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
    values = np.zeros((len(order), window.height, window.width), np.float32)
    usable = present & ~missing
    values[rows] = np.where(usable, stored * np.float32(acquisition.scale) + np.float32(acquisition.offset), 0)
    return values, present


class SceneReader:
    """Reads windows of a scene as `Sample`; a context manager that closes its files.

    ``reference_date`` is the ISO date of the S2 acquisition that serves as reference frame. ``optical``, ``radar`` and,
    one after the other, ``acquisitions`` are in the order of the sample's arrays. Memory grows with the window, not
    with the scene. Raises `InputError` where the scene has no Sentinel-2 image of the reference date, and where a file
    cannot be read.
    """

    def __init__(self, scene: Scene, grid: Grid, reference_date: str) -> None:
        self.grid = grid
        self.optical = scene.of("S2")
        self.radar = scene.of("S1")
        self.acquisitions = self.optical + self.radar
        dates = [acquisition.date for acquisition in self.optical]
        if reference_date not in dates:
            why = tr("There is no usable Sentinel-2 image of {}.").format(reference_date)
            choice = tr("Choose one of: {}.").format(", ".join(dates)) if dates else tr("Add Sentinel-2 images.")
            raise InputError(f"{why} {choice}")
        self._reference = self.optical[dates.index(reference_date)]
        self._elevation = scene.elevation
        self._warper = Warper(grid)
        margin = grid.window(Window(-MARGIN, -MARGIN, grid.width + 2 * MARGIN, grid.height + 2 * MARGIN))
        self._terrain = Warper(margin)
        self._environment = rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES)

    def __enter__(self) -> SceneReader:
        self._environment.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._warper.close()
        self._terrain.close()
        self._environment.__exit__(kind, error, traceback)

    def read(self, window: Window, keys: Container[str] | None = None) -> Sample:
        """Return a window of the grid as a sample; outside the grid nothing is valid.

        Where ``keys`` is not None, the sample holds the acquisitions of these keys and the reference frame only.
        """
        height, width = window.height, window.width
        optical_acquisitions = [a for a in self.optical if keys is None or a.key in keys]
        radar_acquisitions = [a for a in self.radar if keys is None or a.key in keys]
        optical = np.zeros((len(optical_acquisitions), len(OPTICAL_BANDS), height, width), np.float32)
        optical_valid = np.zeros((len(optical_acquisitions), height, width), bool)
        optical_bands = np.zeros((len(optical_acquisitions), len(OPTICAL_BANDS)), bool)
        for i, acquisition in enumerate(optical_acquisitions):
            optical[i], optical_valid[i], optical_bands[i] = self._read_clear(acquisition, window)
        radar = np.zeros((len(radar_acquisitions), len(RADAR_BANDS), height, width), np.float32)
        radar_valid = np.zeros((len(radar_acquisitions), height, width), bool)
        radar_bands = np.zeros((len(radar_acquisitions), len(RADAR_BANDS)), bool)
        for i, acquisition in enumerate(radar_acquisitions):
            radar[i], radar_valid[i], radar_bands[i] = read_radar(self._warper, acquisition, window)
        if self._reference in optical_acquisitions:
            index = optical_acquisitions.index(self._reference)
            reference, reference_valid, reference_bands = optical[index], optical_valid[index], optical_bands[index]
        else:
            reference, reference_valid, reference_bands = self._read_clear(self._reference, window)
        terrain, terrain_valid = self.read_terrain(window)
        latitude, longitude = self.grid.window(window).centre()
        return Sample(
            reference=reference,
            reference_valid=reference_valid,
            reference_bands=reference_bands,
            reference_day=_day(self._reference),
            optical=optical,
            optical_valid=optical_valid,
            optical_bands=optical_bands,
            optical_days=np.array([_day(a) for a in optical_acquisitions], np.int64),
            radar=radar,
            radar_valid=radar_valid,
            radar_bands=radar_bands,
            radar_days=np.array([_day(a) for a in radar_acquisitions], np.int64),
            terrain=terrain,
            terrain_valid=terrain_valid,
            latitude=latitude,
            longitude=longitude,
        )

    def read_acquisition(self, acquisition: Acquisition, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return values [C, H, W], valid [H, W] and has band [C] of an acquisition as `Sample` holds them."""
        if acquisition.sensor == "S2":
            return self._read_clear(acquisition, window)
        return read_radar(self._warper, acquisition, window)

    def _read_clear(self, acquisition: Acquisition, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (reflectance [10, H, W], clear [H, W], has band [10]); 0 where not clear."""
        values, _, clear, has_band = read_optical(self._warper, acquisition, window)
        return np.where(clear, values, 0), clear, has_band

    def read_terrain(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return elevation and slope [2, H, W] of a window of the grid and where they are valid [H, W]."""
        row, col, height, width = window.row_off, window.col_off, window.height, window.width
        if self._elevation is None:
            return np.zeros((2, height, width), np.float32), np.zeros((height, width), bool)
        nodata = self._elevation.nodata
        # The terrain's grid begins one pixel before the scene's, so that its window with a margin begins at (row, col).
        wide = Window(col, row, width + 2 * MARGIN, height + 2 * MARGIN)
        heights = self._terrain.read([self._elevation.source], UNDECLARED_VOID if nodata is None else nodata, wide)[0]
        heights[(heights < LOWEST) | (heights > HIGHEST)] = np.nan
        terrain = np.stack([heights[MARGIN:-MARGIN, MARGIN:-MARGIN], slope(heights, self.grid.resolution)])
        inside = np.zeros((height, width), bool)
        inside[max(-row, 0) : max(self.grid.height - row, 0), max(-col, 0) : max(self.grid.width - col, 0)] = True
        valid = inside & np.isfinite(terrain[0])
        return np.where(valid, terrain, 0).astype(np.float32), valid


def slope(heights: np.ndarray, spacing: float) -> np.ndarray:
    """Return the slope in degrees [H - 2, W - 2] of heights [H, W] in metres, by Horn's (1981) weights.

    A missing neighbour counts as level with the centre.
    """
    centre = heights[1:-1, 1:-1]
    rows, cols = centre.shape

    def at(down: int, right: int) -> np.ndarray:
        neighbour = heights[1 + down : 1 + down + rows, 1 + right : 1 + right + cols]
        return np.where(np.isnan(neighbour), centre, neighbour)

    eastward = sum(weight * (at(down, 1) - at(down, -1)) for down, weight in ((-1, 1), (0, 2), (1, 1)))
    southward = sum(weight * (at(1, right) - at(-1, right)) for right, weight in ((-1, 1), (0, 2), (1, 1)))
    return np.degrees(np.arctan(np.hypot(eastward, southward) / (8 * spacing)))


def _day(acquisition: Acquisition) -> int:
    return date.fromisoformat(acquisition.date).toordinal()
