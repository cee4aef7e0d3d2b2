"""Rasters that are read on a grid: as they are where their pixels are those of the grid, else warped on read."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from contextvars import copy_context

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
    offset = _pixel_offset(dataset, grid)
    if offset is not None and nodata is not None and not _has_mask(dataset):
        return _AlignedRaster(dataset, nodata, *offset)
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
    """A raster whose pixels are those of the grid, from the pixel (``row``, ``col``) of the grid on.

    It is read as it is: the warper returns the same values in a multiple of the time.
    """

    def __init__(self, dataset: rasterio.DatasetReader, nodata: float, row: int, col: int) -> None:
        super().__init__()
        self._dataset, self._nodata, self._row, self._col = dataset, nodata, row, col

    def _read(self, indexes: Sequence[int], window: Window) -> np.ndarray:
        top, left = window.row_off - self._row, window.col_off - self._col
        bottom, right = top + window.height, left + window.width
        first_row, first_col = max(0, top), max(0, left)
        last_row, last_col = min(self._dataset.height, bottom), min(self._dataset.width, right)
        shape = len(indexes), window.height, window.width
        if first_row >= last_row or first_col >= last_col:
            return np.full(shape, np.nan, np.float32)
        part = Window(first_col, first_row, last_col - first_col, last_row - first_row)
        inside = self._dataset.read(list(indexes), window=part, out_dtype=np.float32)
        np.copyto(inside, np.nan, where=inside == np.float32(self._nodata))
        if inside.shape == shape:
            return inside
        values = np.full(shape, np.nan, np.float32)
        values[:, first_row - top : last_row - top, first_col - left : last_col - left] = inside
        return values

    def _close(self) -> None:
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
