"""Processes that do tasks, as a run uses them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Outcome:
    """The ``result`` of the task with this ``ticket``, or the ``error`` with which it failed.

    ``lost`` says that those who did it disappeared, again and again.
    """

    ticket: Hashable
    result: Any = None
    error: Exception | None = None
    lost: bool = False


class WorkerPool(Protocol):
    """Some workers: `dask_pool.DaskPool` and the test doubles implement it."""

    @property
    def threads(self) -> int:
        """How many tasks the workers that are there now do at once."""
        ...

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Hashable:
        """Have a function called by a worker; return a ticket. A task whose worker is lost is given to another one."""
        ...

    def wait(self, seconds: float) -> list[Outcome]:
        """Return what was finished since the last call, at the latest after some seconds.

        Raises `InputError` where the workers cannot be reached any more.
        """
        ...

    def lost(self) -> int:
        """Return how many workers have disappeared since the last call."""
        ...
