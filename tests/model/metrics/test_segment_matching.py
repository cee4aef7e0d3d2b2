"""Segments that find each other, in rasters small enough to count."""

import numpy as np
import pytest

from doab.model.metrics.segment_matching import count_overlaps, match_segments

NOWHERE = np.zeros((1, 10), bool)


def test_overlaps_are_counted_with_nothing_as_a_label():
    first, second, count = count_overlaps(np.array([0, 0, 1, 1, 1]), np.array([0, 2, 2, 2, 0]))
    assert list(zip(first.tolist(), second.tolist(), count.tolist(), strict=True)) == [
        (0, 0, 1),
        (0, 2, 1),
        (1, 0, 1),
        (1, 2, 2),
    ]


def test_a_pair_needs_more_than_half_of_its_union():
    predicted, true = np.array([[1, 1, 1, 2, 2, 2, 0, 0, 0, 0]]), np.array([[1, 1, 0, 2, 2, 2, 2, 2, 2, 0]])
    pairs = match_segments(predicted, true, NOWHERE, 3)
    assert (pairs.predicted.tolist(), pairs.true.tolist()) == ([1], [1])
    assert pairs.iou == pytest.approx([2 / 3])


def test_blank_pixels_are_taken_out_of_both_sides():
    predicted, true = np.array([[1, 1, 1, 1, 1, 0, 0, 0, 0, 0]]), np.array([[1, 1, 1, 0, 0, 0, 0, 1, 1, 1]])
    unknown = NOWHERE.copy()
    unknown[0, 3:5] = unknown[0, 7:] = True
    assert match_segments(predicted, true, unknown, 2).iou == pytest.approx([1])


def test_predictions_with_more_than_half_on_blank_pixels_are_dropped():
    predicted = np.array([[1, 1, 1, 1, 2, 2, 2, 2, 0, 0]])
    unknown = NOWHERE.copy()
    unknown[0, :3] = unknown[0, 6:8] = True
    pairs = match_segments(predicted, predicted, unknown, 3)
    assert pairs.ignored.tolist() == [False, True, False]
    assert pairs.predicted.tolist() == [2]


def test_what_lies_beyond_the_raster_is_as_unknown():
    predicted = np.array([[1, 1, 1, 1, 2, 2, 2, 2, 0, 0]])
    pairs = match_segments(predicted, predicted, NOWHERE, 3, np.array([0, 5, 3]))
    assert pairs.ignored.tolist() == [False, True, False]


def test_an_empty_map_finds_nothing():
    pairs = match_segments(NOWHERE.astype(int), np.ones((1, 10), int), NOWHERE, 1)
    assert pairs.predicted.size == 0
