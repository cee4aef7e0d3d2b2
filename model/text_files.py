"""Text files that the user names: ordinary files of a sensible size, never a pipe or a device."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .protocol import InputError
from .text import tr

LARGEST = 256 << 20  # bytes; the job of 225 images has half a megabyte


def require_file(path: str, largest: int = 0) -> None:
    """Raise `InputError` where there is no ordinary file of at most ``largest`` bytes (0: `LARGEST`)."""
    try:
        state = os.stat(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(tr("The file {!r} cannot be read: {}.").format(path, reason)) from error
    if not stat.S_ISREG(state.st_mode):
        raise InputError(tr("{!r} is no ordinary file. Name one.").format(path))
    if state.st_size > (largest or LARGEST):
        raise InputError(tr("{!r} has {} MB, which no such file has.").format(path, state.st_size >> 20))


def read_text(path: str, largest: int = 0) -> str:
    """Return the content of a UTF-8 file; raise `InputError` where it cannot be read or has over ``largest`` bytes."""
    require_file(path, largest)
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(tr("The file {!r} cannot be read: {}.").format(path, error)) from error
