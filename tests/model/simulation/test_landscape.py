import numpy as np
import pytest
from skimage.measure import label

from doab.model.simulation.landscape import COVERS, MIN_FIELD_AREA, MIN_PARTED_AREA, simulate_landscape


@pytest.fixture(scope="module")
def lands():
    return [simulate_landscape(np.random.default_rng(seed), 160, np.ones(14)) for seed in range(4)]


def test_every_unit_is_either_a_field_or_something_else(lands):
    for land in lands:
        assert ((land.crops >= 0) != (land.covers >= 0)).all()
        assert land.crops.max() < 14 and land.covers.max() < len(COVERS)
        assert np.array_equal(np.unique(land.units), np.arange(len(land.crops)))


def test_every_field_is_one_piece_of_at_least_the_smallest_area(lands):
    for land in lands:
        parcels = land.parcels
        assert label(parcels, connectivity=1, background=0).max() == len(np.unique(parcels[parcels > 0]))
        assert np.bincount(land.units.ravel())[land.crops >= 0].min() >= MIN_FIELD_AREA * 400


def test_land_is_mostly_farmed_with_something_between(lands):
    shares = [(land.parcels > 0).mean() for land in lands]
    assert 0.6 < np.mean(shares) < 0.95
    assert all((land.covers >= 0).any() for land in lands)


def test_the_same_seed_gives_the_same_landscape():
    one, other = (simulate_landscape(np.random.default_rng(7), 96, np.ones(14)) for _ in range(2))
    assert np.array_equal(one.units, other.units) and np.array_equal(one.crops, other.crops)


def test_parts_change_nothing_but_the_units_of_larger_fields():
    even, parted = (
        simulate_landscape(np.random.default_rng(7), 160, np.ones(14), parted=share) for share in (0.0, 1.0)
    )
    parts = parted.parent != np.arange(len(parted.parent))
    assert np.array_equal(even.parent, np.arange(len(even.crops))) and parts.any()
    assert not parts[: len(even.crops)].any() and parts[len(even.crops) :].all()
    assert np.array_equal(parted.parcels, even.parcels)
    assert np.array_equal(parted.crops[parts], parted.crops[parted.parent[parts]])
    sizes = np.bincount(even.units.ravel()) / 400
    assert set(parted.parent[parts]) == set(np.flatnonzero((even.crops >= 0) & (sizes > MIN_PARTED_AREA)))
