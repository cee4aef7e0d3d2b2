"""The tokens of a run by block: encoded once, or taken from the cache, and kept while tiles need them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from rasterio.windows import Window, union

from ..constants import TOKEN_BLOCK
from ..datatypes import AcquisitionTokens, AcquisitionWindow, Predictor
from ..protocol import Acquisition
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from .tiling import Tile, TokenBlock
from .token_cache import TokenCache
from .workers import Workers

GROUP = 96 << 20  # bytes of the tokens of the tiles that are mapped together
TOKEN_BYTES = 72_000  # of one acquisition in one block, with the compact encoder
ROWS = 2  # of tiles that are mapped together: images are read in windows that are low and wide, as files are stored


@dataclass(frozen=True)
class _Reading:
    """An acquisition that ``blocks`` lack."""

    acquisition: Acquisition
    blocks: Sequence[TokenBlock]


class TokenBlocks:
    """The tokens of all acquisitions of ``reader`` in some blocks.

    A block's tokens depend on its place, its images and the encoder alone: not on the tiles, on the area that is
    mapped, on what is cached or on how many threads there are.
    """

    def __init__(self, reader: SceneReader, predictor: Predictor, cache: TokenCache, workers: Workers) -> None:
        self._reader, self._predictor, self._cache, self._workers = reader, predictor, cache, workers
        self.stopped = False
        self._held: dict[TokenBlock, dict[str, AcquisitionTokens]] = {}
        self._ground: tuple[Window, np.ndarray, np.ndarray] | None = None  # of the last window
        self._centres: dict[TokenBlock, tuple[float, float]] = {}

    def shows(self, block: TokenBlock) -> bool:
        """Return whether a part of a block lies in the grid."""
        grid = self._reader.grid
        return block.row < grid.height and block.col < grid.width and min(block.row, block.col) > -TOKEN_BLOCK

    def load(
        self, blocks: Collection[TokenBlock], reporter: Reporter, step: Callable[[float], None] = lambda _: None
    ) -> int:
        """Load the tokens of neighbouring blocks; return how many were not cached, counted by acquisition and block.

        ``step`` gets the fraction of them that is encoded. Raises `Cancelled`; where the reporter says that is enough,
        some are lacking and ``stopped`` is set.
        """
        encoded = 0
        needed = sorted(block for block in blocks if block not in self._held and self.shows(block))
        for block in needed:
            self._held[block] = self._cache.load_tokens(block)
        lacking = [
            _Reading(acquisition, blocks)
            for acquisition in self._reader.acquisitions
            if (blocks := [block for block in needed if acquisition.key not in self._held[block]])
        ]
        windows = (windows for _, windows in self._workers.read(self._read, lacking))
        results = self._workers.compute(self._encode, windows)
        for number, (reading, (_, tokens)) in enumerate(zip(lacking, results, strict=False), 1):
            tokens_by_block = dict(zip(reading.blocks, tokens, strict=True))
            self._cache.save_tokens(reading.acquisition.key, tokens_by_block)
            for block, one in tokens_by_block.items():
                self._held[block][reading.acquisition.key] = one
            encoded += len(tokens_by_block)
            step(number / len(lacking))
            reporter.check()
            self.stopped = reporter.enough()
            if self.stopped:
                break
        return encoded

    def of_block(self, block: TokenBlock) -> list[AcquisitionTokens]:
        """Return the tokens of every acquisition in a block that was loaded, in the order of the reader."""
        return [self._held[block][acquisition.key] for acquisition in self._reader.acquisitions]

    def forget(self) -> None:
        """Forget the tokens; those of a run without a cache are encoded again where they are needed again."""
        self._held = {}

    def _read(self, reading: _Reading) -> list[AcquisitionWindow]:
        """Return an acquisition in the blocks that lack it, read as one window."""
        window = union([block.window for block in reading.blocks])
        if self._ground is None or self._ground[0] != window:
            self._ground = window, *self._reader.read_terrain(window)
        values, valid, bands = self._reader.read_acquisition(reading.acquisition, window)
        day = date.fromisoformat(reading.acquisition.date).toordinal()
        whole = AcquisitionWindow(reading.acquisition.sensor, day, values, valid, bands, *self._ground[1:], 0.0, 0.0)
        return [whole.crop(*_inside(block, window), *self._centre(block)) for block in reading.blocks]

    def _encode(self, windows: Sequence[AcquisitionWindow]) -> list[AcquisitionTokens]:
        return self._predictor.encode(windows)

    def _centre(self, block: TokenBlock) -> tuple[float, float]:
        if block not in self._centres:
            self._centres[block] = self._reader.grid.window(block.window).centre()
        return self._centres[block]


def group_tiles(tiles: Sequence[Tile], acquisitions: int) -> list[list[Tile]]:
    """Return the tiles in groups of neighbours, `ROWS` high and as wide as `GROUP` lets, row by row."""
    columns = max(1, GROUP // (TOKEN_BYTES * max(1, acquisitions)) // (ROWS + 1) - 1)

    def group(tile: Tile) -> tuple[int, int]:
        return tile.row // (ROWS * TOKEN_BLOCK), tile.col // (columns * TOKEN_BLOCK)

    return [list(neighbours) for _, neighbours in groupby(sorted(tiles, key=group), key=group)]


def group_numbers(groups: Sequence[Sequence[Tile]]) -> dict[TokenBlock, list[int]]:
    """Return by block the numbers of the groups of tiles that touch it, in ascending order."""
    numbers: dict[TokenBlock, list[int]] = {}
    for number, group in enumerate(groups):
        for block in {block for tile in group for block in tile.blocks}:
            numbers.setdefault(block, []).append(number)
    return numbers


def still_needed(
    sizes: Mapping[TokenBlock, int], groups: Mapping[TokenBlock, Sequence[int]], number: int, room: int
) -> list[TokenBlock]:
    """Return of blocks with these ``sizes`` those that groups after ``number`` need, the first needed first.

    They are as many as there is ``room`` for, in bytes.
    """
    following = {block: next((later for later in groups.get(block, ()) if later > number), 0) for block in sizes}
    kept = []
    for block in sorted((block for block in following if following[block]), key=lambda b: (following[b], b)):
        room -= sizes[block]
        if room < 0:
            break
        kept.append(block)
    return kept


def _inside(block: TokenBlock, window: Window) -> tuple[slice, slice]:
    """Return the rows and columns of a window that a block in it takes."""
    row, col = block.row - window.row_off, block.col - window.col_off
    return slice(row, row + TOKEN_BLOCK), slice(col, col + TOKEN_BLOCK)


def join_arrays(arrays: Mapping[TokenBlock, Mapping[str, np.ndarray]], tile: Tile) -> dict[str, np.ndarray]:
    """Return arrays [(c,) h, w] of a tile by name, from those of the blocks that it touches; 0 where a block has none.

    Where a block shows nothing its c may be 0.
    """
    joined: dict[str, np.ndarray] = {}
    for name in next(iter(arrays.values())):
        parts = {block: of_block[name] for block, of_block in arrays.items()}
        largest = max(parts.values(), key=lambda part: part.size)
        scale = TOKEN_BLOCK // largest.shape[-1]  # pixels of an element
        whole = np.zeros((*largest.shape[:-2], tile.side // scale, tile.side // scale), largest.dtype)
        for block, part in parts.items():
            if part.size:
                (rows, inner_rows), (cols, inner_cols) = (
                    _overlap(start // scale, tile.side // scale, first // scale, TOKEN_BLOCK // scale)
                    for start, first in ((tile.row, block.row), (tile.col, block.col))
                )
                whole[..., rows, cols] = part[..., inner_rows, inner_cols]
        joined[name] = whole
    return joined


def _overlap(start: int, length: int, other: int, size: int) -> tuple[slice, slice]:
    """Return what ``length`` from ``start`` on shares with ``size`` from ``other`` on, counted from each beginning."""
    first, last = max(start, other), min(start + length, other + size)
    return slice(first - start, last - start), slice(first - other, last - other)
