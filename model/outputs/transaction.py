"""Output files take their names only when they are complete: all of them or none, and never over what must stay.

A file is written in a temporary folder, which has a random name and is this user's alone, beside its target or
elsewhere. Then it is brought there and flushed to the disk, what exists is checked once more, and it is renamed. Files
in folders of Doab's own, which nobody names as an output, need no more than `atomic_write`.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ..protocol import InputError
from ..stopping import raise_if_stopped, shielded
from ..text import tr
from .existing_files import journals
from .scratch_folders import MOVES, is_held, restore_moved, scratch_folder, sweep
from .target_checks import check_existing, check_folder, check_target, resolve_target

Warn = Callable[[str], None]
PARTIAL = ".partial"  # ending of files that are being written in folders of Doab


def _silent(_: str) -> None:
    """Warn nobody."""


@dataclass
class StagedFile:
    """An output under way: write ``file``; when the block of `staged_file` has ended, it is at ``path``."""

    file: Path
    path: Path


@contextlib.contextmanager
def staged_file(
    target: Path | str,
    overwrite: bool = False,
    inputs: Iterable[str | Path] = (),
    size: int = 0,
    warn: Warn = _silent,
    beside: bool = False,
    staging: Path | None = None,
) -> Iterator[StagedFile]:
    """Yield a `StagedFile`, which takes the name ``target`` when the block ends without an error.

    Raises `InputError` as `check_target` does, before the block and after it. With ``beside``, a complete file that
    cannot take its name in the end gets an unused one beside it. ``warn`` gets what `scratch_folder` has to say. A file
    that takes long to write is written in the folder ``staging``, so that nothing stands beside its target meanwhile.
    """
    if is_held(Path(target).parent):  # in a temporary folder of this process, which is complete or gone as a whole
        yield StagedFile(Path(target), Path(target))
        return
    path = check_target(target, overwrite, inputs, size)
    with contextlib.ExitStack() as stack:
        try:
            if staging:
                sweep(path.parent, warn)
            folder = stack.enter_context(scratch_folder(staging or path.parent, warn))
        except OSError as error:
            raise _not_written(path, error) from error
        staged = StagedFile(folder / f"new{path.suffix}", path)
        yield staged
        deliver = deliver_file if staging else place_file
        staged.path = deliver(staged.file, path, overwrite, beside)


@contextlib.contextmanager
def staged_folder(
    target: Path | str,
    patterns: Sequence[str],
    overwrite: bool = False,
    inputs: Iterable[str | Path] = (),
    warn: Warn = _silent,
    staging: Path | None = None,
) -> Iterator[Path]:
    """Yield a temporary folder whose files move into the folder ``target`` when the block ends without an error.

    Files there that match one of ``patterns`` are an older output, which makes way. The folder is created where it is
    missing. ``staging`` is as in `staged_file`. Raises `InputError` as `check_target` does.
    """
    folder = resolve_target(target)
    with _created_folder(folder):
        check_folder(folder)
        check_existing(_matching(folder, patterns), overwrite, inputs)
        if staging:
            sweep(folder, warn)
        with scratch_folder(staging or folder, warn) as scratch:
            new = scratch / "new"
            new.mkdir()
            yield new
            move_files(new, folder, _matching(folder, patterns), overwrite)


@contextlib.contextmanager
def atomic_write(path: Path, durable: bool = True) -> Iterator[Path]:
    """Yield the path of a temporary file that replaces ``path``, a file in a folder of Doab, when the block ends.

    ``durable`` waits until it outlives a power cut. Several processes may write the same file; what one that was killed
    has left is removed by `remove_partial`.
    """
    partial = path.with_name(f"{path.stem}-{uuid4().hex}{PARTIAL}")
    try:
        yield partial
        if durable:
            _flush(partial)
        with shielded():
            os.replace(partial, path)
            if durable:
                flush_folder(path.parent)
    except BaseException:
        with shielded(), contextlib.suppress(OSError):  # a disk that failed fails again
            partial.unlink(missing_ok=True)
        raise


def remove_partial(folder: Path) -> None:
    """Remove what `atomic_write` left in a folder when its process was killed; no other may be writing there."""
    for path in folder.glob(f"*{PARTIAL}"):
        path.unlink(missing_ok=True)


def deliver_file(source: Path, target: Path, overwrite: bool, beside: bool = False) -> Path:
    """Move a complete file, from another disk or not, to ``target`` as `staged_file` does; return where it is."""
    with scratch_folder(target.parent) as folder:
        file = _bring(source, folder / f"new{target.suffix}")
        return place_file(file, target, overwrite, beside)


def place_file(file: Path, target: Path, overwrite: bool, beside: bool = False) -> Path:
    """Rename a complete file to ``target``, on the same disk, or with ``beside`` to an unused name; return the path."""
    raise_if_stopped()
    _flush(file)
    try:
        with shielded():
            _rename(file, target, overwrite)
    except InputError:
        if not beside:
            raise
        target = unused_path(target)
        with shielded():
            _rename(file, target, False)
    return target


def move_files(source: Path, folder: Path, older: Iterable[Path], overwrite: bool) -> None:
    """Move all files of ``source`` into ``folder``, under the same names, in place of the ``older`` ones there.

    All or none of them: a process that is killed meanwhile leaves notes with which `sweep` restores the older files.
    Raises `InputError` as `check_target` does.
    """
    raise_if_stopped()
    names = sorted(path.relative_to(source) for path in source.rglob("*") if path.is_file())
    targets = [folder / name for name in names]
    replaced = [path for path in dict.fromkeys([*older, *targets]) if os.path.lexists(path)]
    try:
        check_existing(replaced, overwrite)
        with scratch_folder(folder) as scratch:
            files = [_bring(source / name, scratch / str(number)) for number, name in enumerate(names)]
            for file in files:
                _flush(file)
            left = [path for target in targets for path in journals(target) if path.exists()]
            with shielded():
                _swap(scratch, dict(zip(files, targets)), [*replaced, *left])
    except OSError as error:
        raise _not_written(folder / names[0] if names else folder, error) from error


def unused_path(path: Path) -> Path:
    """Return ``path`` or, where it exists, the first of name_2, name_3, … in its folder that does not."""
    numbered = (path.with_name(f"{path.stem}_{number}{path.suffix}") for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain((path,), numbered) if not os.path.lexists(candidate))


def _rename(file: Path, target: Path, overwrite: bool) -> None:
    """Rename a file; raise `InputError` where what exists must not be replaced, or is in use."""
    if os.path.lexists(target):
        check_existing([target], overwrite)
    try:
        for journal in journals(target):
            journal.unlink(missing_ok=True)
        if overwrite:
            os.replace(file, target)
        else:
            _rename_exclusively(file, target)
        flush_folder(target.parent)
    except OSError as error:
        raise _not_written(target, error) from error


def _rename_exclusively(file: Path, target: Path) -> None:
    """Rename a file; raise `FileExistsError` where the name is taken."""
    if os.name != "nt":  # elsewhere a rename replaces what is there
        try:
            os.link(file, target)
            file.unlink()
            return
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
    os.rename(file, target)


def _swap(scratch: Path, files: dict[Path, Path], older: Sequence[Path]) -> None:
    """Move older files into the temporary folder and the new ones to their targets; undo it where that fails."""
    backups = {f"older{number}": path for number, path in enumerate(older)}
    status = {str(target): file.stat() for file, target in files.items()}
    moves = {
        "older": {name: str(path) for name, path in backups.items()},
        "new": {target: [one.st_dev, one.st_ino] for target, one in status.items()},
    }
    (scratch / MOVES).write_text(json.dumps(moves), "utf-8")
    _flush(scratch / MOVES)
    try:
        for name, path in backups.items():
            os.replace(path, scratch / name)
        for file, target in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            _rename_exclusively(file, target)
        for folder in {target.parent for target in files.values()}:
            flush_folder(folder)
    except BaseException:
        restore_moved(scratch)
        raise
    (scratch / MOVES).unlink()


@contextlib.contextmanager
def _created_folder(folder: Path) -> Iterator[None]:
    """Create a folder with its parents; those that are empty after an error in the block are removed again."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise InputError(tr("{} is a file. Give the name of a folder.").format(folder)) from error
    except OSError as error:
        raise InputError(tr("The folder {} cannot be made: {}.").format(folder, error.strerror)) from error
    try:
        yield
    except BaseException:
        with shielded(), contextlib.suppress(OSError):
            for path in missing:
                path.rmdir()
        raise


def _matching(folder: Path, patterns: Sequence[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in folder.glob(pattern) if not _is_temporary(path, folder))


def _is_temporary(path: Path, folder: Path) -> bool:
    return any(is_held(folder / part) for part in path.relative_to(folder).parts[:1])


def _bring(source: Path, path: Path) -> Path:
    """Move a file to ``path``, which may be on another disk; ``source`` may remain there."""
    try:
        os.replace(source, path)
    except OSError:  # it is on another disk, or still open itself
        shutil.copyfile(source, path)
    return path


def _flush(file: Path) -> None:
    """Wait until a file is on the disk, where the file system can."""
    number = os.open(file, os.O_RDWR)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise
    finally:
        os.close(number)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    if os.name != "nt":
        with contextlib.suppress(OSError):
            number = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)


def _not_written(path: Path, error: OSError) -> InputError:
    text = tr(
        "{} could not be written: {}. Make room on the disk, close the programs that use the file, or "
        "choose another one."
    )
    return InputError(text.format(path, error.strerror or error))
