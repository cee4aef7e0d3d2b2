"""What maps of a few rectangles hold, worked out by hand."""

import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin

from doab.model.declared_parcels import Declared
from doab.model.evaluation.matching.map_content import describe_map, entropy_bits, mapped_outside
from doab.model.evaluation.matching.parcel_map import ParcelMap
from doab.model.scene.grid import Grid

CLASSES = 3
GRID = Grid("EPSG:32631", from_origin(0, 400, 10, 10), 40, 40)  # 16 ha
WEST, EAST = (0, 0, 100, 400), (300, 0, 400, 200)  # 4 ha and 2 ha


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


def make_map(*parcels, conf=()):
    count = len(parcels)
    return ParcelMap(layer(*parcels), np.array(conf, float), np.full(count, 5.0), np.full((count, CLASSES), np.nan))


def test_ground_crops_and_confidence_are_weighted_by_area():
    content = describe_map(make_map((0, WEST), (2, EAST), conf=(0.9, 0.6)), GRID, CLASSES)
    assert (content.parcels, content.median_area) == (2, pytest.approx(3))
    assert content.mapped == pytest.approx(6 / 16)
    assert content.crop_shares == pytest.approx([2 / 3, 0, 1 / 3])
    assert content.confidence == pytest.approx(0.8)


def test_parcels_without_a_crop_or_confidence_count_as_ground_only():
    content = describe_map(make_map((0, WEST), (-1, EAST), conf=(0.9, np.nan)), GRID, CLASSES)
    assert content.mapped == pytest.approx(6 / 16)
    assert content.crop_shares == pytest.approx([1, 0, 0])
    assert content.confidence == pytest.approx(0.9)


def test_the_entropy_is_zero_for_one_crop_and_one_bit_for_two_equal_ones():
    assert entropy_bits(np.array([0.0, 1.0, 0.0])) == 0
    assert entropy_bits(np.array([0.5, 0.5, 0.0])) == pytest.approx(1)


def test_an_empty_map_covers_nothing_and_has_no_crops():
    content = describe_map(make_map(), GRID, CLASSES)
    assert (content.parcels, content.mapped) == (0, 0)
    assert np.isnan([content.median_area, content.confidence, content.entropy]).all()


def test_ground_outside_the_declared_parcels_is_judged_apart():
    declared = layer((0, WEST))  # 12 ha are outside
    assert mapped_outside(make_map((0, WEST), conf=(0.9,)), declared, GRID) == 0
    assert mapped_outside(make_map((0, WEST), (1, EAST), conf=(0.9, 0.9)), declared, GRID) == pytest.approx(2 / 12)
    assert np.isnan(mapped_outside(make_map(), layer((0, GRID.bounds)), GRID))
