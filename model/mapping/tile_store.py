"""The predictions of single tiles on disk, until the blocks that need them are finished."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..datatypes import TilePrediction
from .commit import commit
from .packed_masks import pack_masks, unpack_masks
from .tiling import Tile

MAPS = ("field", "border", "core", "crop")


@dataclass(frozen=True)
class MappedTile:
    """What a run knows of one tile of side × side pixels.

    ``visible`` [side, side]: the reference frame shows the ground. Where it shows ground to be mapped, there is a
    ``prediction``, ``n_clear`` [side, side] holds the clear Sentinel-2 dates, ``token_map`` [d, h, w] float16 is
    that of the temporal stream, and ``usable`` [N + 1, side, side] says where each acquisition and, last, the elevation
    model has values.
    """

    visible: np.ndarray
    prediction: TilePrediction | None = None
    n_clear: np.ndarray | None = None
    token_map: np.ndarray | None = None
    usable: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 0), bool))


class TileStore:
    """Mapped tiles in ``folder``, one file each. They are kept as they were computed, to the bit.

    Tiles on the border of two blocks are needed by both, also where one of them is mapped in a later run. A file has
    its name only when it is written completely, and one that is damaged counts as absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.refresh()

    def __contains__(self, tile: Tile) -> bool:
        return _name(tile) in self._names

    def refresh(self) -> None:
        """Take notice of what other processes have stored or removed."""
        self._names = {path.name for path in self._folder.glob("*.npz")}

    def save(self, tile: Tile, mapped: MappedTile) -> None:
        """Store a tile; raises `InputError` where there is no room."""
        arrays: dict[str, Any] = {"visible": mapped.visible}
        if mapped.prediction is not None and mapped.n_clear is not None:
            arrays |= {name: getattr(mapped.prediction, name) for name in MAPS}
            arrays |= {"n_clear": mapped.n_clear, "token_map": mapped.token_map, "usable": pack_masks(mapped.usable)}
        path = self._folder / _name(tile)
        commit(path, lambda file: np.savez(file, **arrays))
        self._names.add(path.name)

    def load(self, tile: Tile) -> MappedTile | None:
        """Return a tile, or None where it is not stored or damaged."""
        if tile not in self:
            return None
        try:
            with np.load(self._folder / _name(tile), allow_pickle=False) as arrays:
                visible = arrays["visible"]
                if "field" not in arrays:
                    return MappedTile(visible)
                prediction = TilePrediction(*(arrays[name] for name in MAPS))
                usable = unpack_masks(arrays["usable"], visible.shape)
                return MappedTile(visible, prediction, arrays["n_clear"], arrays["token_map"], usable)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            self.remove(tile)
            return None

    def remove(self, tile: Tile) -> None:
        """Remove a tile, if it is stored."""
        self._names.discard(_name(tile))
        (self._folder / _name(tile)).unlink(missing_ok=True)

    def retain(self, tiles: set[Tile]) -> None:
        """Remove every stored tile that is none of ``tiles``."""
        for name in self._names - {_name(tile) for tile in tiles}:
            self._names.discard(name)
            (self._folder / name).unlink(missing_ok=True)


def _name(tile: Tile) -> str:
    return f"{tile.row}_{tile.col}.npz"
