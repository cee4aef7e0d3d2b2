"""What is left of a block when it is mapped: its pieces, their sums and a few rasters, on disk or in memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import product
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..constants import FINE
from ..protocol import InputError
from ..text import tr
from .attributes import PieceSums
from .block_grid import BlockGrid, Rectangle, SceneBlock
from .commit import commit
from .given_evidence import GivenEvidence
from .stitching import SIDES, Edge, Pieces

RASTERS = {"labels": np.int32, "border": np.float32, "field": np.float32, "ground": np.uint8}
COARSE = ("ground",)  # rasters of 10 m; the others are of 5 m
TABLES = ("embedding", "embedding_weight")  # sums over pieces that are large: [P, d] and [P], as `EmbeddingRaster` has
OPEN = 24  # rasters of single blocks that are kept in memory while parcels are drawn


@dataclass(frozen=True)
class MappedBlock:
    """A mapped block, also one of which only some tiles are mapped.

    ``read`` returns one of its `RASTERS` by name, of the core alone, or one of its `TABLES`. In the core, ``pixels`` of
    10 m were to be mapped, of which the reference frame shows no ground in ``hidden``. Where the parcels of the run are
    given, it has no pieces; the sums are those of the parcels in ``given``. ``usable`` [N + 1] counts the pixels of
    ground shown at which each acquisition and, last, the elevation model has values.
    """

    pieces: Pieces
    sums: PieceSums
    pixels: int
    hidden: int
    read: Callable[[str], np.ndarray] = field(repr=False)
    given: GivenEvidence | None = None
    usable: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))


Blocks = Mapping[SceneBlock, MappedBlock]
"""Mapped blocks by where they lie."""


class BlockSource(Protocol):
    """The blocks of a run, as the drawing of parcels uses them: `BlockMapper` and the test doubles implement it."""

    finished: dict[SceneBlock, MappedBlock]

    def collect(self, unfinished: bool = True) -> dict[SceneBlock, MappedBlock]:
        """Return the finished blocks and what is mapped of others: of all, or of the one that is being mapped."""
        ...


def save_block(path: Path, mapped: MappedBlock) -> None:
    """Write a mapped block, which is at ``path`` as a whole or not at all, also after a power cut.

    Raises `InputError` where there is no room.
    """
    pieces, sums = mapped.pieces, mapped.sums
    arrays: dict[str, Any] = {
        "boxes": pieces.boxes,
        "sizes": pieces.sizes,
        "beyond": pieces.beyond,
        "crop": sums.crop,
        "clear": sums.clear,
        "counts": np.array([mapped.pixels, mapped.hidden], np.int64),
        "usable": mapped.usable,
    }
    for side, edge in pieces.edges.items():
        arrays |= {f"{side}_pieces": edge.pieces, f"{side}_continued": edge.continued}
    arrays |= mapped.given.arrays() if mapped.given else {}
    arrays |= {name: mapped.read(name) for name in (*RASTERS, *TABLES)}
    commit(path, lambda file: np.savez_compressed(file, **arrays), durable=True)


def load_block(path: Path) -> MappedBlock | None:
    """Return the block at ``path``, whose rasters are read when they are needed; None where none or no whole one is."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            if not {*RASTERS, *TABLES} <= set(arrays.files):
                return None
            edges = {side: Edge(arrays[f"{side}_pieces"], arrays[f"{side}_continued"]) for side in SIDES}
            pieces = Pieces(arrays["boxes"], arrays["sizes"], arrays["beyond"], edges)
            sums = PieceSums(arrays["crop"], arrays["clear"])
            pixels, hidden = arrays["counts"].tolist()
            given, usable = GivenEvidence.of_arrays(arrays), arrays["usable"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return MappedBlock(pieces, sums, pixels, hidden, partial(_read_raster, path), given, usable)


def _read_raster(path: Path, name: str) -> np.ndarray:
    """Return one raster or table of the block at ``path``; raise `InputError` where it is damaged, and remove it."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return arrays[name]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        path.unlink(missing_ok=True)
        text = tr("A finished part of the run was damaged and has been removed: {} ({}). Run again to map it anew.")
        raise InputError(text.format(path, error)) from error


class Mosaic:
    """The rasters of several blocks of a ``grid`` as one, each block read when it is needed.

    ``parcels`` holds by block the parcel of each of its pieces, as `stitching.stitch` numbers them.
    """

    def __init__(
        self, grid: BlockGrid, blocks: Mapping[SceneBlock, MappedBlock], parcels: Mapping[SceneBlock, np.ndarray]
    ) -> None:
        self._grid = grid
        self._blocks = {(block.row, block.col): (mapped, parcels[block]) for block, mapped in blocks.items()}
        self._open = lru_cache(OPEN)(self._load)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of 5 m of the area."""
        return FINE * self._grid.shape[0], FINE * self._grid.shape[1]

    def read(self, name: str, rows: slice, cols: slice) -> np.ndarray:
        """Return a window of one of `RASTERS` in its own pixels, 0 where no block is; labels are those of parcels."""
        scale = 1 if name in COARSE else FINE
        window = np.zeros((rows.stop - rows.start, cols.stop - cols.start), RASTERS[name])
        touched = (_touched(spans, span, scale) for spans, span in zip(self._spans, (rows, cols), strict=True))
        for row, col in product(*touched):
            if (row, col) in self._blocks:
                block = self._open(name, row, col)
                there, here = _overlap((self._grid.rows[row], self._grid.cols[col]), (rows, cols), scale)
                window[here] = block[there]
        return window

    def labels(self, rows: slice, cols: slice) -> np.ndarray:
        """Return a window of the parcels' numbers at 5 m, int32."""
        return self.read("labels", rows, cols)

    @property
    def _spans(self) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
        return self._grid.rows, self._grid.cols

    def _load(self, name: str, row: int, col: int) -> np.ndarray:
        mapped, parcels = self._blocks[row, col]
        raster = mapped.read(name)
        return parcels[raster] if name == "labels" else raster


def _touched(spans: tuple[slice, ...], window: slice, scale: int) -> list[int]:
    """Return which of ``spans`` (10 m) have a part in a window of pixels of which ``scale`` make one of theirs."""
    return [i for i, s in enumerate(spans) if scale * s.start < window.stop and scale * s.stop > window.start]


def _overlap(block: Rectangle, window: Rectangle, scale: int) -> tuple[Rectangle, Rectangle]:
    """Return the common part of a block (10 m) and a window, in the pixels of either."""
    there, here = [], []
    for span, wanted in zip(block, window, strict=True):
        first = scale * span.start
        start, stop = max(first, wanted.start), min(scale * span.stop, wanted.stop)
        there.append(slice(start - first, stop - first))
        here.append(slice(start - wanted.start, stop - wanted.start))
    return (there[0], there[1]), (here[0], here[1])
