"""A dataset at a URL: object stores rename nothing, so that a marker says whether it is whole.

Each file appears there as a whole, one after the other. The marker is written when all of them are there, and removed
before any of them is replaced: a dataset without it is not complete. Spark and Hadoop use the same name for it, and
readers of datasets skip names that begin so.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from ..outputs.existing_files import MARK, is_own_parquet
from ..outputs.scratch_folders import scratch_folder
from ..outputs.target_checks import ExistsError
from ..outputs.transaction import unused_path
from ..protocol import InputError
from ..remote_files import AT_ONCE, PREFIXES, brief, file_system, files_below, patiently
from ..stopping import raise_if_stopped
from ..text import tr

MARKER = "_SUCCESS"
READ_ONLY = ("http://", "https://")


def check_remote(url: str, pattern: str, overwrite: bool) -> None:
    """Raise `InputError` where a dataset of files like ``pattern`` must not or cannot be written to a URL.

    Files that Doab did not write are never replaced, others only where the user wants to ``overwrite`` them.
    """
    if url.lower().startswith(READ_ONLY):
        text = tr("Nothing can be written to {}. Give a folder, or a URL of a store, such as s3://BUCKET/FOLDER.")
        raise InputError(text.format(url))
    _replaceable(url, pattern, overwrite)
    system, root = file_system(url)
    probe = _join(root, f"_doab-{uuid4().hex}")
    try:
        _make_folder(url, system, root)
        system.pipe_file(probe, b"")
        system.rm_file(probe)
    except Exception as error:  # each store has errors of its own
        text = tr("{} cannot be written to ({}). Check the address, and what gives access to it.")
        raise InputError(text.format(url, brief(error))) from error


@contextlib.contextmanager
def staged_remote(url: str, pattern: str, overwrite: bool, beside: Path, warn: Callable[[str], None]) -> Iterator[Path]:
    """Yield a temporary folder whose files are written to a URL when the block ends without an error.

    Files there that are like ``pattern`` are an older dataset, which makes way. Raises `InputError` as `check_remote`
    does, before the block and after it. Where writing fails, the files are kept in a folder next to ``beside``.
    """
    check_remote(url, pattern, overwrite)
    with scratch_folder(beside.parent, warn) as scratch:
        new = scratch / "new"
        new.mkdir()
        yield new
        try:
            _write(new, url, pattern, overwrite)
        except (InputError, OSError) as error:
            kept = unused_path(beside.with_name(f"{beside.stem}_geoparquet"))
            new.rename(kept)
            text = tr("{} What was to be written is complete in {}: copy it there.")
            raise InputError(text.format(error, kept)) from error


def _write(folder: Path, url: str, pattern: str, overwrite: bool) -> None:
    """Write the files of a folder to a URL, in place of those there that are like ``pattern``."""
    older = _replaceable(url, pattern, overwrite)
    system, root = file_system(url)
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    if MARKER in older:
        patiently(url, partial(system.rm_file, _join(root, MARKER)))
    for name, path in files.items():
        raise_if_stopped()
        _make_folder(url, system, _join(root, name).rpartition("/")[0])
        patiently(url, partial(system.put_file, str(path), _join(root, name)))
    for name in sorted({*older} - files.keys() - {MARKER}):
        patiently(url, partial(system.rm_file, _join(root, name)))
    marker = {"generator": MARK, "files": {name: path.stat().st_size for name, path in files.items()}}
    patiently(url, partial(system.pipe_file, _join(root, MARKER), json.dumps(marker, indent=1).encode()))


def _replaceable(url: str, pattern: str, overwrite: bool) -> list[str]:
    """Return the names of an older dataset's files; raise `InputError` where they must not be replaced."""
    prefix = pattern.partition("*")[0]
    try:
        listed = files_below(url, lambda name: not name.startswith(prefix))
    except FileNotFoundError:
        return []
    names = [name for name in listed if name == MARKER or fnmatch(name, pattern)]
    system, root = file_system(url)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        own = [*threads.map(lambda name: patiently(url, partial(_is_own, system, _join(root, name))), names)]
    if not all(own):
        text = tr("{} was not written by Doab. Give another name.")
        raise InputError(text.format(_join(url, names[own.index(False)])))
    if names and not overwrite:
        text = tr("{} exists already and is kept. Give another name, or have it replaced (--overwrite).")
        raise ExistsError(text.format(_join(url, names[0])), 0)
    return names


def _is_own(system: Any, path: str) -> bool:
    """Return whether Doab wrote a file of a dataset, or its marker."""
    if path.endswith(f"/{MARKER}"):
        return MARK.encode() in system.cat_file(path)
    with system.open(path, "rb") as file:
        try:
            return is_own_parquet(file)
        except ValueError:
            return False


def _make_folder(url: str, system: Any, path: str) -> None:
    """Make a folder, except in object stores, which have none and might make a bucket instead."""
    if url.partition("://")[0].lower() not in PREFIXES:
        system.makedirs(path, exist_ok=True)


def _join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"
