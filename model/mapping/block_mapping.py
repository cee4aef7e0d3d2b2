"""The blocks of a run: which are finished, what others still need, and the loop that maps one after another."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rasterio.windows import Window

from ..constants import FINE
from ..datatypes import Predictor
from ..protocol import InputError
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from ..text import tr
from .background_commit import BackgroundCommit
from .block_grid import BlockGrid, SceneBlock, touches
from .block_work import BlockTiles, BlockWork
from .mapped_blocks import MappedBlock, load_block, save_block
from .planning import Plan
from .preview_writer import PreviewWriter
from .probability_rasters import GEOMETRY
from .progress import Progress, progress_between
from .run_folder import RunFolder
from .tile_mapper import TileMapper
from .tile_store import MappedTile
from .tiling import Tile
from .token_cache import TokenCache

PIXEL = 16  # bytes that a finished block takes for a pixel of 10 m; noisy probabilities take 14
TOKEN_MAP = 12  # bytes of a tile's token map for a pixel of 10 m: 96 values of half precision for 16 pixels
ROWS = 4  # of tiles along a seam that both sides need


class BlockMapper:
    """The blocks of ``plan``, of which those ``finished`` are in ``folder``; each of them depends on its tiles alone.

    A tile is mapped for the first block that needs it, and stored until the last one is finished; those of ``sample``
    are stored until the end. A `BlockExecutor` has the blocks mapped.
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
        self._plan, self._predictor, self._folder, self.progress = plan, predictor, folder, progress
        self.grid = grid
        self.work = BlockWork(plan, predictor, BlockTiles.of(plan, grid, predictor.tile, progress.tiles), folder)
        self._store = self.work.store
        loaded = {block: load_block(self.work.path(block)) for block in self.blocks}
        self.finished: dict[SceneBlock, MappedBlock] = {block: one for block, one in loaded.items() if one}
        self._needed = Counter(tile for block in self.unfinished for tile in self.tiles_of(block))
        self._sample = sample
        self._store.retain({*self._needed, *sample})
        self.current: SceneBlock | None = None
        self._before = {tile for block in self.finished for tile in self.tiles_of(block)}
        self.count_stored()

    @property
    def blocks(self) -> list[SceneBlock]:
        """The blocks in which something is to be mapped or left out, row by row."""
        return list(self.work.tiles.by_block)

    @property
    def unfinished(self) -> list[SceneBlock]:
        """Those of them that are not finished."""
        return [block for block in self.blocks if block not in self.finished]

    def tiles_of(self, block: SceneBlock) -> Sequence[Tile]:
        """Return the tiles that a block needs, row by row."""
        return self.work.tiles.by_block[block]

    def lacking(self, block: SceneBlock) -> list[Tile]:
        """Return the tiles that a block needs and that are not stored."""
        return [tile for tile in self.tiles_of(block) if tile not in self._store]

    def count_stored(self) -> None:
        """Count what is stored now as mapped, also what other processes have stored."""
        self._store.refresh()
        mapped = (tile for tile in self.progress.tiles if tile in self._before or tile in self._store)
        self.progress.mapped.update(mapped)

    @property
    def bytes(self) -> int:
        """Disk space that the run needs beside what is stored already: its blocks, and the tiles of a row of blocks."""
        unfinished, window = self.unfinished, self._plan.surroundings
        pixels = sum(math.prod(span.stop - span.start for span in block.core) for block in unfinished)
        by_row = Counter(block.row for block in unfinished)
        several = max(by_row.values(), default=0) > 1
        tiles = max((len(self.tiles_of(block)) for block in unfinished), default=0)
        tiling = self._plan.tiling(self._predictor.tile)
        strip = ROWS * len(tiling.tiles(Window(window.col_off, 0, window.width, 1))) if several else 0
        side, classes = self._predictor.tile, len(self._predictor.crops)
        masks = (len(self._plan.scene.acquisitions) + 1) // 8 + 1
        tile_bytes = (4 * (len(GEOMETRY) * FINE**2 + classes) + TOKEN_MAP + masks) * side**2
        return PIXEL * pixels + tile_bytes * min(len(self._needed), tiles + strip)

    def map_sample(self, tokens: TokenCache, reporter: Reporter) -> list[MappedTile]:
        """Return the tiles of the sample, also those outside the area, and map those that are not stored.

        They are fewer where the reporter says that is enough. Raises `Cancelled`.
        """
        everywhere = dataclasses.replace(self._plan, excluded=None)
        mapper = TileMapper(everywhere, self._predictor, self._store, tokens, self.progress, reporter)
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
            if one is None and (unfinished or block == self.current):
                one = self._begun_block(block, stored=unfinished)
            if one:
                collected[block] = one
        return collected

    def committed(self, block: SceneBlock) -> bool:
        """Take over a block that was committed, and remove the tiles that no other needs; False where it is damaged."""
        one = load_block(self.work.path(block))
        if one is None:
            return False
        self.finished[block] = one
        self._before.update(self.tiles_of(block))
        self._needed.subtract(self.tiles_of(block))
        for tile in self.tiles_of(block):
            if not self._needed[tile] and tile not in self._sample:
                self._store.remove(tile)
        return True

    def _begun_block(self, block: SceneBlock, stored: bool) -> MappedBlock | None:
        """Return what the mapped tiles make of an unfinished block, None where there are none in it.

        Where it is ``stored``, its rasters are in a file that `load_block` never takes for a finished block.
        """
        tiles = [tile for tile in self.tiles_of(block) if touches(tile, block.core, self._plan.window)]
        if not any(tile in self._store for tile in tiles):
            return None
        mapped = self.work.mapped_block(block, complete=False)
        if mapped is None or not stored:
            return mapped
        path = self._folder.begun / f"{block.name}.npz"
        save_block(path, mapped)
        return load_block(path)


def unreadable(path: Path) -> InputError:
    """Return the sentence about a block that was committed and cannot be read."""
    text = tr("{} was written and cannot be read again: the disk is faulty. Run again on another one.")
    return InputError(text.format(path))


class BlockExecutor(Protocol):
    """Who has the blocks of a run mapped: `OneByOne` in this process, `cluster.dispatch.Distributed` in others."""

    def map_blocks(
        self, mapper: BlockMapper, tokens: TokenCache, previews: PreviewWriter, reporter: Reporter, share: float
    ) -> None:
        """Have the blocks that are not finished mapped and committed, or until the reporter says that is enough.

        ``share`` is the fraction of the run that is over afterwards. Raises `InputError` where the disk is full, and
        `Cancelled`; what is finished stays in the folder in either case.
        """
        ...


class OneByOne:
    """Maps one block after another in this process, row by row; one is segmented while the next is mapped."""

    def map_blocks(
        self, mapper: BlockMapper, tokens: TokenCache, previews: PreviewWriter, reporter: Reporter, share: float
    ) -> None:
        """Map the blocks as `BlockExecutor` says."""
        work, progress, report = mapper.work, mapper.progress, progress_between(reporter, 0, share)

        def committed(block: SceneBlock) -> None:
            if not mapper.committed(block):
                raise unreadable(work.path(block))

        commits = BackgroundCommit(work.commit_block, committed)

        def step() -> None:
            if previews.due and (missing := progress.missing):
                commits.finish()  # its parcels would be missing from the preview
                previews.write(missing)

        tile_mapper = TileMapper(work.plan, work.predictor, work.store, tokens, progress, reporter)
        with SceneReader(work.plan.scene, work.plan.frame, work.plan.reference.date, reporter.warn) as reader, commits:
            while unfinished := mapper.unfinished:  # again where a stored tile was damaged
                for number, block in enumerate(unfinished, 1):
                    mapper.current = block
                    own, following = set(mapper.tiles_of(block)), unfinished[number : number + 1]
                    later = [tile for one in following for tile in mapper.lacking(one) if tile not in own]
                    if not work.map_tiles(mapper.tiles_of(block), tile_mapper, reader, report, step, later):
                        return
                    commits.begin(block)
                    mapper.current = None
                commits.finish()
