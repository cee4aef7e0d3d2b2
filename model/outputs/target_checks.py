"""What has to be true of an output before anything is computed, and again before it takes its name."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..protocol import InputError
from ..text import tr
from .existing_files import JOURNALS, count_edited, foreign_content, is_in_use
from .scratch_folders import make_scratch, remove_scratch

SPARE = 4_000_000  # bytes that have to stay free: a disk with less is full
LONGEST_DATABASE_PATH = 504  # bytes; SQLite opens no longer one, with the ending of its journal
MEGABYTE = 1_000_000


class ExistsError(InputError):
    """An output exists and may be replaced if the user says so; ``edited`` parcels are the user's own work.

    ``edited`` is None where nobody knows how many there are.
    """

    def __init__(self, text: str, edited: int | None) -> None:
        super().__init__(text)
        self.edited = edited


def check_target(target: Path | str, overwrite: bool = False, inputs: Iterable[str | Path] = (), size: int = 0) -> Path:
    """Return the path of a file that can be written, links resolved; raise `InputError` with the reason where not.

    It must not be one of ``inputs``, which are paths as GDAL takes them, nor a file that Doab did not write, nor one in
    use; ``size`` bytes need to fit on its disk. Where all is well but the file exists, `ExistsError` is raised unless
    the user wants to ``overwrite`` it.
    """
    path = resolve_target(target)
    check_folder(path.parent, size, path.name)
    if os.path.lexists(path):
        check_existing([path], overwrite, inputs)
    return path


def resolve_target(target: Path | str) -> Path:
    """Return the absolute path of an output; a link stands for the file that it leads to."""
    try:
        path = Path(os.path.realpath(target))
        is_loop = path.is_symlink()
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(tr("{!r} is no possible name of a file ({}).").format(str(target), error)) from error
    if is_loop:
        raise InputError(tr("{} is a link that leads nowhere. Give another name.").format(target))
    return path


def check_folder(folder: Path, size: int = 0, name: str = "") -> None:
    """Raise `InputError` where no file of ``size`` bytes called ``name`` can be created in a folder."""
    if not folder.is_dir():
        text = tr("The folder {} does not exist. Create it or write the result elsewhere.")
        raise InputError(text.format(folder))
    is_database = name.lower().endswith(".gpkg")
    longest = f"{name}{JOURNALS[-1]}" if is_database else name
    if is_database and len(os.fsencode(folder / name)) > LONGEST_DATABASE_PATH:
        raise InputError(_too_long(name))
    try:
        scratch = make_scratch(folder)
        try:
            if name:
                os.close(os.open(scratch / longest, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        finally:
            remove_scratch(scratch)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise InputError(_too_long(name)) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
            raise InputError(
                tr("The disk of {} is full. Free some space or write elsewhere.").format(folder)
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            text = tr("The folder {} cannot be written to. Write the result elsewhere.")
            raise InputError(text.format(folder)) from error
        raise InputError(tr("{!r} cannot be created in {}: {}.").format(name, folder, error.strerror)) from error
    check_space(folder, size)


def check_space(folder: Path, size: int = 0) -> None:
    """Raise `InputError` where ``size`` bytes do not fit on the disk of a folder, or it is full."""
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        text = tr(
            "{:.0f} MB are needed in {}, where {:.0f} MB are free. Free some space or write the result elsewhere."
        )
        raise InputError(text.format((size + SPARE) / MEGABYTE, folder, free / MEGABYTE))


def check_existing(files: Iterable[Path], overwrite: bool, inputs: Iterable[str | Path] = ()) -> None:
    """Raise `InputError` where one of the existing files of an output must not be replaced, as `check_target` does."""
    files, inputs = [*files], [*inputs]
    for path in files:
        _check_replaceable(path, inputs)
    if files and not overwrite:
        edited = count_edited(files[0]) if len(files) == 1 else 0
        text = tr("{} exists already and is kept. Give another name, or have it replaced (--overwrite).")
        raise ExistsError(" ".join(filter(None, [text.format(files[0]), describe_edits(edited)])), edited)


def describe_edits(edited: int | None) -> str:
    """Return a sentence on the parcels of an existing file that the user edited, empty where there are none."""
    if edited is None:
        return tr("It may hold parcels that were edited by hand.")
    return tr("Parcels in it that were edited by hand: {}.").format(edited) if edited else ""


def _check_replaceable(path: Path, inputs: Iterable[str | Path]) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise InputError(tr("{} is a folder. Give the name of a file to write.").format(path))
    if not stat.S_ISREG(status.st_mode):
        raise InputError(tr("{} is no ordinary file. Give another name.").format(path))
    for one in inputs:
        if any(_is_same(path, part) for part in _files_in(str(one))):
            raise InputError(tr("{} is an input of this run and cannot be its output. Give another name.").format(path))
    if not status.st_mode & 0o222:
        raise InputError(tr("{} is write-protected. Give another name.").format(path))
    try:
        # This first: what a crashed program left beside a database has to be settled before it can be read.
        problem = _in_use(path) if is_in_use(path) else foreign_content(path)
    except sqlite3.OperationalError:
        problem = _in_use(path)
    except OSError as error:
        problem = tr("{} cannot be read: {}.").format(path, error.strerror)
    if problem:
        raise InputError(problem)


def _files_in(text: str) -> Iterator[Path]:
    """Yield the files that a path as GDAL takes it may name: of an archive, of a layer in a file, of a driver."""
    for part in re.split(r"[|\"]|:(?=[/\\A-Za-z.])(?![/\\]{2})", text):
        path = Path(re.sub(r"/vsi\w+/\{?", "", part).partition("}")[0])
        yield path
        yield from path.parents
    yield Path(text)


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _too_long(name: str) -> str:
    return tr("The name {} is too long for this disk. Give a shorter one.").format(name)


def _in_use(path: Path) -> str:
    return tr("{} is in use by another program. Close what has it open, or write elsewhere.").format(path)
