"""Declared parcels: polygons with HCAT classes read from a vector layer, and their rasterization to labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from rasterio.errors import CRSError as RasterioCRSError
from rasterio.errors import RasterioError
from rasterio.features import rasterize
from rasterio.transform import Affine
from rasterio.warp import transform_bounds

from .constants import FINE
from .crop_codes import CropReading, class_columns, crop_code, crop_table, read_crops, value_text
from .crops import Crop, class_of, known_crops
from .datatypes import Labels
from .hcat import hcat_names
from .protocol import Area, InputError
from .text import tr
from .vector_layers import crs_of, open_polygon_layer, valid_polygons

NUMBER = "parcel_id"
NAMED = 5  # reasons for which parcels do not count are named
SHOWN = 80  # characters of a crop that is shown


@dataclass(frozen=True)
class Declared:
    """Declared parcels with valid 2D polygons, in the order of their layer.

    ``polygons`` [P] Polygons and MultiPolygons in ``crs`` ("EPSG:n" or WKT), ``codes`` [P] HCAT3 codes ("" unknown),
    ``crops`` [P] int64 index into the class list (-1 where no class matches the code), ``ids`` and ``texts`` [P] text:
    the latter is the crop as the layer states it. ``shapeless`` counts the features that are no polygons.
    """

    polygons: np.ndarray
    codes: np.ndarray
    crops: np.ndarray
    ids: np.ndarray
    texts: np.ndarray
    crs: str
    shapeless: int = 0

    def only(self, index: np.ndarray) -> Declared:
        """Return a subset of the parcels, by index or mask."""
        return replace(
            self,
            polygons=self.polygons[index],
            codes=self.codes[index],
            crops=self.crops[index],
            ids=self.ids[index],
            texts=self.texts[index],
        )


def read_declared(
    path: str | Path,
    crops: Sequence[Crop] | None = None,
    layer: str = "",
    field: str = "",
    codes: str | Path = "",
    area: Area | None = None,
) -> Declared:
    """Read the polygons of a vector file, zipped or not, with their classes in ``crops`` (default: `known_crops`).

    Columns of HCAT codes or names are recognised by the names that EuroCrops uses. ``field`` is another column: of HCAT
    codes or names, or of national crop codes or names where ``codes`` is EuroCrops' table (CSV) of the country. Without
    classes all crops are -1. With ``area`` only the parcels whose bounding box intersects it are read. Raises
    `InputError` where the file, the layer or the classes cannot be read.
    """
    crops = known_crops() if crops is None else crops
    crs, shapes, values, numbers, hcat = _read_coded_layer(Path(path), crops, layer, field, codes, area)
    polygons, is_valid = valid_polygons(shapes)
    if not is_valid.any():
        text = tr("{} holds no polygons. Choose a layer of parcels that has some.")
        if area:
            text = tr("{} holds no polygons in the area. Choose a layer of parcels that has some.")
        raise InputError(text.format(Path(path).name))
    classes = {code: class_of(code, crops) if code else -1 for code in set(hcat)}
    return Declared(
        polygons=polygons,
        codes=np.array(hcat, object)[is_valid],
        crops=np.array([classes[code] for code in hcat], np.int64)[is_valid],
        ids=np.array(numbers, object)[is_valid],
        texts=np.array([next(filter(None, texts), "") for texts in values], object)[is_valid],
        crs=crs,
        shapeless=int(np.count_nonzero(~is_valid)),
    )


@dataclass(frozen=True)
class LabelledShapes:
    """Points or valid polygons ``shapes`` [F] with HCAT3 ``codes`` [F], "" where the crop is unknown.

    ``reading`` says how the crops of all features of the layer are understood.
    """

    shapes: np.ndarray
    codes: np.ndarray
    reading: CropReading


def read_labelled_shapes(
    path: str | Path, layer: str = "", field: str = "", codes: str | Path = "", crs: str = ""
) -> LabelledShapes:
    """Read the points or polygons of a vector file with their crops, in another ``crs`` where one is given.

    The other parameters and the errors are those of `read_declared`.
    """
    source, shapes, values, _, hcat = _read_coded_layer(Path(path), known_crops(), layer, field, codes, None)
    geometries, kept = np.array(shapes, object), np.array(hcat, object)
    is_point = np.isin(shapely.get_type_id(geometries), (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT))
    if not is_point.any():
        geometries, is_valid = valid_polygons(shapes)
        kept = kept[is_valid]
    else:
        geometries, kept = shapely.force_2d(geometries[is_point]), kept[is_point]
    if not len(geometries):
        text = tr("{} holds no polygons or points. Choose a layer that has some.")
        raise InputError(text.format(Path(path).name))
    known = np.zeros(len(kept), np.int64)
    moved = reprojected(Declared(geometries, kept, known, kept, kept, source), crs or source)
    return LabelledShapes(moved.polygons, moved.codes, read_crops(values, crop_table(codes)))


def _read_coded_layer(
    path: Path, crops: Sequence[Crop], layer: str, field: str, codes: str | Path, area: Area | None
) -> tuple[str, list, list[list[str]], list[str], list[str]]:
    """Return what `_read_layer` does, and the HCAT code of each feature, "" where it is unknown."""
    if codes and not field:
        text = tr("{} translates a country's codes, but no column was named that holds them.")
        raise InputError(text.format(Path(codes).name))
    table = crop_table(codes, crops)
    crs, shapes, values, numbers = _read_layer(path, layer, field, area)
    hcat = [crop_code(texts, table) for texts in values]
    if field and not any(hcat) and any(any(texts) for texts in values):
        _raise_no_codes(path.name, field, next(texts[0] for texts in values if texts[0]), codes)
    return crs, shapes, values, numbers, hcat


def describe_uncounted(declared: Declared) -> str:
    """Return sentences on what does not count, "" for nothing.

    That are parcels without a class, with the commonest reasons, and features that are no polygons.
    """
    shapeless = tr("{} features are no polygons and do not count.").format(declared.shapeless)
    shapeless = shapeless if declared.shapeless else ""
    reasons: Counter[str] = Counter()
    for text, code in zip(declared.texts[declared.crops < 0], declared.codes[declared.crops < 0], strict=True):
        if code:
            reasons[tr("{} (no class covers it)").format(hcat_names().get(code, code))] += 1
        else:
            shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
            reasons[tr("{} (no HCAT code or name)").format(shown) if text else tr("no crop stated")] += 1
    if not reasons:
        return shapeless
    commonest = reasons.most_common(NAMED)
    others = reasons.total() - sum(count for _, count in commonest)
    listed = [f"{count} {reason}" for reason, count in commonest]
    listed += [tr("{} others").format(others)] if others else []
    uncounted = tr("{} of {} parcels do not count: {}.")
    uncounted = uncounted.format(reasons.total(), len(declared.ids), ", ".join(listed))
    return " ".join(filter(None, (uncounted, shapeless)))


def read_column(path: str | Path, column: str, layer: str = "") -> dict[str, str]:
    """Return the values of a column of a layer as text, by parcel id; raises the errors of `read_declared`."""
    _, _, values, numbers = _read_layer(Path(path), layer, column, None)
    return {number: texts[0] for number, texts in zip(numbers, values, strict=True)}


def reprojected(declared: Declared, crs: str) -> Declared:
    """Return the parcels in another CRS, without those that cannot be transformed."""
    try:
        source, target = CRS.from_user_input(declared.crs), CRS.from_user_input(crs)
    except CRSError as error:
        text = tr("The coordinate reference system of the parcels is not understood ({}).")
        raise InputError(text.format(error)) from error
    if source == target:
        return replace(declared, crs=crs)
    transformer = Transformer.from_crs(source, target, always_xy=True)
    polygons = shapely.transform(declared.polygons, lambda xy: np.stack(transformer.transform(xy[:, 0], xy[:, 1]), 1))
    return replace(declared, polygons=polygons, crs=crs).only(np.isfinite(shapely.bounds(polygons)).all(1))


def burn(declared: Declared, transform: Affine, height: int, width: int, complete: bool = True) -> Labels:
    """Return the labels of a window, given the ``transform`` of its 10 m grid in the CRS of the parcels, and its size.

    A pixel of 5 m belongs to the smallest parcel around its centre. Pixels outside all parcels are no field where the
    declaration is ``complete``, else void.
    """
    parcels, members = numbered(declared, transform, height, width)
    void = np.zeros(parcels.shape, bool) if complete else parcels == 0
    return Labels(parcels, np.concatenate([[-1], declared.crops[members]]).astype(np.int64), void)


def numbered(declared: Declared, transform: Affine, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return parcel numbers at 5 m [2H, 2W] int32, 0 outside, and the index ``members[n - 1]`` of the parcel number n.

    Numbers are in the order of the layer; parcels without a pixel have no number.
    """
    shape = height * FINE, width * FINE
    (west, north), (east, south) = transform @ (0, 0), transform @ (width, height)
    bounds = shapely.bounds(declared.polygons)
    in_window = np.flatnonzero(
        (bounds[:, 0] < east) & (bounds[:, 2] > west) & (bounds[:, 1] < north) & (bounds[:, 3] > south)
    )
    if not in_window.size:
        return np.zeros(shape, np.int32), in_window
    largest_first = in_window[np.argsort(-shapely.area(declared.polygons[in_window]), kind="stable")]
    raster = rasterize(
        [(declared.polygons[i], int(i) + 1) for i in largest_first],
        out_shape=shape,
        transform=transform @ Affine.scale(1 / FINE),
        dtype=np.int32,
    )
    values, parcels = np.unique(raster, return_inverse=True)
    members = values[values > 0].astype(np.int64) - 1
    return (parcels.reshape(shape) + (values[0] > 0)).astype(np.int32), members


def bounds_in(area: Area, crs: str) -> tuple[float, float, float, float]:
    """Return (west, south, east, north) of an area in another CRS; raise `InputError` where its own is invalid."""
    try:
        return transform_bounds(area.crs, crs, *area.bounds)
    except (RasterioCRSError, RasterioError) as error:
        text = tr("The area's coordinate reference system is not understood: {}.")
        raise InputError(text.format(area.crs)) from error


def _read_layer(path: Path, layer: str, field: str, area: Area | None) -> tuple[str, list, list[list[str]], list[str]]:
    """Return the CRS and, of each feature, its shape or None, the texts of the class columns, and its parcel id."""
    shapes: list[shapely.Geometry | None] = []
    values: list[list[str]] = []
    numbers: list[str] = []
    with open_polygon_layer(path, layer) as source:
        crs, available = crs_of(source), list(source.schema["properties"])
        columns = _columns(available, field, path.name)
        number = next((c for c in available if c.casefold() == NUMBER), None)
        for feature in source.filter(bbox=bounds_in(area, crs)) if area else source:
            row = feature.properties
            shapes.append(shapely.geometry.shape(feature.geometry) if feature.geometry else None)
            values.append([value_text(row[column]) for column in columns])
            numbers.append(value_text(row[number]) if number else str(feature.id))
    return crs, shapes, values, numbers


def _columns(available: Sequence[str], field: str, name: str) -> list[str]:
    """Return the column ``field``, or the class columns in order of priority where none is named."""
    if field and field not in available:
        raise InputError(tr("{} has no column {}. Choose one of: {}.").format(name, field, ", ".join(available)))
    return [field] if field else class_columns(available)


def _raise_no_codes(name: str, field: str, example: str, codes: str | Path) -> NoReturn:
    """Raise `InputError` for a column without any HCAT code."""
    if codes:
        text = tr(
            "No value of {}'s column {} (such as {}) is in {}. Choose the column of crop codes and the table of the "
            "same country."
        )
        raise InputError(text.format(name, field, example, Path(codes).name))
    text = tr(
        "{}'s column {} (such as {}) holds no HCAT codes or names. Choose another column, or name EuroCrops' table of "
        "the country for its own codes."
    )
    raise InputError(text.format(name, field, example))
