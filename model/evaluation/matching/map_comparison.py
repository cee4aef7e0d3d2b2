"""Comparison of a map with a reference, both rasterised at 5 m, as the two tables that scores are computed from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.ndimage import distance_transform_edt
from scipy.sparse import csr_array

from ...constants import HECTARE, SMALLEST_PARCEL
from ...declared_parcels import Declared, numbered
from ...label_geometry import rim
from ...metrics.panoptic import ratio
from ...metrics.parcel_tables import Predictions, References, Tables
from ...metrics.segment_matching import SegmentMatches, count_overlaps, match_segments
from ...scene.grid import Grid
from .parcel_map import ParcelMap

PIXEL = 5.0  # metres; a pixel of the rasters that are compared
TOLERANCE = 3.0  # pixels of 5 m, one and a half of 10 m: how near a matching outline has to be


@dataclass(frozen=True)
class Case:
    """The reference that maps of one area are compared with.

    ``truth`` in the grid's CRS, with the ``cluster`` [P] of each parcel and those ``left_out`` [P] bool. Clusters are
    ``folds`` unless each parcel is its own. Where the truth is not ``complete``, ground outside its parcels is unknown.
    """

    grid: Grid
    truth: Declared
    cluster: np.ndarray
    left_out: np.ndarray
    complete: bool = True
    folds: bool = False


def tabulate(parcel_map: ParcelMap, case: Case, classes: int) -> Tables:
    """Compare a map with the reference of its area, of which at least one parcel has to lie in the grid.

    ``parcel_map`` is in the CRS of the case's grid; ``classes`` is the number of crop classes K.
    """
    overlay = _overlay(parcel_map, case, classes)
    references, row = _tabulate_references(overlay)
    return Tables(references, _tabulate_predictions(overlay, references, row))


@dataclass(frozen=True)
class _Overlay:
    """Both label rasters [H, W] and the overlaps of their labels.

    ``predicted`` labels with the index ``sources`` [P] of each in the map and its class ``predicted_crops`` [P + 1]
    (K: none); ``true`` labels with the index ``members`` [N] of each in the reference and its class ``true_crops``
    [N + 1] (-1: unknown or left out); ``counted`` [N + 1] bool those that count as parcels; ``unknown`` [H, W] bool
    pixels where no parcel is scored; ``shared`` [P + 1, N + 1] pixels that two labels share where the reference is
    known.
    """

    parcel_map: ParcelMap
    case: Case
    classes: int
    predicted: np.ndarray
    sources: np.ndarray
    predicted_crops: np.ndarray
    true: np.ndarray
    members: np.ndarray
    true_crops: np.ndarray
    counted: np.ndarray
    unknown: np.ndarray
    matches: SegmentMatches
    shared: csr_array


def _overlay(parcel_map: ParcelMap, case: Case, classes: int) -> _Overlay:
    window = case.grid.transform, case.grid.height, case.grid.width
    true, members = numbered(case.truth, *window)
    predicted, sources = numbered(parcel_map.parcels, *window)
    known = np.ones(true.shape, bool) if case.complete else true > 0
    true_crops = np.concatenate([[-1], np.where(case.left_out, -1, case.truth.crops)[members]])
    large = np.bincount(true.ravel(), minlength=len(true_crops)) * PIXEL**2 >= SMALLEST_PARCEL * HECTARE
    visible = np.concatenate([[False], _visible_share(case.truth.polygons[members], case.grid) > 0.5])
    counted = (true_crops >= 0) & large & visible
    unknown = ~known | ((true > 0) & ~counted[true])
    map_crops = np.where(parcel_map.parcels.crops < 0, classes, parcel_map.parcels.crops)
    predicted_crops = np.concatenate([[classes], map_crops[sources]])

    polygons = parcel_map.parcels.polygons[sources]
    outside = (1 - _visible_share(polygons, case.grid)) * shapely.area(polygons) / PIXEL**2
    matches = match_segments(predicted, true, unknown, len(predicted_crops), np.concatenate([[0.0], outside]))
    p, t, count = count_overlaps(predicted[known], true[known])
    shared = csr_array((count, (p, t)), shape=(len(predicted_crops), len(true_crops)))
    return _Overlay(
        parcel_map,
        case,
        classes,
        predicted,
        sources,
        predicted_crops,
        true,
        members,
        true_crops,
        counted,
        unknown,
        matches,
        shared,
    )


def _tabulate_references(o: _Overlay) -> tuple[References, np.ndarray]:
    """Return the table, and the row of each true label in it [N + 1], -1 for labels without a row."""
    labels = np.flatnonzero(o.true_crops >= 0)
    row = np.full(len(o.true_crops), -1)
    row[labels] = np.arange(labels.size)
    clear = _mean_over_references(o, o.parcel_map.clear_dates[:, None])[:, 0]
    mapped_clear = o.parcel_map.clear_dates[np.isfinite(o.parcel_map.clear_dates)]
    default = np.median(mapped_clear) if mapped_clear.size else np.nan
    clear = np.where(np.isnan(clear), default, clear)
    iou, matched_crop = np.zeros(len(o.true_crops)), np.full(len(o.true_crops), o.classes)
    iou[o.matches.true], matched_crop[o.matches.true] = o.matches.iou, o.predicted_crops[o.matches.predicted]
    outline, outline_matched = _count_outline_pixels(o.true, o.predicted, o.unknown, len(o.true_crops))
    table = References(
        cluster=o.case.cluster[o.members[labels - 1]],
        crop=o.true_crops[labels],
        counted=o.counted[labels],
        area=np.bincount(o.true.ravel())[labels] * PIXEL**2 / HECTARE,
        clear_dates=clear[labels],
        parcel=o.members[labels - 1],
        pixels=(o.shared.T @ np.eye(o.classes + 1)[o.predicted_crops])[labels],
        iou=iou[labels],
        matched_crop=matched_crop[labels],
        probabilities=_mean_over_references(o, o.parcel_map.probabilities)[labels],
        outline=outline[labels],
        outline_matched=outline_matched[labels],
    )
    return table, row


def _mean_over_references(o: _Overlay, values: np.ndarray) -> np.ndarray:
    """Return the means [N + 1, k] over each true label of the mapped parcels' values [P, k]; NaN without any value."""
    values = np.concatenate([np.full((1, values.shape[1]), np.nan), values[o.sources]])
    finite = np.isfinite(values)
    return ratio(o.shared.T @ np.where(finite, values, 0), o.shared.T @ finite.astype(float))


def _tabulate_predictions(o: _Overlay, references: References, row: np.ndarray) -> Predictions:
    count = len(o.predicted_crops)
    area, clear = np.bincount(o.predicted.ravel(), minlength=count) * PIXEL**2 / HECTARE, np.full(count, np.nan)
    clear[1:] = o.parcel_map.clear_dates[o.sources]
    iou, matched_crop = np.zeros(count), np.full(count, o.classes)
    matched, reference = o.matches.predicted, row[o.matches.true]
    iou[matched], matched_crop[matched] = o.matches.iou, references.crop[reference]
    area[matched], clear[matched] = references.area[reference], references.clear_dates[reference]
    outline, outline_matched = _count_outline_pixels(o.predicted, o.true, o.unknown, count)
    on_crops = o.shared @ (np.arange(o.classes) == o.true_crops[:, None]).astype(float)
    mostly = 2 * on_crops.sum(1) > np.bincount(o.predicted.ravel(), minlength=count)
    return Predictions(
        cluster=o.case.cluster[o.members[_nearest_references(o)]],
        crop=o.predicted_crops[1:],
        counted=~o.matches.ignored[1:],
        area=area[1:],
        clear_dates=clear[1:],
        iou=iou[1:],
        matched_crop=matched_crop[1:],
        outline=outline[1:],
        outline_matched=outline_matched[1:],
        confidence=o.parcel_map.confidence[o.sources],
        reference_crop=np.where(mostly, on_crops.argmax(1), -1)[1:],
    )


def _nearest_references(o: _Overlay) -> np.ndarray:
    """Return for each mapped parcel [P] the reference parcel (from 0) that most of it lies on, or the nearest."""
    shared = o.shared[1:, 1:]
    if not len(o.sources):
        return np.zeros(0, int)
    nearest = shapely.STRtree(o.case.truth.polygons[o.members]).nearest(o.parcel_map.parcels.polygons[o.sources])
    return np.where(shared.sum(1) > 0, shared.argmax(1), nearest)


def _count_outline_pixels(
    labels: np.ndarray, others: np.ndarray, unknown: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the scored pixels along the outline of each label, and those near an outline in the other raster.

    There are ``count`` labels; near is within `TOLERANCE`.
    """
    outline, other = rim(labels) & (labels > 0) & ~unknown, rim(others) & (others > 0)
    near = distance_transform_edt(~other) <= TOLERANCE if other.any() else other
    return np.bincount(labels[outline], minlength=count), np.bincount(labels[outline & near], minlength=count)


def _visible_share(polygons: np.ndarray, grid: Grid) -> np.ndarray:
    """Return the share of each polygon's area that lies in the grid."""
    return shapely.area(shapely.clip_by_rect(polygons, *grid.bounds)) / shapely.area(polygons)
