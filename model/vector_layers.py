"""Layers of polygons in any vector file, zipped or not: how they are opened, and valid polygons of what they hold."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import fiona
import numpy as np
import shapely
from fiona.errors import FionaError, FionaValueError, UnsupportedGeometryTypeError

from .constants import NOT_FARMLAND_LAYER
from .protocol import InputError
from .text import tr

VECTOR_FILES = (".shp", ".gpkg", ".geojson", ".json", ".gml", ".fgb")


@contextlib.contextmanager
def open_polygon_layer(path: Path, layer: str = "") -> Iterator[fiona.Collection]:
    """Open ``layer`` of a vector file, or its only layer of polygons where none is named.

    Raises `InputError` where there is none, where it has no CRS, and where it cannot be read while it is open.
    """
    if not path.exists():
        raise InputError(tr("There is no file {}. Check the name of the parcel layer.").format(path))
    source_path = _gdal_path(path, layer)
    options = _open_options(source_path)
    try:
        with fiona.open(source_path, layer=_polygon_layer(source_path, layer, path.name), **options) as source:
            if not source.crs:
                text = tr("{} has no coordinate reference system. Assign one and try again.")
                raise InputError(text.format(path.name))
            yield source
    except UnsupportedGeometryTypeError as error:
        text = tr("{} holds curves. Convert its shapes to straight segments first.")
        raise InputError(text.format(path.name)) from error
    except (FionaError, FionaValueError) as error:
        text = tr("{} cannot be read as a vector layer ({}). Convert or replace it.")
        raise InputError(text.format(path.name, error)) from error


def crs_of(source: fiona.Collection) -> str:
    """Return the CRS of an open layer as "EPSG:n" where it has a code, else as WKT."""
    epsg = source.crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else source.crs_wkt


def valid_polygons(shapes: Sequence[shapely.Geometry | None]) -> tuple[np.ndarray, np.ndarray]:
    """Return valid 2D polygons and multipolygons [P], and a mask of the shapes that have one."""
    polygons = shapely.force_2d(np.array(shapes, object))
    has_polygon = np.isfinite(shapely.bounds(polygons)).all(1)
    is_invalid = has_polygon & ~shapely.is_valid(polygons)
    polygons[is_invalid] = shapely.make_valid(polygons[is_invalid])
    polygon_types = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    for i in np.flatnonzero(has_polygon & ~np.isin(shapely.get_type_id(polygons), polygon_types)):
        polygons[i] = _polygons_of(polygons[i])
    has_polygon &= shapely.area(polygons) > 0
    return polygons[has_polygon], has_polygon


def _gdal_path(path: Path, layer: str) -> str:
    """Return the GDAL path of a file; in a zip archive, of its only vector file or of the one named as the layer."""
    if path.suffix.lower() != ".zip":
        return str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [n for n in archive.namelist() if n.lower().endswith(VECTOR_FILES) and "__MACOSX" not in n]
    except (OSError, zipfile.BadZipFile) as error:
        text = tr("{} cannot be unpacked ({}). Fetch it again or unpack it yourself.")
        raise InputError(text.format(path.name, error)) from error
    chosen = members if len(members) == 1 else [n for n in members if Path(n).stem == layer]
    if len(chosen) == 1:
        return f"/vsizip/{path.resolve().as_posix()}/{chosen[0]}"
    if members:
        text = tr("{} holds several vector files: {}. Name one as the layer; or unpack it and name the file.")
        raise InputError(text.format(path.name, ", ".join(members)))
    raise InputError(tr("{} holds no vector file. Unpack it and name the file.").format(path.name))


def _polygon_layer(path: str, layer: str, name: str) -> str:
    """Return ``layer`` if it is given, else the only layer of parcels; raise `InputError` where there is none."""
    layers: list[str] = fiona.listlayers(path, **_open_options(path))
    if layer:
        if layer not in layers:
            raise InputError(tr("{} has no layer {}. Choose one of: {}.").format(name, layer, ", ".join(layers)))
        return layer
    if len(layers) > 1:
        layers = [one for one in layers if one != NOT_FARMLAND_LAYER and _may_hold_polygons(path, one)]
    if len(layers) == 1:
        return layers[0]
    if layers:
        text = tr("{} holds several layers with polygons: {}. Name one.")
        raise InputError(text.format(name, ", ".join(layers)))
    raise InputError(tr("{} holds no layer with polygons. Choose a layer of parcels.").format(name))


def _may_hold_polygons(path: str, layer: str) -> bool:
    with fiona.open(path, layer=layer, **_open_options(path)) as source:
        kind = source.schema["geometry"]
    return any(word in kind for word in ("Polygon", "Surface", "Unknown", "Collection"))


def _open_options(path: str) -> dict[str, str]:
    """Return the GDAL open options of a file: no schema file may be written next to a GML file."""
    return {"WRITE_GFS": "NO"} if path.lower().endswith(".gml") else {}


def _polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a geometry collection."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
