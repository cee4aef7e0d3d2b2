"""The loop over tiles: read, encode, predict, store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..constants import FINE
from ..datatypes import Predictor, Sample, TemporalMaps, TilePrediction
from ..reporter import Reporter
from ..scene.open_water import open_water
from ..scene.scene_reader import SceneReader
from .planning import Plan
from .progress import Progress
from .temporal_blocks import TemporalBlocks
from .tile_reader import TileInput, read_tiles
from .tile_store import MappedTile, TileStore
from .tiling import Tile
from .token_blocks import group_tiles
from .token_cache import TokenCache
from .workers import Workers, in_batches

ENCODING = 0.6  # share of the time of a group of tiles that is over when its tokens are encoded


@dataclass(frozen=True)
class TileResult:
    """What was computed of one tile; both are None where nothing of it is mapped."""

    tile_input: TileInput
    maps: TemporalMaps | None = None
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
        `Cancelled`. What the tiles mapped ``later`` need, too, stays in memory as far as there is room.
        """
        groups = group_tiles(tiles, len(reader.acquisitions))
        with Workers(self.predictor) as workers:
            blocks = TemporalBlocks(reader, self.predictor, self.cache, workers, [*groups, later])
            for number, group in enumerate(groups):
                inputs = read_tiles(reader, group)
                part = _part_of(report, self.progress.fraction, len(group) / max(1, len(self.progress.tiles)))
                self._load(blocks, inputs, part)
                if blocks.stopped:
                    return False
                batches = in_batches(inputs, self.predictor.tile_batch)
                results = (one for _, batch in workers.compute(self._compute(blocks), batches) for one in batch)
                for mapped, result in enumerate(results, 1):
                    self.reporter.check()
                    if self.reporter.enough():
                        return False
                    self._save(result, len(reader.optical))
                    self.progress.mapped.add(result.tile_input.tile)
                    part(ENCODING + (1 - ENCODING) * mapped / len(group))
                    step()
                blocks.forget(number)
            blocks.hand_over()
        return True

    def mark_excluded(self, tiles: Sequence[Tile], reader: SceneReader) -> bool:
        """Store of ``tiles`` that are left out as a whole what the reference frame shows; return True."""
        for tile in tiles:
            self.reporter.check()
            self.store.save(tile, MappedTile(reader.read(tile.window, keys=()).reference_valid))
        return True

    def _load(self, blocks: TemporalBlocks, inputs: Sequence[TileInput], report: Callable[[float], None]) -> None:
        """Load what the tiles need in which there is something to map."""
        tiles = [one.tile for one in inputs if self._valid(one).any()]
        self.progress.encoded += blocks.load(tiles, self.reporter, lambda fraction: report(ENCODING * fraction))

    def _compute(self, blocks: TemporalBlocks) -> Callable[[Sequence[TileInput]], list[TileResult]]:
        """Return the function that computes a batch of tiles, in any thread."""

        def compute(batch: Sequence[TileInput]) -> list[TileResult]:
            shown = {one.tile: (one.sample, blocks.of_tile(one.tile)) for one in batch if self._valid(one).any()}
            predictions = dict(zip(shown, self.predictor.predict(list(shown.values())), strict=True)) if shown else {}
            return [
                TileResult(one, shown[one.tile][1], predictions[one.tile]) if one.tile in shown else TileResult(one)
                for one in batch
            ]

        return compute

    def _valid(self, tile_input: TileInput) -> np.ndarray:
        """Return where the reference frame shows ground of a tile that is not left out [side, side]."""
        return tile_input.sample.reference_valid & ~self.plan.left_out(tile_input.tile)

    def _save(self, result: TileResult, n_optical: int) -> None:
        """Store the prediction of a tile, where there is one; the first ``n_optical`` acquisitions are optical."""
        tile, sample = result.tile_input.tile, result.tile_input.sample
        if (maps := result.maps) is None:
            self.store.save(tile, MappedTile(sample.reference_valid))
            return
        usable = np.concatenate([maps.clear, sample.terrain_valid[None]])
        n_clear = np.minimum(np.count_nonzero(maps.clear[:n_optical], axis=0), 255).astype(np.uint8)
        prediction = _without_water(result.prediction, sample) if result.prediction else None
        self.store.save(tile, MappedTile(sample.reference_valid, prediction, n_clear, maps.token_map, usable))


def _without_water(prediction: TilePrediction, sample: Sample) -> TilePrediction:
    """Return a prediction that has no field on the open water of the reference frame."""
    water = open_water(sample.reference, sample.reference_valid, sample.reference_bands)
    water = water.repeat(FINE, 0).repeat(FINE, 1)
    return replace(prediction, field=np.where(water, 0, prediction.field)) if water.any() else prediction


def _part_of(report: Callable[[float], None], begun: float, share: float) -> Callable[[float], None]:
    """Return a function that reports the fraction of a part that is a ``share`` of the whole."""
    return lambda fraction: report(begun + share * fraction)
