"""Whether a raster can be placed on the ground: a coordinate system of the Earth, and pixels of a sensible size."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import rasterio
from pyproj import CRS as ProjectionCRS  # noqa: N811
from pyproj.exceptions import CRSError
from rasterio.warp import transform_bounds

from ..text import format_number, tr

FINEST, COARSEST = 0.5, 120.0  # metres of a pixel of an image; fields are not seen in coarser ones
COARSEST_DEM = 2000.0
DEGREE = 111_320.0  # metres of a degree of latitude
LARGEST_SIDE = 20_000_000.0  # metres, half around the Earth


def placement_problem(dataset: rasterio.DatasetReader, is_elevation: bool = False) -> tuple[str, str]:
    """Return why a raster cannot be used where it lies, and the fact that would help; empty where it can."""
    if not dataset.crs:
        text = tr(
            "This raster has no coordinate reference system, so it cannot be placed on the map. Assign one"
            " (raw radar products need terrain correction first)."
        )
        return text, "crs"
    pixels = np.array(dataset.transform[:6])
    size = math.sqrt(abs(dataset.transform.determinant)) if np.isfinite(pixels).all() else 0.0
    if size == 0.0:
        return tr("The georeference of this raster is damaged: its pixels have no size. Georeference it anew."), ""
    if not _is_on_earth(dataset.crs):
        text = tr("The coordinate reference system of this raster is not one of the Earth. Assign another one.")
        return text, "crs"
    metres = size * (DEGREE if dataset.crs.is_geographic else dataset.crs.linear_units_factor[1])
    coarsest = COARSEST_DEM if is_elevation else COARSEST
    if not FINEST <= metres <= coarsest or metres * max(dataset.shape) > LARGEST_SIDE:
        text = tr("Its pixels have {} m, with which no fields can be seen. Give images of 10 to 60 m.")
        return text.format(format_number(metres, ".3g")), ""
    west, south, east, north = bounds_in_degrees(dataset)
    if not (np.isfinite([west, south, east, north]).all() and -90 <= south < north <= 90):
        text = tr("The coordinates of this raster do not fit its coordinate reference system. Assign the right one.")
        return text, "crs"
    return "", ""


def bounds_in_degrees(dataset: rasterio.DatasetReader) -> tuple[float, float, float, float]:
    """Return (west, south, east, north) in degrees; `transform_bounds` needs them in order, however rows run."""
    corners = [dataset.transform @ (col, row) for col in (0, dataset.width) for row in (0, dataset.height)]
    x, y = np.transpose(corners)
    return _in_degrees(dataset.crs, (float(x.min()), float(y.min()), float(x.max()), float(y.max())))


@lru_cache(maxsize=1000)  # files of one scene mostly show the same ground
def _in_degrees(crs: rasterio.crs.CRS, bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return bounds if crs.is_geographic else transform_bounds(crs, "EPSG:4326", *bounds)


@lru_cache(maxsize=100)
def _is_on_earth(crs: rasterio.crs.CRS) -> bool:
    """Return whether a CRS has two horizontal axes on the Earth, which local and geocentric ones have not."""
    try:
        system = ProjectionCRS.from_wkt(crs.to_wkt())
    except (CRSError, ValueError):
        return False
    return (system.is_projected or system.is_geographic) and not system.is_geocentric
