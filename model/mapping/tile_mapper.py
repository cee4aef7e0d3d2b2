"""The loop over tiles: read, encode, predict, store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..datatypes import Predictor, TileLatents
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from .planning import Plan
from .progress import Progress
from .tile_reader import TileInput, read_tiles
from .tile_store import MappedTile, TileStore
from .tiling import Tile
from .token_cache import TokenCache


@dataclass(frozen=True)
class TileMapper:
    """Maps tiles of ``plan`` with ``predictor`` into ``store``, and keeps count in ``progress``."""

    plan: Plan
    predictor: Predictor
    store: TileStore
    cache: TokenCache
    progress: Progress
    reporter: Reporter

    def map_tiles(
        self,
        tiles: Sequence[Tile],
        reader: SceneReader,
        report: Callable[[float], None] = lambda fraction: None,
        step: Callable[[], None] = lambda: None,
    ) -> bool:
        """Map ``tiles``; return whether all are mapped, which they are not where the reporter says that is enough.

        ``report`` gets the fraction of the run's tiles that are mapped, ``step`` is called after each. Raises
        `Cancelled`.
        """
        for tile_input in read_tiles(reader, tiles, self.cache) if tiles else ():
            self.reporter.check()
            if self.reporter.enough():
                return False
            self._map_tile(tile_input, reader)
            self.progress.mapped.add(tile_input.tile)
            report(self.progress.fraction)
            step()
        return True

    def mark_excluded(self, tiles: Sequence[Tile], reader: SceneReader) -> bool:
        """Store of ``tiles`` that are left out as a whole what the reference frame shows; return True."""
        for tile in tiles:
            self.reporter.check()
            self.store.save(tile, MappedTile(reader.read(tile.window, keys=()).reference_valid))
        return True

    def _map_tile(self, tile_input: TileInput, reader: SceneReader) -> None:
        """Store the prediction of one tile, where the reference frame shows any of it."""
        tile, sample = tile_input.tile, tile_input.sample
        if not (sample.reference_valid & self.plan.mask(tile)).any():
            self.store.save(tile, MappedTile(sample.reference_valid))
            return
        latents, encoded = encode_tile(tile_input, reader, self.predictor, self.cache)
        self.progress.encoded += encoded
        prediction = self.predictor(sample, latents)
        self.store.save(tile, MappedTile(sample.reference_valid, prediction, latents.n_clear))


def encode_tile(
    tile_input: TileInput, reader: SceneReader, predictor: Predictor, cache: TokenCache
) -> tuple[TileLatents, int]:
    """Return the latents of all acquisitions of a tile, and how many had to be encoded; what is new is cached."""
    if tile_input.latents:
        return tile_input.latents, 0
    tile, cached = tile_input.tile, tile_input.cached_tokens
    keys = [a.key for a in reader.acquisitions]
    tokens, latents = predictor.encode(tile_input.sample, [cached.get(key) for key in keys], len(reader.optical))
    if fresh := {key: one for key, one in zip(keys, tokens, strict=True) if key not in cached}:
        cache.save_tokens(tile, fresh)
    cache.save_latents(tile, latents)
    return latents, len(fresh)
