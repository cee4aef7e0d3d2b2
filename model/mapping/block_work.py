"""What is done for single blocks of a run, in whatever process: their tiles are mapped, and blocks made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ..datatypes import Predictor
from ..scene.scene_reader import SceneReader
from .attributes import sum_over_pieces
from .block_grid import BlockGrid, SceneBlock, fine, touches
from .contributions import UsablePixels
from .embedding_raster import EmbeddingRaster
from .given_evidence import gather_evidence
from .mapped_blocks import TABLES, MappedBlock, save_block
from .planning import Plan
from .probability_rasters import EXCLUDED, HIDDEN, MAPPED, ProbabilityRasters
from .run_folder import RunFolder
from .stitching import segment_block, unsegmented_block
from .tile_mapper import TileMapper
from .tile_store import TileStore
from .tiling import Tile


@dataclass(frozen=True)
class BlockTiles:
    """The tiles that each block of a run needs, row by row; ``excluded`` are those that are left out as a whole.

    Blocks without a part in the area or a tile of their own have no entry.
    """

    by_block: Mapping[SceneBlock, Sequence[Tile]]
    excluded: Set[Tile]

    @classmethod
    def of(cls, plan: Plan, grid: BlockGrid, side: int, tiles: Sequence[Tile]) -> BlockTiles:
        """Return those of a plan whose ``tiles`` of ``side`` pixels are to be mapped."""
        excluded, window, tiling = frozenset(plan.excluded_tiles(side)), plan.window, plan.tiling(side)
        known, by_block = excluded.union(tiles), {}
        for block in grid.blocks():
            rows, cols = block.outer
            first, size = (rows.start, cols.start), (rows.stop - rows.start, cols.stop - cols.start)
            outer = Window(window.col_off + first[1], window.row_off + first[0], size[1], size[0])
            needed = [tile for tile in tiling.tiles(outer) if tile in known]
            if plan.reaches(block.core) and any(touches(tile, block.core, window) for tile in needed):
                by_block[block] = needed
        return cls(by_block, excluded)


@dataclass(frozen=True)
class BlockWork:
    """The work on blocks of ``plan`` in ``folder``; several processes may do it at once, also for the same block.

    A tile depends on its images and the predictor alone, a block on its tiles alone: both are the same to the bit
    whoever computes them, in whatever order. Both are in the folder as a whole or not at all.
    """

    plan: Plan
    predictor: Predictor
    tiles: BlockTiles
    folder: RunFolder
    store: TileStore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "store", TileStore(self.folder.tiles))

    def path(self, block: SceneBlock) -> Path:
        """Return the file of a finished block."""
        return self.folder.blocks / f"{block.name}.npz"

    def map_tiles(
        self,
        tiles: Sequence[Tile],
        mapper: TileMapper,
        reader: SceneReader,
        report: Callable[[float], None] = lambda fraction: None,
        step: Callable[[], None] = lambda: None,
        later: Sequence[Tile] = (),
    ) -> bool:
        """Map those of ``tiles`` that are not stored; return whether all are, and not only enough.

        The other parameters are those of `TileMapper.map_tiles`.
        """
        lacking = [tile for tile in tiles if tile not in self.store]
        visible = [tile for tile in lacking if tile not in self.tiles.excluded]
        excluded = [tile for tile in lacking if tile in self.tiles.excluded]
        return not lacking or (
            mapper.map_tiles(visible, reader, report, step, later) and mapper.mark_excluded(excluded, reader)
        )

    def map_block(self, block: SceneBlock, mapper: TileMapper, reader: SceneReader) -> bool:
        """Map the tiles of a block that are not stored or damaged, and commit it; return False where it was enough.

        Raises `InputError` where the disk is full.
        """
        while True:
            if not self.map_tiles(self.tiles.by_block[block], mapper, reader):
                return False
            if self.commit_block(block):
                return True

    def commit_block(self, block: SceneBlock) -> bool:
        """Segment and commit a block whose tiles are stored; return False where one is damaged or absent.

        Raises `InputError` where the disk is full.
        """
        mapped = self.mapped_block(block, complete=True)
        if mapped:
            save_block(self.path(block), mapped)
        return mapped is not None

    def mapped_block(self, block: SceneBlock, complete: bool) -> MappedBlock | None:
        """Return what the stored tiles of a block make of it; None where all must be there and one is damaged."""
        blended = self._blend(block, complete)
        if blended is None:
            return None
        rasters, token_maps, usable = blended
        given = None
        if self.plan.parcels:
            labels, pieces = unsegmented_block(block)
            given, sums, embedded = gather_evidence(self.plan.parcels, self.plan.grid, block, rasters, token_maps)
        else:
            labels, pieces = segment_block(block, rasters, self.predictor.watershed_settings)
            sums = sum_over_pieces(labels, len(pieces.sizes), rasters, block.inner)
            embedded = token_maps.sum_over_pieces(labels, len(pieces.sizes), rasters, block.inner)
        ground = rasters.arrays["ground"][block.inner]
        hidden = int(np.count_nonzero(ground == HIDDEN))
        pixels = hidden + int(np.count_nonzero(ground == MAPPED))
        kept = {name: rasters.arrays[name][fine(block.inner)].copy() for name in ("border", "field")}
        kept |= {"labels": labels, "ground": np.where(ground == HIDDEN, 0, ground)}
        kept |= dict(zip(TABLES, embedded, strict=True))
        return MappedBlock(pieces, sums, pixels, hidden, kept.__getitem__, given, usable.counts)

    def _blend(
        self, block: SceneBlock, complete: bool
    ) -> tuple[ProbabilityRasters, EmbeddingRaster, UsablePixels] | None:
        """Return the stored tiles of a block, blended row by row, so that the result is the same in every run."""
        (rows, cols), window = block.outer, self.plan.window
        row, col = window.row_off + rows.start, window.col_off + cols.start
        shape = rows.stop - rows.start, cols.stop - cols.start
        rasters = ProbabilityRasters(*shape, len(self.predictor.crops), row, col)
        token_maps = EmbeddingRaster(*shape, row, col)
        usable = UsablePixels(shape, row, col, block.inner)
        tiling = self.plan.tiling(self.predictor.tile)
        for tile in self.tiles.by_block[block]:
            mapped = self.store.load(tile)
            if mapped is None:
                if complete:
                    return None
                continue
            left_out = self.plan.left_out(tile)
            ground = np.where(mapped.visible, MAPPED, HIDDEN)
            ground[left_out] = EXCLUDED * mapped.visible[left_out]
            ground *= self.plan.in_area(tile)
            rasters.mark_ground(tile, ground)
            if mapped.prediction is not None and mapped.n_clear is not None and mapped.token_map is not None:
                valid = mapped.visible & ~left_out
                weights = tiling.weights(tile)
                rasters.add(tile, weights, mapped.prediction, valid, mapped.n_clear)
                token_maps.add(tile, weights, mapped.token_map)
                usable.add(tile, ground == MAPPED, mapped.usable)
        return rasters, token_maps, usable
