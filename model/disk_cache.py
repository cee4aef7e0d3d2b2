"""Bytes kept by key in one file of the user's cache folder, up to a size; what was unused longest leaves first.

Standard library only. A cache never fails a run: what goes wrong is told once, and the run goes on without.
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
PATIENCE = 10.0  # seconds to wait for another run that is writing
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
    """Return where this user's programs keep what can be made again."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "doab" / "Cache"
    given = os.environ.get("XDG_CACHE_HOME", "")  # which counts only where it is absolute, says its specification
    if os.path.isabs(given):
        return Path(given) / "doab"
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "doab"


class Cache:
    """Bytes by key, shared by every run of this user; a context manager.

    ``limit`` is in bytes; with 0 nothing is read, kept or even opened. What this run has used is not thrown out by it:
    when there is no more room, the rest is not kept, so that a scene larger than the limit finds a part of itself the
    next time. A damaged file is begun anew. ``warn`` is told, in one sentence, when the cache is of no use.
    """

    def __init__(self, folder: Path, limit: int, warn: Callable[[str], None]) -> None:
        self.path = folder / FILE
        self._limit, self._warn = limit, warn
        self._run = 0  # the number of this run: what it used carries it, and greater numbers are later runs
        self._base: sqlite3.Connection | None = None

    def __enter__(self) -> Cache:
        if self._limit:
            with self._guarded():
                self._open()
                with self._transaction():
                    self._make_room(0)
                surplus = self._pages("page_count") - self._limit // PAGE
                if surplus > 0:  # the limit was higher once; a script, because a statement would free a single page
                    self._base.executescript(f"PRAGMA incremental_vacuum({surplus})")
        return self

    def __exit__(self, *_exception) -> None:
        if self._base:
            self._base.close()
            self._base = None

    def known(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return which of ``keys`` are kept; each may be gone or turn out damaged before it is read."""
        found: set[bytes] = set()
        with self._guarded():
            query = "SELECT 1 FROM entries WHERE key = ?"
            found.update(key for key in keys if self._base and self._base.execute(query, (key,)).fetchone())
        return found

    def read(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return what is kept, whole and undamaged, of ``keys``, and note that it was used."""
        found: dict[bytes, bytes] = {}
        with self._guarded():
            query = "SELECT size, crc, content FROM entries JOIN contents USING (id) WHERE key = ?"
            for key in keys if self._base else ():
                row = self._base.execute(query, (key,)).fetchone()
                if row and isinstance(row[2], bytes) and (len(row[2]), zlib.crc32(row[2])) == row[:2]:
                    found[key] = row[2]
            if found:
                with self._transaction():
                    update = "UPDATE entries SET used = ? WHERE key = ? AND used < ?"
                    self._base.executemany(update, ((self._run, key, self._run) for key in found))
        return found

    def write(self, contents: Mapping[bytes, bytes]) -> None:
        """Keep ``contents``, all of it or, where there is no room, nothing."""
        with self._guarded():
            if not (self._base and contents):
                return
            with self._transaction():
                if self._make_room(sum(len(content) + PAGE for content in contents.values())):
                    self._base.executemany("DELETE FROM entries WHERE key = ?", ((key,) for key in contents))
                    for key, content in contents.items():
                        row = key, self._run, len(content), zlib.crc32(content)
                        insert = "INSERT INTO entries (key, used, size, crc) VALUES (?, ?, ?, ?)"
                        number = self._base.execute(insert, row).lastrowid
                        self._base.execute("INSERT INTO contents VALUES (?, ?)", (number, content))

    def clear(self) -> None:
        """Throw everything out and give the space back."""
        with self._guarded():
            if self._base:
                self._base.execute("DELETE FROM entries")
                self._base.execute("VACUUM")
                self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def state(self) -> tuple[int, int]:
        """Return (entries, bytes on disk)."""
        count = 0
        with self._guarded():
            count = self._base.execute("SELECT COUNT(*) FROM entries").fetchone()[0] if self._base else 0
        return count, sum(file.stat().st_size for file in self._files() if file.exists())

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        for setting in SETTINGS:
            self._base.execute(f"PRAGMA {setting}")
        self._base.executescript(SCHEMA)
        self._run = self._base.execute("SELECT COALESCE(MAX(used), 0) + 1 FROM entries").fetchone()[0]

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn whatever goes wrong into a warning and a cache that is empty from then on."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self.__exit__()
            # What cannot be read as a database is damaged; what is locked, full or forbidden is an operational error.
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                self._begin_anew()
            else:
                self._warn(tr("Nothing is kept for the next run: {} cannot be used ({}).").format(self.path, error))

    def _begin_anew(self) -> None:
        try:
            for file in self._files():
                file.unlink(missing_ok=True)
            self._open()
            self._warn(tr("The cache {} was damaged and has been begun anew.").format(self.path))
        except (sqlite3.Error, OSError) as error:
            self.__exit__()
            text = tr("Nothing is kept for the next run: {} is damaged and cannot be removed ({}).")
            self._warn(text.format(self.path, error))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def _make_room(self, wanted: int) -> bool:
        """Throw out what other runs left unused longest until ``wanted`` bytes fit; say whether they do."""
        excess = self._used() + wanted - self._limit
        if excess > 0:
            excess += int(SPARE * self._limit)
            leaving = []
            oldest = "SELECT id, size FROM entries WHERE used < ? ORDER BY used, id"
            for number, size in self._base.execute(oldest, (self._run,)):
                if excess <= 0:
                    break
                leaving.append((number,))
                excess -= size
            self._base.executemany("DELETE FROM entries WHERE id = ?", leaving)
        return self._used() + wanted <= self._limit

    def _used(self) -> int:
        """Bytes of the file that hold something."""
        return (self._pages("page_count") - self._pages("freelist_count")) * PAGE

    def _pages(self, kind: str) -> int:
        return self._base.execute(f"PRAGMA {kind}").fetchone()[0]

    def _files(self) -> list[Path]:
        return [self.path.with_name(FILE + end) for end in ("", "-wal", "-shm")]
