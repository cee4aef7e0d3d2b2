"""The parcels of a result as adaptation reads them: outlines, embeddings, what the bundle said and analysts decided."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from ..constants import PARCELS_LAYER
from ..crops import Crop, crop_of
from ..protocol import InputError
from ..text import tr
from .crop_columns import probabilities_from_text
from .embedding_table import read_embeddings
from .layer_metadata import CLASSES, ENCODED_BY, MAPPED, PRIORS, read_metadata

BEFORE_TABLE = "parcels_before_adaptation"
ANALYST = "analyst"  # in the column "decided"
ENVELOPES = (0, 32, 48, 48, 64)  # bytes of the envelope in the head of a geometry, by its kind
WAIT = 5.0  # s, for another program that has the file locked


@dataclass(frozen=True)
class ResultParcels:
    """The N parcels of the GeoPackage at ``path``, mapped with the classes ``crops`` [K].

    ``rows`` [N] are feature ids, ``ids`` [N] the column parcel_id, ``polygons`` [N] in ``crs`` (WKT), ``labels`` and
    ``codes`` [N] the crop as it stands there, ``decided`` [N] whether an analyst decided it. ``probabilities`` [N, K]
    are those of the run under uniform class priors, ``class_priors`` [K] its own, ``embeddings`` [N, d] NaN for parcels
    without. ``metadata`` is that of the layer.
    """

    path: Path
    crs: str
    crops: tuple[Crop, ...]
    class_priors: np.ndarray
    rows: np.ndarray
    ids: np.ndarray
    polygons: np.ndarray
    labels: np.ndarray
    codes: np.ndarray
    decided: np.ndarray
    probabilities: np.ndarray
    embeddings: np.ndarray
    metadata: Mapping[str, str]

    @property
    def encoded_by(self) -> str:
        """The fingerprint of what made the embeddings."""
        return self.metadata.get(ENCODED_BY, "")


def read_result(path: str | Path) -> ResultParcels:
    """Read a result; raise `InputError` where it is none, or holds no embeddings."""
    path = Path(path)
    if not path.is_file():
        raise InputError(tr("There is no file {}. Give the GeoPackage of a mapping run.").format(path))
    try:
        with open_result_database(path) as database:
            return _read(path, database)
    except sqlite3.DatabaseError as error:
        text = tr("{} cannot be read ({}). Give the GeoPackage of a mapping run.")
        raise InputError(text.format(path.name, error)) from error


@contextlib.contextmanager
def open_result_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a GeoPackage, whose changes become valid together at the end, or none of them."""
    with contextlib.closing(sqlite3.connect(path, timeout=WAIT)) as database:
        # The triggers of the spatial index name these functions, also where no geometry changes.
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: None)
        with database:
            yield database


def classes_from_text(text: str) -> tuple[Crop, ...]:
    """Return the crops of a layer's metadata."""
    return tuple(crop_of(entry) for entry in json.loads(text))


def _read(path: Path, database: sqlite3.Connection) -> ResultParcels:
    metadata = read_metadata(database, PARCELS_LAYER)
    try:
        mapped = json.loads(metadata[MAPPED]) if MAPPED in metadata else metadata
        crops, shares = classes_from_text(mapped[CLASSES]), json.loads(mapped[PRIORS])
        class_priors = np.array([shares[crop.label] for crop in crops], float)
    except (KeyError, ValueError, TypeError) as error:
        text = tr("{} does not say what its parcels were mapped with: it is of an earlier version. Map it again.")
        raise InputError(text.format(path.name)) from error
    rows, ids, shapes, labels, codes, decided, texts = _columns(database)
    embeddings = read_embeddings(database, ids)
    if not np.isfinite(embeddings).all(1).any() or not embeddings.shape[1]:
        raise InputError(tr("{} holds no embeddings of its parcels. Map it again.").format(path.name))
    probabilities = probabilities_from_text(texts.tolist(), crops)
    known = np.isfinite(probabilities).all(1) & (probabilities.sum(1) > 0)
    probabilities = np.where(known[:, None], probabilities, class_priors) / np.maximum(class_priors, 1e-6)
    return ResultParcels(
        path=path,
        crs=_crs(database),
        crops=crops,
        class_priors=class_priors / class_priors.sum(),
        rows=rows,
        ids=ids,
        polygons=shapes,
        labels=labels,
        codes=codes,
        decided=decided,
        probabilities=probabilities / probabilities.sum(1, keepdims=True),
        embeddings=embeddings,
        metadata=metadata,
    )


def _columns(database: sqlite3.Connection) -> tuple[np.ndarray, ...]:
    """Return feature ids, parcel ids, polygons, crops, codes, who decided, and the texts of what the run said."""
    before = bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (BEFORE_TABLE,)).fetchone())
    (geometry,) = database.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (PARCELS_LAYER,)
    ).fetchone()
    mapped = "COALESCE(b.mapped_probs, p.probs)" if before else "p.probs"
    joined = f"LEFT JOIN {BEFORE_TABLE} AS b ON b.fid = p.fid" if before else ""
    name = geometry.replace('"', '""')
    query = (
        f'SELECT p.fid, p.parcel_id, p."{name}", p.crop, p.EC_hcat_c, p.decided, {mapped} '  # nosec B608
        f'FROM {PARCELS_LAYER} AS p {joined} WHERE p."{name}" IS NOT NULL ORDER BY p.fid'
    )
    columns = list(zip(*database.execute(query), strict=True)) or [()] * 7
    rows, ids, shapes, labels, codes, decided, texts = columns
    return (
        np.array(rows, np.int64),
        np.array([-1 if number is None else number for number in ids], np.int64),
        shapely.from_wkb(np.array([_without_head(shape) for shape in shapes], object)),
        np.array([label or "" for label in labels], object),
        np.array([code or "" for code in codes], object),
        np.array([who == ANALYST for who in decided], bool),
        np.array(texts, object),
    )


def _without_head(geometry: bytes) -> bytes:
    """Return the well-known binary in a geometry of a GeoPackage."""
    return geometry[8 + ENVELOPES[min(geometry[3] >> 1 & 7, 4)] :]


def _crs(database: sqlite3.Connection) -> str:
    """Return the coordinate reference system of the parcels as WKT."""
    query = "SELECT definition FROM gpkg_spatial_ref_sys JOIN gpkg_geometry_columns USING (srs_id) WHERE table_name = ?"
    (text,) = database.execute(query, (PARCELS_LAYER,)).fetchone()
    return str(text)
