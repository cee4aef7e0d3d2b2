"""The share of the mapped ground at which each input of a run has usable values."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..protocol import Contribution, Scene
from .block_grid import Rectangle
from .mapped_blocks import MappedBlock
from .probability_rasters import overlap
from .tiling import Tile


class UsablePixels:
    """Counts, in a block, the pixels of shown ground at which each input has values; ``counts`` are those [N + 1].

    The block has ``shape`` pixels of the frame's grid from (``row``, ``col``) on; those of its rectangle ``inner``
    count, and each once, since tiles overlap and show the same in common pixels.
    """

    def __init__(self, shape: tuple[int, int], row: int, col: int, inner: Rectangle) -> None:
        self._row, self._col = row, col
        self._uncounted = np.zeros(shape, bool)
        self._uncounted[inner] = True
        self.counts = np.zeros(0, np.int64)

    def add(self, tile: Tile, shown: np.ndarray, usable: np.ndarray) -> None:
        """Count the pixels of a tile where it has ``shown`` ground [side, side]; ``usable`` [N + 1, side, side]."""
        there, here = overlap(self._uncounted.shape, tile.row - self._row, tile.col - self._col, shown.shape)
        new = shown[here] & self._uncounted[there]
        self._uncounted[there] &= ~shown[here]
        counts = np.count_nonzero(usable[:, *here][:, new], axis=1).astype(np.int64)
        self.counts = counts + self.counts if len(self.counts) else counts


def contributions_of(scene: Scene, blocks: Iterable[MappedBlock]) -> tuple[Contribution, ...]:
    """Return what the inputs of a scene gave to the mapped blocks; nothing where no ground is shown."""
    mapped = [one for one in blocks if len(one.usable)]
    shown = sum(one.pixels - one.hidden for one in mapped)
    if not shown:
        return ()
    shares = (np.sum([one.usable for one in mapped], axis=0) / shown).tolist()
    inputs = [(a.sensor, a.date) for a in (*scene.of("S2"), *scene.of("S1"))]
    inputs += [("DEM", "")] if scene.elevation else []
    return tuple(Contribution(*one, share) for one, share in zip(inputs, shares, strict=False))
