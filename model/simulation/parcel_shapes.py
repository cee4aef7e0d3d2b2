"""Field shapes for simulated landscapes: randomly rotated and mirrored windows of a parcel layer, or squares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS, Transformer
from rasterio.features import rasterize
from rasterio.transform import from_origin
from scipy.ndimage import maximum_filter

from ..constants import HECTARE
from ..declared_parcels import read_declared
from ..protocol import InputError

PIXEL = 5.0
TRIES = 20
COMBINED = 5  # windows of a sparse layer that are combined at most
WHOLE = 1.15  # reach in window sides that holds every shifted and turned window
METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere
MIN_COVERAGE = 0.35  # proportion of a window inside parcels
SQUARE_SIDE = 80.0  # metres


class ParcelShapes:
    """The parcels of one layer, from which random windows are drawn."""

    def __init__(self, path: str | Path) -> None:
        declared = read_declared(path)
        if not len(declared.polygons):
            raise InputError(f"{path} has no parcels to take shapes from.")
        self._name = str(path)
        self._crs = CRS.from_user_input(declared.crs)
        self._polygons = declared.polygons
        self._tree = shapely.STRtree(declared.polygons)

    @cached_property
    def median_area(self) -> float:
        """The median area of the parcels in hectares."""
        polygons, _ = self._geographic
        areas = shapely.area(polygons) * np.cos(np.radians(shapely.get_y(shapely.centroid(polygons))))
        return float(np.median(areas)) * METRES_PER_DEGREE**2 / HECTARE

    @cached_property
    def _geographic(self) -> tuple[np.ndarray, shapely.STRtree]:
        """The parcels in degrees and their index, from which windows are cut without setting up a projection each."""
        to_degrees = Transformer.from_crs(self._crs, CRS.from_epsg(4326), always_xy=True)
        polygons = shapely.transform(self._polygons, lambda xy: np.stack(to_degrees.transform(xy[:, 0], xy[:, 1]), 1))
        return polygons, shapely.STRtree(polygons)

    def window(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Return parcel numbers [size, size] int32 at 5 m (0 between parcels) around a random parcel, randomly rotated.

        Raises `InputError` where parcels cover too little of every window drawn.
        """
        best, best_coverage = np.zeros((size, size), np.int32), -1.0
        for _ in range(TRIES):
            numbers = self._draw_window(rng, size)
            coverage = float((numbers > 0).mean())
            if coverage > best_coverage:
                best, best_coverage = numbers, coverage
            if coverage >= MIN_COVERAGE:
                return numbers
        if best_coverage < MIN_COVERAGE / 4:
            side = size * PIXEL
            raise InputError(f"{self._name} has too few parcels for scenes of {side:.0f} m; take a denser layer.")
        return best

    def combined_window(self, rng: np.random.Generator, size: int, scale: float) -> np.ndarray:
        """Return parcel numbers as `window` does, with lengths ``scale`` times the true ones, for any layer.

        Where a window has few parcels, those of further windows are added unless they touch earlier ones.
        """
        numbers = self._draw_sparse_window(rng, size, scale)
        for _ in range(COMBINED - 1):
            if (numbers > 0).mean() >= MIN_COVERAGE:
                break
            others = self._draw_sparse_window(rng, size, scale)
            touching = np.unique(others[maximum_filter(numbers, 5) > 0])
            added = (others > 0) & ~np.isin(others, touching)
            numbers = np.where(added, others + numbers.max(), numbers)
        return numbers

    def _draw_sparse_window(self, rng: np.random.Generator, size: int, scale: float) -> np.ndarray:
        polygons, tree = self._geographic
        centre = polygons[rng.integers(len(polygons))].representative_point()
        origin = np.array([centre.x, centre.y])
        metres = METRES_PER_DEGREE * np.array([np.cos(np.radians(centre.y)), 1.0])
        reach = WHOLE * size * PIXEL / scale / metres
        nearby = polygons[tree.query(shapely.box(*(origin - reach), *(origin + reach)))]
        return _turned(rng, nearby, lambda xy: (xy - origin) * metres * scale, size)

    def _draw_window(self, rng: np.random.Generator, size: int) -> np.ndarray:
        centre = self._polygons[rng.integers(len(self._polygons))].representative_point()
        geographic = CRS.from_epsg(4326)
        longitude, latitude = Transformer.from_crs(self._crs, geographic, always_xy=True).transform(centre.x, centre.y)
        metric = CRS.from_proj4(f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +units=m")
        reach = 0.75 * size * PIXEL
        bounds = Transformer.from_crs(metric, self._crs, always_xy=True).transform_bounds(-reach, -reach, reach, reach)
        nearby = self._polygons[self._tree.query(shapely.box(*bounds))]
        to_metric = Transformer.from_crs(self._crs, metric, always_xy=True)
        return _turned(rng, nearby, lambda xy: np.stack(to_metric.transform(xy[:, 0], xy[:, 1]), 1), size)


def _turned(
    rng: np.random.Generator, polygons: np.ndarray, to_metres: Callable[[np.ndarray], np.ndarray], size: int
) -> np.ndarray:
    """Return the numbers [size, size] of polygons that are turned, mirrored and shifted at random.

    ``to_metres`` returns coordinates [n, 2] relative to the centre of the window.
    """
    angle, mirror = rng.uniform(0, 2 * np.pi), rng.choice((-1, 1))
    shift = rng.uniform(-0.3, 0.3, 2) * size * PIXEL
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * (mirror, 1)
    turned = shapely.transform(polygons, lambda xy: to_metres(xy) @ matrix.T + shift)
    half = size * PIXEL / 2
    pairs = [(polygon, number) for number, polygon in enumerate(turned, 1)]
    return rasterize(pairs, (size, size), transform=from_origin(-half, half, PIXEL, PIXEL), dtype="int32")


class SquareParcels:
    """Adjacent square parcels, which give many crops in little space and no information on shapes.

    They are `SQUARE_SIDE` metres wide and start at the centre of the window, so that they coincide with tokens.
    """

    def window(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Return parcel numbers [size, size] as `ParcelShapes.window` does."""
        line = (np.arange(size) - size // 2) // int(SQUARE_SIDE / PIXEL)
        line -= line.min()
        return (line[:, None] * (line.max() + 1) + line + 1).astype(np.int32)


def read_shapes(paths: Sequence[str | Path]) -> list[ParcelShapes]:
    """Return the parcel shapes of each layer, in order."""
    return [ParcelShapes(path) for path in paths]
