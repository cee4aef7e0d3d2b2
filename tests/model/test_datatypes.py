"""Samples are cropped, thinned and varied without touching the arrays they come from."""

import numpy as np
import pytest

from doab.model.datatypes import Sample, TilePrediction


@pytest.fixture
def sample():
    """Three optical and two radar dates of as many pixels as there are bands, so that shapes alone say nothing."""
    rng = np.random.default_rng(0)
    t, s, side = 3, 2, 10
    return Sample(
        reference=rng.random((10, side, side), np.float32),
        reference_valid=np.ones((side, side), bool),
        reference_bands=np.ones(10, bool),
        reference_day=100,
        optical=rng.random((t, 10, side, side), np.float32),
        optical_valid=rng.random((t, side, side)) < 0.5,
        optical_bands=np.ones((t, 10), bool),
        optical_days=np.array([90, 100, 110]),
        radar=rng.random((s, 2, side, side), np.float32),
        radar_valid=np.ones((s, side, side), bool),
        radar_bands=np.ones((s, 2), bool),
        radar_days=np.array([95, 105]),
        terrain=rng.random((2, side, side), np.float32),
        terrain_valid=np.ones((side, side), bool),
        latitude=50.0,
        longitude=4.0,
    )


def test_a_crop_has_that_part_of_every_image_and_all_bands_and_days(sample):
    part = sample.crop(slice(2, 5), slice(6, 10), 51.0, 5.0)
    np.testing.assert_array_equal(part.optical, sample.optical[..., 2:5, 6:10])
    assert part.reference.shape == (10, 3, 4) and part.terrain_valid.shape == (3, 4)
    assert part.optical_bands.shape == (3, 10) and part.radar_days.tolist() == [95, 105]
    assert (part.latitude, part.longitude) == (51.0, 5.0)


def test_selected_acquisitions_keep_their_values_bands_and_days(sample):
    some = sample.select_acquisitions([True, False, True], [False, True])
    np.testing.assert_array_equal(some.optical, sample.optical[[0, 2]])
    assert some.optical_days.tolist() == [90, 110] and some.radar_days.tolist() == [105]
    assert some.optical_bands.shape == (2, 10) and len(some.radar_valid) == 1
    assert len(sample.select_acquisitions([False] * 3, [False] * 2).optical) == 0


def test_any_optical_date_can_be_the_reference_frame(sample):
    other = sample.with_reference(2)
    assert other.reference_day == 110
    np.testing.assert_array_equal(other.reference, sample.optical[2])
    np.testing.assert_array_equal(other.reference_valid, sample.optical_valid[2])


def test_days_terrain_and_bands_change_in_all_their_arrays(sample):
    assert sample.shifted(5).reference_day == 105 and sample.shifted(5).radar_days.tolist() == [100, 110]
    assert not sample.without_terrain().terrain_valid.any() and not sample.without_terrain().terrain.any()
    fewer = sample.without_bands((3, 4))
    assert not fewer.optical[:, 3:5].any() and not fewer.reference_bands[3:5].any() and fewer.optical[:, 5].any()
    assert sample.optical_bands.all(), "the sample itself stays"


def test_a_prediction_takes_the_crops_of_another():
    one = TilePrediction(*np.zeros((3, 2, 2)), np.zeros((1, 1, 1)))
    assert one.with_crop_of(TilePrediction(*np.ones((3, 2, 2)), np.ones((1, 1, 1)))).crop.all() and not one.field.any()
