"""The folder of a run, in which what is finished outlives the process, so that the same job goes on from there."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..bundle import card_fingerprint, load_bundle
from ..datatypes import Predictor
from ..outputs.scratch_folders import scratch_folder
from ..outputs.transaction import atomic_write, remove_partial
from ..protocol import Area, InputError, Job
from ..reporter import Reporter
from ..scene.fingerprint import fingerprint
from ..text import tr
from .block_grid import BlockGrid
from .commit import no_room
from .planning import Plan

FORMAT = 5  # raise it when a block's pieces, sums or rasters are determined or stored in another way
RUNS = "runs"  # in the user's cache folder
LOCK = "lock"
NOTE = "run.json"  # the job of the run and the number of its blocks
KEPT = 30 * 24 * 3600.0  # seconds after which an unfinished run is removed


@dataclass(frozen=True)
class RunFolder:
    """The files of one run in folders of their own."""

    path: Path

    @property
    def blocks(self) -> Path:
        """The folder of finished blocks."""
        return self.path / "blocks"

    @property
    def tiles(self) -> Path:
        """The folder of mapped tiles."""
        return self.path / "tiles"

    @property
    def begun(self) -> Path:
        """The folder of blocks that are drawn although some of their tiles are missing, empty when the run begins."""
        return self.path / "begun"

    def prepare(self) -> None:
        """Make the folders, and remove what a process that was killed had begun to write."""
        shutil.rmtree(self.begun, ignore_errors=True)
        for folder in (self.path, self.blocks, self.tiles, self.begun):
            folder.mkdir(exist_ok=True)
            remove_partial(folder)

    def describe(self, job: Job, blocks: int) -> None:
        """Note which job the run does and how many blocks it has, for `finished_blocks`."""
        with contextlib.suppress(OSError, InputError):  # the run does without; what needs a full disk reports it
            note = {"job": job_digest(job), "blocks": blocks}
            with atomic_write(self.path / NOTE, durable=False) as partial:
                partial.write_text(json.dumps(note), encoding="utf-8")

    def remove(self) -> None:
        """Remove all that is stored of the run."""
        for folder in (self.blocks, self.tiles, self.begun):
            shutil.rmtree(folder, ignore_errors=True)


def run_key(plan: Plan, area: Area | None, predictor: Predictor, grid: BlockGrid) -> str:
    """Return a hash of everything that blocks depend on, empty where a changed image would not show.

    That is the images with size and modification time, the reference frame, the area, the ground left out, the given
    parcels, the bundle and the division into blocks; not the minimum area and the simplification, which are applied
    afterwards.
    """
    scene, excluded = plan.scene, plan.excluded
    images = [fingerprint(a, scene.elevation) for a in (*scene.of("S2"), *scene.of("S1"))]
    if not all(images):
        return ""
    parcels = plan.parcels.fingerprint if plan.parcels else ""
    left_out = hashlib.sha256(excluded.bits.tobytes()).hexdigest() if excluded else ""
    facts = (
        FORMAT, predictor.fingerprint, predictor.name, predictor.tile, predictor.watershed_settings, images,
        plan.reference.key, area, plan.frame, plan.grid, left_out, parcels, grid,
    )  # fmt: skip
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def runs_folder(job: Job, cache_folder: Path) -> Path:
    """Return the folder in which unfinished runs of a job are kept: the one that it names, else one in the cache's."""
    return Path(job.runs).resolve() if job.runs else cache_folder / RUNS


def job_digest(job: Job) -> str:
    """Return a hash of what a job asks for, empty where a changed image would not show.

    It is known before the reference frame is chosen and the model loaded, which `run_key` needs.
    """
    images = sorted(fingerprint(a, job.scene.elevation) for a in job.scene.acquisitions if not a.problem)
    if not all(images):
        return ""
    card = card_fingerprint(load_bundle(job.bundle).card)
    facts = FORMAT, images, job.reference, job.season, job.area, job.exclude, job.like, job.parcels, card
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def finished_blocks(parent: Path, job: Job) -> tuple[int, int]:
    """Return how many blocks an interrupted run of a job in ``parent`` has finished and how many it has; 0 for none."""
    digest = job_digest(job)
    for path in parent.iterdir() if digest and parent.is_dir() else ():
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            note = json.loads((path / NOTE).read_text(encoding="utf-8"))
            if note["job"] == digest:
                finished = sum(1 for _ in RunFolder(path).blocks.glob("*.npz"))
                return min(finished, int(note["blocks"])), int(note["blocks"])
    return 0, 0


@contextlib.contextmanager
def open_run_folder(parent: Path, key: str, scratch: Path, reporter: Reporter) -> Iterator[RunFolder]:
    """Yield the folder of the run with this key in ``parent``, where an earlier process may have left finished blocks.

    It is left in place, for `RunFolder.remove` or a later run. A run without a key, or whose folder is in use by
    another process or cannot be made, gets one of its own in ``scratch`` or ``parent``, which is removed at the end.
    Folders that nobody used for `KEPT` seconds are removed, which is reported.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        lock = _lock(parent / key) if key else None
        for date in remove_runs(parent, KEPT):
            reporter.warn(tr("What an unfinished run of {} had left was removed.").format(date.isoformat()))
    except OSError as error:
        parent, lock = scratch, None
        text = tr("This run cannot be continued if it is interrupted: {} cannot be used ({}).")
        reporter.warn(text.format(parent, error.strerror or error))
    with _locked(parent / key, lock) if lock else _temporary(parent) as path:
        folder = RunFolder(path)
        folder.prepare()
        try:
            yield folder
        finally:
            shutil.rmtree(folder.begun, ignore_errors=True)


@contextlib.contextmanager
def _locked(path: Path, lock: IO[bytes]) -> Iterator[Path]:
    """Yield a folder under its lock; remove it at the end where nothing is stored in it."""
    try:
        with lock:
            yield path
    finally:
        if not any(file for file in path.rglob("*") if file.is_file() and file.name not in (LOCK, NOTE)):
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _temporary(parent: Path) -> Iterator[Path]:
    """Yield a folder that is removed at the end."""
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(scratch_folder(parent))
        except OSError as error:
            raise no_room(parent, error) from error
        yield folder


def unfinished_runs(parent: Path) -> tuple[int, int]:
    """Return how many runs have left something in ``parent``, and how many bytes."""
    folders = [path for path in parent.iterdir() if path.is_dir()] if parent.is_dir() else []
    return len(folders), sum(file.stat().st_size for path in folders for file in path.rglob("*") if file.is_file())


def remove_runs(parent: Path, age: float = 0.0) -> list[datetime.date]:
    """Remove what runs have left in ``parent`` that nobody goes on with, nor did for ``age`` seconds.

    Returns the date on which each was last used.
    """
    dates = []
    for path in parent.iterdir() if parent.is_dir() else ():
        lock = path / LOCK if (path / LOCK).exists() else path
        used = lock.stat().st_mtime
        held = _lock(path, touch=False) if path.is_dir() and time.time() - used >= age else None
        if held:
            held.close()
            shutil.rmtree(path, ignore_errors=True)
            dates.append(datetime.date.fromtimestamp(used))
    return dates


def _lock(path: Path, touch: bool = True) -> IO[bytes] | None:
    """Return the open lock file of a run's folder, None where another process holds it.

    The system releases it when the process ends, however it does. Its modification time says when it was last used.
    """
    path.mkdir(exist_ok=True)
    file = open(path / LOCK, "a+b")  # noqa: SIM115 (it stays open for as long as the lock is held)
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    if not (path / LOCK).exists():  # its holder has just ended and removed the folder
        file.close()
        return None
    if touch:
        os.utime(path / LOCK)
    return file
