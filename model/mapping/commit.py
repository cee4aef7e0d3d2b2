"""Writing of a run's own files: complete or not at all, with real bytes, and a full disk is a sentence."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO
from uuid import uuid4

from ..outputs.transaction import flush_folder
from ..protocol import InputError
from ..text import tr

PARTIAL = ".partial"  # of a name that no other process has, which may write the same file


def commit(path: Path, write: Callable[[IO[bytes]], None], durable: bool = False) -> None:
    """Let ``write`` fill a file that takes its name only afterwards; ``durable`` waits until it outlives a power cut.

    Raises `InputError` where the disk is full or fails.
    """
    partial = path.with_name(f"{path.stem}-{uuid4().hex}{PARTIAL}")
    try:
        with open(partial, "wb") as file:
            write(file)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(partial, path)
        if durable:
            flush_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):  # the same disk fails again
            partial.unlink(missing_ok=True)
        raise no_room(path.parent, error) from error


def no_room(folder: Path, error: OSError) -> InputError:
    """Return the sentence about a folder that cannot be written to."""
    text = tr(
        "What is mapped cannot be written to {} ({}). Free some space and run again: what is finished is kept, and the "
        "run goes on from there."
    )
    return InputError(text.format(folder, error.strerror or error))
