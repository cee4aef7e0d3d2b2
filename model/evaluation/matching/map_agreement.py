"""Scores of a map without intervals, and the agreement of two maps of the same ground, each once as the reference."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from ...metrics.scores import Sums, compute_metrics, sum_by_class
from ...scene.grid import Grid
from .map_comparison import Case, tabulate
from .parcel_map import ParcelMap


def sum_by_parcel(parcel_map: ParcelMap, case: Case, classes: int) -> Sums:
    """Return the sums of `sum_by_class` of each reference parcel [P, K + 1], for ``classes`` K.

    A mapped parcel counts with the reference parcel that most of it lies on, or the nearest one. Subsets of parcels
    are sums over rows, which `compute_metrics` turns into scores.
    """
    count = len(case.truth.crops)
    by_parcel = dataclasses.replace(case, cluster=np.arange(count))
    return sum_by_class(tabulate(parcel_map, by_parcel, classes), classes, count)


def any_crop(case: Case) -> Case:
    """Return the case with one crop for all reference parcels, so that those of unknown crop count, too.

    Only the scores of any crop and of outlines have a meaning then.
    """
    return dataclasses.replace(case, truth=dataclasses.replace(case.truth, crops=np.zeros_like(case.truth.crops)))


def map_agreement(first: ParcelMap, second: ParcelMap, grid: Grid, classes: int) -> float:
    """Return the PQ of any crop between two maps of a grid (0 to 1): the mean with each of them as the reference.

    Both maps are in the grid's CRS. Maps without any parcel agree with nothing (0); NaN where neither has parcels.
    """
    sizes = len(first.parcels.crops), len(second.parcels.crops)
    if not any(sizes):
        return float("nan")
    if not all(sizes):
        return 0.0
    pairs = ((first, second), (second, first))
    return float(np.mean([_any_crop_pq(predicted, reference, grid, classes) for predicted, reference in pairs]))


def mean_agreement(maps: Sequence[ParcelMap], grid: Grid, classes: int) -> float:
    """Return the mean of `map_agreement` over all pairs of at least two maps, as far as it is defined."""
    values = [map_agreement(first, second, grid, classes) for first, second in combinations(maps, 2)]
    defined = [value for value in values if not np.isnan(value)]
    return float(np.mean(defined)) if defined else float("nan")


def _any_crop_pq(predicted: ParcelMap, reference: ParcelMap, grid: Grid, classes: int) -> float:
    count = len(reference.parcels.crops)
    case = any_crop(Case(grid, reference.parcels, np.zeros(count, int), np.zeros(count, bool)))
    sums = sum_by_class(tabulate(predicted, case, classes), classes, 1)
    return float(compute_metrics(sums)["PQ_agnostic"][0])
