"""The blocks of a run: squares of the reference frame's grid that are mapped and committed one after another."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field

from rasterio.transform import Affine
from rasterio.windows import Window

from ..constants import FINE
from .tiling import Tile

BLOCK = 512  # pixels of 10 m; the watershed of a block with its halo takes 170 MB, of one of 1 024 pixels 510 MB
HALO = 80  # 800 m: a field is segmented the same way from both sides of a block border

Rectangle = tuple[slice, slice]
"""Rows and columns."""


@dataclass(frozen=True)
class SceneBlock:
    """One block, identified by its ``row`` and ``col`` in the `BlockGrid`.

    ``core`` is its ground in the area, ``outer`` the same with the halo, which reaches over the area as far as the
    frame goes; both in pixels of 10 m of the area's grid, so that ``outer`` may begin at negative ones.
    """

    row: int
    col: int
    core: Rectangle = field(compare=False)
    outer: Rectangle = field(compare=False)

    @property
    def name(self) -> str:
        """The block's name in file names and messages."""
        return f"{self.row}_{self.col}"

    @property
    def inner(self) -> Rectangle:
        """The rows and columns of the core within ``outer``, in pixels of 10 m."""
        (rows, cols), (outer_rows, outer_cols) = self.core, self.outer
        return _moved(rows, -outer_rows.start), _moved(cols, -outer_cols.start)


@dataclass(frozen=True)
class BlockGrid:
    """The division of the area's grid, [rows, cols] pixels of 10 m in ``shape``, into rows and columns of blocks.

    ``rows``, ``cols`` and the ``frame`` are in pixels of the area. Borders depend on the reference frame and not on the
    area, so that a block is the same ground in every run.
    """

    shape: tuple[int, int]
    rows: tuple[slice, ...]
    cols: tuple[slice, ...]
    halo: int
    frame: Rectangle

    def block(self, row: int, col: int) -> SceneBlock:
        """Return one block."""
        core = self.rows[row], self.cols[col]
        outer = tuple(_grown(span, self.halo, limits) for span, limits in zip(core, self.frame, strict=True))
        return SceneBlock(row, col, core, (outer[0], outer[1]))

    def blocks(self) -> list[SceneBlock]:
        """Return all blocks, row by row."""
        return [self.block(row, col) for row in range(len(self.rows)) for col in range(len(self.cols))]


def divide(shape: tuple[int, int], block: int, halo: int, window: Window | None = None) -> BlockGrid:
    """Return the blocks of a frame of ``shape`` [rows, cols] as far as they lie in ``window``, that of the area.

    They are nearly equal parts of the frame of at most ``block`` pixels a side, and are given in pixels of the window.
    """
    window = window or Window(0, 0, shape[1], shape[0])
    rows = _within(_spans(shape[0], block), window.row_off, window.height)
    cols = _within(_spans(shape[1], block), window.col_off, window.width)
    frame = _moved(slice(0, shape[0]), -window.row_off), _moved(slice(0, shape[1]), -window.col_off)
    return BlockGrid((window.height, window.width), rows, cols, halo, frame)


def bounds_by_name(grid: BlockGrid, transform: Affine) -> dict[str, tuple[float, float, float, float]]:
    """Return the west, south, east and north of each block in the CRS of a ``transform`` of the area's pixels."""
    bounds = {}
    for block in grid.blocks():
        rows, cols = block.core
        (west, north), (east, south) = transform @ (cols.start, rows.start), transform @ (cols.stop, rows.stop)
        bounds[block.name] = west, south, east, north
    return bounds


def fine(rectangle: Rectangle) -> Rectangle:
    """Return rows and columns of 10 m in pixels of 5 m."""
    rows, cols = (slice(FINE * span.start, FINE * span.stop) for span in rectangle)
    return rows, cols


def touches(tile: Tile, rectangle: Rectangle, window: Window) -> bool:
    """Return whether a tile of the frame has a part in a rectangle of the area, which is ``window`` of the frame."""
    return all(
        first < span.stop and first + tile.side > span.start
        for first, span in zip((tile.row - window.row_off, tile.col - window.col_off), rectangle, strict=True)
    )


def _spans(length: int, block: int) -> list[slice]:
    """Divide a length into nearly equal spans of at most ``block``."""
    count = math.ceil(length / block)
    ends = [round(i * length / count) for i in range(count + 1)]
    return [slice(a, b) for a, b in itertools.pairwise(ends)]


def _within(spans: list[slice], offset: int, length: int) -> tuple[slice, ...]:
    """Return the spans from ``offset`` on, counted from there, as far as they lie in ``length`` pixels."""
    parts = (slice(max(0, span.start - offset), min(length, span.stop - offset)) for span in spans)
    return tuple(part for part in parts if part.start < part.stop)


def _grown(span: slice, halo: int, limits: slice) -> slice:
    return slice(max(limits.start, span.start - halo), min(limits.stop, span.stop + halo))


def _moved(span: slice, offset: int) -> slice:
    return slice(span.start + offset, span.stop + offset)
