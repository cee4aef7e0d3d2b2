"""Files that take their name only when they are complete."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotReplacedError(OSError):
    """The complete file could not take its name; the older one is in use or the folder is protected."""


@contextmanager
def atomic_write(path: Path, extension: str = "") -> Iterator[Path]:
    """Yield the path of a temporary file beside ``path``, which replaces ``path`` when the block ends.

    The name of the temporary file ends in ``extension``, for libraries that take the format from it. An error inside
    leaves what was at ``path`` untouched; whatever begins with the temporary name is removed. Raises
    `NotReplacedError` where the complete file cannot take its name.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial{extension}")
    try:
        yield partial
        try:
            partial.replace(path)
        except OSError as error:
            winerror = getattr(error, "winerror", None)
            raise NotReplacedError(error.errno, error.strerror, error.filename, winerror, error.filename2) from error
    finally:
        for leftover in partial.parent.glob(f"{glob.escape(partial.name)}*"):
            leftover.unlink()
