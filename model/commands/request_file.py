"""Requests in JSON files, for the commands that take ``--request``."""

from __future__ import annotations

from typing import TypeVar

from ..protocol import loads
from ..text_files import read_text

T = TypeVar("T")


def read_request_file(kind: type[T], path: str) -> T:
    """Read a request of type ``kind``; raise `InputError` where the file cannot be read or holds none."""
    return loads(kind, read_text(path))
