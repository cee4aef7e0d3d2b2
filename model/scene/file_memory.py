"""Results that were read from raster files, kept in memory while the files are unchanged.

A process that recognises the same images again, after one of them was corrected, need not open the others.
"""

from __future__ import annotations

import functools
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from .fingerprint import FileState, file_states

MOST = 20_000  # results of each function
SIDE_FILES = (".aux.xml", ".msk")  # beside a raster, with what it lacks itself

T = TypeVar("T")

Dependencies = tuple[Hashable, Iterable[str]]
"""A key for all that a result depends on besides the contents of files, and the paths of these."""


def kept_while_unchanged(dependencies: Callable[..., Dependencies]) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Decorate a function of files: a call returns the earlier result while the files are as they were.

    ``dependencies`` is called with the function's arguments. Files are compared by path, size and time of change;
    results from files whose changes would not show are not kept. The results must not be changed by their users.
    """

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        results: OrderedDict[Hashable, T] = OrderedDict()

        @functools.wraps(function)
        def recalled(*arguments: object) -> T:
            key, paths = dependencies(*arguments)
            states = _states(set(paths))
            if states is None:
                return function(*arguments)
            key = key, states
            if key not in results:
                results[key] = function(*arguments)
                if len(results) > MOST:
                    results.popitem(last=False)
            results.move_to_end(key)
            return results[key]

        return recalled

    return decorate


def _states(paths: set[str]) -> tuple[FileState, ...] | None:
    """Return the states of files and of those beside them that belong to them; None where changes would not show."""
    states = file_states(paths)
    if states is None:
        return None
    beside = [f"{path}{end}" for path, _, _ in states for end in SIDE_FILES]
    return *states, *(file_states({path for path in beside if os.path.isfile(path)}) or ())
