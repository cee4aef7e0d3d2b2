"""The temporal embedding of each piece of a block: token maps of its tiles, blended and averaged inside the pieces."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_matrix

from ..constants import FINE
from .attributes import RIM
from .block_grid import Rectangle
from .probability_rasters import ProbabilityRasters, overlap
from .tiling import BlendingWeights, Tile


class EmbeddingRaster:
    """Blended token maps of ``height`` × ``width`` pixels of the frame's grid from (``row``, ``col``) on.

    A token keeps its resolution: tiles begin at multiples of a token, so that the tokens of all tiles lie on one grid.
    """

    def __init__(self, height: int, width: int, row: int, col: int) -> None:
        self._size, self._first = (height, width), (row, col)
        self._patch = 1
        self._tokens = np.zeros((0, height, width), np.float16)

    def add(self, tile: Tile, weights: BlendingWeights, token_map: np.ndarray) -> None:
        """Add one tile's weighted token map [d, h, w], as far as it lies inside.

        Sums are rounded after each tile, so that the last bits depend on the order.
        """
        if not len(self._tokens):
            self._patch = tile.side // token_map.shape[-1]
            ends = (-(-(first + size) // self._patch) for first, size in zip(self._first, self._size, strict=True))
            shape = [end - first // self._patch for end, first in zip(ends, self._first, strict=True)]
            self._tokens = np.zeros((len(token_map), *shape), np.float16)
        row, col = (
            at // self._patch - first // self._patch
            for at, first in zip((tile.row, tile.col), self._first, strict=True)
        )
        down, across = (w.reshape(-1, FINE * self._patch).mean(1) for w in (weights.down, weights.across))
        (rows, cols), here = overlap(self._tokens.shape[1:], row, col, token_map.shape[1:])
        values = token_map.astype(np.float32) * np.outer(down, across)
        total = self._tokens[:, rows, cols].astype(np.float32) + values[:, here[0], here[1]]
        self._tokens[:, rows, cols] = total.astype(np.float16)

    def sum_over_pieces(
        self, labels: np.ndarray, count: int, rasters: ProbabilityRasters, inner: Rectangle
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return sums over the pixels of ``count`` pieces [count, d] float32 and the sums of their weights [count].

        The weight of a pixel grows with its depth inside, as for crops. ``labels`` [2H, 2W] are the pieces in the
        rectangle ``inner`` of ``rasters``.
        """
        (down, right), (height, width) = (span.start for span in inner), labels.shape
        depth = rasters.read(
            "core", slice(FINE * down, FINE * down + height), slice(FINE * right, FINE * right + width)
        )
        row, col = np.nonzero(labels)
        columns = self._tokens.shape[2]
        token = self._token(row // FINE + down, 0) * columns + self._token(col // FINE + right, 1)
        weights = coo_matrix(
            (RIM + depth[row, col].astype(np.float64), (labels[row, col] - 1, token)),
            shape=(count, self._tokens.shape[1] * columns),
        ).tocsr()
        values = self._tokens.reshape(len(self._tokens), weights.shape[1]).astype(np.float32).T
        return (weights @ values).astype(np.float32), np.asarray(weights.sum(1)).ravel()

    def _token(self, pixel: np.ndarray, axis: int) -> np.ndarray:
        """Return the row or column of the token that each row or column of pixels of 10 m lies in."""
        first = self._first[axis]
        return (first + pixel) // self._patch - first // self._patch


def parcel_embeddings(
    sums: Iterable[tuple[np.ndarray, np.ndarray]], parcels: Iterable[np.ndarray], count: int
) -> np.ndarray:
    """Return the mean embeddings [count, d] float16 of parcels, from sums and weights over the pieces of some blocks.

    ``parcels`` holds for each block the number of the parcel that each of its pieces belongs to, 0 for none. A
    parcel without pixels has NaN; without any embedding, d is 0.
    """
    total, weight = np.zeros((count + 1, 0), np.float32), np.zeros(count + 1)
    for (values, weights), parcel in zip(sums, parcels, strict=True):
        if not values.size:
            continue
        if not total.size:
            total = np.zeros((count + 1, values.shape[1]), np.float32)
        np.add.at(total, parcel, values)
        np.add.at(weight, parcel, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (total[1:] / weight[1:, None]).astype(np.float16)
