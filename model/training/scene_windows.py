"""Square windows anywhere in a real scene, which is read once where it fits in memory."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np
from rasterio.windows import Window

from ..datatypes import Sample
from ..mapping.tile_reader import crop_to_window, select_acquisitions
from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition
from ..scene.scene_reader import SceneReader

IN_MEMORY = 1 << 30  # bytes up to which a scene is read whole


class SceneWindows:
    """Windows of ``size`` pixels a side of the scene behind ``reader``; one that is smaller lies anywhere inside them.

    Outside the scene nothing is valid. The scene is read at once where it has at most ``budget`` bytes; otherwise the
    reader stays open until ``opened`` is closed.
    """

    def __init__(self, reader: SceneReader, size: int, budget: int, opened: ExitStack) -> None:
        self.reader, self.size = reader, size
        grid = reader.grid
        self._first = min(0, grid.height - size), min(0, grid.width - size)
        self._last = max(0, grid.height - size), max(0, grid.width - size)
        height, width = (last - first + size for first, last in zip(self._first, self._last, strict=True))
        values = len(reader.optical) * len(OPTICAL_BANDS) + len(reader.radar) * len(RADAR_BANDS)
        self._extent = Window(self._first[1], self._first[0], width, height)
        self._whole = None
        if values * height * width * np.float32().nbytes <= budget:
            with reader:
                self._whole = reader.read(self._extent)
        else:
            opened.enter_context(reader)

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """Return the upper left pixel (row, column) of a random window that shows as much of the scene as possible."""
        row, col = rng.integers(self._first, np.add(self._last, 1)).tolist()
        return row, col

    def draw_around(self, rng: np.random.Generator, row: float, col: float) -> tuple[int, int]:
        """Return the upper left pixel of a random such window that shows the place (``row``, ``col``) of the grid."""
        grid = self.reader.grid
        inside = np.clip(np.floor((row, col)), 0, (grid.height - 1, grid.width - 1)).astype(int)
        low, high = np.maximum(self._first, inside - self.size + 1), np.minimum(self._last, inside)
        top, left = rng.integers(low, high + 1).tolist()
        return top, left

    def centred(self, row: float, col: float) -> tuple[int, int]:
        """Return the upper left pixel of the window whose centre is as near to a place of the grid as possible."""
        corner = np.round((row - self.size / 2, col - self.size / 2))
        top, left = np.clip(corner, self._first, self._last).astype(int).tolist()
        return top, left

    def read(self, row: int, col: int, keys: set[str], frame: Acquisition) -> Sample:
        """Return a window at the acquisitions with these ``keys``, which include that of the reference ``frame``."""
        reader, window = self.reader, Window(col, row, self.size, self.size)
        if self._whole is None:
            sample = reader.read(window, keys)
        else:
            sample = crop_to_window(self._whole, self._extent, window, reader)
            sample = select_acquisitions(sample, reader, {a.key for a in reader.acquisitions}, keys)
        return sample.with_reference([a.key for a in reader.optical if a.key in keys].index(frame.key))
