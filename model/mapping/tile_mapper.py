"""The loop over the tiles of a run: read, encode, predict, blend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..datatypes import Predictor, TileLatents
from ..protocol import InputError
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from ..text import tr
from .planning import Plan
from .preview_writer import PreviewWriter
from .probability_rasters import EXCLUDED, MAPPED, ProbabilityRasters
from .progress import Progress, progress_between
from .tile_reader import TileInput, read_tiles
from .tiling import Tile, Tiling
from .token_cache import TokenCache


@dataclass(frozen=True)
class TileMapper:
    """Maps the tiles of ``plan`` with ``predictor`` into ``rasters``, and keeps count in ``progress``."""

    plan: Plan
    predictor: Predictor
    rasters: ProbabilityRasters
    cache: TokenCache
    progress: Progress
    reporter: Reporter

    def map_tiles(self, previews: PreviewWriter, share: float) -> None:
        """Map every tile in which the reference frame shows the ground, or until the reporter says that is enough.

        ``share`` is the fraction of the run that is over afterwards. Raises `InputError` where the reference frame
        shows no ground in any tile, and `Cancelled`.
        """
        report, any_visible = progress_between(self.reporter, 0, share), False
        tiling = self.plan.tiling(self.predictor.tile)
        with SceneReader(self.plan.scene, self.plan.frame, self.plan.reference.date) as reader:
            for tile_input in read_tiles(reader, self.progress.tiles, self.cache):
                self.reporter.check()
                if self.reporter.enough():
                    return
                any_visible |= self._map_tile(tile_input, reader, tiling)
                self.progress.mapped.add(tile_input.tile)
                report(self.progress.fraction)
                if previews.due and (missing := self.progress.missing):
                    previews.write(missing)
            for tile in self.plan.excluded_tiles(self.predictor.tile):
                self.reporter.check()
                self._mark_ground(tile, reader.read(tile.window, keys=()).reference_valid)
        if not any_visible:
            name = self.plan.reference.name or self.plan.reference.key
            raise InputError(
                tr(
                    "The reference frame {} shows no clear ground in the area to map: it is empty or cloudy there. "
                    "Choose another reference date or another area."
                ).format(name)
            )

    def _map_tile(self, tile_input: TileInput, reader: SceneReader, tiling: Tiling) -> bool:
        """Blend the prediction of one tile into the rasters; return whether the reference frame shows any of it."""
        tile, sample, weights = tile_input.tile, tile_input.sample, tiling.weights(tile_input.tile)
        mask = self.plan.mask(tile)
        valid = sample.reference_valid & mask
        self._mark_ground(tile, sample.reference_valid)
        self.progress.pixels += self.rasters.count(tile, weights, mask)
        self.progress.hidden += self.rasters.count(tile, weights, mask & ~sample.reference_valid)
        if not valid.any():
            return False
        latents, encoded = encode_tile(tile_input, reader, self.predictor, self.cache)
        self.progress.encoded += encoded
        self.rasters.add(tile, weights, self.predictor(sample, latents), valid, latents.n_clear)
        return True

    def _mark_ground(self, tile: Tile, visible: np.ndarray) -> None:
        """Write which ground of a tile is ``visible`` [side, side] in the reference frame, and which is left out."""
        excluded = self.plan.excluded_mask(tile) if self.plan.excluded else False
        self.rasters.mark_ground(tile, visible * np.where(excluded, EXCLUDED, self.plan.mask(tile) * MAPPED))


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
