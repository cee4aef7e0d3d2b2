"""The blended predictions of a scene as raster files on disk, so that memory does not grow with the scene."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ..constants import FINE
from ..datatypes import TilePrediction
from .tiling import BlendingWeights, Tile

GEOMETRY = ("field", "border", "core")
COUNTS = ("n_clear", "ground")
NAMES = (*GEOMETRY, "crop", *COUNTS)
MAPPED, EXCLUDED = 1, 2  # values of "ground"; 0 where the reference frame shows none, and outside the area


@dataclass(frozen=True)
class ProbabilityRasters:
    """Blended probabilities of ``height`` × ``width`` grid pixels from (``row``, ``col``) on, one raw file a raster.

    ``field``, ``border``, ``core`` [2H, 2W] and ``crop`` [K, H, W] as in `TilePrediction`, float16; ``n_clear`` [H, W]
    uint8: clear Sentinel-2 dates; ``ground`` [H, W] uint8: what the reference frame shows, `MAPPED` or `EXCLUDED`.
    Files are opened for each access only: mapped pages count as the process's memory.
    """

    folder: Path
    height: int
    width: int
    classes: int
    row: int = 0
    col: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the fine (5 m) rasters."""
        return FINE * self.height, FINE * self.width

    @property
    def bytes(self) -> int:
        """Disk space of these rasters, and of the labels (int32 at 5 m) that are written beside them."""
        sizes = (math.prod(shape) * dtype.itemsize for shape, dtype in map(self._layout, NAMES))
        return sum(sizes) + 4 * math.prod(self.shape)

    def create(self) -> None:
        """Make the files, all zero; where the file system can, empty parts take no space."""
        for name in NAMES:
            shape, dtype = self._layout(name)
            with open(self._path(name), "wb") as file:
                file.truncate(math.prod(shape) * dtype.itemsize)

    def open(self, name: str, mode: Literal["r", "r+"] = "r") -> np.memmap:
        """Map one file; release the result as soon as the window is read or written."""
        shape, dtype = self._layout(name)
        return np.memmap(self._path(name), dtype, mode, shape=shape)

    def read(self, name: str, rows: slice, cols: slice) -> np.ndarray:
        """Read a window of one raster (in that raster's own pixels) as float32, or uint8 for `COUNTS`."""
        window = self.open(name)[..., rows, cols]
        return np.array(window, np.uint8 if name in COUNTS else np.float32)

    def add(
        self, tile: Tile, weights: BlendingWeights, prediction: TilePrediction, valid: np.ndarray, n_clear: np.ndarray
    ) -> None:
        """Add one tile's weighted prediction, as far as it lies inside.

        ``valid`` [side, side]: where the reference frame shows the ground; there is no field elsewhere. ``n_clear``
        [side, side] is written as it is.
        """
        valid_fine = np.repeat(np.repeat(valid, FINE, 0), FINE, 1)
        fine = weights.fine
        row, col = tile.row - self.row, tile.col - self.col
        for name, values in (("field", prediction.field), ("border", prediction.border), ("core", prediction.core)):
            self._accumulate(name, row * FINE, col * FINE, values * valid_fine * fine)
        self._accumulate("crop", row, col, prediction.crop * weights.coarse)
        target = self.open("n_clear", "r+")
        there, here = _overlap(target.shape, row, col, n_clear.shape)
        target[there] = np.minimum(n_clear, 255)[here]

    def mark_ground(self, tile: Tile, ground: np.ndarray) -> None:
        """Write the ``ground`` of one tile [side, side], as far as it lies inside."""
        target = self.open("ground", "r+")
        there, here = _overlap(target.shape, tile.row - self.row, tile.col - self.col, ground.shape)
        target[there] = ground[here]

    def fine_window(self, tile: Tile) -> tuple[slice, slice]:
        """Return the rows and columns of 5 m that a tile takes."""
        top, left = FINE * (tile.row - self.row), FINE * (tile.col - self.col)
        return slice(max(0, top), max(0, top + FINE * tile.side)), slice(max(0, left), max(0, left + FINE * tile.side))

    def count(self, tile: Tile, weights: BlendingWeights, mask: np.ndarray) -> float:
        """Return how many pixels of ``mask`` [side, side] lie inside, by the tile's weights.

        Over all tiles each pixel counts once.
        """
        row, col = tile.row - self.row, tile.col - self.col
        _, here = _overlap((self.height, self.width), row, col, mask.shape)
        return float((mask * weights.coarse)[here].sum())

    def _accumulate(self, name: str, row: int, col: int, values: np.ndarray) -> None:
        target = self.open(name, "r+")
        (rows, cols), here = _overlap(target.shape[-2:], row, col, values.shape[-2:])
        total = target[..., rows, cols].astype(np.float32) + values[..., here[0], here[1]]
        target[..., rows, cols] = total.astype(np.float16)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.raw"

    def _layout(self, name: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
        if name == "crop":
            return (self.classes, self.height, self.width), np.dtype(np.float16)
        if name in COUNTS:
            return (self.height, self.width), np.dtype(np.uint8)
        return self.shape, np.dtype(np.float16)


def _overlap(
    shape: tuple[int, ...], row: int, col: int, size: tuple[int, ...]
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return the part of a window at (row, col) that lies inside ``shape``: there, and in the window's own pixels."""
    top, bottom = max(0, row), min(shape[0], row + size[0])
    left, right = max(0, col), min(shape[1], col + size[1])
    here = slice(top - row, bottom - row), slice(left - col, right - col)
    return (slice(top, bottom), slice(left, right)), here
