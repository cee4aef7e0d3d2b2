"""GeoParquet after the fiboa specification: field boundaries that other programs know how to read.

Sources: fiboa core 0.3.0 and its HCAT extension 0.3.0, both on Vecorel 0.1.0 (collection metadata under the key
``collection``), and GeoParquet 1.1.0 (key ``geo``, a bounding box column as covering).
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import fiona
import numpy as np
import pyarrow as pa
import pyproj
import shapely
from pyarrow import parquet

from ..atomic_write import atomic_write
from ..protocol import InputError
from ..text import tr

SCHEMAS = (
    "https://vecorel.org/specification/v0.1.0/schema.yaml",
    "https://fiboa.org/specification/v0.3.0/schema.yaml",
    "https://fiboa.org/hcat-extension/v0.3.0/schema.yaml",
)
CHUNK = 25_000
"""Parcels in a row group: what a reader loads at least, and what is held in memory here."""

BOX = pa.struct([(side, pa.float32()) for side in ("xmin", "ymin", "xmax", "ymax")])
ADDED = {
    "id": pa.field("id", pa.string(), nullable=False),
    "geometry": pa.field("geometry", pa.binary(), nullable=False),
    "bbox": pa.field("bbox", BOX),
    "determination:datetime": pa.field("determination:datetime", pa.timestamp("ms", "UTC")),
    "determination:method": pa.field("determination:method", pa.string()),
    "metrics:area": pa.field("metrics:area", pa.float32()),
    "metrics:perimeter": pa.field("metrics:perimeter", pa.float32()),
    "hcat:code": pa.field("hcat:code", pa.uint32()),
    "hcat:name": pa.field("hcat:name", pa.string()),
    "hcat:name_en": pa.field("hcat:name_en", pa.string()),
}
TYPES = {
    "bool": pa.bool_(),
    "int": pa.int64(),
    "int16": pa.int32(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float": pa.float64(),
    "double": pa.float64(),
    "bytes": pa.binary(),
}


def write_fiboa(
    source: Path, layer: str | None, out: Path, collection: str, progress: Callable[[float], None] = lambda _: None
) -> tuple[int, int]:
    """Write the parcels of a vector layer as GeoParquet; return how many, and how many had no outline to write.

    Columns of the layer stay as they are; those of `ADDED` are made from them. A column of the layer that has one of
    their names is called "layer:NAME". Raises `InputError` where the layer cannot be read or has no CRS.
    """
    try:
        with fiona.open(source, layer=layer) as parcels:
            if not parcels.crs_wkt:
                text = tr("{} has no coordinate reference system. Assign one and try again.")
                raise InputError(text.format(source.name))
            return _write(parcels, out, collection, progress)
    except (fiona.errors.FionaError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(tr("{} cannot be read as a layer of parcels: {}").format(source.name, error)) from error


def _write(parcels: fiona.Collection, out: Path, collection: str, progress: Callable[[float], None]) -> tuple[int, int]:
    crs = pyproj.CRS.from_wkt(parcels.crs_wkt)
    own = {name: TYPES.get(kind.split(":")[0], pa.string()) for name, kind in parcels.schema["properties"].items()}
    fields = [pa.field(f"layer:{name}" if name in ADDED else name, kind) for name, kind in own.items()]
    about = {"schemas": {collection: list(SCHEMAS)}, "collection": collection}
    metadata = {"geo": json.dumps(_geo(parcels, crs)), "collection": json.dumps(about)}
    schema = pa.schema([*ADDED.values(), *fields], metadata)
    rows, names = 0, _Names()
    try:
        with atomic_write(out) as partial, parquet.ParquetWriter(partial, schema, compression="zstd") as writer:
            for chunk in _chunks(parcels):
                geometry = _outlines(chunk)
                columns = _added(chunk, geometry, crs, names)
                columns += [[_plain(parcel.properties[name], kind) for parcel in chunk] for name, kind in own.items()]
                arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
                rows += len(chunk)
                progress(rows / max(len(parcels), rows))
    except OSError as error:
        raise InputError(tr("{} cannot be written: {}.").format(out, error.strerror or error)) from error
    return rows, len(parcels) - rows


def _chunks(parcels: fiona.Collection) -> Iterator[list]:
    """Yield the parcels that have an outline: GeoParquet's readers take a field without one for an error."""
    drawn = (parcel for parcel in parcels if parcel.geometry is not None)
    while chunk := list(itertools.islice(drawn, CHUNK)):
        yield chunk


def _outlines(chunk: list) -> np.ndarray:
    return np.array([shapely.geometry.shape(parcel.geometry) for parcel in chunk])


class _Names:
    """Identifiers, each given once: splitting a parcel leaves two with the same number."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, number, row: str) -> str:
        wanted = f"row-{row}" if number is None else str(number)
        name, copy = wanted, 1
        while name in self._given:
            copy += 1
            name = f"{wanted}-{copy}"
        self._given.add(name)
        return name


def _added(chunk: list, geometry: np.ndarray, crs: pyproj.CRS, names: _Names) -> list:
    """Return the columns of `ADDED` for a chunk, in their order."""
    facts = [parcel.properties for parcel in chunk]
    area, perimeter = _metrics(geometry, crs)
    return [
        [names(fact.get("parcel_id"), parcel.id) for fact, parcel in zip(facts, chunk, strict=True)],
        shapely.to_wkb(geometry, flavor="iso"),
        _boxes(geometry),
        [_moment(fact.get("ref_date")) for fact in facts],
        [_method(fact) for fact in facts],
        area,
        perimeter,
        [_code(fact.get("EC_hcat_c")) for fact in facts],
        [fact.get("EC_hcat_n") or None for fact in facts],
        [fact.get("crop") or None for fact in facts],
    ]


def _metrics(geometry: np.ndarray, crs: pyproj.CRS) -> tuple[list, list]:
    """Return areas in square metres and perimeters in metres on the ellipsoid, whatever the CRS; None for nothing."""
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    round_earth = shapely.orient_polygons(shapely.transform(geometry, to_degrees.transform, interleaved=False))
    ellipsoid = crs.get_geod()
    measured = [ellipsoid.geometry_area_perimeter(shape) for shape in round_earth]
    return [abs(area) or None for area, _ in measured], [length or None for _, length in measured]


def _boxes(geometry: np.ndarray) -> list[dict]:
    """Return bounding boxes that still hold their parcel when they are stored in single precision."""
    exact = shapely.bounds(geometry)
    stored = exact.astype(np.float32)
    low, high = np.nextafter(stored, np.float32(-np.inf)), np.nextafter(stored, np.float32(np.inf))
    stored[:, :2] = np.where(stored[:, :2] > exact[:, :2], low[:, :2], stored[:, :2])
    stored[:, 2:] = np.where(stored[:, 2:] < exact[:, 2:], high[:, 2:], stored[:, 2:])
    return [dict(zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True)) for box in stored.tolist()]


def _method(fact) -> str:
    """Say how a parcel was outlined: by the model, unless an analyst changed it or it is none of Doab's parcels.

    One of an earlier version has nobody in that column until somebody changes it.
    """
    return "auto-imagery" if fact.get("ref_date") and (fact.get("decided") or "model") == "model" else "unknown"


def _moment(date) -> datetime.datetime | None:
    """Understand an ISO date as the beginning of that day in UTC."""
    try:
        day = datetime.date.fromisoformat(str(date)[:10])
    except ValueError:
        return None
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


def _code(text) -> int | None:
    """Understand an HCAT code of ten digits."""
    text = str(text or "").strip()
    return int(text) if len(text) == 10 and text.isascii() and text.isdigit() else None


def _plain(value, kind: pa.DataType):
    """Write what Parquet has no plain column for, such as lists and times, as text."""
    if value is None or kind != pa.string() or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _geo(parcels: fiona.Collection, crs: pyproj.CRS) -> dict:
    """Return GeoParquet's metadata of the file, for which all outlines are read once; it stands before the rows."""
    kinds, boxes = set(), []
    for chunk in _chunks(parcels):
        geometry = _outlines(chunk)
        kinds.update(shapely.get_type_id(geometry).tolist())
        boxes.append(shapely.total_bounds(geometry))
    names = {int(shapely.GeometryType.POLYGON): "Polygon", int(shapely.GeometryType.MULTIPOLYGON): "MultiPolygon"}
    column = {
        "encoding": "WKB",
        "geometry_types": sorted(names[kind] for kind in kinds) if kinds <= names.keys() else [],
        "crs": crs.to_json_dict(),
        "covering": {"bbox": {side: ["bbox", side] for side in BOX.names}},
    }
    if boxes:
        column["bbox"] = [*np.min(boxes, 0)[:2].tolist(), *np.max(boxes, 0)[2:].tolist()]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
