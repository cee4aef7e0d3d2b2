"""Agreement of maps of a few rectangles, worked out by hand."""

import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin

from doab.model.declared_parcels import Declared
from doab.model.evaluation.matching.map_agreement import any_crop, map_agreement, mean_agreement, sum_by_parcel
from doab.model.evaluation.matching.map_comparison import Case
from doab.model.evaluation.matching.parcel_map import ParcelMap
from doab.model.metrics.scores import compute_metrics
from doab.model.scene.grid import Grid

CLASSES = 2
GRID = Grid("EPSG:32631", from_origin(0, 400, 10, 10), 40, 40)
WEST, EAST = (20, 100, 120, 300), (200, 100, 300, 300)  # west, south, east, north in metres: 2 ha each


def layer(*parcels):
    """Parcels as (class, bounds)."""
    count = len(parcels)
    shapes = np.array([shapely.box(*bounds) for _, bounds in parcels], object)
    crops = np.array([crop for crop, _ in parcels], np.int64)
    return Declared(
        shapes,
        np.full(count, "", object),
        crops,
        np.arange(count).astype(str).astype(object),
        np.full(count, "", object),
        GRID.crs,
    )


def make_map(*bounds, crop=0):
    count = len(bounds)
    drawn = layer(*((crop, one) for one in bounds))
    return ParcelMap(drawn, np.full(count, 0.9), np.full(count, 5.0), np.full((count, CLASSES), 0.5))


def test_a_map_agrees_with_itself_whatever_its_crops():
    assert map_agreement(make_map(WEST, EAST), make_map(WEST, EAST, crop=1), GRID, CLASSES) == pytest.approx(1)


def test_a_parcel_that_only_one_map_has_lowers_the_agreement_in_the_same_way_in_both_directions():
    both, one = make_map(WEST, EAST), make_map(WEST)
    assert map_agreement(both, one, GRID, CLASSES) == pytest.approx(1 / 1.5)
    assert map_agreement(one, both, GRID, CLASSES) == pytest.approx(1 / 1.5)


def test_an_empty_map_agrees_with_nothing_and_two_empty_ones_are_not_judged():
    assert map_agreement(make_map(), make_map(WEST), GRID, CLASSES) == 0
    assert map_agreement(make_map(WEST), make_map(), GRID, CLASSES) == 0
    assert np.isnan(map_agreement(make_map(), make_map(), GRID, CLASSES))


def test_the_mean_agreement_is_that_of_all_pairs():
    maps = [make_map(WEST, EAST), make_map(WEST, EAST), make_map(WEST)]
    assert mean_agreement(maps, GRID, CLASSES) == pytest.approx((1 + 2 / 1.5) / 3)


def test_sums_by_parcel_score_any_subset_of_the_parcels():
    case = Case(GRID, layer((0, WEST), (1, EAST)), np.zeros(2, int), np.zeros(2, bool))
    sums = sum_by_parcel(make_map(WEST), case, CLASSES)
    by_parcel = compute_metrics(sums)["PQ_agnostic"]
    assert by_parcel == pytest.approx([1, 0], nan_ok=True)
    whole = compute_metrics({name: part.sum(0) for name, part in sums.items()})
    assert whole["PQ_agnostic"] == pytest.approx(1 / 1.5)


def test_parcels_of_unknown_crop_count_where_the_crop_does_not_matter():
    case = Case(GRID, layer((-1, WEST), (1, EAST)), np.arange(2), np.zeros(2, bool))
    assert sum_by_parcel(make_map(WEST), case, CLASSES)["parcels"].sum() == 1
    assert sum_by_parcel(make_map(WEST), any_crop(case), CLASSES)["parcels"].sum() == 2


def test_an_empty_map_misses_every_parcel():
    case = Case(GRID, layer((0, WEST), (1, EAST)), np.arange(2), np.zeros(2, bool))
    sums = sum_by_parcel(make_map(), case, CLASSES)
    assert sums["parcels"].sum() == 2
    assert compute_metrics({name: part.sum(0) for name, part in sums.items()})["PQ_agnostic"] == 0
