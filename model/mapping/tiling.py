"""Overlapping tiles that cover a grid, the weights that blend their predictions, and the blocks of their tokens."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..constants import FINE, LATTICE, TOKEN_BLOCK


@dataclass(frozen=True, order=True)
class TokenBlock:
    """The square of `TOKEN_BLOCK`² grid pixels from (``row``, ``col``) on, whose tokens are encoded together.

    Blocks begin at multiples of their side, whatever is mapped; those at the rim reach outside the grid.
    """

    row: int
    col: int

    @property
    def window(self) -> Window:
        """The block as a window of the grid."""
        return Window(self.col, self.row, TOKEN_BLOCK, TOKEN_BLOCK)


@dataclass(frozen=True)
class Tile:
    """A square of ``side`` × ``side`` grid pixels from (``row``, ``col``) on; it may reach outside the grid."""

    row: int
    col: int
    side: int

    @property
    def window(self) -> Window:
        """The tile as a window of the grid."""
        return Window(self.col, self.row, self.side, self.side)

    @property
    def blocks(self) -> list[TokenBlock]:
        """The blocks that the tile touches, row by row."""
        rows, cols = (
            range(start // TOKEN_BLOCK * TOKEN_BLOCK, start + self.side, TOKEN_BLOCK) for start in (self.row, self.col)
        )
        return [TokenBlock(row, col) for row in rows for col in cols]


@dataclass(frozen=True)
class BlendingWeights:
    """The weights of one tile along its rows (``down``) and columns (``across``) [2 · side] at 5 m, float32."""

    down: np.ndarray
    across: np.ndarray

    @property
    def fine(self) -> np.ndarray:
        """The weights of the pixels of 5 m [2 · side, 2 · side]."""
        return np.outer(self.down, self.across)

    @property
    def coarse(self) -> np.ndarray:
        """The weights of the pixels of 10 m [side, side]."""
        return np.outer(*(profile.reshape(-1, FINE).mean(1) for profile in (self.down, self.across)))


class Tiling:
    """Tiles of ``side`` pixels that cover a grid and overlap by a third; their weights sum to one at every pixel.

    Where a tile lies depends on the grid alone, not on the area that is mapped. Tiles begin at multiples of
    ``lattice``, so that they overlap by more where two thirds of their side are no multiple of it. Those that are no
    wider than ``lattice`` do not overlap.
    """

    def __init__(self, height: int, width: int, side: int, lattice: int = LATTICE) -> None:
        self._side = side
        self._down, self._across = (_profiles(_starts(length, side, lattice), side) for length in (height, width))
        self._whole = Window(0, 0, width, height)

    def tiles(self, window: Window | None = None) -> list[Tile]:
        """Return the tiles that touch ``window`` of the grid (None: all of it), row by row."""
        window = window or self._whole
        rows = _touching(self._down, self._side, window.row_off, window.height)
        cols = _touching(self._across, self._side, window.col_off, window.width)
        return [Tile(row, col, self._side) for row in rows for col in cols]

    def weights(self, tile: Tile) -> BlendingWeights:
        """Return the weights of one of the tiles."""
        return BlendingWeights(self._down[tile.row], self._across[tile.col])


def _touching(profiles: dict[int, np.ndarray], side: int, first: int, length: int) -> list[int]:
    """Return the first pixels of the tiles along one side that touch ``length`` pixels from ``first`` on."""
    return [start for start in profiles if first - side < start < first + length]


def _starts(length: int, side: int, lattice: int) -> list[int]:
    """Return the first pixels of evenly spaced tiles that cover ``length``, centred as far as ``lattice`` allows."""
    stride = max(lattice, 2 * side // 3 // lattice * lattice) if side > lattice else side
    count = max(1, math.ceil((length - side) / stride) + 1)
    beyond = (count - 1) * stride + side - length
    first = -(beyond // 2 // lattice * lattice)
    return [first + i * stride for i in range(count)]


def _profiles(starts: list[int], side: int) -> dict[int, np.ndarray]:
    """Return by first pixel Hann windows at 5 m, divided by their sum so that overlapping ones add up to one."""
    size = FINE * side
    hann = np.sin(np.pi * (np.arange(size) + 0.5) / size) ** 2
    offsets = [FINE * (start - starts[0]) for start in starts]
    total = np.zeros(offsets[-1] + size)
    for offset in offsets:
        total[offset : offset + size] += hann
    return {
        start: (hann / total[offset : offset + size]).astype(np.float32)
        for start, offset in zip(starts, offsets, strict=True)
    }
