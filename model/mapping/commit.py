"""Writing of a run's own files: complete or not at all, with real bytes, and a full disk is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from ..outputs.transaction import atomic_write
from ..protocol import InputError
from ..text import tr


def commit(path: Path, write: Callable[[IO[bytes]], None], durable: bool = False) -> None:
    """Let ``write`` fill a file that takes its name only afterwards, as `atomic_write` does.

    Raises `InputError` where the disk is full or fails.
    """
    try:
        with atomic_write(path, durable) as partial, open(partial, "wb") as file:
            write(file)
    except OSError as error:
        raise no_room(path.parent, error) from error


def no_room(folder: Path, error: OSError) -> InputError:
    """Return the sentence about a folder that cannot be written to."""
    text = tr(
        "What is mapped cannot be written to {} ({}). Free some space and run again: what is finished is kept, and the "
        "run goes on from there."
    )
    return InputError(text.format(folder, error.strerror or error))
