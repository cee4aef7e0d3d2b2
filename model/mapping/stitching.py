"""Parcels over a whole scene: blocks are segmented with a halo, and pieces joined where they continue over a border."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

import numpy as np
from scipy.ndimage import find_objects
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from skimage.measure import label

from ..constants import FINE
from ..datatypes import WatershedSettings
from .block_grid import SceneBlock, fine
from .probability_rasters import GEOMETRY, ProbabilityRasters
from .watershed import watershed_segments

AGREEMENT = 0.5  # share of a crossing on which both sides must agree before two pieces are one parcel
SIDES = ("north", "west", "south", "east")


@dataclass(frozen=True)
class Edge:
    """The pixels of 5 m along one side of a block [n].

    ``pieces`` holds the piece on each (0: none), ``continued`` whether its segment goes on in the halo.
    """

    pieces: np.ndarray
    continued: np.ndarray


@dataclass(frozen=True)
class Pieces:
    """The segments of one block, cut at its borders and numbered from 1; each is one 4-connected region.

    ``boxes`` [P, 4] holds first row, first column, last row + 1, last column + 1 in pixels of 5 m of the area;
    ``sizes`` [P] pixels, ``beyond`` [P] those that the segment has outside the area; ``edges`` one `Edge` for each of
    `SIDES`.
    """

    boxes: np.ndarray
    sizes: np.ndarray
    beyond: np.ndarray
    edges: Mapping[str, Edge]


@dataclass(frozen=True)
class Stitched:
    """The parcels of all blocks, numbered from 1 to N in reading order of their boxes.

    ``boxes`` [N, 4] and ``sizes`` [N] are as in `Pieces`. ``numbers`` holds by block the parcel of each piece, 0 for
    those that belong to none; entry 0 is the background. ``cut`` [N] are parcels that go on in a block that is not
    finished.
    """

    boxes: np.ndarray
    sizes: np.ndarray
    numbers: Mapping[SceneBlock, np.ndarray]
    cut: np.ndarray


@dataclass(frozen=True)
class SceneLabels:
    """The parcels of an area as a raster [H, W] of 5 m: 0 outside parcels, else 1 to N in reading order.

    ``boxes`` [N, 4] holds each parcel's first row, first column, last row + 1, last column + 1; ``sizes`` [N] its
    pixels. ``read`` returns a window, int32.
    """

    shape: tuple[int, int]
    boxes: np.ndarray
    sizes: np.ndarray
    read: Callable[[slice, slice], np.ndarray] = dataclass_field(repr=False)


def segment_block(
    block: SceneBlock, rasters: ProbabilityRasters, settings: WatershedSettings
) -> tuple[np.ndarray, Pieces]:
    """Divide the ``rasters`` of a block with its halo into segments, and cut them at the border of the area.

    Returns the pieces in its core as a raster int32 [2H, 2W], 0 where there is none, and what is known of them.
    """
    field, border, core = (rasters.read(name, slice(None), slice(None)) for name in GEOMETRY)
    wide = watershed_segments(field, border, core, settings)
    outside = np.repeat(np.repeat(rasters.arrays["ground"] == 0, FINE, 0), FINE, 1)
    beyond = np.bincount(wide[outside], minlength=int(wide.max()) + 1)
    wide[outside] = 0
    rows, cols = fine(block.inner)
    core = label(wide[rows, cols], background=0, connectivity=1).astype(np.int32)
    segment_of_piece = np.zeros(int(core.max()) + 1, np.int64)
    segment_of_piece[core] = wide[rows, cols]
    row, col = (span.start for span in fine(block.core))
    boxes = [(r.start + row, c.start + col, r.stop + row, c.stop + col) for r, c in find_objects(core)]
    across, down = wide[:, cols], wide[rows].T
    edges = {
        "north": Edge(core[0], _continues(across, rows.start)),
        "west": Edge(core[:, 0], _continues(down, cols.start)),
        "south": Edge(core[-1], _continues(across, rows.stop)),
        "east": Edge(core[:, -1], _continues(down, cols.stop)),
    }
    sizes = np.bincount(core.ravel())[1:]
    return core, Pieces(np.array(boxes, np.int64).reshape(-1, 4), sizes, beyond[segment_of_piece[1:]], edges)


def unsegmented_block(block: SceneBlock) -> tuple[np.ndarray, Pieces]:
    """Return what `segment_block` does of a block without any segment."""
    rows, cols = fine(block.core)
    labels = np.zeros((rows.stop - rows.start, cols.stop - cols.start), np.int32)
    none = np.zeros(0, np.int64)
    return labels, Pieces(none.reshape(0, 4), none, none, {side: Edge(none, none.astype(bool)) for side in SIDES})


def stitch(blocks: Mapping[SceneBlock, Pieces], finished: set[SceneBlock], min_pixels: int = 1) -> Stitched:
    """Join pieces where they continue over the borders of ``blocks``; leave out parcels below ``min_pixels``.

    What a parcel has beyond the area counts, too, so that its neighbours do not depend on where the area ends; some of
    the parcels are smaller inside. Which blocks are ``finished`` matters for those that are not: a parcel that reaches
    one and was not joined with anything there is cut.
    """
    ordered = sorted(blocks, key=lambda block: (block.row, block.col))
    counts = [len(blocks[block].sizes) for block in ordered]
    first = dict(zip(ordered, np.concatenate([[0], np.cumsum(counts)]).tolist(), strict=False))
    at = {(block.row, block.col): block for block in ordered}
    joins, open_ends = [np.empty((0, 2), np.int64)], [np.empty(0, np.int64)]
    for block in ordered:
        for side, facing, neighbour in _neighbours(block, at):
            mine = blocks[block].edges[side]
            pairs = np.empty((0, 2), np.int64)
            if neighbour is not None:
                pairs = _agreed(mine, blocks[neighbour].edges[facing])
                joins.append(pairs + np.array([first[block] - 1, first[neighbour] - 1]))
            if neighbour not in finished:
                alone = np.setdiff1d(mine.pieces[mine.continued], pairs[:, 0])
                open_ends.append(alone + first[block] - 1)
    parcel, total = _components(np.concatenate(joins), sum(counts))
    pieces = [blocks[block] for block in ordered]
    boxes, sizes = _extents(pieces, parcel, total)
    order = np.lexsort((boxes[:, 1], boxes[:, 0]))
    beyond = np.zeros(total, np.int64)
    np.maximum.at(beyond, parcel, np.concatenate([np.empty(0, np.int64), *(one.beyond for one in pieces)]))
    order = order[(sizes + beyond)[order] >= min_pixels]
    number = np.zeros(total, np.int32)
    number[order] = np.arange(1, order.size + 1)
    cut = np.zeros(total, bool)
    cut[parcel[np.concatenate(open_ends)]] = True
    numbers = np.split(number[parcel], np.cumsum(counts)[:-1]) if counts else []
    by_block = {
        block: np.concatenate([np.zeros(1, np.int32), mine]) for block, mine in zip(ordered, numbers, strict=True)
    }
    return Stitched(boxes[order], sizes[order], by_block, cut[order])


def _neighbours(
    block: SceneBlock, at: Mapping[tuple[int, int], SceneBlock]
) -> list[tuple[str, str, SceneBlock | None]]:
    """Return, for each side of a block, that side, the one that faces it, and the block there (None: there is none)."""
    steps = {"north": (-1, 0), "west": (0, -1), "south": (1, 0), "east": (0, 1)}
    facing = dict(zip(SIDES, (*SIDES[2:], *SIDES[:2]), strict=True))
    return [(side, facing[side], at.get((block.row + r, block.col + c))) for side, (r, c) in steps.items()]


def _components(joins: np.ndarray, count: int) -> tuple[np.ndarray, int]:
    """Return the parcel of each of ``count`` pieces, counted from 0, and how many parcels there are."""
    graph = coo_matrix((np.ones(len(joins)), joins.T), shape=(count, count))
    total, parcel = connected_components(graph, directed=False)
    return parcel, int(total)


def _extents(pieces: Sequence[Pieces], parcel: np.ndarray, total: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the boxes [total, 4] and sizes [total] of parcels from those of their pieces."""
    boxes = np.empty((total, 4), np.int64)
    boxes[:, :2], boxes[:, 2:] = np.iinfo(np.int64).max, 0
    all_boxes = np.concatenate([np.empty((0, 4), np.int64), *(one.boxes for one in pieces)])
    np.minimum.at(boxes[:, :2], parcel, all_boxes[:, :2])
    np.maximum.at(boxes[:, 2:], parcel, all_boxes[:, 2:])
    all_sizes = np.concatenate([np.empty(0, np.int64), *(one.sizes for one in pieces)])
    return boxes, np.bincount(parcel, all_sizes, total).astype(np.int64)


def _continues(labels: np.ndarray, line: int) -> np.ndarray:
    """Return where a label lies on both sides of the border before row ``line``; nowhere at the end of the frame."""
    if not 0 < line < labels.shape[0]:
        return np.zeros(labels.shape[1], bool)
    return (labels[line - 1] > 0) & (labels[line - 1] == labels[line])


def _agreed(first: Edge, second: Edge) -> np.ndarray:
    """Return the pairs [n, 2] of facing pieces that both sides continue, along most of the shorter crossing."""
    both = first.continued & second.continued
    pairs, counts = np.unique(np.stack([first.pieces[both], second.pieces[both]], 1), axis=0, return_counts=True)
    if not len(pairs):
        return np.empty((0, 2), np.int64)
    crossings = (np.bincount(edge.pieces[edge.continued]) for edge in (first, second))
    shorter = np.minimum(*(crossing[pairs[:, i]] for i, crossing in enumerate(crossings)))
    return pairs[counts >= AGREEMENT * shorter].astype(np.int64)
