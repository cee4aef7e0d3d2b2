"""Workers of Dask: processes of this machine, or those of a scheduler elsewhere. The only module that imports Dask."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster

from ..outputs.scratch_folders import scratch_folder
from ..protocol import InputError
from ..stopping import shielded
from ..text import tr
from .address import ClusterAddress
from .worker_pool import Outcome

PATIENCE = "20s"  # for the scheduler and the first answer
THREADS = "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"


class DaskPool:
    """The workers of a Dask ``client``."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._running: dict[Hashable, Future] = {}
        self._finished: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._known = set(self._workers())
        self._lost = 0

    @property
    def threads(self) -> int:
        """How many tasks the workers that are there now do at once."""
        return sum(self._workers().values())

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Hashable:
        """Have a function called by a worker; return a ticket."""
        self._require_scheduler()
        future = self._client.submit(function, *arguments, pure=False)
        self._running[future.key] = future
        future.add_done_callback(self._finished.put)
        key: Hashable = future.key
        return key

    def wait(self, seconds: float) -> list[Outcome]:
        """Return what was finished since the last call, at the latest after some seconds."""
        outcomes: list[Outcome] = []
        with contextlib.suppress(queue.Empty):
            outcomes.append(self._outcome(self._finished.get(timeout=seconds)))
            while True:
                outcomes.append(self._outcome(self._finished.get_nowait()))
        self._require_scheduler()
        if any(isinstance(one.error, CancelledError) for one in outcomes):  # nobody else cancels tasks
            raise InputError(_gone())
        return outcomes

    def lost(self) -> int:
        """Return how many workers have disappeared since the last call."""
        now = set(self._workers())
        lost = len(self._known - now)
        self._known = now
        return lost

    def _workers(self) -> dict[str, int]:
        """Return the threads of each worker by its address."""
        try:
            workers: dict[str, int] = self._client.nthreads()
        except (OSError, TimeoutError, RuntimeError):  # the scheduler is gone, or busy
            return {}
        return workers

    def _require_scheduler(self) -> None:
        """Raise `InputError` where the scheduler is gone."""
        if self._client.status not in ("running", "connecting"):
            raise InputError(_gone())

    def _outcome(self, future: Future) -> Outcome:
        """Return what became of a task, and forget it."""
        self._running.pop(future.key, None)
        try:
            return Outcome(future.key, future.result(timeout=PATIENCE))
        except KilledWorker as error:
            return Outcome(future.key, error=error, lost=True)
        except Exception as error:
            return Outcome(future.key, error=error)


def _gone() -> str:
    return tr("The scheduler of the cluster is gone. Run again: what is finished is kept.")


@contextlib.contextmanager
def open_pool(address: ClusterAddress, folder: Path) -> Iterator[DaskPool]:
    """Yield the workers at an address; processes of this machine are started here and ended afterwards.

    Their temporary files are in ``folder``. Raises `InputError` where no scheduler answers.
    """
    with contextlib.ExitStack() as stack:
        scheduler = address.address or stack.enter_context(_local(address.workers, folder))
        try:
            client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            text = tr("No Dask scheduler answers at {} ({}). Start one, or use --cluster local.")
            raise InputError(text.format(address.address, error)) from error
        stack.callback(_close, client)
        yield DaskPool(client)


@contextlib.contextmanager
def _local(workers: int, folder: Path) -> Iterator[LocalCluster]:
    """Yield a cluster of processes of this machine, which share its cores."""
    threads = os.environ.get(THREADS[0]) or str(max(1, (os.cpu_count() or 1) // workers))
    settings = {"distributed.nanny.pre-spawn-environ": dict.fromkeys(THREADS, threads)}
    with scratch_folder(folder) as scratch, dask.config.set(settings):
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            memory_limit=0,
            local_directory=str(scratch),
            silence_logs=logging.CRITICAL,
        )
        try:
            yield cluster
        finally:
            with shielded():
                cluster.close(timeout=10)


def _close(client: Client) -> None:
    """Leave the cluster: what was not begun is not done."""
    with shielded(), contextlib.suppress(OSError, TimeoutError):
        client.close(timeout=10)
