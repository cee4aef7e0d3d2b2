"""The samples of overlapping tiles, cut from larger windows that are read once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..job import OPTICAL_BANDS, RADAR_BANDS
from ..scene.reading import SceneReader
from ..scene.sample import Sample
from .blend import Tile

BUDGET = 192 << 20  # bytes of one window's arrays


def samples(reader: SceneReader, tiles: Sequence[Tile], side: int) -> Iterator[tuple[Tile, Sample]]:
    """Yield every tile of ``tiles`` with its sample of ``side`` × ``side`` pixels.

    Neighbouring tiles share one window as large as memory allows: each read has its own cost, and compressed images
    (JPEG 2000 above all) are decoded in blocks far larger than a tile.
    """
    reach = _reach(reader, side)
    corner_row, corner_col = tiles[0].row, tiles[0].col

    def block(tile: Tile) -> tuple[int, int]:
        return (tile.row - corner_row) // reach, (tile.col - corner_col) // reach

    for _, group in groupby(sorted(tiles, key=block), key=block):
        members = list(group)
        row, col = (min(getattr(t, k) for t in members) for k in ("row", "col"))
        bottom, right = (max(getattr(t, k) for t in members) + side for k in ("row", "col"))
        window = reader.read(row, col, bottom - row, right - col)
        for tile in members:
            yield tile, cut(window, reader, tile, (row, col), side)


def cut(window: Sample, reader: SceneReader, tile: Tile, corner: tuple[int, int], side: int) -> Sample:
    """Return the part of ``window``, which begins at ``corner``, that is ``tile``'s."""
    top, left = tile.row - corner[0], tile.col - corner[1]
    extent = window.reference_valid.shape
    parts = {
        name: value[..., top : top + side, left : left + side]
        for name, value in vars(window).items()
        if getattr(value, "shape", ())[-2:] == extent and not name.endswith(("_bands", "_days"))
    }
    latitude, longitude = reader.grid.window(tile.row, tile.col, side, side).centre()
    return dataclasses.replace(window, **parts, latitude=latitude, longitude=longitude)


def _reach(reader: SceneReader, side: int) -> int:
    """Return how far apart the first and last tile of one window may begin."""
    bytes_a_pixel = 4 * (len(reader.optical) * len(OPTICAL_BANDS) + len(reader.radar) * len(RADAR_BANDS)) + 64
    return max(1, int((BUDGET / bytes_a_pixel) ** 0.5) - side)
