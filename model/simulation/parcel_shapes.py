"""Real field shapes to paint landscapes with: windows of a parcel layer, turned and mirrored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS, Transformer
from rasterio.features import rasterize
from rasterio.transform import from_origin

from ..declared_parcels import read_declared
from ..protocol import InputError

PIXEL = 5.0
TRIES = 20
COVERED = 0.35  # of a window must be parcels
SQUARE = 80.0  # metres


class Shapes:
    """The parcels of one layer, to be cut into windows anywhere."""

    def __init__(self, path: str | Path) -> None:
        declared = read_declared(path)
        if not len(declared.polygons):
            raise InputError(f"{path} has no parcels to take shapes from.")
        self._name = str(path)
        self._crs = CRS.from_user_input(declared.crs)
        self._polygons = declared.polygons
        self._tree = shapely.STRtree(declared.polygons)

    def window(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Return parcel numbers [size, size] int32 at 5 m (0 between parcels) around a random parcel, turned at random.

        Raises `InputError` where the layer covers too little of any window.
        """
        best = None
        for _ in range(TRIES):
            numbers = self._cut(rng, size)
            covered = (numbers > 0).mean()
            if best is None or covered > best[0]:
                best = covered, numbers
            if covered >= COVERED:
                return numbers
        if best[0] < COVERED / 4:
            side = size * PIXEL
            raise InputError(f"{self._name} has too few parcels for scenes of {side:.0f} m; take a denser layer.")
        return best[1]

    def _cut(self, rng: np.random.Generator, size: int) -> np.ndarray:
        centre = self._polygons[rng.integers(len(self._polygons))].representative_point()
        geographic = CRS.from_epsg(4326)
        longitude, latitude = Transformer.from_crs(self._crs, geographic, always_xy=True).transform(centre.x, centre.y)
        metric = CRS.from_proj4(f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +units=m")
        reach = 0.75 * size * PIXEL
        back = Transformer.from_crs(metric, self._crs, always_xy=True).transform_bounds(-reach, -reach, reach, reach)
        near = self._polygons[self._tree.query(shapely.box(*back))]
        there = Transformer.from_crs(self._crs, metric, always_xy=True)
        turn, mirror = rng.uniform(0, 2 * np.pi), rng.choice((-1, 1))
        shift = rng.uniform(-0.3, 0.3, 2) * size * PIXEL
        matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * (mirror, 1)

        def placed(xy: np.ndarray) -> np.ndarray:
            return np.stack(there.transform(xy[:, 0], xy[:, 1]), 1) @ matrix.T + shift

        moved = shapely.transform(near, placed)
        half = size * PIXEL / 2
        pairs = [(polygon, number) for number, polygon in enumerate(moved, 1)]
        return rasterize(pairs, (size, size), transform=from_origin(-half, half, PIXEL, PIXEL), dtype="int32")


class Squares:
    """Fields as alike as the squares of a chessboard: nothing to learn of shapes, the most of crops in the least space.

    They are `SQUARE` metres wide and begin in the middle of the window, so that they fall together with tokens.
    """

    def window(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Return parcel numbers [size, size] as `Shapes.window` does."""
        line = (np.arange(size) - size // 2) // int(SQUARE / PIXEL)
        line -= line.min()
        return (line[:, None] * (line.max() + 1) + line + 1).astype(np.int32)


def read_shapes(paths: Sequence[str | Path]) -> list[Shapes]:
    """Read the layers, in order."""
    return [Shapes(path) for path in paths]
