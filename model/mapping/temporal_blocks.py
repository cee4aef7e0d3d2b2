"""The bank of latents of a run by block: computed once from its tokens, or taken from the cache."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from ..constants import TOKEN_BLOCK
from ..datatypes import Predictor, TemporalMaps
from ..protocol import Acquisition
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from .tiling import Tile, TokenBlock
from .token_blocks import TokenBlocks, group_numbers, join_arrays, still_needed
from .token_cache import TokenCache
from .workers import Workers

HELD = 64 << 20  # bytes of maps in memory that later tiles need; beyond, the last needed are forgotten
PIXEL_BYTES = 200  # that the temporal stream needs for one acquisition of one pixel
AT_ONCE = 256 << 20  # bytes that it may need for several windows at once; a single one may need more


class TemporalBlocks:
    """The output of the temporal stream in the tiles of some ``groups``, group after group.

    The maps of a block depend on its tokens and on the dates of the scene alone: not on the tiles, on the area that is
    mapped, on what is cached or on how many threads there are. Tokens are forgotten as soon as the maps are there.
    """

    def __init__(
        self,
        reader: SceneReader,
        predictor: Predictor,
        cache: TokenCache,
        workers: Workers,
        groups: Sequence[Sequence[Tile]],
    ) -> None:
        self._reader, self._predictor, self._cache, self._workers = reader, predictor, cache, workers
        self._origin = middle_day(reader.acquisitions)
        self._tokens = TokenBlocks(reader, predictor, cache, workers)
        self._groups = group_numbers(groups)
        self._maps: dict[TokenBlock, TemporalMaps] = {}
        self._unseen: TemporalMaps | None = None

    @property
    def stopped(self) -> bool:
        """Whether loading ended early because the reporter said that it was enough."""
        return self._tokens.stopped

    def load(self, tiles: Sequence[Tile], reporter: Reporter, step: Callable[[float], None] = lambda _: None) -> int:
        """Load what neighbouring tiles need; return how many tokens were encoded, counted by acquisition and block.

        ``step`` gets the fraction of them that is encoded. Raises `Cancelled`; where the reporter says that is enough,
        something is lacking and ``stopped`` is set.
        """
        needed = {block for tile in tiles for block in tile.blocks}
        for block in needed - self._maps.keys():
            maps = self._cache.load_maps(block) if self._tokens.shows(block) else self._maps_of_nothing()
            if maps:
                self._maps[block] = maps
        lacking = sorted(needed - self._maps.keys())
        encoded = self._tokens.load(lacking, reporter, step)
        if not self.stopped:
            self._compute_maps(lacking, reporter)
        self._tokens.forget()
        return encoded

    def of_tile(self, tile: Tile) -> TemporalMaps:
        """Return what the temporal stream makes of a tile that was loaded."""
        return TemporalMaps(**join_arrays({block: vars(self._maps[block]) for block in tile.blocks}, tile))

    def hand_over(self) -> None:
        """Leave what is in memory to those who load it next from the same cache."""
        self._cache.hand_over(self._maps)

    def forget(self, number: int) -> None:
        """Forget what no group after that of this ``number`` needs and, where memory is short, what is needed last."""
        sizes = {block: sum(array.nbytes for array in vars(maps).values()) for block, maps in self._maps.items()}
        self._maps = {block: self._maps[block] for block in still_needed(sizes, self._groups, number, HELD)}

    def _compute_maps(self, blocks: Sequence[TokenBlock], reporter: Reporter) -> None:
        """Compute and store the maps of blocks whose tokens are loaded."""
        size = PIXEL_BYTES * TOKEN_BLOCK**2 * max(1, len(self._reader.acquisitions))
        room = threading.BoundedSemaphore(max(1, AT_ONCE // size))

        def compute(block: TokenBlock) -> TemporalMaps:
            with room:
                return self._predictor.temporal_maps(self._tokens.of_block(block), self._origin)

        for block, maps in self._workers.compute(compute, blocks):
            reporter.check()
            self._maps[block] = maps
            self._cache.save_maps(block, maps)

    def _maps_of_nothing(self) -> TemporalMaps:
        """Return the maps of a block outside the grid."""
        if self._unseen is None:
            clear = np.zeros((len(self._reader.acquisitions), TOKEN_BLOCK, TOKEN_BLOCK), bool)
            self._unseen = replace(self._predictor.temporal_maps([], self._origin), clear=clear)
        return self._unseen


def middle_day(acquisitions: Sequence[Acquisition]) -> int:
    """Return the ordinal from which dates count for the temporal stream: the median of all acquisitions of a scene.

    It is one of them, and the same wherever something is mapped, so that there are no seams.
    """
    days = sorted(date.fromisoformat(one.date).toordinal() for one in acquisitions)
    return days[(len(days) - 1) // 2]
