"""Databases are opened wherever they lie, on network drives of Windows, too."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from doab.model.outputs.sqlite_address import sqlite_address


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PurePosixPath("/a b/c#1?.gpkg"), "file:///a%20b/c%231%3F.gpkg?mode=ro"),
        (PureWindowsPath(r"C:\a\b.gpkg"), "file:///C%3A/a/b.gpkg?mode=ro"),
        (PureWindowsPath(r"\\server\share\b.gpkg"), "file:////server/share/b.gpkg?mode=ro"),
    ],
)
def test_the_host_is_empty(path, expected):
    assert sqlite_address(path, "ro") == expected


def test_a_path_that_begins_with_two_slashes_is_opened(tmp_path):
    """As a network drive does; this system ignores the second."""
    path = tmp_path / "a #1?.sqlite"
    sqlite3.connect(path).execute("CREATE TABLE a (b)").connection.close()
    address = sqlite_address(PurePosixPath(f"/{path}"), "ro")
    assert address.startswith("file:////")
    with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
        assert database.execute("SELECT COUNT(*) FROM a").fetchone() == (0,)
