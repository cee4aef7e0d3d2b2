"""The 10 m grid to which all files are resampled: the pixels of the reference frame, clipped to the area."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from rasterio.crs import CRS
from rasterio.errors import CRSError, RasterioError
from rasterio.transform import Affine
from rasterio.warp import transform, transform_bounds
from rasterio.windows import Window

from ..protocol import Acquisition, Area, InputError, Scene
from ..text import tr
from .raster_access import open_dataset, reading

PIXEL = 10.0
# An image larger than MAX_SIDE pixels a side is sampled by WINDOWS × WINDOWS windows at full resolution: the cost is
# the same for a whole tile, and a coarser reading would change the sharpness.
MAX_SIDE, WINDOWS = 512, 4

Bounds = tuple[float, float, float, float]
"""(west, south, east, north)."""


@dataclass(frozen=True)
class Grid:
    """Square pixels in a metric CRS ("EPSG:n" or WKT); ``transform`` maps (column, row) to the upper left corner."""

    crs: str
    transform: Affine
    width: int
    height: int

    @property
    def resolution(self) -> float:
        """The pixel size in metres."""
        return self.transform.a

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in the grid's CRS."""
        west, north = self.transform.c, self.transform.f
        return west, north - self.height * self.resolution, west + self.width * self.resolution, north

    @property
    def whole(self) -> Window:
        """The window of all pixels."""
        return Window(0, 0, self.width, self.height)

    def window(self, window: Window) -> Grid:
        """Return the grid of a window, which may reach outside this one."""
        corner = self.transform @ Affine.translation(window.col_off, window.row_off)
        return Grid(self.crs, corner, window.width, window.height)

    def centre(self) -> tuple[float, float]:
        """Return (latitude, longitude) of the centre in degrees (WGS 84)."""
        x, y = self.transform @ (self.width / 2, self.height / 2)
        (longitude,), (latitude,) = transform(self.crs, "EPSG:4326", [x], [y])
        return latitude, longitude


def reference_grid(scene: Scene, reference: Acquisition, area: Area | None = None) -> Grid:
    """Return the 10 m grid of the reference frame, clipped to ``area`` and to what the frame covers.

    A frame whose CRS is not in true metres gets the UTM grid of its centre. Raises `InputError` where the frame
    cannot be opened, has no CRS or lies outside the area.
    """
    if not reference.bands:
        text = tr("{} has no bands to take a grid from; choose another date.")
        raise InputError(text.format(reference.name or reference.key))
    profiles = [_profile(reference, path) for path in dict.fromkeys(band.path for band in reference.bands.values())]
    crs, pixels, bounds = min(profiles, key=lambda p: abs(p[1].a))
    for path in {file.path for source in reference.bands.values() for file in source.more}:
        piece_crs, _, piece = _profile(reference, path)
        with reading(path):
            bounds = _union(bounds, piece if piece_crs == crs else transform_bounds(piece_crs, crs, *piece))
    origin = (pixels.c, pixels.f)
    if not _is_metric(crs):
        with reading(reference.name or reference.key):
            crs, geographic = _utm(bounds, crs)
            bounds, origin = transform_bounds("EPSG:4326", crs, *geographic), (0.0, 0.0)
    if area is not None:
        bounds = _clip(bounds, area, crs, reference)
    west, south, east, north = bounds
    first_col, first_row = _floor((west - origin[0]) / PIXEL), _floor((origin[1] - north) / PIXEL)
    last_col, last_row = -_floor((origin[0] - east) / PIXEL), -_floor((south - origin[1]) / PIXEL)
    corner = Affine(PIXEL, 0, origin[0] + first_col * PIXEL, 0, -PIXEL, origin[1] - first_row * PIXEL)
    if last_col <= first_col or last_row <= first_row:
        raise InputError(tr("The area to map is smaller than a pixel of 10 m. Choose a larger one."))
    epsg = crs.to_epsg()
    return Grid(f"EPSG:{epsg}" if epsg else crs.to_wkt(), corner, last_col - first_col, last_row - first_row)


def sample_windows(grid: Grid) -> list[Window]:
    """Return the windows to measure: one over the whole grid, or a regular sample."""
    if max(grid.height, grid.width) <= MAX_SIDE:
        return [grid.whole]
    height, width = min(MAX_SIDE // WINDOWS, grid.height), min(MAX_SIDE // WINDOWS, grid.width)
    rows = np.unique(np.linspace(0, grid.height - height, WINDOWS).astype(int))
    cols = np.unique(np.linspace(0, grid.width - width, WINDOWS).astype(int))
    return [Window(int(col), int(row), width, height) for row in rows for col in cols]


def _union(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _floor(value: float) -> int:
    """Round down, with a tolerance for floating-point errors of whole numbers."""
    return math.floor(value + 1e-6)


def _profile(reference: Acquisition, path: str) -> tuple[CRS, Affine, Bounds]:
    """Return the CRS, the transform and the bounds (west, south, east, north) of a file of the reference frame."""
    name = reference.name or reference.key
    with open_dataset(path) as dataset, reading(path):
        if not dataset.crs:
            text = tr("{} has no coordinate reference system. Assign one and try again.")
            raise InputError(text.format(name))
        left, bottom, right, top = dataset.bounds  # the south may be up, the east left
        return dataset.crs, dataset.transform, (min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _is_metric(crs: CRS) -> bool:
    """Return whether the units of this CRS are true metres; those of Web Mercator are not."""
    return crs.is_projected and crs.linear_units_factor[1] == 1.0 and crs.to_epsg() != 3857


def _utm(bounds: Bounds, crs: CRS) -> tuple[CRS, Bounds]:
    """Return the UTM zone of the centre of ``bounds``, and the bounds in degrees."""
    west, south, east, north = transform_bounds(crs, "EPSG:4326", *bounds)
    zone = min(60, int(((west + east) / 2 + 180) // 6) + 1)
    return CRS.from_epsg((32600 if south + north >= 0 else 32700) + zone), (west, south, east, north)


def _clip(bounds: Bounds, area: Area, crs: CRS, reference: Acquisition) -> Bounds:
    """Return the part of ``bounds`` in the area; raise `InputError` where there is none."""
    try:
        limits = transform_bounds(CRS.from_user_input(area.crs), crs, *area.bounds)
    except (CRSError, RasterioError) as error:
        text = tr("The area's coordinate reference system is not understood: {}.")
        raise InputError(text.format(area.crs)) from error
    west, south = max(bounds[0], limits[0]), max(bounds[1], limits[1])
    east, north = min(bounds[2], limits[2]), min(bounds[3], limits[3])
    if not (west < east and south < north):
        raise InputError(outside(reference))
    return west, south, east, north


def outside(reference: Acquisition) -> str:
    """Return the message that a reference frame lies outside the area to map."""
    text = tr("{} does not overlap the area to map. Choose another area or another date.")
    return text.format(reference.name or reference.key)
