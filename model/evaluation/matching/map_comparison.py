"""A map against a reference, both burnt at 5 m: the two tables that every score is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fiona
import numpy as np
import shapely
from fiona.errors import FionaError, FionaValueError
from scipy.ndimage import distance_transform_edt
from scipy.sparse import csr_array

from ...constants import HECTARE, SMALLEST_PARCEL
from ...crops import Crop, class_of
from ...declared_parcels import Declared, numbered
from ...label_geometry import rim
from ...protocol import InputError
from ...scene.grid import Grid
from ..metrics.panoptic import ratio
from .parcel_tables import Predictions, References, Tables
from .segment_matching import Matching, match, overlaps

SIDE = 5.0  # metres; a pixel of the rasters that are compared
TOLERANCE = 3.0  # pixels of 5 m, one and a half of 10 m: how near an outline has to come


@dataclass(frozen=True)
class Mapped:
    """A map as its file has it: parcels with their classes, and of each ``conf`` [P], ``clear`` dates [P] and ``probs``
    [P, K]; NaN where the map does not say."""

    parcels: Declared
    conf: np.ndarray
    clear: np.ndarray
    probs: np.ndarray


@dataclass(frozen=True)
class Case:
    """What maps of one place are compared with.

    ``truth`` in the grid's CRS, with the ``cluster`` [P] of each parcel and those ``left_out`` [P]. Clusters are
    ``folds`` unless each parcel is its own. Where the truth is not ``complete``, nobody knows what lies outside its
    parcels.
    """

    grid: Grid
    truth: Declared
    cluster: np.ndarray
    left_out: np.ndarray
    complete: bool = True
    folds: bool = False


def read_map(path: Path, crops: Sequence[Crop]) -> Mapped:
    """Read a map of parcels with ``EC_hcat_c``, and ``conf``, ``n_clear`` and ``probs`` where it has them.

    Raises `InputError` where it cannot be read or has no crops.
    """
    try:
        with fiona.open(path) as layer:
            if "EC_hcat_c" not in layer.schema["properties"]:
                raise InputError(f"{path.name} has no column EC_hcat_c. Score a map that Doab made, or add its codes.")
            if not layer.crs:
                raise InputError(f"{path.name} has no coordinate reference system. Assign one and try again.")
            epsg = layer.crs.to_epsg()
            crs = f"EPSG:{epsg}" if epsg else layer.crs_wkt
            drawn = [feature for feature in layer if feature.geometry]
            features = [(shapely.make_valid(shapely.geometry.shape(f.geometry)), f.properties) for f in drawn]
    except (FionaError, FionaValueError) as error:
        raise InputError(f"The map {path} cannot be read as a vector layer ({error}). Check the file.") from error
    polygons = np.array([polygon for polygon, _ in features], object)
    codes = np.array([row["EC_hcat_c"] or "" for _, row in features], object)
    ids = np.array([str(i) for i in range(len(features))], object)
    found = np.array([class_of(code, crops) if code else -1 for code in codes], np.int64)

    def numbers(name: str) -> np.ndarray:
        return np.array([np.nan if row.get(name) is None else row[name] for _, row in features], float)

    probs = [_probabilities(row.get("probs"), crops) for _, row in features]
    return Mapped(
        Declared(polygons, codes, found, ids, crs),
        numbers("conf"),
        numbers("n_clear"),
        np.array(probs, float).reshape(len(features), len(crops)),
    )


def _probabilities(text: str | None, crops: Sequence[Crop]) -> list[float]:
    """Return the probability of each class, NaN where a parcel has none."""
    told = json.loads(text) if text else {}
    return [told.get(crop.label, 0.0) if told else np.nan for crop in crops]


def tabulate(mapped: Mapped, case: Case, classes: int) -> Tables:
    """Compare a map with the reference of its place, of which some parcel has to lie in the grid.

    ``mapped`` is in the CRS of the case's grid.
    """
    shared = _compare(mapped, case, classes)
    references, row = _references(shared)
    return Tables(references, _predictions(shared, references, row))


@dataclass(frozen=True)
class _Comparison:
    """Both label rasters and what lies on what.

    ``said`` [P + 1] classes of mapped labels (K: none), ``crops`` [N + 1] of true ones (-1: unknown or left out),
    ``counted`` [N + 1] those that count as fields, ``blank`` [H, W] pixels on which no field is judged, ``lying``
    [P + 1, N + 1] pixels that a mapped label shares with a true one where the truth is known.
    """

    mapped: Mapped
    case: Case
    classes: int
    found: np.ndarray
    sources: np.ndarray
    said: np.ndarray
    true: np.ndarray
    members: np.ndarray
    crops: np.ndarray
    counted: np.ndarray
    blank: np.ndarray
    matches: Matching
    lying: csr_array


def _compare(mapped: Mapped, case: Case, classes: int) -> _Comparison:
    window = case.grid.transform, case.grid.height, case.grid.width
    true, members = numbered(case.truth, *window)
    found, sources = numbered(mapped.parcels, *window)
    known = np.ones(true.shape, bool) if case.complete else true > 0
    crops = np.concatenate([[-1], np.where(case.left_out, -1, case.truth.crops)[members]])
    big = np.bincount(true.ravel(), minlength=len(crops)) * SIDE**2 >= SMALLEST_PARCEL * HECTARE
    counted = (crops >= 0) & big & np.concatenate([[False], _visible(case.truth.polygons[members], case.grid) > 0.5])
    blank = ~known | ((true > 0) & ~counted[true])
    said = np.concatenate([[classes], np.where(mapped.parcels.crops < 0, classes, mapped.parcels.crops)[sources]])

    drawn = mapped.parcels.polygons[sources]
    beyond = (1 - _visible(drawn, case.grid)) * shapely.area(drawn) / SIDE**2
    matches = match(found, true, blank, len(said), np.concatenate([[0.0], beyond]))
    p, t, count = overlaps(found[known], true[known])
    lying = csr_array((count, (p, t)), shape=(len(said), len(crops)))
    return _Comparison(
        mapped, case, classes, found, sources, said, true, members, crops, counted, blank, matches, lying
    )


def _references(c: _Comparison) -> tuple[References, np.ndarray]:
    """Return the table, and the row of each true label in it [N + 1], -1 for those that have none."""
    labels = np.flatnonzero(c.crops >= 0)
    row = np.full(len(c.crops), -1)
    row[labels] = np.arange(labels.size)
    clear = _mean_below(c, c.mapped.clear[:, None])[:, 0]
    told = c.mapped.clear[np.isfinite(c.mapped.clear)]
    clear = np.where(np.isnan(clear) & (told.size > 0), np.median(told) if told.size else np.nan, clear)
    iou, found_as = np.zeros(len(c.crops)), np.full(len(c.crops), c.classes)
    iou[c.matches.true], found_as[c.matches.true] = c.matches.iou, c.said[c.matches.predicted]
    edge, near = _outlines(c.true, c.found, c.blank, len(c.crops))
    table = References(
        cluster=c.case.cluster[c.members[labels - 1]],
        crop=c.crops[labels],
        counted=c.counted[labels],
        area=np.bincount(c.true.ravel())[labels] * SIDE**2 / HECTARE,
        clear=clear[labels],
        parcel=c.members[labels - 1],
        pixels=(c.lying.T @ np.eye(c.classes + 1)[c.said])[labels],
        iou=iou[labels],
        told=found_as[labels],
        probs=_mean_below(c, c.mapped.probs)[labels],
        edge=edge[labels],
        edge_found=near[labels],
    )
    return table, row


def _mean_below(c: _Comparison, values: np.ndarray) -> np.ndarray:
    """Return the means [N + 1, k] over each true label of what mapped parcels say [P, k], NaN where none says it."""
    values = np.concatenate([np.full((1, values.shape[1]), np.nan), values[c.sources]])
    said = np.isfinite(values)
    return ratio(c.lying.T @ np.where(said, values, 0), c.lying.T @ said.astype(float))


def _predictions(c: _Comparison, references: References, row: np.ndarray) -> Predictions:
    count = len(c.said)
    area, clear = np.bincount(c.found.ravel(), minlength=count) * SIDE**2 / HECTARE, np.full(count, np.nan)
    clear[1:] = c.mapped.clear[c.sources]
    iou, true = np.zeros(count), np.full(count, c.classes)
    hit, field = c.matches.predicted, row[c.matches.true]
    iou[hit], true[hit] = c.matches.iou, references.crop[field]
    area[hit], clear[hit] = references.area[field], references.clear[field]
    edge, near = _outlines(c.found, c.true, c.blank, count)
    on_crops = c.lying @ (np.arange(c.classes) == c.crops[:, None]).astype(float)
    mostly = 2 * on_crops.sum(1) > np.bincount(c.found.ravel(), minlength=count)
    return Predictions(
        cluster=c.case.cluster[c.members[_fields_below(c)]],
        crop=c.said[1:],
        counted=~c.matches.dropped[1:],
        area=area[1:],
        clear=clear[1:],
        iou=iou[1:],
        true=true[1:],
        edge=edge[1:],
        edge_right=near[1:],
        conf=c.mapped.conf[c.sources],
        below=np.where(mostly, on_crops.argmax(1), -1)[1:],
    )


def _fields_below(c: _Comparison) -> np.ndarray:
    """Return for each mapped parcel [P] the true parcel (counted from 0) that most of it lies on, or the nearest."""
    shared = c.lying[1:, 1:]
    if not len(c.sources):
        return np.zeros(0, int)
    nearest = shapely.STRtree(c.case.truth.polygons[c.members]).nearest(c.mapped.parcels.polygons[c.sources])
    return np.where(shared.sum(1) > 0, shared.argmax(1), nearest)


def _outlines(mine: np.ndarray, theirs: np.ndarray, blank: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each label of a raster the pixels along its outline that are judged, and those of them that lie
    within `TOLERANCE` of an outline in the other raster."""
    edge, other = rim(mine) & (mine > 0) & ~blank, rim(theirs) & (theirs > 0)
    near = distance_transform_edt(~other) <= TOLERANCE if other.any() else other
    return np.bincount(mine[edge], minlength=count), np.bincount(mine[edge & near], minlength=count)


def _visible(polygons: np.ndarray, grid: Grid) -> np.ndarray:
    """Return the share of each polygon's area that lies in the grid."""
    return shapely.area(shapely.clip_by_rect(polygons, *grid.bounds)) / shapely.area(polygons)
