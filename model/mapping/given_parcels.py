"""Parcels that the analyst gives as a layer of polygons, instead of those that the watershed finds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS, Transformer

from ..protocol import Area, InputError, ParcelLayer
from ..text import tr
from ..vector_layers import crs_of, open_polygon_layer, valid_polygons
from .area_of_interest import CORNERS
from .given_rows import has_outline

MARGIN = 10.0  # metres: a pixel that a parcel touches may reach so far beyond it


@dataclass(frozen=True)
class GivenParcels:
    """The parcels of a layer, in its order: ``polygons`` [N] in ``crs``, valid and 2D, None where there is no outline.

    They are for computing; the outlines of the result are read from the layer again. A polygon may overlap others.
    ``geometry`` is the type that holds all of the layer's outlines, as fiona names it.
    """

    source: ParcelLayer
    geometry: str
    crs: str
    polygons: np.ndarray

    @property
    def name(self) -> str:
        """The name of the file."""
        return Path(self.source.path).name

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the outlines and their CRS."""
        digest = hashlib.sha256(self.crs.encode())
        for content in shapely.to_wkb(self.polygons):
            digest.update(content or b"none")
        return digest.hexdigest()

    def extent(self) -> Area:
        """Return the rectangle around all parcels."""
        west, south, east, north = map(float, shapely.total_bounds(self.polygons))
        return Area((west, south, east, north), self.crs)

    def near(self, bounds: tuple[float, float, float, float]) -> np.ndarray:
        """Return the parcels, by index in their order, that may touch pixels within (west, south, east, north)."""
        box = shapely.buffer(shapely.box(*bounds), MARGIN, join_style="mitre")
        return np.sort(self._tree.query(box, predicate="intersects"))

    def inside(self, shape: shapely.Geometry) -> np.ndarray:
        """Return which parcels have a part in a shape of the same CRS [N]."""
        mask = np.zeros(len(self.polygons), bool)
        mask[self._tree.query(shape, predicate="intersects")] = True
        return mask

    def reprojected(self, crs: str) -> GivenParcels:
        """Return the parcels in another CRS; those that cannot be transformed are empty there."""
        source, target = CRS.from_user_input(self.crs), CRS.from_user_input(crs)
        if source == target:
            return replace(self, crs=crs)
        west, south, east, north = shapely.total_bounds(self.polygons)
        # A straight line of one CRS is none in another.
        fine = shapely.segmentize(self.polygons, max(east - west, north - south) / CORNERS)
        transformer = Transformer.from_crs(source, target, always_xy=True)
        polygons = shapely.transform(fine, lambda xy: np.stack(transformer.transform(xy[:, 0], xy[:, 1]), 1))
        polygons[~shapely.is_missing(polygons) & ~np.isfinite(shapely.bounds(polygons)).all(1)] = shapely.Polygon()
        return replace(self, crs=crs, polygons=shapely.make_valid(polygons))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.polygons)


def read_given_parcels(source: ParcelLayer) -> GivenParcels:
    """Read the parcels of a layer; raise `InputError` where it cannot be read or holds no polygon."""
    path = Path(source.path)
    with open_polygon_layer(path, source.layer) as layer:
        crs = crs_of(layer)
        shapes = [shapely.geometry.shape(one.geometry) if has_outline(one) else None for one in layer]
    polygons, has_polygon = valid_polygons(shapes)
    if not len(polygons):
        raise InputError(tr("{} holds no polygons. Choose a layer of parcels that has some.").format(path.name))
    given = np.full(len(shapes), None, object)
    given[has_polygon] = polygons
    return GivenParcels(source, _geometry_type(shapes), crs, given)


def _geometry_type(shapes: Sequence[shapely.Geometry | None]) -> str:
    """Return the geometry type of a layer that takes all of some polygons and multipolygons."""
    outlines = np.array(shapes, object)
    several = (shapely.get_type_id(outlines) == shapely.GeometryType.MULTIPOLYGON).any()
    return ("3D " if shapely.has_z(outlines).any() else "") + ("MultiPolygon" if several else "Polygon")
