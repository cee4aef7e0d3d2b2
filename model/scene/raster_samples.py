"""Samples of the values of a raster, by which its unit and the order of its bands are judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rasterio import DatasetReader
from rasterio.windows import Window

SAMPLE = 128  # pixels a side
STRIPS = 3  # rows that are looked at for values of pixels without data, which lie along the edges
VOIDS = (-9999.0, -10000.0, -32768.0, -32767.0)  # values of such pixels that files do not declare, as of MAJA


def sample_values(dataset: DatasetReader, index: int) -> np.ndarray:
    """Return valid, non-zero values of one band [n] float64: from its middle, else from a coarse reading of all."""
    return sample_bands(dataset, [index])[0]


def sample_bands(dataset: DatasetReader, indexes: Sequence[int]) -> np.ndarray:
    """Return values of several bands [bands, n] float64 at the same pixels, where all are valid and none is zero.

    They are from the middle of the image, else from a coarse reading of all of it.
    """
    for is_middle in (True, False):
        flat = _read_sample(dataset, indexes, is_middle)
        values = flat[:, np.isfinite(flat).all(axis=0)]
        if values.size:
            break
    return values


def middle_values(dataset: DatasetReader, indexes: Sequence[int]) -> np.ndarray:
    """Return values of bands [bands, n] float64 of the middle of an image, NaN where they are not valid or zero."""
    return _read_sample(dataset, indexes, is_middle=True)


def _read_sample(dataset: DatasetReader, indexes: Sequence[int], is_middle: bool) -> np.ndarray:
    height, width = dataset.shape
    rows, cols = min(SAMPLE, height), min(SAMPLE, width)
    window = Window((width - cols) // 2, (height - rows) // 2, cols, rows)
    extent = {"window": window} if is_middle else {"out_shape": (len(indexes), rows, cols)}
    read = dataset.read(list(indexes), masked=True, **extent).astype(np.float64)
    flat = read.filled(np.nan).reshape(len(indexes), -1)
    return np.where((flat != 0) & ~np.isin(flat, VOIDS), flat, np.nan)


def undeclared_void(dataset: DatasetReader) -> float | None:
    """Return the usual value of pixels without data that a raster of signed numbers holds but does not declare."""
    if np.dtype(dataset.dtypes[0]).kind not in "if" or dataset.nodata is not None:
        return None
    rows = np.unique(np.linspace(0, dataset.height - 1, STRIPS).astype(int))
    values = np.concatenate([dataset.read(1, window=Window(0, row, dataset.width, 1)) for row in rows])
    return next((void for void in VOIDS if (values == void).any()), None)
