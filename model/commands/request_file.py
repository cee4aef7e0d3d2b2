"""Requests in JSON files, for the commands that take ``--request``."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from ..protocol import InputError, loads
from ..text import tr

T = TypeVar("T")


def read_request_file(kind: type[T], path: str) -> T:
    """Read a request of type ``kind``; raise `InputError` where the file cannot be read or holds none."""
    try:
        return loads(kind, Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(tr("The request {} cannot be read: {}.").format(path, error.strerror)) from error
