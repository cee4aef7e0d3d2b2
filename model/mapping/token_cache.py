"""Tokens and temporal maps of earlier runs, stored by acquisitions, position and the modules that computed them."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Mapping

import numpy as np

from ..datatypes import AcquisitionTokens, TemporalMaps
from ..disk_cache import Cache
from ..protocol import Scene
from ..scene.fingerprint import fingerprint
from ..scene.grid import Grid
from .packed_masks import pack_masks, unpack_masks
from .tiling import TokenBlock

FORMAT = 4  # raise it when windows are read, clouds masked, acquisitions encoded or tokens packed in another way
TEMPORAL_FORMAT = 3  # raise it when maps are computed or packed in another way and tokens are not
RECENT = 32  # blocks whose maps are kept in memory, so that a run without a cache encodes none of the sample's twice
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


def pack_maps(maps: TemporalMaps) -> bytes:
    """Return the bytes from which `unpack_maps` makes the same again."""
    content = io.BytesIO()
    shape = np.array(maps.clear.shape[1:])
    packed = pack_masks(maps.clear)
    np.savez(content, token_map=maps.token_map, cell_map=maps.cell_map, clear=packed, shape=shape)
    return content.getvalue()


def unpack_maps(content: bytes) -> TemporalMaps:
    """Return what `pack_maps` packed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        height, width = arrays["shape"].tolist()
        return TemporalMaps(arrays["token_map"], arrays["cell_map"], unpack_masks(arrays["clear"], (height, width)))


class TokenCache:
    """The cached tokens and maps of the blocks of one scene, by its acquisitions.

    ``encoder`` and ``temporal`` are the fingerprints of the encoder and of the temporal stream, ``grid`` is the one
    that blocks lie on. Reference frame, spatial stream, decoder, tiles and area are no part of the cache keys.
    """

    def __init__(self, cache: Cache, encoder: str, temporal: str, scene: Scene, grid: Grid) -> None:
        self._cache = cache
        self._recent: dict[TokenBlock, TemporalMaps] = {}
        self._handed: dict[TokenBlock, TemporalMaps] = {}
        frame = f"{FORMAT} {encoder} {grid}"
        fingerprints = {a.key: fingerprint(a, scene.elevation) for a in (*scene.of("S2"), *scene.of("S1"))}
        self._hashes = {key: hashlib.sha256(f"{frame} {text}".encode()) for key, text in fingerprints.items() if text}
        parts = " ".join(digest.hexdigest() for digest in self._hashes.values())
        facts = f"{TEMPORAL_FORMAT} {temporal} {parts}".encode()
        complete = len(self._hashes) == len(fingerprints)
        self._scene_hash = hashlib.sha256(facts) if complete else None

    def load_tokens(self, block: TokenBlock) -> dict[str, AcquisitionTokens]:
        """Return the cached tokens of ``block`` by acquisition, without those that are damaged."""
        keys = {_key(digest, block): name for name, digest in self._hashes.items()}
        return {keys[key]: unpack(content) for key, content in self._cache.read(keys).items()}

    def save_tokens(self, acquisition: str, tokens: Mapping[TokenBlock, AcquisitionTokens]) -> None:
        """Store the tokens of one acquisition, by its key, in some blocks."""
        if digest := self._hashes.get(acquisition):
            self._cache.write({_key(digest, block): pack(one) for block, one in tokens.items()})

    def hand_over(self, maps: Mapping[TokenBlock, TemporalMaps]) -> None:
        """Keep maps in memory until they are loaded once, so that a run without a cache computes none twice."""
        self._handed.update(maps)

    def load_maps(self, block: TokenBlock) -> TemporalMaps | None:
        """Return the cached maps of ``block``, if there are any."""
        held = self._handed.pop(block, None) or self._recent.get(block)
        if held or self._scene_hash is None:
            return held
        key = _key(self._scene_hash, block)
        content = self._cache.read([key]).get(key)
        return None if content is None else unpack_maps(content)

    def save_maps(self, block: TokenBlock, maps: TemporalMaps) -> None:
        """Store the maps of ``block``."""
        if len(self._recent) < RECENT:
            self._recent[block] = maps
        if self._scene_hash is not None:
            self._cache.write({_key(self._scene_hash, block): pack_maps(maps)})


def _key(digest: hashlib._Hash, block: TokenBlock) -> bytes:
    """Return the cache key of a block under a hash of everything else."""
    key = digest.copy()
    key.update(f" {block.row} {block.col}".encode())
    return key.digest()
