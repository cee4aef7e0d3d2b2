"""Rasters read on a grid: as they are where their pixels are those of the grid or blocks of them, else warped."""

from __future__ import annotations

import abc
from collections.abc import Callable, Sequence
from contextvars import copy_context
from dataclasses import dataclass

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.enums import MaskFlags, Resampling
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from .grid import Grid
from .raster_access import open_dataset

SAME_PIXEL = 1e-3  # of a pixel; a raster shifted by less is not resampled
COARSEST = 6  # pixels of the grid along one of a raster's, up to which it is refined without the warper: bands of 60 m
LEAST_WEIGHT = 1e-5  # of the pixels with data among those to interpolate between, as in GDAL


class OpenRaster(abc.ABC):
    """A raster whose bands are read on a grid, by any thread.

    Each reads in the context in which the raster was opened. There rasterio keeps what reads files for GDAL that GDAL
    does not know as they are, such as Zarr cubes of format 3.
    """

    def __init__(self) -> None:
        self._context = copy_context()

    def read(self, indexes: Sequence[int], window: Window) -> np.ndarray:
        """Return [bands, height, width] float32 of a window inside the grid, NaN where there is no data."""
        return self._context.copy().run(self._read, indexes, window)

    def close(self) -> None:
        self._context.copy().run(self._close)

    @abc.abstractmethod
    def _read(self, indexes: Sequence[int], window: Window) -> np.ndarray: ...

    @abc.abstractmethod
    def _close(self) -> None: ...


def open_raster(path: str, grid: Grid, nodata: float | None, resampling: Resampling) -> OpenRaster:
    """Open a raster to be read on ``grid``; ``nodata`` is the stored value of pixels without data, None if none is."""
    dataset = open_dataset(path)
    alignment = _align(dataset, grid)
    if alignment and nodata is not None and not _has_mask(dataset) and resampling in REFINED:
        return _AlignedRaster(dataset, nodata, *alignment, REFINED[resampling])
    return _WarpedRaster(dataset, grid, nodata, resampling)


class _WarpedRaster(OpenRaster):
    """A raster of any projection, warped on read."""

    def __init__(
        self, dataset: rasterio.DatasetReader, grid: Grid, nodata: float | None, resampling: Resampling
    ) -> None:
        super().__init__()
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

    def _read(self, indexes: Sequence[int], window: Window) -> np.ndarray:
        return self._vrt.read(list(indexes), window=window)

    def _close(self) -> None:
        self._vrt.close()
        self._dataset.close()


class _AlignedRaster(OpenRaster):
    """A raster whose pixels are ``factor`` x ``factor`` of the grid's, from its pixel (``row``, ``col``) on.

    It is read as it is, and refined by ``refine``: the warper returns the same values in a multiple of the time.
    """

    def __init__(
        self,
        dataset: rasterio.DatasetReader,
        nodata: float,
        factor: int,
        row: int,
        col: int,
        refine: Callable[[np.ndarray, int], np.ndarray],
    ) -> None:
        super().__init__()
        self._dataset, self._nodata, self._row, self._col = dataset, nodata, row, col
        self._factor, self._refine = factor, refine

    def _read(self, indexes: Sequence[int], window: Window) -> np.ndarray:
        factor = self._factor
        top, left = window.row_off - self._row, window.col_off - self._col
        rows = _covered(top, window.height, self._dataset.height, factor)
        cols = _covered(left, window.width, self._dataset.width, factor)
        shape = len(indexes), window.height, window.width
        if not (rows.size and cols.size):
            return np.full(shape, np.nan, np.float32)
        part = Window(cols.first, rows.first, cols.size, rows.size)
        inside = self._dataset.read(list(indexes), window=part, out_dtype=np.float32)
        np.copyto(inside, np.nan, where=inside == np.float32(self._nodata))
        if factor > 1:
            inside = self._refine(inside, factor)
        source, target = (rows.source, cols.source), (rows.target, cols.target)
        if inside.shape == shape and source == target:
            return inside
        values = np.full(shape, np.nan, np.float32)
        values[:, target[0], target[1]] = inside[:, source[0], source[1]]
        return values

    def _close(self) -> None:
        self._dataset.close()


@dataclass(frozen=True)
class _Span:
    """Along one axis: the pixels of a raster to read, ``size`` from ``first`` on, and which of their refinement count.

    Of the refined pixels those in ``source`` fill ``target`` of the window.
    """

    first: int
    size: int
    source: slice
    target: slice


def _covered(start: int, length: int, available: int, factor: int) -> _Span:
    """Return the span of a window, of ``length`` pixels of the grid from ``start`` on, in a raster of some size.

    Coarser pixels are read with one more at either side, between which values are interpolated.
    """
    low, high = max(0, start), min(available * factor, start + length)
    margin = 1 if factor > 1 else 0
    first, last = max(0, low // factor - margin), min(available, -(-high // factor) + margin)
    shift = first * factor
    return _Span(
        first,
        max(0, last - first) if low < high else 0,
        slice(low - shift, high - shift),
        slice(low - start, high - start),
    )


def refine_nearest(values: np.ndarray, factor: int) -> np.ndarray:
    """Return [C, h, w] with every pixel as ``factor`` x ``factor`` pixels of its value."""
    return values.repeat(factor, 1).repeat(factor, 2)


def refine_linearly(values: np.ndarray, factor: int) -> np.ndarray:
    """Return [C, h, w] interpolated bilinearly at ``factor`` x ``factor`` pixels in each of its pixels.

    Pixels without data (NaN) do not count; where the pixels between which a value lies are all of that kind, it is NaN.
    """
    missing = np.isnan(values)
    if not missing.any():
        return _refine_axes(values, factor)
    weights = _refine_axes((~missing).astype(np.float32), factor)
    sums = _refine_axes(np.where(missing, np.float32(0), values), factor)
    return np.divide(sums, weights, out=np.full_like(sums, np.nan), where=weights > LEAST_WEIGHT)


def _refine_axes(values: np.ndarray, factor: int) -> np.ndarray:
    """Interpolate [C, h, w] along both axes; beyond the rim lies what lies at it."""
    for axis in (1, 2):
        padded = np.moveaxis(np.pad(values, [(1, 1) if i == axis else (0, 0) for i in range(3)], mode="edge"), axis, 0)
        before, after = (np.moveaxis(part, 0, axis) for part in (padded[:-2], padded[2:]))
        refined = np.empty((*values.shape[: axis + 1], factor, *values.shape[axis + 1 :]), np.float32)
        for phase, part in enumerate(np.moveaxis(refined, axis + 1, 0)):
            offset = (phase + 0.5) / factor - 0.5  # of the centre from that of the coarse pixel, in coarse pixels
            np.subtract(before if offset < 0 else after, values, out=part)
            part *= np.float32(abs(offset))
            part += values
        values = refined.reshape(*values.shape[:axis], -1, *values.shape[axis + 1 :])
    return values


REFINED = {Resampling.nearest: refine_nearest, Resampling.bilinear: refine_linearly}


def _align(dataset: rasterio.DatasetReader, grid: Grid) -> tuple[int, int, int] | None:
    """Return how many pixels of the grid lie along one of a raster's, and the (row, col) of the grid where it begins.

    None where its pixels are not whole blocks of the grid's.
    """
    if dataset.crs != CRS.from_user_input(grid.crs):
        return None
    placed = ~grid.transform @ dataset.transform  # from its pixels to those of the grid
    factor, row, col = round(placed.a), round(placed.f), round(placed.c)
    if not 1 <= factor <= COARSEST:
        return None
    aligned = Affine.translation(col, row) @ Affine.scale(factor)
    return (factor, row, col) if placed.almost_equals(aligned, SAME_PIXEL) else None


def _has_mask(dataset: rasterio.DatasetReader) -> bool:
    """Return whether a raster says in another way than by a value which pixels hold data."""
    masked = {MaskFlags.alpha, MaskFlags.per_dataset}
    return any(masked & set(flags) for flags in dataset.mask_flag_enums)
