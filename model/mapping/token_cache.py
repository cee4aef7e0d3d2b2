"""Tokens and latents of earlier runs, stored by acquisition, tile and the modules that computed them."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Mapping

import numpy as np

from ..datatypes import AcquisitionTokens, TileLatents
from ..disk_cache import Cache
from ..protocol import Scene
from ..scene.fingerprint import fingerprint
from ..scene.grid import Grid
from .tiling import Tile

FORMAT = 4  # raise it when windows are read, clouds masked, acquisitions encoded or tokens packed in another way
RECENT = 8  # tiles whose latents are kept in memory, so that a run without a cache encodes none of them twice
HEADER = struct.Struct("<i8H")  # the day, then the sizes of `AcquisitionTokens`'s arrays


def pack(tokens: AcquisitionTokens) -> bytes:
    """Return the bytes from which `unpack` makes the same again."""
    sizes = *tokens.features.shape, *tokens.raw.shape, *tokens.clear.shape
    masks = (np.packbits(mask).tobytes() for mask in (tokens.seen, tokens.clear))
    return b"".join([HEADER.pack(tokens.day, *sizes), tokens.features.tobytes(), tokens.raw.tobytes(), *masks])


def unpack(content: bytes) -> AcquisitionTokens:
    """Return what `pack` packed."""
    day, h, w, features, down, across, raw, height, width = HEADER.unpack_from(content)
    offset = HEADER.size

    def values(*shape: int) -> np.ndarray:
        nonlocal offset
        array = np.frombuffer(content, "<f2", int(np.prod(shape)), offset).reshape(shape)
        offset += array.nbytes
        return array

    def mask(*shape: int) -> np.ndarray:
        nonlocal offset
        count = int(np.prod(shape))
        packed = np.frombuffer(content, np.uint8, -(-count // 8), offset)
        offset += packed.nbytes
        return np.unpackbits(packed, count=count).reshape(shape).astype(bool)

    return AcquisitionTokens(day, values(h, w, features), values(down, across, raw), mask(h, w), mask(height, width))


def pack_latents(latents: TileLatents) -> bytes:
    """Return the bytes from which `unpack_latents` makes the same again."""
    content = io.BytesIO()
    np.savez(
        content,
        latents=latents.latents,
        token_map=latents.token_map,
        cell_map=latents.cell_map,
        n_clear=latents.n_clear,
    )
    return content.getvalue()


def unpack_latents(content: bytes) -> TileLatents:
    """Return what `pack_latents` packed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return TileLatents(arrays["latents"], arrays["token_map"], arrays["cell_map"], arrays["n_clear"])


class TokenCache:
    """The cached tokens and latents of the tiles of one scene, by the keys of its acquisitions.

    ``encoder`` and ``temporal`` are the fingerprints of the encoder and of the temporal stream, ``grid`` is the one
    that the tiles lie on, ``side`` their side in pixels. Reference frame, spatial stream, decoder and area are no part
    of the cache keys.
    """

    def __init__(self, cache: Cache, encoder: str, temporal: str, scene: Scene, grid: Grid, side: int) -> None:
        self._cache = cache
        self._recent: dict[Tile, TileLatents] = {}
        frame = f"{FORMAT} {encoder} {grid} {side}"
        fingerprints = {a.key: fingerprint(a, scene.elevation) for a in (*scene.of("S2"), *scene.of("S1"))}
        self._hashes = {key: hashlib.sha256(f"{frame} {text}".encode()) for key, text in fingerprints.items() if text}
        parts = sorted(digest.hexdigest() for digest in self._hashes.values())
        complete = len(parts) == len(fingerprints)
        self._scene_hash = hashlib.sha256(f"{temporal} {' '.join(parts)}".encode()) if complete else None

    def cached_keys(self, tile: Tile) -> set[str]:
        """Return the acquisitions whose tokens in ``tile`` are listed; reading one may still fail."""
        keys = self._keys(tile)
        stored = self._cache.stored_keys(keys)
        return {name for key, name in keys.items() if key in stored}

    def load_tokens(self, tile: Tile) -> dict[str, AcquisitionTokens]:
        """Return the cached tokens in ``tile`` by acquisition."""
        keys = self._keys(tile)
        return {keys[key]: unpack(content) for key, content in self._cache.read(keys).items()}

    def save_tokens(self, tile: Tile, tokens: Mapping[str, AcquisitionTokens]) -> None:
        """Store the tokens of some acquisitions in ``tile``."""
        self._cache.write({key: pack(tokens[name]) for key, name in self._keys(tile).items() if name in tokens})

    def load_latents(self, tile: Tile) -> TileLatents | None:
        """Return the cached latents of ``tile``, if there are any."""
        if tile in self._recent or self._scene_hash is None:
            return self._recent.get(tile)
        key = _key(self._scene_hash, tile)
        content = self._cache.read([key]).get(key)
        return None if content is None else unpack_latents(content)

    def save_latents(self, tile: Tile, latents: TileLatents) -> None:
        """Store the latents of ``tile``."""
        if len(self._recent) < RECENT:
            self._recent[tile] = latents
        if self._scene_hash is not None:
            self._cache.write({_key(self._scene_hash, tile): pack_latents(latents)})

    def _keys(self, tile: Tile) -> dict[bytes, str]:
        return {_key(digest, tile): name for name, digest in self._hashes.items()}


def _key(digest: hashlib._Hash, tile: Tile) -> bytes:
    """Return the cache key of one tile under a hash of everything else."""
    key = digest.copy()
    key.update(f" {tile.row} {tile.col}".encode())
    return key.digest()
