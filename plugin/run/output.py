"""Where the parcels of a run go."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path


def free(path: Path) -> Path:
    """Return ``path``, or where that exists already the first of name_2, name_3, … beside it that does not."""
    numbered = (path.with_name(f"{path.stem}_{number}{path.suffix}") for number in itertools.count(2))
    return next(place for place in itertools.chain((path,), numbered) if not place.exists())


def put(made: Path, path: Path) -> Path:
    """Put a file in its place, or beside it where what is there may not be replaced; return where it is then.

    Windows replaces no file that a program has open. What is left of ``made`` goes with the folder that it is in.
    """
    try:
        _replace(made, path)
    except PermissionError:
        path = free(path)
        _replace(made, path)
    return path


def _replace(made: Path, path: Path) -> None:
    try:
        os.replace(made, path)
    except OSError:  # it lies on another disk, or is still open itself
        shutil.copyfile(made, path)
