"""What an existing file holds: whether Doab wrote it, whether it is in use, and how much of it is the user's work."""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import sqlite3
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ..text import tr
from .sqlite_address import sqlite_address

MARK = "Field parcels by Doab"
"""What Doab writes into its files, so that it knows them again: the description of a layer or of a file."""

FLATGEOBUF_LAYER = "Doab parcels"
"""The name of the layer in a FlatGeobuf file, which has no room for `MARK` in older versions of GDAL."""

PARCELS = "parcels"
SIDE_TABLES = ("parcel_embeddings", "parcels_before_adaptation")
LAYERS = (PARCELS, "not_farmland", "parcels_truth", "suspects", "layer_styles", *SIDE_TABLES)
SYSTEM_TABLES = ("gpkg_", "rtree_", "sqlite_", "ogr_empty_table")
TAGS = ('"reference_date"', '"generator">doab')  # layer metadata of results and simulated scenes of earlier versions
JOURNALS = ("-wal", "-shm", "-journal")
"""Endings of the files beside an SQLite database, which SQLite would apply to any new database of that name."""

SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", "_extra.csv", "_readme.txt")
"""Endings of the files of an exported shapefile."""

HEAD = 65_536  # bytes
MAX_CARD = 20_000_000  # bytes of a bundle's card or a report
WAIT = 0.3  # s, for another program that has a database locked for a moment
LONG_WAIT = 5.0  # s, for a program that reads all of it, such as to draw a map
COUNTING = 0.5  # s


def foreign_content(path: Path) -> str:
    """Return why an existing file must not be replaced: it holds what Doab did not write. Empty where it may be.

    Raises `sqlite3.OperationalError` where it is a database that another program has locked.
    """
    if path.stat().st_size == 0:
        return ""
    if path.suffix.lower() == ".gpkg":
        return _foreign_in_package(path)
    known = _KNOWN.get(path.suffix.lower(), _is_part_of_shapefile)
    try:
        own = known(path)
    except (OSError, ValueError, TypeError, KeyError, struct.error):
        own = False
    return "" if own else tr("{} was not written by Doab. Give another name.").format(path.name)


def is_in_use(path: Path, shared: bool = False) -> bool:
    """Return whether another connection writes to a database, or keeps it open as a program does that edits it.

    With ``shared`` only what writes counts, and readers get `LONG_WAIT` seconds to end.
    What SQLite left beside the database of a program that crashed is settled first. Other files are never in use.
    """
    if path.suffix.lower() != ".gpkg" or not path.stat().st_size:
        return False
    try:
        with _connection(path, LONG_WAIT if shared else WAIT) as database:
            if not shared:
                database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:  # no database in spite of its name
        return False
    return False


def count_edited(path: Path) -> int | None:
    """Return how many parcels of a result the user has edited; None where counting them takes too long."""
    if path.suffix.lower() != ".gpkg" or not path.stat().st_size:
        return 0
    latest = time.monotonic() + COUNTING
    with contextlib.suppress(sqlite3.DatabaseError), _connection(path, 0) as database:
        columns = {row[1] for row in database.execute(f"PRAGMA table_info({PARCELS})")}
        conditions = {"decided": "decided = 'analyst'", "edited": "edited <> ''"}
        present = [condition for name, condition in conditions.items() if name in columns]
        if not present:
            return 0
        database.set_progress_handler(lambda: time.monotonic() > latest, 10_000)
        count = f"SELECT COUNT(*) FROM {PARCELS} WHERE {' OR '.join(present)}"  # nosec B608  # nothing of the user's
        return int(database.execute(count).fetchone()[0])
    return None


def journals(path: Path) -> list[Path]:
    """Return the paths of the journal files of a database."""
    return [path.with_name(path.name + ending) for ending in JOURNALS]


@contextlib.contextmanager
def _connection(path: Path, wait: float) -> Iterator[sqlite3.Connection]:
    """Connect to a database, not for reading alone: what a crashed program left beside it has to be settled first."""
    address = sqlite_address(path.resolve(), "rw")
    with contextlib.closing(sqlite3.connect(address, timeout=wait, isolation_level=None, uri=True)) as database:
        yield database


def _foreign_in_package(path: Path) -> str:
    try:
        with _connection(path, WAIT) as database:
            tables = [str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            others = [name for name in tables if name not in LAYERS and not name.startswith(SYSTEM_TABLES)]
            described = list(database.execute("SELECT table_name, description FROM gpkg_contents"))
            others += [str(name) for name, _ in described if name not in (*tables, *others)]
            notes = ""
            if "gpkg_metadata" in tables:
                notes = " ".join(str(text) for (text,) in database.execute("SELECT metadata FROM gpkg_metadata"))
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise
        others, described, notes = [], [], ""
    except sqlite3.DatabaseError:
        others, described, notes = [], [], ""
    if others:
        return tr("{} also holds {}, which would be lost. Choose another file.").format(path.name, ", ".join(others))
    if any(text == MARK for _, text in described) or any(tag in notes for tag in TAGS):
        return ""
    return tr("{} was not written by Doab. Give another name.").format(path.name)


def _holds(text: str) -> Callable[[Path], bool]:
    """Return a function that says whether a file holds a text anywhere."""

    def holds(path: Path) -> bool:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(text.encode()) >= 0

    return holds


def _begins_with(text: str) -> Callable[[Path], bool]:
    """Return a function that says whether the head of a file holds a text."""

    def begins_with(path: Path) -> bool:
        with path.open("rb") as file:
            return text.encode() in file.read(HEAD)

    return begins_with


def is_own_parquet(file: IO[bytes]) -> bool:
    """Return whether an open file is a Parquet file of Doab; raise `OSError` or `ValueError` where it is damaged."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 8))
    tail = file.read(8)
    if len(tail) < 8 or tail[4:] != b"PAR1":
        return False
    (size,) = struct.unpack("<I", tail[:4])
    file.seek(max(0, end - 8 - size))
    return MARK.encode() in file.read(size)


def _is_own_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return is_own_parquet(file)


def _is_own_json(path: Path) -> bool:
    """Return whether a JSON file is an export, the card of a bundle, or the report of an evaluation or a probe."""
    if _begins_with(f'"description": "{MARK}"')(path):
        return True
    if path.stat().st_size > MAX_CARD:
        return False
    content = json.loads(path.read_text("utf-8"))
    is_report = str(content.get("generator", "")).startswith("doab ")
    return is_report or {"format", "classes", "encoder", "network", "readout", "sha256"} <= content.keys()


def _is_own_weights(path: Path) -> bool:
    """Return whether a safetensors file belongs to the card beside it, or holds an encoder or signatures of Doab."""
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(min(size, 100_000_000)))
    notes = header.get("__metadata__", {})
    card = path.with_name("bundle.json")
    return "encoder" in notes or "signatures" in notes or (card.is_file() and _is_own_json(card))


def _is_part_of_evaluation(path: Path) -> bool:
    return _is_own_json(path.with_name("report.json"))


def _is_part_of_shapefile(path: Path) -> bool:
    """Return whether the readme beside a file of a shapefile says that Doab wrote it."""
    ending = next((ending for ending in SHAPEFILE if path.name.endswith(ending)), None)
    if ending is None:
        return False
    readme = path.with_name(f"{path.name[: -len(ending)]}_readme.txt")
    with readme.open(encoding="utf-8") as lines:
        return "Doab" in lines.readline()


_KNOWN: dict[str, Callable[[Path], bool]] = {
    ".parquet": _is_own_parquet,
    ".geoparquet": _is_own_parquet,
    ".fgb": _begins_with(FLATGEOBUF_LAYER),
    ".geojson": _is_own_json,
    ".json": _is_own_json,
    ".tif": _holds('"generator">doab simulation'),
    ".safetensors": _is_own_weights,
    ".html": _is_part_of_evaluation,
    ".npz": _is_part_of_evaluation,
}
