"""The blocks of a run, mapped by the workers of a cluster: which task is given out when, and what its end means."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from ..datatypes import Predictor
from ..mapping.block_grid import SceneBlock
from ..mapping.block_mapping import BlockMapper, unreadable
from ..mapping.preview_writer import PreviewWriter
from ..mapping.progress import progress_between
from ..mapping.run_folder import run_key
from ..mapping.tiling import Tile
from ..mapping.token_cache import TokenCache
from ..protocol import Area, InputError
from ..reporter import Reporter
from ..text import tr
from .shared_run import SharedRun, shared
from .worker_pool import Outcome, WorkerPool
from .worker_tasks import TaskResult, map_block, map_tiles

PAUSE = 0.5  # seconds between two looks at what is stored
AHEAD = 2  # tasks given out for each thread of the workers
SMALLEST = 16  # tiles of a task, where a run has few
PARTS = 4  # tasks that each thread gets at least, where a run has few tiles
ATTEMPTS = 3  # at a task that fails for a reason that is not the input


@dataclass(frozen=True)
class Distributed:
    """A `BlockExecutor` that has blocks mapped by a ``pool``, which is opened for the folder of the run.

    ``load`` returns the predictor in a worker, ``cache_folder`` and ``cache_bytes`` are those of `SharedRun`.
    """

    pool: Callable[[Path], AbstractContextManager[WorkerPool]]
    load: Callable[[], Predictor]
    area: Area | None
    cache_folder: str
    cache_bytes: int

    def map_blocks(
        self, mapper: BlockMapper, tokens: TokenCache, previews: PreviewWriter, reporter: Reporter, share: float
    ) -> None:
        """Have the blocks mapped as `BlockExecutor` says."""
        if not mapper.unfinished:
            return
        work = mapper.work
        run = SharedRun(
            work.plan,
            self.area,
            mapper.grid,
            work.tiles,
            self.load,
            work.predictor.fingerprint,
            run_key(work.plan, self.area, work.predictor, mapper.grid),
            self.cache_folder,
            self.cache_bytes,
        )
        folder = work.folder.path
        with shared(run, folder) as path, self.pool(folder) as pool:
            _Dispatch(mapper, pool, path, reporter).run(previews, share)


class _Dispatch:
    """One distributed run.

    First the tiles of a block are mapped that no earlier block has, then the block is made of its tiles as soon as all
    are there. Blocks are begun row by row, so that few tiles are stored at once.
    """

    def __init__(self, mapper: BlockMapper, pool: WorkerPool, path: Path, reporter: Reporter) -> None:
        self._mapper, self._pool, self._path, self._reporter = mapper, pool, str(path), reporter
        self._waiting = deque(mapper.unfinished)
        self._begun: list[SceneBlock] = []
        self._parts: deque[Sequence[Tile]] = deque()
        self._tasks: dict[Hashable, SceneBlock | Sequence[Tile]] = {}
        lacking = {tile for block in self._waiting for tile in mapper.lacking(block)}
        self._lacking, self._claimed = set(lacking), set[Tile]()
        self._size = max(SMALLEST, -(-len(lacking) // (PARTS * max(1, pool.threads))))
        self._attempts: Counter[object] = Counter()
        self._warned: set[str] = set()

    def run(self, previews: PreviewWriter, share: float) -> None:
        """Give out tasks until all blocks are finished, or the reporter says that is enough."""
        mapper, report, fraction = self._mapper, progress_between(self._reporter, 0, share), -1.0
        while mapper.unfinished:
            self._give_out()
            for outcome in self._pool.wait(PAUSE):
                self._take(outcome)
            for _ in range(self._pool.lost()):
                self._reporter.warn(tr("A worker was lost; another one does what it was doing."))
            mapper.count_stored()
            if mapper.progress.fraction > fraction:
                fraction = mapper.progress.fraction
                report(fraction)
            self._reporter.check()
            if self._reporter.enough():
                return
            if previews.due and (missing := mapper.progress.missing):
                previews.write(missing)
            if not self._pool.threads:
                self._warn(tr("No worker is there; the run waits for one."))

    def _give_out(self) -> None:
        """Keep the workers busy, with blocks that can be finished first."""
        room = AHEAD * max(1, self._pool.threads) - len(self._tasks)
        while room > 0 and (task := self._next()) is not None:
            self._submit(task)
            room -= 1

    def _next(self) -> SceneBlock | Sequence[Tile] | None:
        """Return a block whose tiles are all mapped, or else the tiles of the next; None where there is neither."""
        for block in self._begun:
            if self._lacking.isdisjoint(self._mapper.tiles_of(block)):
                self._begun.remove(block)
                return block
        while not self._parts and self._waiting:
            block = self._waiting.popleft()
            tiles = [tile for tile in self._mapper.lacking(block) if tile not in self._claimed]
            self._claimed.update(tiles)
            self._parts.extend(tiles[first : first + self._size] for first in range(0, len(tiles), self._size))
            self._begun.append(block)
            if not tiles:
                return self._next()
        return self._parts.popleft() if self._parts else None

    def _submit(self, task: SceneBlock | Sequence[Tile]) -> None:
        function = map_block if isinstance(task, SceneBlock) else map_tiles
        self._tasks[self._pool.submit(function, self._path, task)] = task

    def _take(self, outcome: Outcome) -> None:
        """Take over what a task has done, or give it out again; raise `InputError` where it cannot be done."""
        task = self._tasks.pop(outcome.ticket)
        if outcome.error or outcome.result.cancelled:
            self._again(task, outcome)
            return
        result: TaskResult = outcome.result
        for text in result.warnings:
            self._warn(text)
        if result.error:
            raise InputError(result.error)
        self._mapper.progress.encoded += result.encoded
        if not isinstance(task, SceneBlock):
            self._lacking.difference_update(task)
        elif not self._mapper.committed(task):
            self._again(task, outcome)

    def _again(self, task: SceneBlock | Sequence[Tile], outcome: Outcome) -> None:
        """Give a task out again that failed, unless it does so always."""
        key = task if isinstance(task, SceneBlock) else tuple(task)
        self._attempts[key] += 1
        if isinstance(outcome.error, ImportError):
            text = tr("The workers cannot run Doab ({}). Install the same version on all machines.")
            raise InputError(text.format(outcome.error)) from outcome.error
        if outcome.lost:
            text = tr("Workers were lost again and again at the same part, for want of memory, perhaps ({}).")
            raise InputError(text.format(outcome.error)) from outcome.error
        if self._attempts[key] >= ATTEMPTS:
            if outcome.error is None and isinstance(task, SceneBlock):
                raise unreadable(self._mapper.work.path(task))
            raise outcome.error or InputError(tr("The workers were stopped by another run of the same job."))
        self._submit(task)

    def _warn(self, text: str) -> None:
        """Warn once."""
        if text not in self._warned:
            self._reporter.warn(text)
        self._warned.add(text)
