"""The true shape of the area to map, on the grid of the run."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import rasterio.features
import shapely
from rasterio.crs import CRS
from rasterio.errors import CRSError, RasterioError
from rasterio.warp import transform_geom
from shapely.geometry import mapping, shape

from ..protocol import Area, InputError
from ..scene.grid import Grid
from ..text import tr

MARGIN = 20.0  # metres around the area that are mapped, too, so that parcels can be clipped at its outline
CORNERS = 100  # at least so many along the longer side of an outline: a straight line of one CRS is none in another


@dataclass(frozen=True)
class AreaOfInterest:
    """A polygon or multipolygon in the CRS of a grid."""

    polygon: shapely.Geometry

    def mask(self, grid: Grid, margin: float = MARGIN) -> np.ndarray:
        """Return which pixels of ``grid`` have their centre inside or within ``margin`` metres [H, W]."""
        shapes = [mapping(shapely.buffer(self.polygon, margin))]
        return rasterio.features.geometry_mask(shapes, (grid.height, grid.width), grid.transform, invert=True)

    def clip(self, polygons: np.ndarray, min_area: float = 0.0) -> np.ndarray:
        """Return the part of each polygon [n] inside, of several parts the largest.

        None stands for a polygon of which no more than ``min_area`` square metres are inside.
        """
        crossing = ~shapely.contains_properly(self.polygon, polygons)
        parts = polygons.copy()
        inside = shapely.intersection(polygons[crossing], self.polygon)
        parts[crossing] = [_largest(shape, min_area) for shape in inside]
        return parts

    def intersects(self, grid: Grid, margin: float = 0.0) -> bool:
        """Return whether any of ``grid`` is inside or within ``margin`` metres."""
        return bool(shapely.dwithin(self.polygon, shapely.box(*grid.bounds), margin))

    def area_in(self, grid: Grid) -> float:
        """Return the square metres of ``grid`` that are inside."""
        return float(shapely.area(shapely.intersection(self.polygon, shapely.box(*grid.bounds))))


def parse_area_of_interest(area: Area | None, crs: str) -> AreaOfInterest | None:
    """Return the polygon of an area in ``crs`` (WKT or "EPSG:n"), None where the whole rectangle is meant.

    Raises `InputError` where it is no polygon.
    """
    if area is None or not area.outline:
        return None
    try:
        features = shapely.get_parts(shape(json.loads(area.outline)))  # selected features may overlap
        parts = shapely.get_parts(shapely.make_valid(features))
        polygons = shapely.union_all([part for part in parts if part.geom_type.endswith("Polygon")])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, shapely.errors.ShapelyError) as error:
        text = tr("The outline of the area is not understood ({}). Choose another area.")
        raise InputError(text.format(error)) from error
    if polygons.is_empty:
        raise InputError(tr("The outline of the area encloses nothing. Draw or choose another area."))
    west, south, east, north = polygons.bounds
    fine = shapely.segmentize(polygons, max(east - west, north - south) / CORNERS)
    try:
        polygon = shape(transform_geom(CRS.from_user_input(area.crs), CRS.from_user_input(crs), mapping(fine)))
    except (CRSError, RasterioError) as error:
        text = tr("The area's coordinate reference system is not understood: {}.")
        raise InputError(text.format(area.crs)) from error
    shapely.prepare(polygon)
    return AreaOfInterest(polygon)


def _largest(shape: shapely.Geometry, min_area: float) -> shapely.Polygon | None:
    """Return the largest polygon of a geometry of any kind, None where it is not larger than ``min_area``."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > min_area]
    return max(polygons, key=shapely.area, default=None)
