import dataclasses

import numpy as np
import pytest

from doab.model.simulation.simulated_tiles import simulate_tile


@pytest.fixture(scope="module")
def tiles():
    return [simulate_tile(np.random.default_rng(seed), 32) for seed in range(30)]


def test_shapes_and_types_are_those_of_a_sample(tiles):
    for sample, labels in tiles:
        dates, passes = len(sample.optical_days), len(sample.radar_days)
        assert 6 <= dates <= 24 and 0 <= passes <= 24
        assert sample.reference.shape == (10, 32, 32) and sample.optical.shape == (dates, 10, 32, 32)
        assert sample.radar.shape == (passes, 2, 32, 32) and sample.terrain.shape == (2, 32, 32)
        for name in ("reference", "optical", "radar", "terrain"):
            values = getattr(sample, name)
            assert values.dtype == np.float32 and np.isfinite(values).all()
        assert labels.parcels.shape == labels.void.shape == (64, 64)
        assert labels.parcels.dtype == np.int32 and labels.crops.dtype == np.int64


def test_parcels_point_into_the_crops(tiles):
    for _, labels in tiles:
        assert labels.parcels.max() == len(labels.crops) - 1
        assert labels.crops[0] == -1
        assert (labels.crops[1:] >= 0).all() and (labels.crops[1:] < 14).all()


def test_the_reference_is_one_of_the_dates_and_mostly_clear(tiles):
    for sample, labels in tiles:
        frame = list(sample.optical_days).index(sample.reference_day)
        assert np.array_equal(sample.reference, sample.optical[frame])
        assert sample.reference_valid.mean() > 0.8 * (1 - labels.void.mean())


def test_what_is_not_valid_is_zero(tiles):
    for sample, _ in tiles:
        assert not sample.optical.transpose(0, 2, 3, 1)[~sample.optical_valid].any()
        assert not sample.optical.transpose(0, 1, 2, 3)[~sample.optical_bands].any()
        assert not sample.radar.transpose(0, 2, 3, 1)[~sample.radar_valid].any()
        assert not sample.terrain[:, ~sample.terrain_valid].any()


def test_days_are_in_order(tiles):
    for sample, _ in tiles:
        assert (np.diff(sample.optical_days) > 0).all() and (np.diff(sample.radar_days) > 0).all()


def test_real_gaps_occur(tiles):
    samples = [sample for sample, _ in tiles]
    assert any(len(sample.radar_days) == 0 for sample in samples)
    assert any(not sample.terrain_valid.any() for sample in samples)
    assert any(labels.void.any() for _, labels in tiles)


def test_the_same_seed_gives_the_same_tile(tiles):
    again = simulate_tile(np.random.default_rng(3), 32)
    for one, other in zip(tiles[3], again, strict=True):
        for field in dataclasses.fields(one):
            assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name


def test_fewer_classes_can_be_asked_for():
    _, labels = simulate_tile(np.random.default_rng(0), 32, crops=3)
    assert labels.crops.max() < 3
