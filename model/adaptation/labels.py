"""Labels of parcels: what analysts decided, or the crops of another layer of polygons or points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from ..declared_parcels import read_labelled_shapes
from ..hcat import hcat_names
from ..protocol import InputError
from ..text import tr
from .result_parcels import ResultParcels

PURE = 0.7  # share of a parcel that has to be of one crop
POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)


@dataclass(frozen=True)
class Labels:
    """Labelled parcels: ``index`` [L] into those of a result, ``codes`` [L] HCAT codes; ``source`` says where from.

    ``uncounted`` is a sentence on what of the source was not used, empty for nothing.
    """

    index: np.ndarray
    codes: np.ndarray
    source: str
    uncounted: str = ""


def labels_from_corrections(parcels: ResultParcels) -> Labels:
    """Return the crops that analysts decided; raise `InputError` where there are none."""
    index = np.flatnonzero(parcels.decided & np.array([code in hcat_names() for code in parcels.codes], bool))
    if not len(index):
        text = tr("No parcel of {} was corrected, so that there is nothing to learn. Correct some, or give a layer.")
        raise InputError(text.format(parcels.path.name))
    return Labels(index, parcels.codes[index], tr("corrections"))


def labels_from_layer(parcels: ResultParcels, path: str, layer: str = "", field: str = "", codes: str = "") -> Labels:
    """Return the crops of another layer, as `declared_parcels.read_declared` reads them, or of points with a crop.

    A parcel counts of which polygons of one crop cover `PURE` or more, or in which all points are of one crop. Raises
    `InputError` where the layer cannot be read or no parcel counts.
    """
    shapes = read_labelled_shapes(path, layer, field, codes, parcels.crs)
    known = shapes.codes != ""
    codes_of_parcels = _from_shapes(parcels.polygons, shapes.shapes[known], shapes.codes[known])
    index = np.flatnonzero(codes_of_parcels != "")
    if not len(index):
        text = tr("No parcel of {} gets a crop from {}: they do not overlap, or its crops are not understood.")
        raise InputError(text.format(parcels.path.name, Path(path).name))
    reading = shapes.reading
    text = tr("{} of {} features of {} have no crop that is understood and do not count: {}.")
    unread = reading.features - reading.understood
    uncounted = text.format(unread, reading.features, Path(path).name, reading.commonest_unknown()) if unread else ""
    return Labels(index, codes_of_parcels[index], Path(path).name, uncounted)


def _from_shapes(polygons: np.ndarray, shapes: np.ndarray, codes_of_shapes: np.ndarray) -> np.ndarray:
    """Return the code [N] that each polygon gets from points or polygons, "" where it gets none."""
    codes, number = np.unique(codes_of_shapes.astype(str), return_inverse=True)
    is_point = np.isin(shapely.get_type_id(shapes), POINTS)
    tree = shapely.STRtree(polygons)
    shape, polygon = tree.query(shapes, predicate="intersects")
    with_points = bool(is_point[shape].any())
    share = np.ones(len(shape))
    if not with_points:
        parts = shapely.intersection(shapely.make_valid(polygons[polygon]), shapes[shape])
        share = shapely.area(parts) / np.maximum(shapely.area(polygons[polygon]), 1e-9)
    by_code = np.zeros((len(polygons), max(1, len(codes))))
    np.add.at(by_code, (polygon, number[shape]), share)
    if with_points:
        by_code /= np.maximum(by_code.sum(1, keepdims=True), 1)
    best = by_code.argmax(1)
    needed = 1.0 if with_points else PURE
    pure = by_code[np.arange(len(polygons)), best] >= needed
    return np.where(pure, codes[best] if len(codes) else "", "").astype(object)
