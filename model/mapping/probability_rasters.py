"""The blended predictions of one block with its halo, in memory."""

from __future__ import annotations

import numpy as np

from ..constants import FINE
from ..datatypes import TilePrediction
from .tiling import BlendingWeights, Tile

GEOMETRY = ("field", "border", "core")
COUNTS = ("n_clear", "ground")
MAPPED, EXCLUDED, HIDDEN = 1, 2, 3  # values of "ground"; 0 outside the area and where nothing is known


class ProbabilityRasters:
    """Blended probabilities of ``height`` × ``width`` pixels of the frame's grid from (``row``, ``col``) on.

    ``field``, ``border``, ``core`` [2H, 2W] and ``crop`` [K, H, W] as in `TilePrediction`, float16; ``n_clear`` [H, W]
    uint8: clear Sentinel-2 dates; ``ground`` [H, W] uint8: `MAPPED` where the reference frame shows ground that is to
    be mapped, `HIDDEN` where it does not, `EXCLUDED` where it shows ground that is left out.
    """

    def __init__(self, height: int, width: int, classes: int, row: int = 0, col: int = 0) -> None:
        self.height, self.width, self.classes = height, width, classes
        self.row, self.col = row, col
        self.arrays: dict[str, np.ndarray] = {name: np.zeros(self.shape, np.float16) for name in GEOMETRY}
        self.arrays["crop"] = np.zeros((classes, height, width), np.float16)
        self.arrays |= {name: np.zeros((height, width), np.uint8) for name in COUNTS}

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the fine (5 m) rasters."""
        return FINE * self.height, FINE * self.width

    def read(self, name: str, rows: slice, cols: slice) -> np.ndarray:
        """Read a window of one raster (in that raster's own pixels) as float32, or uint8 for `COUNTS`."""
        window = self.arrays[name][..., rows, cols]
        return np.array(window, np.uint8 if name in COUNTS else np.float32)

    def add(
        self, tile: Tile, weights: BlendingWeights, prediction: TilePrediction, valid: np.ndarray, n_clear: np.ndarray
    ) -> None:
        """Add one tile's weighted prediction, as far as it lies inside.

        ``valid`` [side, side]: where the reference frame shows the ground; there is no field elsewhere. ``n_clear``
        [side, side] is written as it is. Sums are rounded after each tile, so that the last bits depend on the order.
        """
        valid_fine = np.repeat(np.repeat(valid, FINE, 0), FINE, 1)
        fine = weights.fine
        row, col = tile.row - self.row, tile.col - self.col
        for name, values in (("field", prediction.field), ("border", prediction.border), ("core", prediction.core)):
            self._accumulate(name, row * FINE, col * FINE, values * valid_fine * fine)
        self._accumulate("crop", row, col, prediction.crop * weights.coarse)
        target = self.arrays["n_clear"]
        there, here = overlap(target.shape, row, col, n_clear.shape)
        target[there] = np.minimum(n_clear, 255)[here]

    def mark_ground(self, tile: Tile, ground: np.ndarray) -> None:
        """Write the ``ground`` of one tile [side, side], as far as it lies inside."""
        target = self.arrays["ground"]
        there, here = overlap(target.shape, tile.row - self.row, tile.col - self.col, ground.shape)
        target[there] = ground[here]

    def _accumulate(self, name: str, row: int, col: int, values: np.ndarray) -> None:
        target = self.arrays[name]
        (rows, cols), here = overlap(target.shape[-2:], row, col, values.shape[-2:])
        total = target[..., rows, cols].astype(np.float32) + values[..., here[0], here[1]]
        target[..., rows, cols] = total.astype(np.float16)


def overlap(
    shape: tuple[int, ...], row: int, col: int, size: tuple[int, ...]
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return the part of a window at (row, col) that lies inside ``shape``: there, and in the window's own pixels."""
    top, bottom = max(0, row), max(0, min(shape[0], row + size[0]))
    left, right = max(0, col), max(0, min(shape[1], col + size[1]))
    here = slice(top - row, bottom - row), slice(left - col, right - col)
    return (slice(top, bottom), slice(left, right)), here
