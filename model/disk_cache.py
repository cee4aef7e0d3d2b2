"""Bytes by key in one file of the user's cache folder, up to a size limit; the least recently used are evicted first.

Standard library only. A cache never fails a run: an error becomes one warning, and the run continues without a cache.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from .text import tr

FILE = "tokens.sqlite"
TIMEOUT = 10.0  # seconds to wait for another run that is writing
SPARE = 0.1  # share of the limit that is freed at once, so that eviction is rare
PAGE = 8192
MEGABYTE = 1_000_000

SETTINGS = (f"page_size = {PAGE}", "auto_vacuum = INCREMENTAL", "journal_mode = WAL", "synchronous = NORMAL")
SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, key BLOB UNIQUE, used INTEGER, size INTEGER, crc INTEGER);
CREATE INDEX IF NOT EXISTS by_use ON entries (used, id);
CREATE TABLE IF NOT EXISTS contents (id INTEGER PRIMARY KEY, content BLOB);
CREATE TRIGGER IF NOT EXISTS leave AFTER DELETE ON entries BEGIN DELETE FROM contents WHERE id = old.id; END;
"""


def default_folder() -> Path:
    """Return the cache folder of this user for this program."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "doab" / "Cache"
    xdg = os.environ.get("XDG_CACHE_HOME", "")  # its specification ignores relative paths
    if os.path.isabs(xdg):
        return Path(xdg) / "doab"
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "doab"


class Cache:
    """Bytes by key, shared by every run of this user; a context manager.

    ``limit`` is in bytes; with 0 nothing is read, stored or even opened. A run never evicts what it has used itself:
    when there is no more room, the rest is not stored, so that a scene larger than the limit is cached in part. A
    damaged file is replaced by an empty one. ``warn`` gets one sentence when the cache cannot be used.
    """

    def __init__(self, folder: Path, limit: int, warn: Callable[[str], None]) -> None:
        self.path = folder / FILE
        self._limit, self._warn = limit, warn
        self._run = 0  # the number of this run: entries that it used carry it, and greater numbers are later runs
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Cache:
        if self._limit:
            with self._guarded():
                connection = self._open()
                with _transaction(connection):
                    self._make_room(connection, 0)
                surplus = _pragma(connection, "page_count") - self._limit // PAGE
                if surplus > 0:  # the limit was higher once; a script, because a statement would free a single page
                    connection.executescript(f"PRAGMA incremental_vacuum({surplus})")
        return self

    def __exit__(self, *_exception: object) -> None:
        self._close()

    def stored_keys(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return which of ``keys`` are stored; each may be evicted or turn out damaged before it is read."""
        stored: set[bytes] = set()
        with self._guarded() as connection:
            if connection:
                query = "SELECT 1 FROM entries WHERE key = ?"
                stored.update(key for key in keys if connection.execute(query, (key,)).fetchone())
        return stored

    def read(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the stored and undamaged contents of ``keys``, and mark them as used."""
        contents: dict[bytes, bytes] = {}
        with self._guarded() as connection:
            if connection is None:
                return contents
            query = "SELECT size, crc, content FROM entries JOIN contents USING (id) WHERE key = ?"
            for key in keys:
                row = connection.execute(query, (key,)).fetchone()
                if row and isinstance(row[2], bytes) and (len(row[2]), zlib.crc32(row[2])) == row[:2]:
                    contents[key] = row[2]
            if contents:
                with _transaction(connection):
                    update = "UPDATE entries SET used = ? WHERE key = ? AND used < ?"
                    connection.executemany(update, ((self._run, key, self._run) for key in contents))
        return contents

    def write(self, contents: Mapping[bytes, bytes]) -> None:
        """Store ``contents``, all of it or, where there is no room, nothing."""
        with self._guarded() as connection:
            if connection is None or not contents:
                return
            with _transaction(connection):
                if self._make_room(connection, sum(len(content) + PAGE for content in contents.values())):
                    connection.executemany("DELETE FROM entries WHERE key = ?", ((key,) for key in contents))
                    for key, content in contents.items():
                        row = key, self._run, len(content), zlib.crc32(content)
                        insert = "INSERT INTO entries (key, used, size, crc) VALUES (?, ?, ?, ?)"
                        number = connection.execute(insert, row).lastrowid
                        connection.execute("INSERT INTO contents VALUES (?, ?)", (number, content))

    def clear(self) -> None:
        """Remove every entry and free the disk space."""
        with self._guarded() as connection:
            if connection:
                connection.execute("DELETE FROM entries")
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def state(self) -> tuple[int, int]:
        """Return (entries, bytes on disk)."""
        count = 0
        with self._guarded() as connection:
            if connection:
                count = connection.execute("SELECT COUNT(*) FROM entries").fetchone()[0]
        return count, sum(file.stat().st_size for file in self._files() if file.exists())

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = connection = sqlite3.connect(self.path, timeout=TIMEOUT, isolation_level=None)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.executescript(SCHEMA)
        self._run = connection.execute("SELECT COALESCE(MAX(used), 0) + 1 FROM entries").fetchone()[0]
        return connection

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection | None]:
        """Yield the connection, if there is one; turn any error into a warning and close the cache for this run."""
        try:
            yield self._connection
        except (sqlite3.Error, OSError) as error:
            self._close()
            # What cannot be read as a database is damaged; what is locked, full or forbidden is an operational error.
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                self._replace_damaged()
            else:
                self._warn(tr("Nothing is kept for the next run: {} cannot be used ({}).").format(self.path, error))

    def _replace_damaged(self) -> None:
        try:
            for file in self._files():
                file.unlink(missing_ok=True)
            self._open()
            self._warn(tr("The cache {} was damaged and has been begun anew.").format(self.path))
        except (sqlite3.Error, OSError) as error:
            self._close()
            text = tr("Nothing is kept for the next run: {} is damaged and cannot be removed ({}).")
            self._warn(text.format(self.path, error))

    def _make_room(self, connection: sqlite3.Connection, needed: int) -> bool:
        """Evict the least recently used entries of other runs until ``needed`` bytes fit; return whether they do."""
        excess = _used_bytes(connection) + needed - self._limit
        if excess > 0:
            excess += int(SPARE * self._limit)
            evicted = []
            oldest = "SELECT id, size FROM entries WHERE used < ? ORDER BY used, id"
            for number, size in connection.execute(oldest, (self._run,)):
                if excess <= 0:
                    break
                evicted.append((number,))
                excess -= size
            connection.executemany("DELETE FROM entries WHERE id = ?", evicted)
        return _used_bytes(connection) + needed <= self._limit

    def _files(self) -> list[Path]:
        return [self.path.with_name(FILE + end) for end in ("", "-wal", "-shm")]


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _used_bytes(connection: sqlite3.Connection) -> int:
    """Return the bytes of the file that hold something."""
    return (_pragma(connection, "page_count") - _pragma(connection, "freelist_count")) * PAGE


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
