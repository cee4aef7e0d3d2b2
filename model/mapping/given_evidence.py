"""What the rasters of a block say about given parcels: each is measured under its own mask, also where some overlap."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine

from ..constants import FINE
from ..label_geometry import rim
from ..scene.grid import Grid
from .attributes import PieceSums, sum_over_pieces
from .block_grid import Rectangle, SceneBlock, fine
from .embedding_raster import EmbeddingRaster
from .given_parcels import GivenParcels
from .probability_rasters import HIDDEN, MAPPED, ProbabilityRasters

PREFIX = "given_"  # of the names of arrays in a block's file
LARGE = 4_000_000  # pixels of 5 m; a box of more, 100 km², holds the centre of a pixel that its polygon covers


@dataclass(frozen=True)
class GivenEvidence:
    """Sums over the pixels of 5 m that some given parcels have in a block; those of all blocks add up.

    ``numbers`` [P] are the parcels, counted from 0 in the order of their layer. ``ground`` [P, 4] counts their pixels
    by the value of the raster "ground", ``border`` [P] sums the border probability over the ``outline`` [P] pixels
    along the outline.
    """

    numbers: np.ndarray
    ground: np.ndarray
    border: np.ndarray
    outline: np.ndarray

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays by name, for `of_arrays`."""
        return {f"{PREFIX}{one.name}": getattr(self, one.name) for one in fields(self)}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, np.ndarray]) -> GivenEvidence | None:
        """Return the evidence that `arrays` returned, among others; None where it is not among them."""
        names = [f"{PREFIX}{one.name}" for one in fields(cls)]
        return cls(*(arrays[name] for name in names)) if set(names) <= set(arrays) else None


def gather_evidence(
    parcels: GivenParcels, grid: Grid, block: SceneBlock, rasters: ProbabilityRasters, token_maps: EmbeddingRaster
) -> tuple[GivenEvidence, PieceSums, tuple[np.ndarray, np.ndarray]]:
    """Return what the ``rasters`` of a block, which include its halo, hold about parcels in the CRS of ``grid``.

    The sums [P] are those over the mapped pixels of the parcels in the evidence, also those of their embeddings, which
    `EmbeddingRaster` describes.

    A pixel belongs to every parcel that covers its centre; to a parcel that covers no centre at all, it belongs where
    that touches it. This does not depend on how the ground is divided into blocks.
    """
    to_pixels = ~(grid.transform @ Affine.scale(1 / FINE))
    core, inner = fine(block.core), fine(block.inner)
    numbers = parcels.near(_bounds(core, ~to_pixels))
    polygons = shapely.transform(parcels.polygons[numbers], lambda xy: np.stack(to_pixels @ (xy[:, 0], xy[:, 1]), 1))
    raster = rasters.arrays["ground"][block.inner]
    ground = np.repeat(np.repeat(raster, FINE, 0), FINE, 1)
    border = rasters.read("border", *inner)
    layers = _Layers(ground.shape)
    counts = np.zeros((len(numbers), HIDDEN + 1), np.int64)
    outline, total = np.zeros(len(numbers), np.int64), np.zeros(len(numbers))
    for i, polygon in enumerate(polygons):
        mask, edge, here = _masks(polygon, core)
        kinds = ground[here]
        counts[i] = np.bincount(kinds[mask], minlength=HIDDEN + 1)
        edge &= kinds == MAPPED
        outline[i], total[i] = np.count_nonzero(edge), border[here][edge].sum()
        layers.add(i + 1, mask & (kinds == MAPPED), here)
    sums = sum_over_pieces(layers.labels[0], len(numbers), rasters, block.inner)
    embedding, weight = token_maps.sum_over_pieces(layers.labels[0], len(numbers), rasters, block.inner)
    for labels in layers.labels[1:]:
        sums = sums + sum_over_pieces(labels, len(numbers), rasters, block.inner)
        more = token_maps.sum_over_pieces(labels, len(numbers), rasters, block.inner)
        embedding, weight = embedding + more[0], weight + more[1]
    return GivenEvidence(numbers, counts, total, outline), sums, (embedding, weight)


class _Layers:
    """Label rasters in which no parcel hides another: overlapping ones lie in different rasters."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.labels = [np.zeros(shape, np.int32)]

    def add(self, number: int, mask: np.ndarray, here: Rectangle) -> None:
        """Write a number under a mask that lies in the rectangle ``here``."""
        for labels in self.labels:
            if not labels[here][mask].any():
                break
        else:
            labels = np.zeros(self.labels[0].shape, np.int32)
            self.labels.append(labels)
        labels[here][mask] = number


def _bounds(rectangle: Rectangle, transform: Affine) -> tuple[float, float, float, float]:
    """Return the west, south, east and north of a rectangle of pixels."""
    rows, cols = rectangle
    (west, north), (east, south) = transform @ (cols.start, rows.start), transform @ (cols.stop, rows.stop)
    return west, south, east, north


def _masks(polygon: shapely.Geometry, core: Rectangle) -> tuple[np.ndarray, np.ndarray, Rectangle]:
    """Return the pixels of a polygon, in pixel coordinates, within a rectangle, and those of them along its outline.

    Both are masks of the part of the rectangle, counted from its corner, that is returned with them.
    """
    west, north, east, south = shapely.bounds(polygon)
    box = (math.floor(north), math.ceil(south)), (math.floor(west), math.ceil(east))
    # A pixel more on each side shows where the outline is, and where the rectangle only cuts the polygon.
    rows, cols = (
        slice(max(first - 1, span.start - 1), min(last + 1, span.stop + 1))
        for (first, last), span in zip(box, core, strict=True)
    )
    if rows.start + 2 > rows.stop or cols.start + 2 > cols.stop:
        return np.zeros((0, 0), bool), np.zeros((0, 0), bool), (slice(0, 0), slice(0, 0))
    mask = _burn(polygon, rows, cols)
    if not mask.any() and not _covers_a_centre(polygon, box):
        mask = _burn(polygon, rows, cols, all_touched=True)
    edge = mask & rim(mask)
    here = (
        slice(rows.start + 1 - core[0].start, rows.stop - 1 - core[0].start),
        slice(cols.start + 1 - core[1].start, cols.stop - 1 - core[1].start),
    )
    return mask[1:-1, 1:-1], edge[1:-1, 1:-1], here


def _covers_a_centre(polygon: shapely.Geometry, box: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Return whether a polygon covers the centre of any pixel in its whole box."""
    rows, cols = (slice(first, last) for first, last in box)
    if (rows.stop - rows.start) * (cols.stop - cols.start) > LARGE:
        return True
    return bool(_burn(polygon, rows, cols).any())


def _burn(polygon: shapely.Geometry, rows: slice, cols: slice, all_touched: bool = False) -> np.ndarray:
    shape, corner = (rows.stop - rows.start, cols.stop - cols.start), Affine.translation(cols.start, rows.start)
    return rasterize([polygon], shape, transform=corner, all_touched=all_touched, dtype=np.uint8).astype(bool)
