"""Temporary folders with an owner: removed by the process that made them, or by a later one where it was killed."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ..stopping import shielded
from ..text import tr

if sys.platform != "win32":
    import fcntl

PREFIX = ".doab-"
OWNER = "owner.json"  # held open, and locked where the system can, for as long as the folder is in use
MOVES = "moves.json"  # written by `transaction` while files change places
OLD = 24 * 3600.0  # s; a folder without an owner, as earlier versions made them, is in use for no longer
RAW = ".raw"  # the only files that such folders are known to hold

_held: dict[Path, tuple[int, IO[str]]] = {}  # folders in use by this process: its id and the open owner file


@contextlib.contextmanager
def scratch_folder(parent: Path, warn: Callable[[str], None] = lambda text: None) -> Iterator[Path]:
    """Make a folder in ``parent`` that is gone when the block ends; remove what killed processes left there before.

    ``warn`` gets a sentence where something was left. Raises `OSError` where no folder can be made.
    """
    with shielded():
        sweep(parent, warn)
        folder = make_scratch(parent)
    try:
        yield folder
    finally:
        with shielded():
            remove_scratch(folder)


def make_scratch(parent: Path | None = None, prefix: str = PREFIX) -> Path:
    """Make a folder of this process in ``parent``, the system's folder for temporary files where it is None.

    The name is random, and only this user can enter it. Whoever calls this removes it with `remove_scratch`.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        hold_scratch(folder)
    except OSError:  # the disk is full
        remove_scratch(folder)
        raise
    return folder


def hold_scratch(folder: Path) -> None:
    """Mark a folder as in use by this process, also where another process uses it, too."""
    owner = os.fdopen(os.open(folder / OWNER, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    with contextlib.suppress(BlockingIOError):
        _lock(owner, exclusive=False)
    _held[folder] = os.getpid(), owner
    if not owner.read(1):
        json.dump({"program": "doab", "process": os.getpid(), "host": socket.gethostname()}, owner)
        owner.flush()


def is_scratch(folder: Path) -> bool:
    """Return whether a folder was made by `make_scratch`, by this process or another one."""
    return bool(_read_owner(folder))


def is_held(folder: Path) -> bool:
    """Return whether a folder is one of this process."""
    return folder in _held and _held[folder][0] == os.getpid()


def remove_scratch(folder: Path) -> None:
    """Remove a folder that `make_scratch` made; what cannot be removed is left to `sweep`."""
    _, owner = _held.pop(folder, (0, None))
    if owner is not None:
        with contextlib.suppress(OSError):  # what it could not write on a full disk
            owner.close()
    with contextlib.suppress(OSError):
        for entry in [*folder.iterdir()]:
            if entry.name == OWNER:  # to the last: a folder without it is not known as temporary
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink()
        (folder / OWNER).unlink(missing_ok=True)
        folder.rmdir()


def remove_all_scratch() -> None:
    """Remove the folders that this process still has, before it ends."""
    for folder, (process, _) in [*_held.items()]:
        if process == os.getpid():
            remove_scratch(folder)


def sweep(parent: Path | None, warn: Callable[[str], None], prefix: str = PREFIX) -> None:
    """Remove the folders in ``parent`` whose processes were killed; ``warn`` gets a sentence where there are any.

    A folder that another process holds, on this computer or another one, is left alone.
    """
    parent = Path(parent or tempfile.gettempdir())
    names, size = [], 0
    with contextlib.suppress(OSError):
        for folder in sorted(path for path in parent.iterdir() if path.name.startswith(prefix)):
            with contextlib.suppress(OSError):
                if not is_held(folder) and folder.is_dir() and not folder.is_symlink() and _is_orphan(folder):
                    size += sum(_disk_space(file) for file in folder.rglob("*") if file.is_file())
                    names.append(folder.name)
                    restore_moved(folder)
                    remove_scratch(folder)
    if names:
        text = tr("Temporary folders that killed runs had left in {} were removed: {} ({:.1f} MB).")
        warn(text.format(parent, ", ".join(names), size / 1e6))


def _is_orphan(folder: Path) -> bool:
    """Return whether no process uses a temporary folder any more."""
    owner = _read_owner(folder)
    if not owner:
        return _is_old_scratch(folder)
    if owner.get("host") != socket.gethostname():
        return False
    with open(folder / OWNER, "r+", encoding="utf-8") as file:
        try:
            _lock(file, exclusive=True)
        except BlockingIOError:
            return False
    if sys.platform == "win32":  # a file that another process has open cannot be renamed there
        try:
            os.replace(folder / OWNER, folder / f"{OWNER}.left")
            os.replace(folder / f"{OWNER}.left", folder / OWNER)
        except PermissionError:
            return False
    return True


def _is_old_scratch(folder: Path) -> bool:
    """Return whether a folder without an owner is one of an earlier version, not in use for a day."""
    if not re.fullmatch(r"\.doab-[a-z0-9_]{8}", folder.name) or (folder / OWNER).exists():
        return False
    files = [*folder.iterdir()]
    newest = max(path.stat().st_mtime for path in (folder, *files))
    return all(file.is_file() and file.suffix == RAW for file in files) and time.time() - newest > OLD


def _read_owner(folder: Path) -> dict:
    """Return the content of the owner file, empty where there is none or it is no file of Doab."""
    try:
        owner = json.loads((folder / OWNER).read_text("utf-8"))
        return owner if owner["program"] == "doab" else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def restore_moved(folder: Path) -> None:
    """Put older files back where a process was killed while files changed places (see `transaction.move_files`)."""
    try:
        moves = json.loads((folder / MOVES).read_text("utf-8"))
    except (OSError, ValueError):
        return
    for target, key in moves["new"].items():
        if _inode(Path(target)) == tuple(key):
            os.unlink(target)
    for backup, original in moves["older"].items():
        if (folder / backup).exists() and not os.path.lexists(original):
            os.replace(folder / backup, original)


def _disk_space(file: Path) -> int:
    """Return the bytes that a file takes; parts that were never written take none."""
    status = file.stat()
    return 512 * status.st_blocks if hasattr(status, "st_blocks") else status.st_size


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _lock(file: IO[str], exclusive: bool) -> None:
    """Lock a file, shared or exclusive; raise `BlockingIOError` where another process has it."""
    if sys.platform != "win32":
        kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # a file system without locks: the id of the process has to do
            file.seek(0)
            text = file.read()
            if exclusive and text and _is_alive(int(json.loads(text)["process"])):
                raise BlockingIOError from None
            file.seek(0)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
