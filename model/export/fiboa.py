"""Export of parcels as GeoParquet by the fiboa specification for field boundaries.

Sources: fiboa core 0.3.0 and its HCAT extension 0.3.0, both on Vecorel 0.1.0 (collection metadata under the key
``collection``), and GeoParquet 1.1.0 (key ``geo``, a bounding box column as covering).
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pyarrow as pa
import pyproj
import shapely
from pyarrow import parquet

from ..outputs.existing_files import MARK
from ..protocol import InputError
from ..text import tr

SCHEMAS = (
    "https://vecorel.org/specification/v0.1.0/schema.yaml",
    "https://fiboa.org/specification/v0.3.0/schema.yaml",
    "https://fiboa.org/hcat-extension/v0.3.0/schema.yaml",
)
POLYGONS = ("Polygon", "MultiPolygon")
CHUNK = 25_000
"""Number of parcels in a row group, which are held in memory at once."""

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
    """Write the parcels of a vector layer as GeoParquet; return the numbers written and skipped for want of a geometry.

    Columns of the layer are copied, those of `ADDED` are derived from them. A column of the layer with one of their
    names is renamed to "layer:NAME". Raises `InputError` where the layer cannot be read or has no CRS.
    """
    with open_parcels(source, layer) as parcels:
        rows = write_parcels(parcels, parcels, out, collection, Identifiers(), progress)
        return rows, len(parcels) - rows


@contextlib.contextmanager
def open_parcels(source: Path, layer: str | None) -> Iterator[fiona.Collection]:
    """Open a vector layer; raise `InputError` where it cannot be read or has no CRS, also while it is read."""
    try:
        with fiona.open(source, layer=layer) as parcels:
            if not parcels.crs_wkt:
                text = tr("{} has no coordinate reference system. Assign one and try again.")
                raise InputError(text.format(source.name))
            yield parcels
    except (fiona.errors.FionaError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(tr("{} cannot be read as a layer of parcels: {}").format(source.name, error)) from error


def write_parcels(
    parcels: fiona.Collection,
    selected: Collection[fiona.Feature],
    out: Path,
    collection: str,
    identifiers: Identifiers,
    progress: Callable[[float], None] = lambda _: None,
) -> int:
    """Write those ``selected`` of an open layer, or all of it, as GeoParquet; return how many have a geometry."""
    crs = pyproj.CRS.from_wkt(parcels.crs_wkt)
    if crs.geodetic_crs is None or crs.is_geocentric:
        text = tr("The coordinate reference system of {} is not one of the Earth. Assign another one.")
        raise InputError(text.format(parcels.name))
    own = {name: TYPES.get(kind.split(":")[0], pa.string()) for name, kind in parcels.schema["properties"].items()}
    fields = [pa.field(f"layer:{name}" if name in ADDED else name, kind) for name, kind in own.items()]
    description = {"schemas": {collection: list(SCHEMAS)}, "collection": collection}
    metadata = {
        "geo": json.dumps(_geo(selected, crs, parcels.name)),
        "collection": json.dumps(description),
        "generator": MARK,
    }
    schema = pa.schema([*ADDED.values(), *fields], metadata)
    rows = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for chunk, geometry in _chunks(selected):
            columns = _added(chunk, geometry, crs, identifiers)
            columns += [[_plain(parcel.properties[name], kind) for parcel in chunk] for name, kind in own.items()]
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            rows += len(chunk)
            progress(rows / max(len(selected), rows))
    return rows


def _chunks(parcels: Iterable[fiona.Feature]) -> Iterator[tuple[list[fiona.Feature], np.ndarray]]:
    """Yield the parcels that have an outline, and their outlines."""
    outlined = ((parcel, outline) for parcel in parcels if (outline := _outline(parcel)) is not None)
    while chunk := list(itertools.islice(outlined, CHUNK)):
        yield [parcel for parcel, _ in chunk], np.array([outline for _, outline in chunk])


def _outline(parcel: fiona.Feature) -> shapely.Geometry | None:
    """Return the polygon of a parcel; None where it has none, is empty or is no polygon."""
    if parcel.geometry is None or parcel.geometry.type not in POLYGONS:
        return None
    outline = shapely.geometry.shape(parcel.geometry)
    return None if outline.is_empty or not np.isfinite(outline.bounds).all() else outline


def _require_degrees(bounds: np.ndarray, crs: pyproj.CRS, name: str) -> None:
    """Raise `InputError` where coordinates in degrees lie beyond the poles or more than once around the Earth."""
    west, south, east, north = bounds
    if crs.is_geographic and not (-360 <= west <= east <= 360 and -90 <= south <= north <= 90):
        text = tr("The coordinates of {} do not fit its coordinate reference system. Assign the right one.")
        raise InputError(text.format(name))


class Identifiers:
    """Creates unique identifiers; the two halves of a split parcel have the same number."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def create(self, number: object, row: str) -> str:
        """Return the parcel number, or the row where it is None, with a suffix where it is used already."""
        base = f"row-{row}" if number is None else str(number)
        identifier, copy = base, 1
        while identifier in self._used:
            copy += 1
            identifier = f"{base}-{copy}"
        self._used.add(identifier)
        return identifier


def _added(
    chunk: Sequence[fiona.Feature], geometry: np.ndarray, crs: pyproj.CRS, identifiers: Identifiers
) -> list[Any]:
    """Return the columns of `ADDED` for a chunk, in their order."""
    rows = [parcel.properties for parcel in chunk]
    area, perimeter = _metrics(geometry, crs)
    return [
        [identifiers.create(row.get("parcel_id"), parcel.id) for row, parcel in zip(rows, chunk, strict=True)],
        shapely.to_wkb(geometry, flavor="iso"),
        _boxes(geometry),
        [_midnight(row.get("ref_date")) for row in rows],
        [_method(row) for row in rows],
        area,
        perimeter,
        [_code(row.get("EC_hcat_c")) for row in rows],
        [_plain(row.get("EC_hcat_n") or None, pa.string()) for row in rows],
        [_plain(row.get("crop") or None, pa.string()) for row in rows],
    ]


def _metrics(geometry: np.ndarray, crs: pyproj.CRS) -> tuple[list[float | None], list[float | None]]:
    """Return areas in square metres and perimeters in metres on the ellipsoid; None instead of 0."""
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    geographic = shapely.orient_polygons(shapely.transform(geometry, to_degrees.transform, interleaved=False))
    ellipsoid = crs.get_geod()
    if ellipsoid is None:
        raise ValueError(f"{crs.name} has no ellipsoid")
    measured = [ellipsoid.geometry_area_perimeter(shape) for shape in geographic]
    return [abs(area) or None for area, _ in measured], [length or None for _, length in measured]


def _boxes(geometry: np.ndarray) -> list[dict[str, float]]:
    """Return bounding boxes in single precision, rounded outwards so that they contain their parcel."""
    exact = shapely.bounds(geometry)
    stored = exact.astype(np.float32)
    low, high = np.nextafter(stored, np.float32(-np.inf)), np.nextafter(stored, np.float32(np.inf))
    stored[:, :2] = np.where(stored[:, :2] > exact[:, :2], low[:, :2], stored[:, :2])
    stored[:, 2:] = np.where(stored[:, 2:] < exact[:, 2:], high[:, 2:], stored[:, 2:])
    return [dict(zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True)) for box in stored.tolist()]


def _method(row: Mapping[str, Any]) -> str:
    """Return the fiboa determination method: "auto-imagery" for unedited parcels of Doab, else "unknown".

    In layers of earlier versions the column ``decided`` is empty until a parcel is edited.
    """
    return "auto-imagery" if row.get("ref_date") and (row.get("decided") or "model") == "model" else "unknown"


def _midnight(date: object) -> datetime.datetime | None:
    """Return the start of the day of an ISO date in UTC; None where it is no date."""
    try:
        day = datetime.date.fromisoformat(str(date)[:10])
    except ValueError:
        return None
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


def _code(value: object) -> int | None:
    """Return an HCAT code of ten digits as a number; None where it is none."""
    text = str(value or "").strip()
    return int(text) if len(text) == 10 and text.isascii() and text.isdigit() else None


def _plain(value: Any, kind: pa.DataType) -> Any:
    """Return a value of a text column that is no text, such as a list or a time, as JSON; other values unchanged."""
    if value is None or kind != pa.string() or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _geo(parcels: Iterable[fiona.Feature], crs: pyproj.CRS, name: str) -> dict[str, Any]:
    """Return the GeoParquet metadata of the file, from one pass over all outlines of the layer of that ``name``."""
    kinds: set[str] = set()
    boxes: list[np.ndarray] = []
    for _, geometry in _chunks(parcels):
        kinds.update(outline.geom_type for outline in geometry)
        boxes.append(shapely.total_bounds(geometry))
        _require_degrees(boxes[-1], crs, name)
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(kinds),
        "crs": crs.to_json_dict(),
        "covering": {"bbox": {side: ["bbox", side] for side in BOX.names}},
    }
    if boxes:
        column["bbox"] = [*np.min(boxes, 0)[:2].tolist(), *np.max(boxes, 0)[2:].tolist()]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
