"""The threads of a run: one reads images ahead, others compute; results come in the order of the work."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from ..datatypes import Predictor

Work = TypeVar("Work")
Result = TypeVar("Result")

AHEAD = 2  # images that are read before they are needed
ARENA_MAX = -8  # of glibc's mallopt: how many heaps threads may have


class Workers:
    """One thread that reads and ``predictor.workers`` threads that compute; a context manager that ends them.

    NumPy, PyTorch and GDAL release Python's lock while they compute, so that the threads use as many cores.
    """

    def __init__(self, predictor: Predictor) -> None:
        _share_heap()
        self._reading = ThreadPoolExecutor(1, "doab-reading")
        self._count = predictor.workers
        self._computing = ThreadPoolExecutor(self._count, "doab-computing", predictor.start_worker)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for pool in (self._reading, self._computing):
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in (self._reading, self._computing):
            pool.shutdown()

    def read(self, function: Callable[[Work], Result], work: Iterable[Work]) -> Iterator[tuple[Work, Result]]:
        """Yield each item with its result of ``function``; `AHEAD` later ones are read meanwhile."""
        return _in_order(self._reading, function, work, AHEAD)

    def compute(self, function: Callable[[Work], Result], work: Iterable[Work]) -> Iterator[tuple[Work, Result]]:
        """Yield each item with its result of ``function``; as many later ones as there are threads are under way."""
        return _in_order(self._computing, function, work, self._count)


def in_batches(items: Iterable[Work], size: int) -> Iterator[list[Work]]:
    """Yield ``items`` in lists of ``size``, the last one shorter where they do not divide."""
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch


def _in_order(
    pool: ThreadPoolExecutor, function: Callable[[Work], Result], work: Iterable[Work], ahead: int
) -> Iterator[tuple[Work, Result]]:
    """Yield items and results in the order of ``work``; what was not begun when the caller stops is not done."""
    waiting: deque[tuple[Work, Future[Result]]] = deque()
    try:
        for item in work:
            waiting.append((item, pool.submit(function, item)))
            if len(waiting) > ahead:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    finally:
        for _, future in waiting:
            future.cancel()


def _share_heap() -> None:
    """Let threads share one heap where the C library is glibc: each would keep the memory that it has freed."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(ARENA_MAX, 1)
