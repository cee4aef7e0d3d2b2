"""Ground that the analyst leaves out of a map: a raster or polygons, read window by window on the grid of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import fiona
import numpy as np
import rasterio
import shapely
from fiona.errors import FionaError, FionaValueError, UnsupportedGeometryTypeError
from pyproj import CRS, Transformer
from rasterio.enums import Resampling
from rasterio.errors import CRSError, RasterioError
from rasterio.features import rasterize
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from ..protocol import Exclusion, InputError
from ..scene.grid import Grid
from ..text import tr
from .area_of_interest import CORNERS, AreaOfInterest

ROWS = 512  # that are read at once

MaskReader = Callable[[Window], "tuple[np.ndarray, bool]"]
"""Returns which pixels of a window of the grid are left out [H, W], and whether the file has anything there."""


@dataclass(frozen=True)
class ExcludedGround:
    """The pixels of ``grid`` that are left out, eight to a byte: ``bits`` [H, ceil(W / 8)] as `numpy.packbits` does.

    A Sentinel-2 tile takes 15 MB. ``overlaps`` says whether the file has anything on the grid, left out or not.
    """

    name: str
    grid: Grid
    bits: np.ndarray
    overlaps: bool

    def mask(self, grid: Grid) -> np.ndarray:
        """Return which pixels of ``grid``, with the same pixels as that of the run, are left out; none outside it."""
        col, row = map(round, ~self.grid.transform @ (grid.transform.c, grid.transform.f))
        mask = np.zeros((grid.height, grid.width), bool)
        top, bottom = max(row, 0), min(row + grid.height, self.grid.height)
        left, right = max(col, 0), min(col + grid.width, self.grid.width)
        if top < bottom and left < right:
            part = np.unpackbits(self.bits[top:bottom, left // 8 : -(-right // 8)], axis=1).astype(bool)
            mask[top - row : bottom - row, left - col : right - col] = part[:, left % 8 :][:, : right - left]
        return mask

    def area_in(self, grid: Grid, area: AreaOfInterest | None) -> float:
        """Return the square metres that are left out of an area in ``grid``, of the whole grid where there is none."""
        pixels = 0
        for window in _strips(grid):
            strip = grid.window(window)
            mask = self.mask(strip)
            pixels += int(np.count_nonzero(mask & area.mask(strip, margin=0.0) if area else mask))
        return pixels * grid.resolution**2


def read_excluded_ground(exclusion: Exclusion, grid: Grid) -> ExcludedGround:
    """Return the ground of ``grid`` that an exclusion leaves out.

    A pixel is left out where its centre is inside a polygon, or where the nearest pixel of the raster has one of the
    values. Raises `InputError` where the file cannot be read, has no CRS or holds neither a raster nor polygons, and
    where values are given for polygons.
    """
    name = Path(exclusion.path).name
    if exclusion.layer or not _is_raster(exclusion.path):
        if exclusion.values:
            text = tr("Values to leave out are those of a raster, but {} holds polygons. Give no values for it.")
            raise InputError(text.format(name))
        return _collect(name, grid, _polygon_reader(exclusion, grid))
    try:
        with rasterio.open(exclusion.path) as dataset:
            if not dataset.crs:
                raise InputError(_without_crs(name))
            with WarpedVRT(
                dataset,
                crs=grid.crs,
                transform=grid.transform,
                width=grid.width,
                height=grid.height,
                resampling=Resampling.nearest,
                src_nodata=None,
                nodata=float("nan"),
                dtype="float64",
            ) as raster:
                return _collect(name, grid, _raster_reader(raster, exclusion, dataset.nodata))
    except (RasterioError, CRSError) as error:
        raise InputError(_unreadable(name, error)) from error


def _collect(name: str, grid: Grid, read: MaskReader) -> ExcludedGround:
    """Read all windows of a grid."""
    bits, overlaps = np.zeros((grid.height, -(-grid.width // 8)), np.uint8), False
    for window in _strips(grid):
        mask, present = read(window)
        bits[window.row_off : window.row_off + window.height] = np.packbits(mask, axis=1)
        overlaps |= present
    return ExcludedGround(name, grid, bits, overlaps)


def _strips(grid: Grid) -> Iterator[Window]:
    for top in range(0, grid.height, ROWS):
        yield Window(0, top, grid.width, min(ROWS, grid.height - top))


def _is_raster(path: str) -> bool:
    try:
        with rasterio.open(path):
            return True
    except RasterioError:
        return False


def _raster_reader(raster: WarpedVRT, exclusion: Exclusion, nodata: float | None) -> MaskReader:
    def read(window: Window) -> tuple[np.ndarray, bool]:
        stored = raster.read(1, window=window)
        present = ~np.isnan(stored)
        if exclusion.values:
            return np.isin(stored, exclusion.values), bool(present.any())
        mask = present & (stored != 0)
        return mask if nodata is None else mask & (stored != nodata), bool(present.any())

    return read


def _polygon_reader(exclusion: Exclusion, grid: Grid) -> MaskReader:
    tree = shapely.STRtree(_read_polygons(exclusion, grid))

    def read(window: Window) -> tuple[np.ndarray, bool]:
        strip = grid.window(window)
        polygons = tree.geometries[tree.query(shapely.box(*strip.bounds), predicate="intersects")]
        if not len(polygons):
            return np.zeros((strip.height, strip.width), bool), False
        mask = rasterize(polygons, (strip.height, strip.width), transform=strip.transform, dtype=np.uint8)
        return mask.astype(bool), True

    return read


def _read_polygons(exclusion: Exclusion, grid: Grid) -> np.ndarray:
    """Return the polygons [n] around a grid in its CRS; raise `InputError` where the layer holds none anywhere."""
    path, name = exclusion.path, Path(exclusion.path).name
    try:
        with fiona.open(path, layer=_polygon_layer(path, name, exclusion.layer)) as source:
            if not source.crs:
                raise InputError(_without_crs(name))
            crs, count = source.crs_wkt, len(source)
            bounds = transform_bounds(grid.crs, crs, *grid.bounds)
            features = [feature.geometry for feature in source.filter(bbox=bounds) if feature.geometry]
    except UnsupportedGeometryTypeError as error:
        text = tr("{} holds curves. Convert its shapes to straight segments first.")
        raise InputError(text.format(name)) from error
    except (FionaError, FionaValueError, RasterioError, CRSError) as error:
        raise InputError(_unreadable(name, error)) from error
    shapes = shapely.force_2d(np.array([shapely.geometry.shape(geometry) for geometry in features], object))
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shapes)))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    if not count or (features and not len(polygons)):
        raise InputError(_without_polygons(name))
    # A straight line of one CRS is none in another.
    polygons = shapely.segmentize(polygons, max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / CORNERS)
    transformer = Transformer.from_crs(CRS.from_user_input(crs), CRS.from_user_input(grid.crs), always_xy=True)
    polygons = shapely.transform(polygons, lambda xy: np.stack(transformer.transform(xy[:, 0], xy[:, 1]), 1))
    return polygons[np.isfinite(shapely.bounds(polygons)).all(1)]


def _polygon_layer(path: str, name: str, layer: str) -> str:
    """Return ``layer`` or, where it is empty, the only layer that may hold polygons."""
    layers: list[str] = fiona.listlayers(path)
    if layer and layer not in layers:
        raise InputError(tr("{} has no layer {}. Choose one of: {}.").format(name, layer, ", ".join(layers)))
    candidates = [one for one in ([layer] if layer else layers) if _may_hold_polygons(path, one)]
    if not candidates:
        raise InputError(_without_polygons(name))
    if len(candidates) > 1:
        text = tr("{} holds several layers with polygons: {}. Name the one to leave out.")
        raise InputError(text.format(name, ", ".join(candidates)))
    return candidates[0]


def _may_hold_polygons(path: str, layer: str) -> bool:
    with fiona.open(path, layer=layer) as source:
        kind = source.schema["geometry"]
    return any(word in kind for word in ("Polygon", "Surface", "Unknown", "Collection"))


def _unreadable(name: str, error: Exception) -> str:
    text = tr("The ground to leave out cannot be read: {} is no raster and no layer of polygons that opens ({}).")
    return text.format(name, error)


def _without_crs(name: str) -> str:
    return tr("{} has no coordinate reference system. Assign one and try again.").format(name)


def _without_polygons(name: str) -> str:
    return tr("{} holds no polygons. Choose a raster or a layer of polygons as the ground to leave out.").format(name)
