"""The tokens of one acquisition in one tile, and the memory of those that an earlier run encoded."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..cache import Cache
from ..job import Scene
from ..scene.grid import Grid
from ..scene.identity import identity
from .blend import Tile

FORMAT = 1  # raise it when windows are read, clouds masked, acquisitions encoded or tokens packed in another way
HEADER = struct.Struct("<i6H")  # the day, then the sizes of `Encoded`'s arrays


@dataclass(frozen=True)
class Encoded:
    """What an encoder made of one acquisition in one tile of H × W pixels, in h × w tokens.

    ``features`` [h, w, D] and ``raw`` [h, w, R] float16, as a cache keeps them; ``seen`` [h, w] bool: the token rests
    on some valid pixel. ``clear`` [H, W] bool: valid pixels. ``day`` is ``date.toordinal()``. Where nothing is valid,
    D and R are 0.
    """

    day: int
    features: np.ndarray
    raw: np.ndarray
    seen: np.ndarray
    clear: np.ndarray


def pack(encoded: Encoded) -> bytes:
    """Return the bytes from which `unpack` makes the same again."""
    sizes = *encoded.features.shape, encoded.raw.shape[-1], *encoded.clear.shape
    masks = (np.packbits(mask).tobytes() for mask in (encoded.seen, encoded.clear))
    return b"".join([HEADER.pack(encoded.day, *sizes), encoded.features.tobytes(), encoded.raw.tobytes(), *masks])


def unpack(content: bytes) -> Encoded:
    """Return what `pack` packed."""
    day, h, w, features, raw, height, width = HEADER.unpack_from(content)
    at = HEADER.size

    def values(*shape: int) -> np.ndarray:
        nonlocal at
        found = np.frombuffer(content, "<f2", int(np.prod(shape)), at).reshape(shape)
        at += found.nbytes
        return found

    def mask(*shape: int) -> np.ndarray:
        nonlocal at
        count = int(np.prod(shape))
        packed = np.frombuffer(content, np.uint8, -(-count // 8), at)
        at += packed.nbytes
        return np.unpackbits(packed, count=count).reshape(shape).astype(bool)

    return Encoded(day, values(h, w, features), values(h, w, raw), mask(h, w), mask(height, width))


class Memory:
    """What a cache knows of the tiles of a scene, by the keys of the acquisitions.

    ``encoder`` is the fingerprint of the encoder, ``grid`` the one that the tiles lie on, ``side`` theirs in pixels.
    Which date is the reference frame, which network reads the tokens and which area is mapped make no difference.
    """

    def __init__(self, cache: Cache, encoder: str, scene: Scene, grid: Grid, side: int) -> None:
        self._cache = cache
        frame = f"{FORMAT} {encoder} {grid} {side}"
        images = {a.key: identity(a, scene.elevation) for a in (*scene.of("S2"), *scene.of("S1"))}
        self._recipes = {key: hashlib.sha256(f"{frame} {text}".encode()) for key, text in images.items() if text}

    def knows(self, tile: Tile) -> set[str]:
        """Return the acquisitions whose tokens in ``tile`` seem to be there."""
        keys = self._keys(tile)
        found = self._cache.known(keys)
        return {name for key, name in keys.items() if key in found}

    def recall(self, tile: Tile) -> dict[str, Encoded]:
        """Return the tokens in ``tile`` that are there."""
        keys = self._keys(tile)
        return {keys[key]: unpack(content) for key, content in self._cache.read(keys).items()}

    def keep(self, tile: Tile, fresh: Mapping[str, Encoded]) -> None:
        """Remember the tokens of some acquisitions in ``tile``."""
        self._cache.write({key: pack(fresh[name]) for key, name in self._keys(tile).items() if name in fresh})

    def _keys(self, tile: Tile) -> dict[bytes, str]:
        keys = {}
        for name, recipe in self._recipes.items():
            whole = recipe.copy()
            whole.update(f" {tile.row} {tile.col}".encode())
            keys[whole.digest()] = name
        return keys
