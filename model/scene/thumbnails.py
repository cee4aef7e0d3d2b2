"""Thumbnails of Sentinel-2 dates on one grid with one stretch, with clouds."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import Affine
from rasterio.warp import reproject, transform_bounds
from rasterio.windows import Window, from_bounds

from ..outputs.transaction import atomic_write
from ..protocol import (
    BRIGHT,
    DARK,
    GAMMA,
    TRUE_COLOUR,
    Acquisition,
    InputError,
    Scene,
    Thumbnail,
    ThumbnailsRequest,
    dumps,
)
from ..text import tr
from .fingerprint import fingerprint
from .grid import Grid, reference_grid
from .raster_access import open_dataset, reading
from .warper import CACHE_MEGABYTES

OVERSAMPLING = 2  # samples for each pixel along each side, which are averaged


def make_thumbnails(request: ThumbnailsRequest, folder: Path) -> Iterator[Thumbnail]:
    """Write a PNG file for each date into ``folder`` and yield each once it is written.

    A thumbnail of an earlier call is used again where its files and the grid are unchanged. Raises `InputError` where
    none of the dates can be opened.
    """
    grid = coarse_grid(request.acquisitions, request.size)
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES):
        for acquisition in request.acquisitions:
            yield _make(acquisition, grid, folder)


def coarse_grid(acquisitions: Sequence[Acquisition], size: int) -> Grid:
    """Return a grid of at most ``size`` pixels a side over the extent of the earliest date that can be opened."""
    message = tr("No Sentinel-2 date was given.")
    for acquisition in sorted(acquisitions, key=lambda a: a.date):
        try:
            fine = reference_grid(Scene((acquisition,)), acquisition)
        except InputError as error:
            message = str(error)
            continue
        step = max(1.0, max(fine.width, fine.height) / size)
        width, height = max(1, round(fine.width / step)), max(1, round(fine.height / step))
        return Grid(fine.crs, fine.transform @ Affine.scale(step), width, height)
    raise InputError(tr("There is nothing to make pictures of. {}").format(message))


def render(acquisition: Acquisition, grid: Grid) -> np.ndarray:
    """Return one date on a grid as RGBA [4, H, W] uint8; alpha is 0 where there is no data, else 255.

    A date that lacks one of the three colours is shown in grey. Raises `InputError` where a file cannot be read.
    """
    files = [(i, file) for i, name in enumerate(acquisition.shown) for file in acquisition.bands[name].files]
    stored = np.full((len(acquisition.shown), grid.height, grid.width), np.nan, np.float32)
    for path in dict.fromkeys(file.path for _, file in files):  # bands of one file may share its blocks
        rows = [i for i, file in files if file.path == path]
        read = _read(path, [file.index for _, file in files if file.path == path], acquisition.nodata or 0.0, grid)
        stored[rows] = np.where(np.isnan(stored[rows]), read, stored[rows])
    valid = np.asarray(np.isfinite(stored).all(axis=0))
    reflectance = np.where(valid, stored * acquisition.scale + acquisition.offset, 0)
    shade = np.clip((reflectance - DARK) / (BRIGHT - DARK), 0, 1) ** (1 / GAMMA)
    colours = np.broadcast_to(shade, (3, *shade.shape[1:]))
    return np.concatenate([255 * colours, 255 * valid[None]]).round().astype(np.uint8)


def _make(acquisition: Acquisition, grid: Grid, folder: Path) -> Thumbnail:
    if not acquisition.shown:
        return Thumbnail(acquisition.date, note=tr("This date has no band that could be shown."))
    missing = [band for band in TRUE_COLOUR if band not in acquisition.bands]
    grey = tr("Band {} in grey, for want of {}.")
    note = grey.format(acquisition.shown[0], ", ".join(missing)) if missing else ""
    key = f"{fingerprint(acquisition, None) or dumps(acquisition)} {grid}"
    path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:20]}.png"
    try:
        if not path.exists():
            _write(render(acquisition, grid), path)
    except InputError as error:
        return Thumbnail(acquisition.date, note=str(error))
    return Thumbnail(acquisition.date, str(path), note)


def _read(path: str, indexes: list[int], nodata: float, grid: Grid) -> np.ndarray:
    """Return bands of one file on a coarse grid, [bands, H, W] float32, NaN where there is no data.

    Only `OVERSAMPLING` samples for each pixel and side are read, from overviews where the file has them. A whole
    Sentinel-2 tile takes a fraction of a second, or seconds where it has blocks without overviews, which are all
    decompressed.
    """
    warped = np.full((len(indexes), grid.height, grid.width), np.nan, np.float32)
    with open_dataset(path) as dataset, reading(path):
        window = _window(dataset, grid)
        if window is None:
            return warped
        shape = (min(window.height, OVERSAMPLING * grid.height), min(window.width, OVERSAMPLING * grid.width))
        values = dataset.read(indexes, window=window, out_shape=(len(indexes), *shape)).astype(np.float32)
        finer = Affine.scale(window.width / shape[1], window.height / shape[0])
        values[values == nodata] = np.nan
        reproject(
            values,
            warped,
            src_transform=dataset.window_transform(window) @ finer,
            src_crs=dataset.crs,
            src_nodata=np.nan,
            dst_transform=grid.transform,
            dst_crs=grid.crs,
            dst_nodata=np.nan,
            resampling=Resampling.average,
        )
    return warped


def _window(dataset: rasterio.DatasetReader, grid: Grid) -> Window | None:
    """Return the window of a file over a grid: the whole file where it is rotated, None where they do not overlap."""
    whole = Window(0, 0, dataset.width, dataset.height)
    transform = dataset.transform
    if transform.b or transform.d or transform.e > 0:
        return whole
    covered = from_bounds(*transform_bounds(grid.crs, dataset.crs, *grid.bounds), transform)
    first_row, first_col = max(0, int(covered.row_off) - 1), max(0, int(covered.col_off) - 1)
    last_row = min(dataset.height, int(covered.row_off + covered.height) + 2)
    last_col = min(dataset.width, int(covered.col_off + covered.width) + 2)
    if first_row >= last_row or first_col >= last_col:
        return None
    return Window(first_col, first_row, last_col - first_col, last_row - first_row)


def _write(pixels: np.ndarray, path: Path) -> None:
    """Write a PNG file atomically."""
    size = {"count": 4, "height": pixels.shape[1], "width": pixels.shape[2]}
    with warnings.catch_warnings(), atomic_write(path, durable=False) as partial:
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(partial, "w", driver="PNG", dtype="uint8", **size) as file:
            file.write(pixels)
