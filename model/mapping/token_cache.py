"""The tokens of one acquisition in one tile, what all of them come to, and the memory of both from earlier runs."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..disk_cache import Cache
from ..protocol import Scene
from ..scene.fingerprint import fingerprint
from ..scene.grid import Grid
from .probability_rasters import Tile

FORMAT = 2  # raise it when windows are read, clouds masked, acquisitions encoded or tokens packed in another way
HEADER = struct.Struct("<i8H")  # the day, then the sizes of `AcquisitionTokens`'s arrays


@dataclass(frozen=True)
class AcquisitionTokens:
    """What an encoder made of one acquisition in one tile of H × W pixels, in h × w tokens and in finer cells.

    ``features`` [h, w, D] and ``raw`` [cells down, cells across, R] float16, as a cache keeps them; ``seen`` [h, w]
    bool: the token rests on some valid pixel. ``clear`` [H, W] bool: valid pixels. ``day`` is ``date.toordinal()``.
    Where nothing is valid, D and R are 0.
    """

    day: int
    features: np.ndarray
    raw: np.ndarray
    seen: np.ndarray
    clear: np.ndarray


@dataclass(frozen=True)
class TileLatents:
    """What the temporal stream makes of all acquisitions in one tile: what any reference frame needs of them.

    ``latents`` [L, d], ``token_map`` [d, h, w] and ``cell_map`` [c, cells down, cells across] float16; ``n_clear``
    [H, W] uint8: clear Sentinel-2 dates.
    """

    latents: np.ndarray
    token_map: np.ndarray
    cell_map: np.ndarray
    n_clear: np.ndarray


def pack(encoded: AcquisitionTokens) -> bytes:
    """Return the bytes from which `unpack` makes the same again."""
    sizes = *encoded.features.shape, *encoded.raw.shape, *encoded.clear.shape
    masks = (np.packbits(mask).tobytes() for mask in (encoded.seen, encoded.clear))
    return b"".join([HEADER.pack(encoded.day, *sizes), encoded.features.tobytes(), encoded.raw.tobytes(), *masks])


def unpack(content: bytes) -> AcquisitionTokens:
    """Return what `pack` packed."""
    day, h, w, features, down, across, raw, height, width = HEADER.unpack_from(content)
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

    return AcquisitionTokens(day, values(h, w, features), values(down, across, raw), mask(h, w), mask(height, width))


class TokenCache:
    """What a cache knows of the tiles of a scene, by the keys of the acquisitions.

    ``encoder`` and ``temporal`` are the fingerprints of the encoder and of the temporal stream, ``grid`` is the one
    that the tiles lie on, ``side`` theirs in pixels. Which date is the reference frame, which network reads the rest
    and which area is mapped make no difference.
    """

    def __init__(self, cache: Cache, encoder: str, temporal: str, scene: Scene, grid: Grid, side: int) -> None:
        self._cache = cache
        frame = f"{FORMAT} {encoder} {grid} {side}"
        images = {a.key: fingerprint(a, scene.elevation) for a in (*scene.of("S2"), *scene.of("S1"))}
        self._recipes = {key: hashlib.sha256(f"{frame} {text}".encode()) for key, text in images.items() if text}
        parts = sorted(recipe.hexdigest() for recipe in self._recipes.values())
        complete = len(parts) == len(images)
        self._whole = hashlib.sha256(f"{temporal} {' '.join(parts)}".encode()) if complete else None

    def knows(self, tile: Tile) -> set[str]:
        """Return the acquisitions whose tokens in ``tile`` seem to be there."""
        keys = self._keys(tile)
        found = self._cache.known(keys)
        return {name for key, name in keys.items() if key in found}

    def recall(self, tile: Tile) -> dict[str, AcquisitionTokens]:
        """Return the tokens in ``tile`` that are there."""
        keys = self._keys(tile)
        return {keys[key]: unpack(content) for key, content in self._cache.read(keys).items()}

    def keep(self, tile: Tile, fresh: Mapping[str, AcquisitionTokens]) -> None:
        """Remember the tokens of some acquisitions in ``tile``."""
        self._cache.write({key: pack(fresh[name]) for key, name in self._keys(tile).items() if name in fresh})

    def recall_compressed(self, tile: Tile) -> TileLatents | None:
        """Return what the acquisitions of the scene come to in ``tile``, if it is there."""
        if self._whole is None:
            return None
        key = _at(self._whole, tile)
        content = self._cache.read([key]).get(key)
        if content is None:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return TileLatents(**arrays)

    def keep_compressed(self, tile: Tile, compressed: TileLatents) -> None:
        """Remember what the acquisitions of the scene come to in ``tile``."""
        if self._whole is not None:
            content = io.BytesIO()
            np.savez(content, **vars(compressed))
            self._cache.write({_at(self._whole, tile): content.getvalue()})

    def _keys(self, tile: Tile) -> dict[bytes, str]:
        return {_at(recipe, tile): name for name, recipe in self._recipes.items()}


def _at(recipe: hashlib._Hash, tile: Tile) -> bytes:
    """Return the key of a recipe in one tile."""
    key = recipe.copy()
    key.update(f" {tile.row} {tile.col}".encode())
    return key.digest()
