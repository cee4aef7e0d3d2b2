"""Label raster to polygons, chunk by chunk, with staircases removed and every shared edge the same on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import rasterio.features
import shapely
from rasterio.transform import Affine

from .corner_offsets import STEPS, corner_offsets
from .stitching import SceneLabels

CHUNK = 1024  # pixels of 5 m
CONTEXT = 32  # pixels around a chunk's parcels, so that shared edges are simplified as in the neighbouring chunk
TIE_BITS, TIE_UNIT = 12, 2.0**-20  # pixels: corners are moved by up to 2^-8 while they are simplified


@dataclass(frozen=True)
class Chunk:
    """Some of the parcels, whole: ``numbers`` [n] in the label raster and ``polygons`` [n] in the scene's CRS.

    ``labels`` is the window of the raster that holds them and their surroundings, ``border`` the probability in it that
    a pixel is border.
    """

    numbers: np.ndarray
    polygons: np.ndarray
    labels: np.ndarray
    border: np.ndarray


def polygonize(
    labels: SceneLabels,
    border: Callable[[slice, slice], np.ndarray],
    transform: Affine,
    simplify: float,
    chunk: int = CHUNK,
) -> Iterator[Chunk]:
    """Yield every parcel of a label raster once, in chunks of neighbouring parcels without overlaps or gaps.

    ``border`` returns a window of the probability of a border, ``transform`` takes the raster's pixels to the scene's
    CRS. ``simplify`` is in units of that CRS: outlines are drawn between pixels, then corners are removed whose
    triangle is smaller than its square. 0 keeps the outlines of pixels.
    """
    across = -(-labels.shape[1] // chunk)
    index = labels.boxes[:, 0] // chunk * across + labels.boxes[:, 1] // chunk
    order = np.argsort(index, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(index[order])) + 1):
        if members.size:
            yield _chunk(labels, border, members, transform, simplify)


def _chunk(
    labels: SceneLabels,
    border: Callable[[slice, slice], np.ndarray],
    members: np.ndarray,
    transform: Affine,
    simplify: float,
) -> Chunk:
    first, last = labels.boxes[members, :2].min(0) - CONTEXT, labels.boxes[members, 2:].max(0) + CONTEXT
    rows, cols = (slice(max(0, int(a)), min(n, int(b))) for a, b, n in zip(first, last, labels.shape, strict=True))
    window, edges = labels.read(rows, cols), border(rows, cols)
    offsets = corner_offsets(window, edges)
    numbers, shapes = trace_window(window, offsets, transform @ Affine.translation(cols.start, rows.start), simplify)
    in_chunk = np.isin(numbers, members + 1)
    return Chunk(numbers[in_chunk], shapes[in_chunk], window, edges)


def trace_window(
    window: np.ndarray, offsets: np.ndarray, transform: Affine, simplify: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers (more than 0) in a window [H, W] and their simplified polygons, by number.

    ``offsets`` [H + 1, W + 1, 2] are those of `corner_offsets`, ``transform`` takes the window's pixels to the scene's
    CRS; ``simplify`` is as in `polygonize`. A number has a polygon for each of its 4-connected parts.
    """
    numbers, shapes = _trace(window)
    if simplify > 0 and numbers.size:
        # In pixels and their binary fractions, so that the arithmetic, and with it every shared edge, is the same in
        # every window. Tracing leaves out corners along straight lines; a corner at every pixel lets neighbours meet
        # corner to corner.
        moved = offsets + _tie_breakers(offsets.shape[:2], transform)
        shapes = shapely.transform(shapely.segmentize(shapes, 1), partial(_shift, moved))
        shapes = shapely.coverage_simplify(shapes, simplify / abs(transform.a))
        shapes = shapely.transform(shapes, lambda xy: np.rint(xy * STEPS) / STEPS)
    return numbers, shapely.transform(shapes, lambda xy: np.stack(transform @ (xy[:, 0], xy[:, 1]), 1))


def _tie_breakers(shape: tuple[int, int], transform: Affine) -> np.ndarray:
    """Return a small move [*shape, 2] of every corner of pixels, which depends on its position in the CRS alone.

    Of two corners whose triangles are of one size, simplification removes the one that comes first along the edge, and
    where an edge begins depends on the numbers of the polygons, hence on the area. With these hardly any two are of one
    size.
    """
    rows, cols = np.ogrid[: shape[0], : shape[1]]
    row, col = (int(np.floor(at + 0.25)) for at in (transform.f / transform.e, transform.c / transform.a))
    mixed = (rows + row) * 73_856_093 ^ (cols + col) * 19_349_663
    mixed = ((mixed ^ mixed >> 15) & 0xFFFFFFFF) * 83_492_791
    return np.stack([mixed >> 8, mixed >> 24], -1) % 2**TIE_BITS * TIE_UNIT


def _shift(offsets: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Return corners [N, 2] (columns, rows) that lie on the lattice of pixels, moved by their offsets."""
    corners = np.rint(corners)
    cols, rows = corners.T.astype(np.int64)
    return corners + offsets[rows, cols]


def _trace(window: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return every label and its polygon in pixel coordinates, by number, which fixes the order of simplification."""
    traced = list(rasterio.features.shapes(window, mask=window > 0, connectivity=4))
    traced.sort(key=lambda pair: pair[1])
    if not traced:
        return np.zeros(0, np.int64), np.zeros(0, object)
    rings = [np.array(ring) for outline, _ in traced for ring in outline["coordinates"]]
    # All at once: made one by one, they take several times as long.
    lines = shapely.linearrings(np.concatenate(rings), indices=_repeated([len(ring) for ring in rings]))
    shapes = shapely.polygons(lines, indices=_repeated([len(outline["coordinates"]) for outline, _ in traced]))
    return np.array([number for _, number in traced]).astype(np.int64), shapes


def _repeated(counts: list[int]) -> np.ndarray:
    """Return the numbers from 0 on, each as often as ``counts`` says."""
    return np.repeat(np.arange(len(counts)), counts)
