"""Segments that find each other, in rasters small enough to count."""

import numpy as np
import pytest

from doab.model.evaluation.matching.segment_matching import match, overlaps

NOWHERE = np.zeros((1, 10), bool)


def test_overlaps_are_counted_with_nothing_as_a_label():
    first, second, count = overlaps(np.array([0, 0, 1, 1, 1]), np.array([0, 2, 2, 2, 0]))
    assert list(zip(first.tolist(), second.tolist(), count.tolist(), strict=True)) == [
        (0, 0, 1),
        (0, 2, 1),
        (1, 0, 1),
        (1, 2, 2),
    ]


def test_a_pair_needs_more_than_half_of_its_union():
    found, true = np.array([[1, 1, 1, 2, 2, 2, 0, 0, 0, 0]]), np.array([[1, 1, 0, 2, 2, 2, 2, 2, 2, 0]])
    pairs = match(found, true, NOWHERE, 3)
    assert (pairs.predicted.tolist(), pairs.true.tolist()) == ([1], [1])
    assert pairs.iou == pytest.approx([2 / 3])


def test_blank_pixels_are_taken_out_of_both_sides():
    found, true = np.array([[1, 1, 1, 1, 1, 0, 0, 0, 0, 0]]), np.array([[1, 1, 1, 0, 0, 0, 0, 1, 1, 1]])
    blank = NOWHERE.copy()
    blank[0, 3:5] = blank[0, 7:] = True
    assert match(found, true, blank, 2).iou == pytest.approx([1])


def test_predictions_with_more_than_half_on_blank_pixels_are_dropped():
    found = np.array([[1, 1, 1, 1, 2, 2, 2, 2, 0, 0]])
    blank = NOWHERE.copy()
    blank[0, :3] = blank[0, 6:8] = True
    pairs = match(found, found, blank, 3)
    assert pairs.dropped.tolist() == [False, True, False]
    assert pairs.predicted.tolist() == [2]


def test_what_lies_beyond_the_raster_is_as_unknown():
    found = np.array([[1, 1, 1, 1, 2, 2, 2, 2, 0, 0]])
    pairs = match(found, found, NOWHERE, 3, np.array([0, 5, 3]))
    assert pairs.dropped.tolist() == [False, True, False]


def test_an_empty_map_finds_nothing():
    pairs = match(NOWHERE.astype(int), np.ones((1, 10), int), NOWHERE, 1)
    assert pairs.predicted.size == 0
