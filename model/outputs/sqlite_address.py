"""The address with which SQLite opens a database in a certain mode."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote


def sqlite_address(path: PurePath, mode: str) -> str:
    """Return the address of an absolute path, for `sqlite3.connect` with ``uri``; ``mode`` is "ro" or "rw".

    SQLite refuses a host, which `pathlib` would write for a network drive of Windows: the host stays empty before it.
    """
    text = path.as_posix()
    return f"file://{'' if text.startswith('/') else '/'}{quote(text)}?mode={mode}"
