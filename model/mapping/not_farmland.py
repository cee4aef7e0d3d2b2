"""The ground that is no parcel, as polygons: what the network sees as no field, and what the analyst leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import shapely
from rasterio.transform import Affine
from skimage.measure import label

from ..constants import FINE, HECTARE, NOT_FARMLAND_LAYER
from .area_of_interest import AreaOfInterest
from .block_grid import Rectangle
from .corner_offsets import corner_offsets
from .geopackage import open_layer
from .given_parcels import GivenParcels
from .polygons import CHUNK, CONTEXT, trace_window
from .probability_rasters import EXCLUDED, MAPPED
from .stitching import SceneLabels

SCHEMA = {"geometry": "Polygon", "properties": {"reason": "str:20", "prob": "float", "area_ha": "float"}}
SLIVER = 25.0  # square metres: one pixel, less than which is left between two outlines
REASONS = {MAPPED: "network", EXCLUDED: "left out"}


@dataclass(frozen=True)
class NotFarmland:
    """The ground that the reference frame shows and that is none of the parcels in ``labels``.

    ``read`` returns a window of the rasters "border", "field" and "ground". ``transform`` takes pixels of 5 m to the
    CRS of the scene. Ground outside the ``area_of_interest`` and in windows of 5 m that are ``missing`` is not known.
    Where the parcels are ``given``, there may be fields beside them: ground that is a field with the probability
    ``sure`` or more is not bare.
    """

    labels: SceneLabels
    read: Callable[[str, slice, slice], np.ndarray]
    transform: Affine
    area_of_interest: AreaOfInterest | None
    missing: Sequence[Rectangle] = ()
    given: GivenParcels | None = None
    sure: float = 1.0

    def features(self, min_area: float, simplify: float, chunk: int = CHUNK) -> Iterator[tuple[list[dict], float]]:
        """Yield features for fiona in the order of `SCHEMA`, and the share that is done, square by square.

        Connected ground is divided at the borders of squares of ``chunk`` pixels, so that memory does not grow with the
        scene. ``min_area`` is in hectares, ``simplify`` as in `polygonize`; outlines along parcels are simplified
        together with the parcels.
        """
        height, width = self.labels.shape
        squares = list(product(range(0, height, chunk), range(0, width, chunk)))
        for done, (top, left) in enumerate(squares, 1):
            rows, cols = slice(top, min(top + chunk, height)), slice(left, min(left + chunk, width))
            yield self._square(rows, cols, min_area, simplify), done / len(squares)

    def _square(self, rows: slice, cols: slice, min_area: float, simplify: float) -> list[dict]:
        min_pixels = max(1, round(min_area * HECTARE / self.transform.a**2))
        ground = self._bare_ground(rows, cols)
        pieces = label(ground, background=0, connectivity=1)
        sizes = np.bincount(pieces.ravel())
        kept = sizes >= min_pixels
        kept[0] = False
        if not kept.any():
            return []
        probability = self._mean_probability(pieces, sizes, rows, cols)
        reason = np.zeros(len(sizes), np.uint8)
        reason[pieces] = ground
        numbers, polygons = self._trace(np.where(kept[pieces], pieces, 0), rows, cols, simplify)
        if self.area_of_interest:
            polygons = shapely.intersection(polygons, self.area_of_interest.polygon)
        parts, index = shapely.get_parts(polygons, return_index=True)
        is_large = shapely.area(parts) >= max(min_area * HECTARE, SLIVER)
        return [
            {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(polygon),
                "properties": {
                    "reason": REASONS[int(reason[number])],
                    "prob": round(float(probability[number]), 4) if reason[number] == MAPPED else None,
                    "area_ha": round(polygon.area / HECTARE, 4),
                },
            }
            for number, polygon in zip(numbers[index[is_large]], parts[is_large], strict=True)
        ]

    def _bare_ground(self, rows: slice, cols: slice) -> np.ndarray:
        """Return the ground of a window that is no parcel [H, W]: `MAPPED`, `EXCLUDED`, or 0 elsewhere."""
        coarse = (slice(span.start // FINE, -(-span.stop // FINE)) for span in (rows, cols))
        ground = np.repeat(np.repeat(self.read("ground", *coarse), FINE, 0), FINE, 1)
        ground[self.labels.read(rows, cols) > 0] = 0
        if self.given:
            ground[(ground == MAPPED) & (self.read("field", rows, cols) >= self.sure)] = 0
        for there in self.missing:
            inside = (
                slice(max(0, span.start - first.start), max(0, span.stop - first.start))
                for span, first in zip(there, (rows, cols), strict=True)
            )
            ground[tuple(inside)] = 0
        return ground

    def _mean_probability(self, pieces: np.ndarray, sizes: np.ndarray, rows: slice, cols: slice) -> np.ndarray:
        """Return the mean probability of each piece that it is no field (0 to 1)."""
        none = 1 - self.read("field", rows, cols)
        total = np.bincount(pieces.ravel(), none.ravel(), len(sizes))
        return np.clip(total / np.maximum(sizes, 1), 0, 1)

    def _trace(self, pieces: np.ndarray, rows: slice, cols: slice, simplify: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers and polygons of pieces, which share their outlines with the parcels around them."""
        height, width = self.labels.shape
        wide = [
            slice(max(0, span.start - CONTEXT), min(length, span.stop + CONTEXT))
            for span, length in ((rows, height), (cols, width))
        ]
        count = int(pieces.max())
        parcels = self.labels.read(*wide)
        window = np.where(parcels > 0, parcels + count, 0)
        row, col = rows.start - wide[0].start, cols.start - wide[1].start
        here = window[row : row + pieces.shape[0], col : col + pieces.shape[1]]
        here[pieces > 0] = pieces[pieces > 0]
        transform = self.transform @ Affine.translation(wide[1].start, wide[0].start)
        offsets = corner_offsets(parcels, self.read("border", *wide))
        numbers, polygons = trace_window(window.astype(np.int32), offsets, transform, simplify)
        mine = numbers <= count
        if not self.given:
            parcels = trace_window(parcels, offsets, transform, simplify)[1]
            return numbers[mine], _without(polygons[mine], parcels, shapely.coverage_union_all)
        near = self.given.near(tuple(shapely.total_bounds(polygons[mine])))
        return numbers[mine], _without(polygons[mine], self.given.polygons[near], shapely.union_all)


def _without(polygons: np.ndarray, parcels: np.ndarray, union: Callable[[np.ndarray], shapely.Geometry]) -> np.ndarray:
    """Return polygons [n] without what lies in parcels, whose outlines are simplified differently without them."""
    index, members = shapely.STRtree(parcels).query(polygons, predicate="intersects")
    around = [union(parcels[members[index == i]]) for i in range(len(polygons))]
    return shapely.difference(polygons, np.array(around, object))


def write_not_farmland(
    package: Path,
    ground: NotFarmland,
    crs: str,
    tags: Mapping[str, str],
    min_area: float,
    simplify: float,
    step: Callable[[float], None],
) -> float:
    """Stream ground into a layer of a GeoPackage with the metadata ``tags``; return its hectares."""
    hectares = 0.0
    with open_layer(package, crs, tags, NOT_FARMLAND_LAYER, SCHEMA) as collection:
        for features, done in ground.features(min_area, simplify):
            collection.writerecords(features)
            hectares += sum(feature["properties"]["area_ha"] for feature in features)
            step(done)
    return hectares
