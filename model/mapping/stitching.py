"""Segments over a whole scene: blocks are segmented with a halo, and joined where they continue across a border."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from scipy.ndimage import find_objects
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from skimage.measure import label

from ..datatypes import WatershedSettings
from .probability_rasters import ProbabilityRasters
from .watershed import watershed_segments

BLOCK = 1024  # pixels of 5 m
HALO = 160  # 800 m: a field is segmented the same way from both sides of a block border
AGREEMENT = 0.5  # share of a crossing on which both sides must agree before two pieces are one parcel


@dataclass(frozen=True)
class SceneLabels:
    """The parcels of a scene as a raster file: int32 [H, W], 0 outside parcels, else 1 to N in reading order.

    ``boxes`` [N, 4] holds each parcel's first row, first column, last row + 1, last column + 1; ``sizes`` [N] its
    pixels. These two are all that grows with the number of parcels.
    """

    path: Path
    shape: tuple[int, int]
    boxes: np.ndarray
    sizes: np.ndarray

    def read(self, rows: slice, cols: slice) -> np.ndarray:
        """Read a window."""
        return np.array(np.memmap(self.path, np.int32, "r", shape=self.shape)[rows, cols])


def stitch(
    rasters: ProbabilityRasters,
    settings: WatershedSettings,
    min_pixels: int = 1,
    step: Callable[[float], None] = lambda fraction: None,
    block: int = BLOCK,
    halo: int = HALO,
) -> SceneLabels:
    """Divide the scene's rasters into parcels of at least ``min_pixels`` and write the labels beside them.

    Each parcel is 4-connected and has one number. ``step`` is called after each block with the share done.
    """
    height, width = rasters.shape
    path = rasters.folder / "labels.raw"
    with open(path, "wb") as file:
        file.truncate(height * width * 4)
    windows = list(product(_spans(height, block), _spans(width, block)))
    pieces, seams = _Pieces(), _Seams(width)
    for done, (rows, cols) in enumerate(windows, 1):
        outer = (_grown(rows, halo, height), _grown(cols, halo, width))
        field, border, depth = (rasters.read(name, *outer) for name in ("field", "border", "core"))
        wide = watershed_segments(field, border, depth, settings)
        row, col = rows.start - outer[0].start, cols.start - outer[1].start
        core = label(wide[row:, col:][: rows.stop - rows.start, : cols.stop - cols.start], background=0, connectivity=1)
        core = pieces.add(core, rows.start, cols.start)
        pieces.joins += seams.close(rows, cols, wide, row, col, core)
        np.memmap(path, np.int32, "r+", shape=(height, width))[rows, cols] = core
        step(done / len(windows))
    number, boxes, sizes = pieces.parcels(min_pixels)
    for rows, cols in windows:
        raster = np.memmap(path, np.int32, "r+", shape=(height, width))
        raster[rows, cols] = number[raster[rows, cols]]
    return SceneLabels(path, (height, width), boxes, sizes)


class _Pieces:
    """Segments cut at block borders, numbered from 1 over the scene, and which of them belong together."""

    def __init__(self) -> None:
        self.count = 0
        self.joins: list[np.ndarray] = []
        self._boxes = [np.empty((0, 4), np.int64)]
        self._sizes = [np.empty(0, np.int64)]

    def add(self, core: np.ndarray, row: int, col: int) -> np.ndarray:
        """Add the pieces of a block that begins at (row, col); return the block with their final numbers."""
        boxes = [(r.start + row, c.start + col, r.stop + row, c.stop + col) for r, c in find_objects(core)]
        self._boxes.append(np.array(boxes, np.int64).reshape(-1, 4))
        self._sizes.append(np.bincount(core.ravel())[1:])
        first, self.count = self.count, self.count + len(boxes)
        return np.where(core > 0, core + first, 0).astype(np.int32)

    def parcels(self, min_pixels: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return each piece's parcel (0 for none; entry 0 is the background), and the parcels' boxes and sizes."""
        joins = np.concatenate([np.empty((0, 2), np.int64), *self.joins]) - 1
        graph = coo_matrix((np.ones(len(joins)), joins.T), shape=(self.count, self.count))
        total, parcel = connected_components(graph, directed=False)
        pieces = np.concatenate(self._boxes)
        boxes = np.empty((total, 4), np.int64)
        boxes[:, :2], boxes[:, 2:] = np.iinfo(np.int64).max, 0
        np.minimum.at(boxes[:, :2], parcel, pieces[:, :2])
        np.maximum.at(boxes[:, 2:], parcel, pieces[:, 2:])
        sizes = np.bincount(parcel, np.concatenate(self._sizes), total).astype(np.int64)
        order = np.lexsort((boxes[:, 1], boxes[:, 0]))
        order = order[sizes[order] >= min_pixels]
        number = np.zeros(total, np.int32)
        number[order] = np.arange(1, order.size + 1)
        return np.concatenate([np.zeros(1, np.int32), number[parcel]]), boxes[order], sizes[order]


class _Seams:
    """The open block borders: which piece lies on each pixel, and whether it continues into its block's halo."""

    def __init__(self, width: int) -> None:
        self._south = (np.zeros(width, np.int32), np.zeros(width, bool))
        self._east = (np.zeros(0, np.int32), np.zeros(0, bool))

    def close(
        self, rows: slice, cols: slice, wide: np.ndarray, row: int, col: int, core: np.ndarray
    ) -> list[np.ndarray]:
        """Compare a block with the blocks north and west of it; return the pairs [n, 2] of pieces that are one.

        ``wide`` holds the block's segments with its halo, in which the block begins at (row, col); ``core`` its pieces.
        """
        height, width = core.shape
        across, down = wide[:, col : col + width], wide[row : row + height]
        joins = []
        if row > 0:
            pieces, continued = self._south
            joins.append(_agreed(pieces[cols], continued[cols], core[0], _continues(across, row)))
        if col > 0:
            joins.append(_agreed(*self._east, core[:, 0], _continues(down.T, col)))
        for border, values in zip(self._south, (core[-1], _continues(across, row + height)), strict=True):
            border[cols] = values
        self._east = (core[:, -1].copy(), _continues(down.T, col + width))
        return joins


def _continues(labels: np.ndarray, line: int) -> np.ndarray:
    """Return where a label lies on both sides of the border before row ``line``; nowhere at the end of the scene."""
    if line >= labels.shape[0]:
        return np.zeros(labels.shape[1], bool)
    return (labels[line - 1] > 0) & (labels[line - 1] == labels[line])


def _agreed(first: np.ndarray, first_on: np.ndarray, second: np.ndarray, second_on: np.ndarray) -> np.ndarray:
    """Return the pairs of facing pieces that both sides continue, along most of the shorter crossing."""
    both = first_on & second_on
    pairs, counts = np.unique(np.stack([first[both], second[both]], 1), axis=0, return_counts=True)
    if not len(pairs):
        return np.empty((0, 2), np.int64)
    shorter = np.minimum(np.bincount(first[first_on])[pairs[:, 0]], np.bincount(second[second_on])[pairs[:, 1]])
    return pairs[counts >= AGREEMENT * shorter].astype(np.int64)


def _grown(span: slice, halo: int, length: int) -> slice:
    return slice(max(0, span.start - halo), min(length, span.stop + halo))


def _spans(length: int, block: int) -> list[slice]:
    """Divide a length into nearly equal spans of at most ``block``."""
    ends = np.linspace(0, length, math.ceil(length / block) + 1).round().astype(int).tolist()
    return [slice(a, b) for a, b in itertools.pairwise(ends)]
