"""Parcels that somebody declared: any vector layer as polygons with HCAT classes, and those burnt into labels."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import fiona
import numpy as np
import shapely
from fiona.errors import FionaError, FionaValueError, UnsupportedGeometryTypeError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from rasterio.errors import CRSError as RasterioCRSError
from rasterio.errors import RasterioError
from rasterio.features import rasterize
from rasterio.transform import Affine
from rasterio.warp import transform_bounds

from .constants import FINE
from .crops import Crop, class_of, known_crops
from .datatypes import Labels
from .protocol import Area, InputError

CODE_COLUMN = re.compile(r"(ec_)?hcat\d?[_:]c(ode)?", re.IGNORECASE)
NAME_COLUMN = re.compile(r"(ec_)?hcat\d?[_:]n(ame)?", re.IGNORECASE)
HCAT = re.compile(r"3\d{9}")
NUMBER = "parcel_id"
VECTOR_FILES = (".shp", ".gpkg", ".geojson", ".json", ".gml", ".fgb")


@dataclass(frozen=True)
class Declared:
    """Declared parcels, valid and flat, in the order of their layer.

    ``polygons`` [P] Polygons and MultiPolygons in ``crs`` ("EPSG:n" or WKT), ``codes`` [P] HCAT3 codes ("" unknown),
    ``crops`` [P] int64 index into the class list (-1 where it has no class for the code), ``ids`` [P] text.
    """

    polygons: np.ndarray
    codes: np.ndarray
    crops: np.ndarray
    ids: np.ndarray
    crs: str

    def only(self, chosen: np.ndarray) -> Declared:
        """Return some of the parcels, by index or mask."""
        return replace(self, **{k: getattr(self, k)[chosen] for k in ("polygons", "codes", "crops", "ids")})


def read_declared(
    path: str | Path,
    crops: Sequence[Crop] | None = None,
    layer: str = "",
    field: str = "",
    codes: str | Path = "",
    area: Area | None = None,
) -> Declared:
    """Read the polygons of a vector file, zipped or not, with their classes in ``crops`` (default: `known_crops`).

    Columns of HCAT codes or names are found by what EuroCrops calls them. ``field`` names another column: of HCAT codes
    or names, or of a country's own crop codes or names where ``codes`` is EuroCrops' table for that country (CSV). A
    layer without any class gives shapes only. With ``area`` only the parcels about there are read, which saves minutes
    of a whole country. Raises `InputError` where the file, the layer or the classes cannot be read, with the way out.
    """
    crops = known_crops() if crops is None else crops
    if codes and not field:
        raise InputError(f"{Path(codes).name} translates a country's codes, but no column was named that holds them.")
    names = _read_table(Path(codes)) if codes else {crop.name.casefold(): crop.code for crop in crops}
    crs, shapes, values, numbers = _read_layer(Path(path), layer, field, area)
    found = [_code(texts, names) for texts in values]
    if field and not any(found) and any(any(texts) for texts in values):
        _complain(Path(path).name, field, next(texts[0] for texts in values if texts[0]), codes)
    polygons, kept = _mended(shapes)
    if not kept.any():
        where = " in the area" if area else ""
        raise InputError(f"{Path(path).name} holds no polygons{where}. Choose a layer of parcels that has some.")
    classes = {code: class_of(code, crops) if code else -1 for code in set(found)}
    return Declared(
        polygons=polygons,
        codes=np.array(found, object)[kept],
        crops=np.array([classes[code] for code in found], np.int64)[kept],
        ids=np.array(numbers, object)[kept],
        crs=crs,
    )


def read_column(path: str | Path, column: str, layer: str = "") -> dict[str, str]:
    """Return what another column of a layer says of each parcel, by the parcels' ``ids``; errors as `read_declared`."""
    _, _, values, numbers = _read_layer(Path(path), layer, column, None)
    return {number: texts[0] for number, texts in zip(numbers, values, strict=True)}


def reprojected(declared: Declared, crs: str) -> Declared:
    """Return the parcels in another CRS, without those that it cannot show."""
    try:
        here, there = CRS.from_user_input(declared.crs), CRS.from_user_input(crs)
    except CRSError as error:
        raise InputError(f"The coordinate reference system of the parcels is not understood ({error}).") from error
    if here == there:
        return replace(declared, crs=crs)
    change = Transformer.from_crs(here, there, always_xy=True)
    polygons = shapely.transform(declared.polygons, lambda xy: np.stack(change.transform(xy[:, 0], xy[:, 1]), 1))
    return replace(declared, polygons=polygons, crs=crs).only(np.isfinite(shapely.bounds(polygons)).all(1))


def burn(declared: Declared, transform: Affine, height: int, width: int, complete: bool = True) -> Labels:
    """Return the labels of a window: ``transform``, ``height`` and ``width`` are its 10 m grid's, in the parcels' CRS.

    A pixel of 5 m belongs to the parcel that its centre lies in, to the smallest where several claim it. With
    ``complete`` there are no fields but those declared; without, everything outside them is void.
    """
    parcels, members = numbered(declared, transform, height, width)
    void = np.zeros(parcels.shape, bool) if complete else parcels == 0
    return Labels(parcels, np.concatenate([[-1], declared.crops[members]]).astype(np.int64), void)


def numbered(declared: Declared, transform: Affine, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return parcel numbers at 5 m [2H, 2W] int32, 0 outside, and the ``members``: number n is ``members[n - 1]``.

    Numbers follow the order of the layer; parcels without a pixel have none.
    """
    shape = height * FINE, width * FINE
    (west, north), (east, south) = transform @ (0, 0), transform @ (width, height)
    bounds = shapely.bounds(declared.polygons)
    here = np.flatnonzero(
        (bounds[:, 0] < east) & (bounds[:, 2] > west) & (bounds[:, 1] < north) & (bounds[:, 3] > south)
    )
    if not here.size:
        return np.zeros(shape, np.int32), here
    largest_first = here[np.argsort(-shapely.area(declared.polygons[here]), kind="stable")]
    painted = rasterize(
        [(declared.polygons[i], int(i) + 1) for i in largest_first],
        out_shape=shape,
        transform=transform @ Affine.scale(1 / FINE),
        dtype=np.int32,
    )
    names, parcels = np.unique(painted, return_inverse=True)
    members = names[names > 0].astype(np.int64) - 1
    return (parcels.reshape(shape) + (names[0] > 0)).astype(np.int32), members


def bounds_in(area: Area, crs: str) -> tuple[float, float, float, float]:
    """Return an area's (west, south, east, north) in another CRS; raise `InputError` where its own is not known."""
    try:
        return transform_bounds(area.crs, crs, *area.bounds)
    except (RasterioCRSError, RasterioError) as error:
        raise InputError(f"The area's coordinate reference system is not understood: {area.crs}.") from error


def _read_layer(path: Path, layer: str, field: str, area: Area | None) -> tuple[str, list, list[list[str]], list[str]]:
    """Return (CRS, shapes or None, what the columns of classes say, parcels' numbers) of each feature."""
    if not path.exists():
        raise InputError(f"There is no file {path}. Check the name of the parcel layer.")
    place = _place(path, layer)
    shapes, values, numbers = [], [], []
    try:
        with fiona.open(place, layer=_layer(place, layer, path.name), **_options(place)) as source:
            if not source.crs:
                raise InputError(f"{path.name} has no coordinate reference system. Assign one and try again.")
            epsg = source.crs.to_epsg()
            crs = f"EPSG:{epsg}" if epsg else source.crs_wkt
            given = list(source.schema["properties"])
            columns = _columns(given, field, path.name)
            number = next((c for c in given if c.casefold() == NUMBER), None)
            for feature in source.filter(bbox=bounds_in(area, crs)) if area else source:
                row = feature.properties
                shapes.append(shapely.geometry.shape(feature.geometry) if feature.geometry else None)
                values.append([_text(row[column]) for column in columns])
                numbers.append(_text(row[number]) if number else str(feature.id))
    except UnsupportedGeometryTypeError as error:
        raise InputError(f"{path.name} holds curves. Convert its shapes to straight segments first.") from error
    except (FionaError, FionaValueError) as error:
        raise InputError(f"{path.name} cannot be read as a vector layer ({error}). Convert or replace it.") from error
    return crs, shapes, values, numbers


def _place(path: Path, layer: str) -> str:
    """Return what GDAL calls the file, which may be the one vector file, or that of the layer's name, in a zip."""
    if path.suffix.lower() != ".zip":
        return str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [n for n in archive.namelist() if n.lower().endswith(VECTOR_FILES) and "__MACOSX" not in n]
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path.name} cannot be unpacked ({error}). Fetch it again or unpack it yourself.") from error
    chosen = inside if len(inside) == 1 else [n for n in inside if Path(n).stem == layer]
    if len(chosen) != 1:
        have = f"several vector files: {', '.join(inside)}. Name one as the layer" if inside else "no vector file"
        raise InputError(f"{path.name} holds {have}; or unpack it and name the file.")
    return f"/vsizip/{path.resolve().as_posix()}/{chosen[0]}"


def _layer(place: str, layer: str, name: str) -> str:
    """Return the layer to read: the one that is named, or the only one with areas."""
    layers = fiona.listlayers(place, **_options(place))
    if layer:
        if layer not in layers:
            raise InputError(f"{name} has no layer {layer}. Choose one of: {', '.join(layers)}.")
        return layer
    if len(layers) > 1:
        layers = [one for one in layers if _has_areas(place, one)]
    if len(layers) != 1:
        have = f"several layers with polygons: {', '.join(layers)}. Name one" if layers else "no layer with polygons"
        raise InputError(f"{name} holds {have}.")
    return layers[0]


def _has_areas(place: str, layer: str) -> bool:
    with fiona.open(place, layer=layer, **_options(place)) as source:
        kind = source.schema["geometry"]
    return any(word in kind for word in ("Polygon", "Surface", "Unknown", "Collection"))


def _options(place: str) -> dict[str, str]:
    """Return what to open a file with: reading GML must not leave a file of its schema beside it."""
    return {"WRITE_GFS": "NO"} if place.lower().endswith(".gml") else {}


def _columns(given: Sequence[str], field: str, name: str) -> list[str]:
    """Return the columns that tell classes, the most telling first: codes before names, HCAT3 before HCAT2."""
    if field:
        if field not in given:
            raise InputError(f"{name} has no column {field}. Choose one of: {', '.join(given)}.")
        return [field]
    columns = [[c for c in given if pattern.fullmatch(c)] for pattern in (CODE_COLUMN, NAME_COLUMN)]
    return [c for found in columns for c in sorted(found, key=lambda column: "2" in column)]


def _read_table(path: Path) -> dict[str, str]:
    """Return HCAT codes by a country's own crop codes and, where these do not say otherwise, names."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"The crop table {path} cannot be read ({error}). It should be CSV in UTF-8.") from error
    header = list(rows[0]) if rows else []
    target = next((c for c in ("HCAT3_code", "HCAT2_code", "HCAT_code") if c in header), None)
    keys = sorted(c for c in header if isinstance(c, str) and c.startswith(("original_code", "original_name")))
    if not (target and keys):
        raise InputError(
            f"{path.name} is no crop table: it needs a column original_code or original_name, and HCAT3_code. "
            "EuroCrops publishes such tables by country."
        )
    table: dict[str, str] = {}
    for key in keys:
        for row in rows:
            if own := _key(_text(row[key])):
                table.setdefault(own, _text(row[target]))
    return table


def _code(texts: Sequence[str], table: Mapping[str, str]) -> str:
    """Return the first HCAT code that a parcel's columns give, as it stands or through the table."""
    codes = (text if HCAT.fullmatch(text) else table.get(_key(text), "") for text in texts)
    return next(filter(None, codes), "")


def _text(value: object) -> str:
    """Return a value as text; whole numbers without the fraction that some formats add."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _key(text: str) -> str:
    """Return text as tables are searched by: in any case, and numbers without leading zeros."""
    return str(int(text)) if text.isdecimal() else text.casefold()


def _complain(name: str, field: str, example: str, codes: str | Path) -> None:
    """Raise `InputError` about a column in which nothing was understood."""
    if codes:
        raise InputError(
            f"No value of {name}'s column {field} (such as {example}) is in {Path(codes).name}. Choose the column of "
            "crop codes and the table of the same country."
        )
    raise InputError(
        f"{name}'s column {field} (such as {example}) holds no HCAT codes or names. Choose another column, or name "
        "EuroCrops' table of the country for its own codes."
    )


def _mended(shapes: Sequence) -> tuple[np.ndarray, np.ndarray]:
    """Return the valid, flat polygons, and a mask of the shapes that left one."""
    polygons = shapely.force_2d(np.array(shapes, object))
    kept = np.isfinite(shapely.bounds(polygons)).all(1)
    mend = kept & ~shapely.is_valid(polygons)
    polygons[mend] = shapely.make_valid(polygons[mend])
    areas = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    for i in np.flatnonzero(kept & ~np.isin(shapely.get_type_id(polygons), areas)):
        polygons[i] = _areas_of(polygons[i])
    kept &= shapely.area(polygons) > 0
    return polygons[kept], kept


def _areas_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape that mixes them with lines and points."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
