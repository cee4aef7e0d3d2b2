"""What a worker does of a run: map some tiles, or commit a block. Errors come back as sentences."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..datatypes import Predictor
from ..disk_cache import Cache
from ..mapping.block_grid import SceneBlock
from ..mapping.block_work import BlockWork
from ..mapping.progress import Progress
from ..mapping.run_folder import RunFolder
from ..mapping.tile_mapper import TileMapper
from ..mapping.tiling import Tile
from ..mapping.token_cache import TokenCache
from ..protocol import Cancelled, InputError
from ..reporter import Reporter
from ..scene.scene_reader import SceneReader
from ..text import tr
from .shared_run import SharedRun, read_shared

_runs: dict[str, tuple[SharedRun, Predictor]] = {}  # the last one of this process
_loading = threading.Lock()  # a process may do several tasks at once


@dataclass(frozen=True)
class TaskResult:
    """What became of a task: how many token blocks were ``encoded``, or the ``error`` that ends the run.

    ``cancelled`` tasks were stopped since the run is over. ``warnings`` are sentences for the user.
    """

    encoded: int = 0
    error: str = ""
    cancelled: bool = False
    warnings: tuple[str, ...] = ()


class _WorkerReporter(Reporter):
    """Collects warnings, and stops when the file of the run is gone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def check(self) -> None:
        super().check()
        if not self._path.exists():
            raise Cancelled


def map_tiles(path: str, tiles: Sequence[Tile]) -> TaskResult:
    """Map those of ``tiles`` that are not stored, for the run of the file at ``path``."""
    return _do(path, tiles, lambda work, mapper, reader: work.map_tiles(tiles, mapper, reader))


def map_block(path: str, block: SceneBlock) -> TaskResult:
    """Commit a block, for the run of the file at ``path``; map its tiles where they are not stored."""
    return _do(path, (), lambda work, mapper, reader: work.map_block(block, mapper, reader))


def _do(path: str, tiles: Sequence[Tile], work_on: Callable[[BlockWork, TileMapper, SceneReader], bool]) -> TaskResult:
    reporter, progress = _WorkerReporter(Path(path)), Progress(tiles)
    try:
        run, predictor = _load(path)
        reporter.check()
        plan, cache_folder = run.plan, Path(run.cache_folder or _own_folder())
        before = len(predictor.notices)
        work = BlockWork(plan, predictor, run.tiles, RunFolder(Path(path).parent))
        with Cache(cache_folder, run.cache_bytes, reporter.warn) as cache:
            encoder, temporal = predictor.encoder_fingerprint, predictor.temporal_fingerprint
            tokens = TokenCache(cache, encoder, temporal, plan.scene, plan.frame)
            mapper = TileMapper(plan, predictor, work.store, tokens, progress, reporter)
            with SceneReader(plan.scene, plan.frame, plan.reference.date, reporter.warn) as reader:
                work_on(work, mapper, reader)
    except InputError as error:
        return TaskResult(error=str(error))
    except Cancelled:
        return TaskResult(cancelled=True)
    return TaskResult(progress.encoded, warnings=(*reporter.warnings, *predictor.notices[before:]))


def _load(path: str) -> tuple[SharedRun, Predictor]:
    """Return a run and its predictor, loaded once in each process; raise `InputError` where they are not the same."""
    with _loading:
        if path not in _runs:
            try:
                run = read_shared(Path(path))
            except OSError as error:
                text = tr("The worker on {} does not see {}. Give a folder that all machines share with --runs.")
                raise InputError(text.format(socket.gethostname(), path)) from error
            predictor = run.load()
            if not run.is_same(predictor):
                text = tr(
                    "The worker on {} does not see the same images or bundle as this machine. They need the same "
                    "paths, sizes and modification times everywhere."
                )
                raise InputError(text.format(socket.gethostname()))
            _runs.clear()
            _runs[path] = run, predictor
        return _runs[path]


def _own_folder() -> str:
    """Return the folder of this Dask worker, which is removed when it ends."""
    from distributed import get_worker

    folder: str = get_worker().local_directory
    return folder
