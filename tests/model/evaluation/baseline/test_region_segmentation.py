import numpy as np
import pytest

from doab.model.datatypes import Labels
from doab.model.evaluation.baseline.region_segmentation import SegmentationSettings, segment_regions, tune_segmentation

SPLIT, JOINED = SegmentationSettings(merge=3), SegmentationSettings(merge=1000)


@pytest.fixture
def two_fields():
    """Layers [3, 20, 20] of two noisy fields that meet in the middle, two standard deviations apart."""
    rng = np.random.default_rng(1)
    layers = rng.normal(0, 0.1, (3, 20, 20))
    layers[:, :, 10:] += 2
    return layers


def test_two_fields_are_two_segments_that_meet_where_they_should(two_fields):
    segments, gradient = segment_regions(two_fields, SPLIT)
    assert segments.shape == gradient.shape == (40, 40)
    assert set(np.unique(segments)) == {1, 2}
    changes = np.argmax(segments != segments[:, :1], axis=1)
    assert np.abs(changes - 20).max() <= 1


def test_the_gradient_is_steepest_between_fields(two_fields):
    _, gradient = segment_regions(two_fields, SPLIT)
    assert set(gradient.argmax(1)) <= {19, 20}


def test_merging_without_limit_leaves_one_segment(two_fields):
    assert (segment_regions(two_fields, JOINED)[0] == 1).all()


def test_an_even_image_is_one_segment():
    assert (segment_regions(np.zeros((2, 8, 8)), SPLIT)[0] == 1).all()


def test_a_smaller_limit_gives_no_fewer_segments(two_fields):
    counts = [
        segment_regions(two_fields, SegmentationSettings(merge=limit))[0].max() for limit in (0.05, 0.3, 1, 3, 1000)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 10


def test_tuning_takes_the_settings_that_find_the_fields(two_fields):
    parcels = np.ones((40, 40), np.int32)
    parcels[:, 20:] = 2
    truth = Labels(parcels, np.array([-1, 0, 1]), np.zeros((40, 40), bool))
    trials = (SegmentationSettings(merge=0.05), JOINED, SPLIT)
    assert tune_segmentation([(two_fields, truth)], trials) == SPLIT
