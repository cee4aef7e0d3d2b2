"""The loop over the tiles of a run: read, encode, predict, blend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..datatypes import Predictor, TileLatents, TilePrediction
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
            for result in self._results(reader, report):
                any_visible |= self._blend(result, tiling)
                self.progress.mapped.add(result.tile_input.tile)
                if previews.due and (missing := self.progress.missing):
                    previews.write(missing)
            for text in self.predictor.notices:
                self.reporter.warn(text)
            if self.progress.missing:
                return
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

    def _results(self, reader: SceneReader, report: Callable[[float], None]) -> Iterator[TileResult]:
        """Yield what was computed of the tiles, group by group, until the reporter says that is enough."""
        groups = group_tiles(self.progress.tiles, len(reader.acquisitions))
        total, done = len(self.progress.tiles), 0
        with Workers(self.predictor) as workers:
            blocks = TokenBlocks(reader, self.predictor, self.cache, workers, groups)
            for number, group in enumerate(groups):
                inputs = read_tiles(reader, group, self.cache)
                step = _part_of(report, done / total, len(group) / total)
                self._load(blocks, inputs, step)
                if blocks.stopped:
                    return
                for mapped, (_, result) in enumerate(workers.compute(self._compute(blocks), inputs), 1):
                    self.reporter.check()
                    if self.reporter.enough():
                        return
                    yield result
                    step(ENCODING + (1 - ENCODING) * mapped / len(group))
                done += len(group)
                blocks.forget(number)

    def _load(self, blocks: TokenBlocks, inputs: Sequence[TileInput], step: Callable[[float], None]) -> None:
        """Load the tokens of the tiles whose latents are not cached."""
        lacking = [one.tile for one in inputs if one.latents is None and self._valid(one).any()]
        self.progress.encoded += blocks.load(lacking, self.reporter, lambda part: step(ENCODING * part))

    def _compute(self, blocks: TokenBlocks) -> Callable[[TileInput], TileResult]:
        """Return the function that computes a tile, in any thread."""

        def compute(tile_input: TileInput) -> TileResult:
            if not self._valid(tile_input).any():
                return TileResult(tile_input)
            latents = blocks.latents(tile_input)
            return TileResult(tile_input, latents, self.predictor(tile_input.sample, latents))

        return compute

    def _valid(self, tile_input: TileInput) -> np.ndarray:
        """Return where a tile is to be mapped and the reference frame shows the ground [side, side]."""
        return tile_input.sample.reference_valid & self.plan.mask(tile_input.tile)

    def _blend(self, result: TileResult, tiling: Tiling) -> bool:
        """Blend the prediction of one tile into the rasters; return whether there is one."""
        tile_input, latents, prediction = result.tile_input, result.latents, result.prediction
        tile, visible, weights = tile_input.tile, tile_input.sample.reference_valid, tiling.weights(tile_input.tile)
        mask = self.plan.mask(tile)
        self._mark_ground(tile, visible)
        self.progress.pixels += self.rasters.count(tile, weights, mask)
        self.progress.hidden += self.rasters.count(tile, weights, mask & ~visible)
        if latents is None or prediction is None:
            return False
        if tile_input.latents is None:
            self.cache.save_latents(tile, latents)
        self.rasters.add(tile, weights, prediction, visible & mask, latents.n_clear)
        return True

    def _mark_ground(self, tile: Tile, visible: np.ndarray) -> None:
        """Write which ground of a tile is ``visible`` [side, side] in the reference frame, and which is left out."""
        excluded = self.plan.excluded_mask(tile) if self.plan.excluded else False
        self.rasters.mark_ground(tile, visible * np.where(excluded, EXCLUDED, self.plan.mask(tile) * MAPPED))


def _part_of(report: Callable[[float], None], begun: float, share: float) -> Callable[[float], None]:
    """Return a function that reports the fraction of a part that is a ``share`` of the whole."""
    return lambda fraction: report(begun + share * fraction)
