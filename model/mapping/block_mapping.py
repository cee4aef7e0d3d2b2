"""The loop over the blocks of a run: map the tiles of each, divide it into pieces, commit it."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ..constants import FINE
from ..datatypes import Predictor
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from .attributes import sum_over_pieces
from .block_grid import BlockGrid, SceneBlock, fine, touches
from .mapped_blocks import MappedBlock, load_block, save_block
from .planning import Plan
from .preview_writer import PreviewWriter
from .probability_rasters import EXCLUDED, GEOMETRY, HIDDEN, MAPPED, ProbabilityRasters
from .progress import Progress, progress_between
from .run_folder import RunFolder
from .stitching import segment_block
from .tile_mapper import TileMapper
from .tile_store import MappedTile, TileStore
from .tiling import Tile
from .token_cache import TokenCache

PIXEL = 16  # bytes that a finished block takes for a pixel of 10 m; noisy probabilities take 14
ROWS = 4  # of tiles along a seam that both sides need


class BlockMapper:
    """Maps the blocks of ``plan`` that are not ``finished`` in ``folder``; each of them depends on its tiles alone.

    A tile is mapped for the first block that needs it, and stored until the last one is finished; those of ``sample``
    are stored until the end.
    """

    def __init__(
        self,
        plan: Plan,
        predictor: Predictor,
        grid: BlockGrid,
        folder: RunFolder,
        progress: Progress,
        sample: Sequence[Tile] = (),
    ) -> None:
        self._plan, self._predictor, self._folder, self._progress = plan, predictor, folder, progress
        self._tiling, self._window = plan.tiling(predictor.tile), plan.window
        self._excluded = set(plan.excluded_tiles(predictor.tile))
        self._known = self._excluded.union(progress.tiles)
        self._tiles = {block: tiles for block in grid.blocks() if (tiles := self._tiles_of(block))}
        loaded = {block: load_block(self._path(block)) for block in self._tiles}
        self.finished: dict[SceneBlock, MappedBlock] = {block: one for block, one in loaded.items() if one}
        self._needed = Counter(tile for block, tiles in self._tiles.items() if not loaded[block] for tile in tiles)
        self._store = TileStore(folder.tiles)
        self._sample = sample
        self._store.retain({*self._needed, *sample})
        self._current: SceneBlock | None = None
        before = {tile for block in self.finished for tile in self._tiles[block]}
        progress.mapped.update(tile for tile in progress.tiles if tile in before or tile in self._store)

    @property
    def blocks(self) -> list[SceneBlock]:
        """The blocks in which something is to be mapped or left out, row by row."""
        return list(self._tiles)

    @property
    def bytes(self) -> int:
        """Disk space that the run needs beside what is stored already: its blocks, and the tiles of a row of blocks."""
        unfinished = [block for block in self._tiles if block not in self.finished]
        pixels = sum(math.prod(span.stop - span.start for span in block.core) for block in unfinished)
        by_row = Counter(block.row for block in unfinished)
        several = max(by_row.values(), default=0) > 1
        tiles = max((len(self._tiles[block]) for block in unfinished), default=0)
        strip = ROWS * len(self._tiling.tiles(Window(self._window.col_off, 0, self._window.width, 1))) if several else 0
        side, classes = self._predictor.tile, len(self._predictor.crops)
        tile_bytes = 4 * (len(GEOMETRY) * FINE**2 + classes) * side**2
        return PIXEL * pixels + tile_bytes * min(len(self._needed), tiles + strip)

    def map_blocks(self, tokens: TokenCache, previews: PreviewWriter, reporter: Reporter, share: float) -> None:
        """Map and commit block by block, or until the reporter says that is enough.

        ``share`` is the fraction of the run that is over afterwards. Raises `InputError` where the disk is full, and
        `Cancelled`; what is finished stays in the folder in either case.
        """
        plan, report = self._plan, progress_between(reporter, 0, share)

        def step() -> None:
            if previews.due and (missing := self._progress.missing):
                previews.write(missing)

        mapper = TileMapper(plan, self._predictor, self._store, tokens, self._progress, reporter)
        with SceneReader(plan.scene, plan.frame, plan.reference.date, reporter.warn) as reader:
            for block in self.blocks:
                if block in self.finished:
                    continue
                self._current = block
                mapped = None
                while mapped is None:
                    if not self._map_tiles(block, mapper, reader, report, step):
                        return
                    mapped = self._mapped_block(block, complete=True)
                self._commit(block, mapped)

    def map_sample(self, tokens: TokenCache, reporter: Reporter) -> list[MappedTile]:
        """Return the tiles of the sample, also those outside the area, and map those that are not stored.

        They are fewer where the reporter says that is enough. Raises `Cancelled`.
        """
        everywhere = dataclasses.replace(self._plan, area_of_interest=None, excluded=None)
        mapper = TileMapper(everywhere, self._predictor, self._store, tokens, self._progress, reporter)
        stored = {tile: self._store.load(tile) for tile in self._sample}
        lacking = [
            tile for tile, one in stored.items() if one is None or (one.prediction is None and one.visible.any())
        ]
        with SceneReader(self._plan.scene, self._plan.frame, self._plan.reference.date, reporter.warn) as reader:
            for tile in lacking:
                mapper.map_tiles([tile], reader)
        return [one for tile in self._sample if (one := self._store.load(tile))]

    def collect(self, unfinished: bool = True) -> dict[SceneBlock, MappedBlock]:
        """Return the finished blocks and what is mapped of others: of all, or of the one that is being mapped.

        They are in the order of `blocks`.
        """
        collected = {}
        for block in self.blocks:
            one = self.finished.get(block)
            if one is None and (unfinished or block == self._current):
                one = self._begun_block(block, stored=unfinished)
            if one:
                collected[block] = one
        return collected

    def _begun_block(self, block: SceneBlock, stored: bool) -> MappedBlock | None:
        """Return what the mapped tiles make of an unfinished block, None where there are none in it.

        Where it is ``stored``, its rasters are in a file that `load_block` never takes for a finished block.
        """
        tiles = [tile for tile in self._tiles[block] if touches(tile, block.core, self._window)]
        if not any(tile in self._store for tile in tiles):
            return None
        mapped = self._mapped_block(block, complete=False)
        if mapped is None or not stored:
            return mapped
        path = self._folder.begun / f"{block.name}.npz"
        save_block(path, mapped)
        return load_block(path)

    def _tiles_of(self, block: SceneBlock) -> list[Tile]:
        """Return the tiles that a block needs, row by row; none where it has none of its own."""
        rows, cols = block.outer
        window = self._window
        outer = Window(
            window.col_off + cols.start, window.row_off + rows.start, cols.stop - cols.start, rows.stop - rows.start
        )
        tiles = [tile for tile in self._tiling.tiles(outer) if tile in self._known]
        return tiles if any(touches(tile, block.core, window) for tile in tiles) else []

    def _map_tiles(
        self,
        block: SceneBlock,
        mapper: TileMapper,
        reader: SceneReader,
        report: Callable[[float], None],
        step: Callable[[], None],
    ) -> bool:
        """Map the tiles of a block that are not stored; return whether all are, and not only enough."""
        lacking = [tile for tile in self._tiles[block] if tile not in self._store]
        visible = [tile for tile in lacking if tile not in self._excluded]
        excluded = [tile for tile in lacking if tile in self._excluded]
        return not lacking or (
            mapper.map_tiles(visible, reader, report, step, self._later(block))
            and mapper.mark_excluded(excluded, reader)
        )

    def _later(self, block: SceneBlock) -> list[Tile]:
        """Return the tiles that the block after ``block`` needs and that are not stored."""
        following = self.blocks[self.blocks.index(block) + 1 :][:1]
        tiles = self._tiles[following[0]] if following else []
        return [tile for tile in tiles if tile not in self._store and tile not in self._tiles[block]]

    def _mapped_block(self, block: SceneBlock, complete: bool) -> MappedBlock | None:
        """Return what the stored tiles of a block make of it; None where all must be there and one is damaged."""
        rasters = self._blend(block, complete)
        if rasters is None:
            return None
        labels, pieces = segment_block(block, rasters, self._predictor.watershed_settings)
        sums = sum_over_pieces(labels, len(pieces.sizes), rasters, block.inner)
        ground = rasters.arrays["ground"][block.inner]
        hidden = int(np.count_nonzero(ground == HIDDEN))
        pixels = hidden + int(np.count_nonzero(ground == MAPPED))
        kept = {name: rasters.arrays[name][fine(block.inner)].copy() for name in ("border", "field")}
        kept |= {"labels": labels, "ground": np.where(ground == HIDDEN, 0, ground)}
        return MappedBlock(pieces, sums, pixels, hidden, kept.__getitem__)

    def _blend(self, block: SceneBlock, complete: bool) -> ProbabilityRasters | None:
        """Return the stored tiles of a block, blended row by row, so that the result is the same in every run."""
        rows, cols = block.outer
        row, col = self._window.row_off + rows.start, self._window.col_off + cols.start
        shape = rows.stop - rows.start, cols.stop - cols.start
        rasters = ProbabilityRasters(*shape, len(self._predictor.crops), row, col)
        for tile in self._tiles[block]:
            mapped = self._store.load(tile)
            if mapped is None:
                if complete:
                    return None
                continue
            mask = self._plan.mask(tile)
            ground = np.where(mapped.visible, MAPPED, HIDDEN) * mask
            if self._plan.excluded:
                ground = np.where(self._plan.excluded_mask(tile), EXCLUDED * mapped.visible, ground)
            rasters.mark_ground(tile, ground)
            if mapped.prediction is not None and mapped.n_clear is not None:
                valid = mapped.visible & mask
                rasters.add(tile, self._tiling.weights(tile), mapped.prediction, valid, mapped.n_clear)
        return rasters

    def _commit(self, block: SceneBlock, mapped: MappedBlock) -> None:
        """Write a finished block, and remove the tiles that no other needs."""
        path = self._path(block)
        save_block(path, mapped)
        self.finished[block] = load_block(path) or mapped
        self._current = None
        self._needed.subtract(self._tiles[block])
        for tile in self._tiles[block]:
            if not self._needed[tile] and tile not in self._sample:
                self._store.remove(tile)

    def _path(self, block: SceneBlock) -> Path:
        return self._folder.blocks / f"{block.name}.npz"
