"""Samples of the values of a raster, by which its unit and the order of its bands are judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rasterio import DatasetReader
from rasterio.windows import Window

SAMPLE = 128  # pixels a side
STRIPS = 8  # rows that are looked at for values of pixels without data, which lie along the edges
VOIDS = (-9999.0, -10000.0, -32768.0, -32767.0)  # values of such pixels that files do not declare, as of MAJA


def sample_values(dataset: DatasetReader, index: int) -> np.ndarray:
    """Return valid, non-zero values of one band [n] float64: from its middle, else from a coarse reading of all."""
    height, width = dataset.shape
    rows, cols = min(SAMPLE, height), min(SAMPLE, width)
    middle = Window((width - cols) // 2, (height - rows) // 2, cols, rows)
    for extent in ({"window": middle}, {"out_shape": (rows, cols)}):
        values = dataset.read(index, masked=True, **extent).compressed().astype(np.float64)
        values = values[np.isfinite(values) & (values != 0) & ~np.isin(values, VOIDS)]
        if values.size:
            break
    return values


def sample_bands(dataset: DatasetReader, indexes: Sequence[int]) -> np.ndarray:
    """Return values of several bands [bands, n] float64 at the same pixels, where all are valid and none is zero."""
    rows, cols = (min(SAMPLE, side) for side in dataset.shape)
    values = dataset.read(list(indexes), out_shape=(len(indexes), rows, cols), masked=True).astype(np.float64)
    flat = values.filled(np.nan).reshape(len(indexes), -1)
    return flat[:, (np.isfinite(flat) & (flat != 0)).all(axis=0)]


def undeclared_void(dataset: DatasetReader) -> float | None:
    """Return the usual value of pixels without data that a raster of signed numbers holds but does not declare."""
    if np.dtype(dataset.dtypes[0]).kind not in "if" or dataset.nodata is not None:
        return None
    rows = np.unique(np.linspace(0, dataset.height - 1, STRIPS).astype(int))
    values = np.concatenate([dataset.read(1, window=Window(0, row, dataset.width, 1)) for row in rows])
    return next((void for void in VOIDS if (values == void).any()), None)
