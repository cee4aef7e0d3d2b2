"""The temporal embeddings of parcels: a table beside the parcels in the GeoPackage of a result."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..constants import EMBEDDINGS_TABLE
from ..outputs.existing_files import MARK

STORED = np.dtype("<f2")


def write_embeddings(package: Path, parcels: Sequence[int] | np.ndarray, embeddings: np.ndarray) -> None:
    """Write ``embeddings`` [N, d] of the parcels with the ids ``parcels`` [N] into a new table of a GeoPackage.

    One row a parcel, half precision, the first byte the least significant; a parcel with NaN gets none.
    """
    with contextlib.closing(sqlite3.connect(package)) as database, database:
        database.execute(
            f"CREATE TABLE {EMBEDDINGS_TABLE} (parcel_id INTEGER PRIMARY KEY NOT NULL, embedding BLOB NOT NULL)"
        )
        register_table(database, EMBEDDINGS_TABLE)
        known = np.isfinite(embeddings).all(1)
        rows = zip(np.asarray(parcels)[known].tolist(), embeddings[known].astype(STORED), strict=True)
        database.executemany(
            f"INSERT INTO {EMBEDDINGS_TABLE} VALUES (?, ?)",  # nosec B608: nothing of the user's
            ((number, values.tobytes()) for number, values in rows),
        )


def read_embeddings(database: sqlite3.Connection, parcels: np.ndarray) -> np.ndarray:
    """Return the embeddings [N, d] float32 of the parcels with these ids [N]; NaN for a parcel that has none.

    d is 0 where the package holds no embeddings.
    """
    tables = database.execute("SELECT name FROM sqlite_master WHERE name = ?", (EMBEDDINGS_TABLE,)).fetchall()
    if not tables:
        return np.zeros((len(parcels), 0), np.float32)
    query = f"SELECT parcel_id, embedding FROM {EMBEDDINGS_TABLE}"  # nosec B608
    stored = {number: np.frombuffer(blob, STORED) for number, blob in database.execute(query)}
    width = max((len(values) for values in stored.values()), default=0)
    embeddings = np.full((len(parcels), width), np.nan, np.float32)
    for row, number in enumerate(parcels):
        values = stored.get(int(number))
        if values is not None and len(values) == width:
            embeddings[row] = values
    return embeddings


def register_table(database: sqlite3.Connection, table: str) -> None:
    """Enter a table without geometry into the contents of a GeoPackage."""
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?, 'attributes', ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
        (table, table, MARK),
    )
