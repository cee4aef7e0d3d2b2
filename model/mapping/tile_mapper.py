"""The loop over tiles: read, encode, predict, store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..datatypes import Predictor, TileLatents, TilePrediction
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from .planning import Plan
from .progress import Progress
from .tile_reader import TileInput, read_tiles
from .tile_store import MappedTile, TileStore
from .tiling import Tile
from .token_blocks import TokenBlocks, group_tiles
from .token_cache import TokenCache
from .workers import Workers

ENCODING = 0.5  # share of the time of a group of tiles that is over when its tokens are encoded


@dataclass(frozen=True)
class TileResult:
    """What was computed of one tile; both are None where nothing of it is mapped."""

    tile_input: TileInput
    latents: TileLatents | None = None
    prediction: TilePrediction | None = None


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
        later: Sequence[Tile] = (),
    ) -> bool:
        """Map ``tiles``; return whether all are mapped, which they are not where the reporter says that is enough.

        ``report`` gets the fraction of the run's tiles that are mapped, ``step`` is called after each. Raises
        `Cancelled`. Tokens that the tiles mapped ``later`` need, too, stay in memory as far as there is room.
        """
        groups = group_tiles(tiles, len(reader.acquisitions))
        with Workers(self.predictor) as workers:
            tokens = TokenBlocks(reader, self.predictor, self.cache, workers, [*groups, later])
            for number, group in enumerate(groups):
                inputs = read_tiles(reader, group, self.cache)
                part = _part_of(report, self.progress.fraction, len(group) / max(1, len(self.progress.tiles)))
                self._load(tokens, inputs, part)
                if tokens.stopped:
                    return False
                for mapped, (_, result) in enumerate(workers.compute(self._compute(tokens), inputs), 1):
                    self.reporter.check()
                    if self.reporter.enough():
                        return False
                    self._save(result)
                    self.progress.mapped.add(result.tile_input.tile)
                    part(ENCODING + (1 - ENCODING) * mapped / len(group))
                    step()
                tokens.forget(number)
            tokens.hand_over()
        return True

    def mark_excluded(self, tiles: Sequence[Tile], reader: SceneReader) -> bool:
        """Store of ``tiles`` that are left out as a whole what the reference frame shows; return True."""
        for tile in tiles:
            self.reporter.check()
            self.store.save(tile, MappedTile(reader.read(tile.window, keys=()).reference_valid))
        return True

    def _load(self, tokens: TokenBlocks, inputs: Sequence[TileInput], report: Callable[[float], None]) -> None:
        """Load the tokens of the tiles whose latents are not cached."""
        lacking = [one.tile for one in inputs if one.latents is None and self._valid(one).any()]
        self.progress.encoded += tokens.load(lacking, self.reporter, lambda fraction: report(ENCODING * fraction))

    def _compute(self, tokens: TokenBlocks) -> Callable[[TileInput], TileResult]:
        """Return the function that computes a tile, in any thread."""

        def compute(tile_input: TileInput) -> TileResult:
            if not self._valid(tile_input).any():
                return TileResult(tile_input)
            latents = tokens.latents(tile_input)
            return TileResult(tile_input, latents, self.predictor(tile_input.sample, latents))

        return compute

    def _valid(self, tile_input: TileInput) -> np.ndarray:
        """Return where the reference frame shows ground of a tile that is not left out [side, side]."""
        return tile_input.sample.reference_valid & ~self.plan.left_out(tile_input.tile)

    def _save(self, result: TileResult) -> None:
        """Store the prediction of a tile, where there is one, and its latents where they are new."""
        tile, visible, latents = result.tile_input.tile, result.tile_input.sample.reference_valid, result.latents
        if latents is None:
            self.store.save(tile, MappedTile(visible))
            return
        if result.tile_input.latents is None:
            self.cache.save_latents(tile, latents)
        usable = np.concatenate([latents.clear, result.tile_input.sample.terrain_valid[None]])
        self.store.save(tile, MappedTile(visible, result.prediction, latents.n_clear, latents.token_map, usable))


def _part_of(report: Callable[[float], None], begun: float, share: float) -> Callable[[float], None]:
    """Return a function that reports the fraction of a part that is a ``share`` of the whole."""
    return lambda fraction: report(begun + share * fraction)
