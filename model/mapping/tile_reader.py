"""The samples of overlapping tiles, cut from larger windows that are read once, as far as they must be read at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..datatypes import Sample
from ..protocol import OPTICAL_BANDS, RADAR_BANDS
from ..scene.scene_reader import SceneReader
from .probability_rasters import Tile
from .token_cache import AcquisitionTokens, TileLatents, TokenCache

BUDGET = 192 << 20  # bytes of one window's arrays


@dataclass(frozen=True)
class View:
    """One tile: the ``sample`` holds the reference frame and those acquisitions that are not among the ``known``.

    Where all of them are known in their ``compressed`` form, neither sample nor ``known`` holds any.
    """

    tile: Tile
    sample: Sample
    known: Mapping[str, AcquisitionTokens]
    compressed: TileLatents | None = None


def views(reader: SceneReader, tiles: Sequence[Tile], side: int, memory: TokenCache) -> Iterator[View]:
    """Yield every tile of ``tiles`` with what it shows in ``side`` × ``side`` pixels.

    Neighbouring tiles share one window as large as memory allows: each read has its own cost, and compressed images
    (JPEG 2000 above all) are decoded in blocks far larger than a tile. An acquisition is only read where ``memory``
    lacks it for a tile in which the reference frame shows the ground.
    """
    reach = _reach(reader, side)
    corner_row, corner_col = tiles[0].row, tiles[0].col

    def block(tile: Tile) -> tuple[int, int]:
        return (tile.row - corner_row) // reach, (tile.col - corner_col) // reach

    everything = {a.key for a in reader.acquisitions}
    for _, group in groupby(sorted(tiles, key=block), key=block):
        members = list(group)
        corner = row, col = min(t.row for t in members), min(t.col for t in members)
        bottom, right = (max(getattr(t, k) for t in members) + side for k in ("row", "col"))
        block_window = row, col, bottom - row, right - col
        frame = reader.read(*block_window, wanted=())
        begun = []
        for tile in members:
            sample = cut(frame, reader, tile, corner, side)
            seen = sample.reference_valid.any()
            begun.append((View(tile, sample, {}, memory.recall_compressed(tile) if seen else None), seen))
        read = set().union(*(everything - memory.knows(v.tile) for v, seen in begun if seen and not v.compressed))
        window = reader.read(*block_window, wanted=read) if read else frame
        for view, seen in begun:
            if view.compressed or not seen:
                yield view
                continue
            tile = view.tile
            known = memory.recall(tile)
            lacking = everything - known.keys()
            if lacking <= read:
                sample = only(cut(window, reader, tile, corner, side), reader, read, lacking)
            else:  # what seemed to be there was damaged, or another run has thrown it out
                sample = reader.read(tile.row, tile.col, side, side, wanted=lacking)
            yield View(tile, sample, known)


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


def only(sample: Sample, reader: SceneReader, held: Container[str], wanted: Container[str]) -> Sample:
    """Return of a sample with the ``held`` acquisitions, by their keys, the ``wanted`` ones."""
    parts = {}
    for kind, acquisitions in (("optical", reader.optical), ("radar", reader.radar)):
        chosen = [a.key in wanted for a in acquisitions if a.key in held]
        names = [f"{kind}{part}" for part in ("", "_valid", "_bands", "_days")]
        parts |= {name: getattr(sample, name)[chosen] for name in names}
    return dataclasses.replace(sample, **parts)


def _reach(reader: SceneReader, side: int) -> int:
    """Return how far apart the first and last tile of one window may begin."""
    bytes_a_pixel = 4 * (len(reader.optical) * len(OPTICAL_BANDS) + len(reader.radar) * len(RADAR_BANDS)) + 64
    return max(1, int((BUDGET / bytes_a_pixel) ** 0.5) - side)
