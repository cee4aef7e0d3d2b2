"""Writing output files: unused names, writable folders, and moving finished files to their destination."""

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
from ..parcels.not_farmland import TABLE as NOT_FARMLAND
from ..text import tr


def unused_path(path: Path) -> Path:
    """Return ``path`` or, where it exists, the first of name_2, name_3, … in its folder that does not."""
    numbered = (path.with_name(f"{path.stem}_{number}{path.suffix}") for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain((path,), numbered) if not candidate.exists())


def is_writable(folder: Path) -> bool:
    """Return whether ``folder`` exists and files can be created in it."""
    return folder.is_dir() and os.access(folder, os.W_OK)


def overwrite_error(path: Path) -> str:
    """Return the error message where a GeoPackage holds other tables than those of a result, which would be lost.

    Reads the file, so call it on a task's thread. Returns an empty string where the file may be replaced.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as package:
            names = [name for (name,) in package.execute("SELECT table_name FROM gpkg_contents")]
    except sqlite3.Error:  # no file, or not a GeoPackage in spite of its name
        return ""
    others = [name for name in names if name not in (TABLE, NOT_FARMLAND, "layer_styles")]
    return (
        tr("{} also holds {}, which would be lost. Choose another file.").format(path.name, ", ".join(others))
        if others
        else ""
    )


def move_or_rename(source: Path, path: Path) -> Path:
    """Move a file to ``path``, or to an unused path beside it where the older file cannot be replaced; return the path.

    Windows does not replace a file that a program has open. ``source`` may remain; its folder is removed later.
    """
    try:
        move(source, path)
    except PermissionError:
        path = unused_path(path)
        move(source, path)
    return path


def move(source: Path, path: Path) -> None:
    """Move a file and replace an older one; raises `OSError` where that fails, and the older file is unchanged then."""
    try:
        os.replace(source, path)
    except OSError:  # it is on another disk, or still open itself
        partial = path.with_name(f"{path.name}.part")
        try:
            shutil.copyfile(source, partial)
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    for journal in _journals(path):
        journal.unlink(missing_ok=True)


def move_all(files: Sequence[Path], folder: Path, replaced: Iterable[Path]) -> None:
    """Move files into a folder and remove the older files ``replaced``, all or none of them.

    Raises `OSError` as `move` does.
    """
    targets = [folder / file.name for file in files]
    older = dict.fromkeys([*replaced, *targets, *itertools.chain.from_iterable(map(_journals, targets))])
    backups: list[Path] = []
    with contextlib.ExitStack() as undo:
        for file in files:
            partial = folder / f"{file.name}.part"
            undo.callback(partial.unlink, missing_ok=True)
            move(file, partial)
        for path in filter(Path.exists, older):
            backups.append(unused_path(path.with_name(f"{path.name}.old")))
            os.replace(path, backups[-1])
            undo.callback(os.replace, backups[-1], path)
        for target in targets:
            os.replace(target.with_name(f"{target.name}.part"), target)
            undo.callback(target.unlink)
        undo.pop_all()  # all files are moved: do not roll back any more
    for path in backups:
        with contextlib.suppress(OSError):  # Windows does not remove a file that is open
            path.unlink()


def _journals(path: Path) -> list[Path]:
    """Return the journal files of an SQLite database, which SQLite would apply to any new file of that name."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def write_error(path: Path, error: OSError) -> ChildError:
    """Return the error for the user where ``path`` could not be written."""
    return ChildError(
        tr(
            "{} could not be written: {}. Make room on the disk, close the programs that use the file, or "
            "choose another one."
        ).format(path, error.strerror or error)
    )
