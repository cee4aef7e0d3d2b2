"""What was learned goes into a result, as one transaction, with one step of undo."""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..constants import PARCELS_LAYER
from ..crops import crops_as_text
from ..outputs.existing_files import is_in_use
from ..protocol import InputError
from ..text import tr
from .crop_columns import crop_columns, probabilities_as_text
from .embedding_table import register_table
from .labels import Labels
from .layer_metadata import ADAPTATION, CLASSES, MAPPED, PRIORS, read_metadata, write_metadata
from .region_learning import Adaptation
from .result_parcels import ANALYST, BEFORE_TABLE, ResultParcels, open_result_database

COLUMNS = ("EC_hcat_c", "EC_hcat_n", "crop", "conf", "crop2", "conf2", "crop3", "conf3", "probs")
BEFORE = "before_adaptation"  # in the layer's metadata: what an undo restores there
KEYS = (CLASSES, PRIORS, ADAPTATION, MAPPED)


def apply_adaptation(parcels: ResultParcels, labels: Labels, adaptation: Adaptation, shown: bool = False) -> int:
    """Give the parcels that no analyst decided the crops of an adaptation; return how many crops change.

    What they were before, and what the run said, is kept in a table beside them. ``shown`` is that of an
    `AdaptRequest`. Raises `InputError` where another program has the file open for writing.
    """
    classifier = adaptation.classifier
    rows = [
        (*_values(adaptation.probabilities[i], classifier.crops), int(parcels.rows[i]))
        for i in np.flatnonzero(~parcels.decided)
    ]
    shares = {crop.label: float(p) for crop, p in zip(classifier.crops, classifier.class_priors, strict=True)}
    with _writing(parcels.path, shown) as database:
        metadata = read_metadata(database, PARCELS_LAYER)
        mapped = metadata.get(MAPPED) or json.dumps({key: metadata[key] for key in (CLASSES, PRIORS)})
        before = json.dumps({key: metadata.get(key) for key in KEYS}, ensure_ascii=False)
        _keep_former(database)
        assignments = ", ".join(f"{name} = ?" for name in COLUMNS)
        database.executemany(f"UPDATE {PARCELS_LAYER} SET {assignments} WHERE fid = ?", rows)  # nosec B608
        changed: dict[str, str | None] = {
            CLASSES: crops_as_text(classifier.crops),
            PRIORS: json.dumps(shares, ensure_ascii=False),
            ADAPTATION: json.dumps(describe_adaptation(labels, adaptation), ensure_ascii=False),
            MAPPED: mapped,
            BEFORE: before,
        }
        write_metadata(database, PARCELS_LAYER, changed)
        _touch(database)
    return adaptation.changes.total()


def undo_adaptation(path: Path, shown: bool = False) -> int:
    """Restore what the parcels were before the last adaptation, except those decided since; return how many they are.

    ``shown`` is that of the request. Raises `InputError` where there is nothing to undo or another program has the file
    open for writing.
    """
    if not path.is_file():
        raise InputError(tr("There is no file {}. Give the GeoPackage of a mapping run.").format(path))
    with _writing(path, shown) as database:
        metadata = read_metadata(database, PARCELS_LAYER)
        if BEFORE not in metadata:
            raise InputError(tr("{} was not adapted, or that was undone already.").format(path.name))
        before = ", ".join(COLUMNS)
        restored = database.execute(
            f"UPDATE {PARCELS_LAYER} SET ({before}) = (SELECT {before} FROM {BEFORE_TABLE} AS b "  # nosec B608
            f"WHERE b.fid = {PARCELS_LAYER}.fid) WHERE COALESCE(decided, '') <> '{ANALYST}' "
            f"AND fid IN (SELECT fid FROM {BEFORE_TABLE})"
        ).rowcount
        entries = json.loads(metadata[BEFORE])
        write_metadata(database, PARCELS_LAYER, {**entries, BEFORE: None})
        if not entries.get(MAPPED):
            database.execute(f"DROP TABLE {BEFORE_TABLE}")
            database.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (BEFORE_TABLE,))
        _touch(database)
    return restored


def describe_adaptation(labels: Labels, adaptation: Adaptation) -> dict:
    """Return what the layer's metadata and a bundle's card say about an adaptation."""
    return {
        "date": datetime.date.today().isoformat(),
        "labels": labels.source,
        "parcels": len(adaptation.labelled),
        "before": {name: round(score.value, 3) for name, score in adaptation.before.items()},
        "after": {name: round(score.value, 3) for name, score in adaptation.after.items()},
        "score": "cross-validation over spatial blocks",
    }


def _writing(path: Path, shown: bool) -> contextlib.AbstractContextManager[sqlite3.Connection]:
    """Return a transaction on a package that no other program edits; where it is ``shown``, it may be open."""
    if is_in_use(path, shared=shown):
        text = tr("{} is being edited or written by another program. Save and end the editing, then repeat.")
        raise InputError(text.format(path.name))
    return open_result_database(path)


def _keep_former(database: sqlite3.Connection) -> None:
    """Copy the columns into the table of former values; what the run said stays in it over several adaptations."""
    exists = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (BEFORE_TABLE,)).fetchone()
    names = ", ".join(f"p.{name}" for name in COLUMNS)
    mapped = "COALESCE(b.mapped_probs, p.probs)" if exists else "p.probs"
    joined = f"LEFT JOIN {BEFORE_TABLE} AS b ON b.fid = p.fid" if exists else ""
    database.execute(
        f"CREATE TEMP TABLE former AS SELECT p.fid, {names}, {mapped} AS mapped_probs "  # nosec B608
        f"FROM {PARCELS_LAYER} AS p {joined}"
    )
    if not exists:
        columns = ", ".join(f"{name} {'REAL' if name.startswith('conf') else 'TEXT'}" for name in COLUMNS)
        database.execute(
            f"CREATE TABLE {BEFORE_TABLE} (fid INTEGER PRIMARY KEY NOT NULL, {columns}, mapped_probs TEXT)"
        )
        register_table(database, BEFORE_TABLE)
    database.execute(f"DELETE FROM {BEFORE_TABLE}")  # nosec B608
    database.execute(f"INSERT INTO {BEFORE_TABLE} SELECT * FROM former")  # nosec B608
    database.execute("DROP TABLE former")


def _values(probabilities: np.ndarray, crops: Sequence) -> tuple:
    columns = crop_columns(probabilities, crops) | {"probs": probabilities_as_text(probabilities, crops)}
    return tuple(columns[name] for name in COLUMNS)


def _touch(database: sqlite3.Connection) -> None:
    """Note in the contents of the package that the parcels have changed."""
    database.execute(
        "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = ?",
        (PARCELS_LAYER,),
    )
