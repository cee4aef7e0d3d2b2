"""What the processes of a run know of it: a file in the run's folder, which all of them can read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import cloudpickle

from ..datatypes import Predictor
from ..mapping.block_grid import BlockGrid
from ..mapping.block_work import BlockTiles
from ..mapping.commit import commit
from ..mapping.planning import Plan
from ..mapping.run_folder import run_key
from ..protocol import Area

PATTERN = "shared-*.pickle"


@dataclass(frozen=True)
class SharedRun:
    """One run for other processes.

    ``load`` returns the predictor there, whose fingerprint must be ``fingerprint``. ``key`` is what `run_key` makes of
    the run where it was started. ``cache_folder`` keeps tokens, of ``cache_bytes`` at most; where it is empty, each
    worker has a folder of its own.
    """

    plan: Plan
    area: Area | None
    grid: BlockGrid
    tiles: BlockTiles
    load: Callable[[], Predictor]
    fingerprint: str
    key: str
    cache_folder: str
    cache_bytes: int

    def is_same(self, predictor: Predictor) -> bool:
        """Return whether this process sees the same images and the same bundle as the one that started the run."""
        key = run_key(self.plan, self.area, predictor, self.grid)
        return (predictor.fingerprint, key) == (self.fingerprint, self.key)


@contextlib.contextmanager
def shared(run: SharedRun, folder: Path) -> Iterator[Path]:
    """Yield the file of a run in its folder; when it is removed at the end, workers that are not done stop.

    What a process that was killed has left is removed first.
    """
    for path in folder.glob(PATTERN):
        path.unlink(missing_ok=True)
    path = folder / PATTERN.replace("*", uuid4().hex)
    commit(path, lambda file: cloudpickle.dump(run, file), durable=True)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def read_shared(path: Path) -> SharedRun:
    """Return the run of a file; raises `OSError` where it is not there."""
    run: SharedRun = cloudpickle.loads(path.read_bytes())
    return run
