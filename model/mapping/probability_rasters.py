"""Overlapping tiles to one seamless set of evidence rasters, on disk so that memory does not grow with the scene."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .maps import TilePrediction

FINE = 2  # evidence pixels (5 m) per grid pixel (10 m)
LINES = ("field", "border", "core")
NAMES = (*LINES, "crop", "n_clear")


@dataclass(frozen=True)
class ProbabilityRasters:
    """The blended evidence of ``height`` × ``width`` grid pixels from (``row``, ``col``) on, in one raw file a map.

    ``field``, ``border``, ``core`` [2H, 2W] and ``crop`` [K, H, W] as in `TilePrediction`, float16; ``n_clear`` [H, W] uint8:
    clear Sentinel-2 dates. Files are opened for each access only: what is mapped counts as the process's memory.
    """

    folder: Path
    height: int
    width: int
    classes: int
    row: int = 0
    col: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the fine (5 m) maps."""
        return FINE * self.height, FINE * self.width

    @property
    def bytes(self) -> int:
        """Disk space of these maps, and of the labels (int32 at 5 m) that are drawn beside them."""
        maps = sum(math.prod(shape) * np.dtype(kind).itemsize for shape, kind in map(self._layout, NAMES))
        return maps + 4 * math.prod(self.shape)

    def create(self) -> None:
        """Make the files, all zero; where the file system can, empty parts take no space."""
        for name in NAMES:
            shape, kind = self._layout(name)
            with open(self._path(name), "wb") as file:
                file.truncate(math.prod(shape) * np.dtype(kind).itemsize)

    def open(self, name: str, mode: str = "r") -> np.memmap:
        """Map one file; let go of the result as soon as the window is read or written."""
        shape, kind = self._layout(name)
        return np.memmap(self._path(name), kind, mode, shape=shape)

    def read(self, name: str, rows: slice, cols: slice) -> np.ndarray:
        """Read a window of one map (in that map's own pixels) as float32, or uint8 for ``n_clear``."""
        window = self.open(name)[..., rows, cols]
        return np.array(window, np.uint8 if name == "n_clear" else np.float32)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.raw"

    def _layout(self, name: str) -> tuple[tuple[int, ...], type]:
        if name == "crop":
            return (self.classes, self.height, self.width), np.float16
        if name == "n_clear":
            return (self.height, self.width), np.uint8
        return self.shape, np.float16


@dataclass(frozen=True)
class Tile:
    """One tile: where it begins (may lie outside the grid) and its weight along rows and columns [2·tile] at 5 m."""

    row: int
    col: int
    down: np.ndarray
    across: np.ndarray


def tiles(height: int, width: int, tile: int, window: tuple[int, int, int, int] | None = None) -> list[Tile]:
    """Cover a grid with tiles of ``tile`` pixels overlapping by a third, whose weights sum to one at every pixel.

    Of them, return those that touch ``window`` (row, col, height, width): where a tile lies depends on the grid alone.
    """
    row, col, *extent = window or (0, 0, height, width)
    down, across = _spread(height, tile, row, extent[0]), _spread(width, tile, col, extent[1])
    return [Tile(r, c, d, a) for r, d in down for c, a in across]


def add(evidence: ProbabilityRasters, tile: Tile, maps: TilePrediction, valid: np.ndarray, n_clear: np.ndarray) -> None:
    """Add one tile's weighted maps to the scene, as far as they lie in it.

    ``valid`` [tile, tile]: where the reference frame shows the ground; there is no field elsewhere. ``n_clear``
    [tile, tile] is written as it is.
    """
    seen = np.repeat(np.repeat(valid, FINE, 0), FINE, 1)
    weight = np.outer(tile.down, tile.across)
    row, col = tile.row - evidence.row, tile.col - evidence.col
    for name in LINES:
        _accumulate(evidence, name, row * FINE, col * FINE, getattr(maps, name) * seen * weight)
    _accumulate(evidence, "crop", row, col, maps.crop * _coarse(tile))
    target = evidence.open("n_clear", "r+")
    there, here = _overlap(target.shape, row, col, n_clear.shape)
    target[there] = np.minimum(n_clear, 255)[here]


def count(evidence: ProbabilityRasters, tile: Tile, mask: np.ndarray) -> float:
    """Return how many pixels of ``mask`` [tile, tile] lie in the scene, by the tile's weights: over all tiles each
    counts once."""
    place = tile.row - evidence.row, tile.col - evidence.col
    _, here = _overlap((evidence.height, evidence.width), *place, mask.shape)
    return float((mask * _coarse(tile))[here].sum())


def _coarse(tile: Tile) -> np.ndarray:
    """Return a tile's weights at 10 m."""
    return np.outer(*(side.reshape(-1, FINE).mean(1) for side in (tile.down, tile.across)))


def _spread(length: int, tile: int, first: int, extent: int) -> list[tuple[int, np.ndarray]]:
    """First pixel and weights of the tiles along one side that touch its ``extent`` pixels from ``first`` on."""
    starts = _starts(length, tile)
    spread = zip(starts, _profiles(starts, tile), strict=True)
    return [(start, weights) for start, weights in spread if first - tile < start < first + extent]


def _starts(length: int, tile: int) -> list[int]:
    """First pixels of tiles that cover ``length`` evenly, sticking out by the same amount at both ends."""
    stride = max(1, 2 * tile // 3)
    count = max(1, math.ceil((length - tile) / stride) + 1)
    first = -((count - 1) * stride + tile - length) // 2
    return [first + i * stride for i in range(count)]


def _profiles(starts: list[int], tile: int) -> list[np.ndarray]:
    """Hann windows at 5 m, divided by their sum so that overlapping ones add up to one."""
    size = FINE * tile
    hann = np.sin(np.pi * (np.arange(size) + 0.5) / size) ** 2
    offsets = [FINE * (s - starts[0]) for s in starts]
    total = np.zeros(offsets[-1] + size)
    for offset in offsets:
        total[offset : offset + size] += hann
    return [(hann / total[offset : offset + size]).astype(np.float32) for offset in offsets]


def _accumulate(evidence: ProbabilityRasters, name: str, row: int, col: int, values: np.ndarray) -> None:
    target = evidence.open(name, "r+")
    there, here = _overlap(target.shape[-2:], row, col, values.shape[-2:])
    target[(..., *there)] = (target[(..., *there)].astype(np.float32) + values[(..., *here)]).astype(np.float16)


def _overlap(shape, row: int, col: int, size) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The part of a window at (row, col) that lies inside ``shape``: there, and in the window's own pixels."""
    bounds = [(max(0, start), min(full, start + n)) for start, full, n in zip((row, col), shape, size, strict=True)]
    there = tuple(slice(a, b) for a, b in bounds)
    here = tuple(slice(a - start, b - start) for (a, b), start in zip(bounds, (row, col), strict=True))
    return there, here
