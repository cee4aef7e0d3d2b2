"""Landscapes with the field shapes of a parcel layer."""

from __future__ import annotations

import fiona
import numpy as np
import pytest
import shapely

from doab.model.protocol import InputError
from doab.model.simulation.landscape import LandscapeVariety, simulate_landscape
from doab.model.simulation.parcel_shapes import ParcelShapes, SquareParcels


def write(path, polygons, crs="EPSG:32631"):
    schema = {"geometry": "Polygon", "properties": {"name": "str"}}
    with fiona.open(path, "w", driver="GPKG", crs=crs, schema=schema) as file:
        file.writerecords([{"geometry": shapely.geometry.mapping(p), "properties": {"name": ""}} for p in polygons])
    return path


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    """Fields of 90 m × 190 m with ways of 10 m between them."""
    boxes = [
        shapely.box(500_000 + 100 * i, 5_400_000 + 200 * j, 500_090 + 100 * i, 5_400_190 + 200 * j)
        for i in range(30)
        for j in range(15)
    ]
    return ParcelShapes(write(tmp_path_factory.mktemp("shapes") / "grid.gpkg", boxes))


def test_windows_hold_parcels_of_their_true_size(grid):
    sizes = np.bincount(grid.window(np.random.default_rng(0), 160).ravel())[1:]
    assert np.median(sizes[sizes > 0]) == pytest.approx(90 * 190 / 25, rel=0.1)


def test_windows_are_cut_and_turned_anew(grid):
    one, other = (grid.window(np.random.default_rng(seed), 120) for seed in (1, 2))
    assert not np.array_equal(one > 0, other > 0)


def test_a_landscape_takes_its_fields_from_the_layer_and_fills_the_ways(grid):
    land = simulate_landscape(np.random.default_rng(3), 160, np.ones(14), grid)
    assert ((land.crops >= 0) != (land.covers >= 0)).all()
    assert 0.5 < (land.parcels > 0).mean() < 0.95
    sizes = np.bincount(land.units.ravel())[land.crops >= 0]
    assert sizes.max() <= 1.1 * 90 * 190 / 25


def test_degrees_are_as_good_as_metres(tmp_path):
    boxes = [
        shapely.box(5 + 0.002 * i, 48 + 0.002 * j, 5.0018 + 0.002 * i, 48.0018 + 0.002 * j)
        for i in range(20)
        for j in range(20)
    ]
    shapes = ParcelShapes(write(tmp_path / "degrees.gpkg", boxes, "EPSG:4326"))
    sizes = np.bincount(shapes.window(np.random.default_rng(0), 160).ravel())[1:]
    assert np.median(sizes[sizes > 0]) == pytest.approx(134 * 200 / 25, rel=0.15)


def test_a_layer_that_is_too_sparse_is_refused(tmp_path):
    path = write(tmp_path / "one.gpkg", [shapely.box(500_000, 5_400_000, 500_050, 5_400_050)])
    with pytest.raises(InputError, match="one.gpkg.*too few parcels"):
        ParcelShapes(path).window(np.random.default_rng(0), 400)


def test_the_median_area_is_in_hectares(grid):
    assert grid.median_area == pytest.approx(90 * 190 / 10_000, rel=0.01)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_windows_hold_parcels_of_the_size_asked_for(grid, scale):
    sizes = np.bincount(grid.combined_window(np.random.default_rng(0), 240, scale).ravel())[1:]
    assert np.median(sizes[sizes > 0]) == pytest.approx(90 * 190 / 25 * scale**2, rel=0.25)


def test_the_ground_between_scattered_parcels_is_farmland(tmp_path):
    boxes = [shapely.box(500_000 + x, 5_400_000, 500_100 + x, 5_400_100) for x in (0, 400, 900)]
    shapes = ParcelShapes(write(tmp_path / "few.gpkg", boxes))
    land = simulate_landscape(np.random.default_rng(0), 200, np.ones(14), shapes, variety=LandscapeVariety())
    assert (land.parcels > 0).mean() > 0.7
    sizes = np.bincount(land.parcels.ravel())[1:]
    assert 0.3 < np.median(sizes[sizes > 0]) / 400 < 2


def test_hard_landscapes_are_small_parted_by_little_and_partly_unlabelled():
    easy, hard = (
        [simulate_landscape(np.random.default_rng(seed), 160, np.ones(14), hard=h) for seed in range(6)]
        for h in (False, True)
    )

    def fields(lands):
        return np.mean([(land.crops >= 0).sum() for land in lands])

    assert fields(hard) > 2 * fields(easy)
    assert all(land.declared.all() for land in easy)
    assert np.mean([land.declared.mean() for land in hard]) == pytest.approx(0.6, abs=0.1)
    assert all((land.similar_to != np.arange(len(land.similar_to))).any() for land in hard)


def test_squares_are_whole_around_the_middle_and_grow_their_own_crops():
    numbers = SquareParcels().window(np.random.default_rng(0), 116)  # 96 and a margin of 10 on every side
    inner = numbers[10:-10, 10:-10]
    assert all(len(np.unique(inner[i : i + 16, j : j + 16])) == 1 for i in range(0, 96, 16) for j in range(0, 96, 16))
    assert len(np.unique(inner)) == 36 and numbers.min() == 1
    land = simulate_landscape(np.random.default_rng(0), 116, np.ones(14), SquareParcels())
    assert (land.crops >= 0).all()
