"""Where the parcels of a run go."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..child.process import ChildError
from ..parcels.crop_areas import TABLE
from ..text import tr


def free(path: Path) -> Path:
    """Return ``path``, or where that exists already the first of name_2, name_3, … beside it that does not."""
    numbered = (path.with_name(f"{path.stem}_{number}{path.suffix}") for number in itertools.count(2))
    return next(place for place in itertools.chain((path,), numbered) if not place.exists())


def loss(path: Path) -> str:
    """Say what a GeoPackage holds beside parcels and their styles, which would be lost if it were replaced.

    Reads the file, so for a task's thread. Returns an empty string where nothing would be lost.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as package:
            names = [name for (name,) in package.execute("SELECT table_name FROM gpkg_contents")]
    except sqlite3.Error:  # there is none, or no GeoPackage, whatever its name says
        return ""
    others = [name for name in names if name not in (TABLE, "layer_styles")]
    return (
        tr("{} also holds {}, which would be lost. Choose another file.").format(path.name, ", ".join(others))
        if others
        else ""
    )


def put(made: Path, path: Path) -> Path:
    """Put a file in its place, or beside it where what is there may not be replaced; return where it is then.

    Windows replaces no file that a program has open. What is left of ``made`` goes with the folder that it is in.
    """
    try:
        move(made, path)
    except PermissionError:
        path = free(path)
        move(made, path)
    return path


def move(made: Path, path: Path) -> None:
    """Move a file to its place; raises `OSError` where that fails, and what was there before is as it was."""
    try:
        os.replace(made, path)
    except OSError:  # it lies on another disk, or is still open itself
        partial = path.with_name(f"{path.name}.part")
        try:
            shutil.copyfile(made, partial)
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    for journal in _journals(path):
        journal.unlink(missing_ok=True)


def move_together(files: Sequence[Path], folder: Path, gone: Iterable[Path]) -> None:
    """Move files into a folder, where the older ones ``gone`` make way for them, as soon as all have found room there.

    Raises `OSError` as `move` does.
    """
    places = [folder / file.name for file in files]
    older = dict.fromkeys([*gone, *places, *itertools.chain.from_iterable(map(_journals, places))])
    aside = []
    with contextlib.ExitStack() as undo:
        for file in files:
            partial = folder / f"{file.name}.part"
            undo.callback(partial.unlink, missing_ok=True)
            move(file, partial)
        for path in filter(Path.exists, older):
            aside.append(free(path.with_name(f"{path.name}.old")))
            os.replace(path, aside[-1])
            undo.callback(os.replace, aside[-1], path)
        for place in places:
            os.replace(place.with_name(f"{place.name}.part"), place)
            undo.callback(place.unlink)
        undo.pop_all()  # from here on nothing is taken back
    for path in aside:
        with contextlib.suppress(OSError):  # the new files are in their place, and Windows removes none that is open
            path.unlink()


def _journals(path: Path) -> list[Path]:
    """Return the files in which SQLite keeps changes of ``path``, which it would play into any file of that name."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def unwritten(path: Path, error: OSError) -> ChildError:
    """Return what to tell the analyst where ``path`` could not be written."""
    return ChildError(
        tr(
            "{} could not be written: {}. Make room on the disk, close the programs that use the file, or "
            "choose another one."
        ).format(path, error.strerror or error)
    )
