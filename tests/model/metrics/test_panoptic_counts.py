"""Panoptic counts against cases worked out by hand."""

import numpy as np
import pytest

from doab.model.metrics.panoptic_counts import PanopticCounts, majority, without_small


def test_a_perfect_map_scores_one():
    labels = np.repeat([[1, 1, 2, 2, 0]], 4, axis=0)
    counts = PanopticCounts(2)
    counts.add(labels, np.array([-1, 0, 1]), labels, np.array([-1, 0, 1]))
    assert counts.scores() == pytest.approx({"pq": 1, "sq": 1, "rq": 1, "pq_micro": 1, "sq_micro": 1, "rq_micro": 1})


def test_sq_is_the_mean_overlap_of_matches_and_rq_counts_the_rest():
    true = np.array([[1] * 10 + [2] * 10])
    predicted = np.array([[1] * 8 + [2] * 2 + [0] * 10])
    counts = PanopticCounts(1)
    counts.add(predicted, np.array([-1, 0, 0]), true, np.array([-1, 0, 0]))
    scores = counts.scores()
    assert scores["sq"] == pytest.approx(0.8)
    assert scores["rq"] == pytest.approx(1 / (1 + 0.5 * (1 + 1)))
    assert scores["pq"] == pytest.approx(scores["sq"] * scores["rq"])


def test_a_right_shape_of_the_wrong_class_is_one_miss_and_one_false_alarm():
    labels = np.array([[1, 1, 1, 0]])
    counts = PanopticCounts(2)
    counts.add(labels, np.array([-1, 1]), labels, np.array([-1, 0]))
    assert counts.false_negatives.tolist() == [1, 0] and counts.false_positives.tolist() == [0, 1]


def test_an_iou_of_exactly_one_half_is_no_match():
    counts = PanopticCounts(1)
    counts.add(np.array([[1, 1, 1, 0]]), np.array([-1, 0]), np.array([[0, 1, 1, 1]]), np.array([-1, 0]))
    assert counts.true_positives[0] == 0


def test_predictions_that_lie_on_parcels_of_unknown_crop_are_left_out():
    true = np.array([[1, 1, 1, 1, 2, 2, 2]])
    predicted = np.array([[1, 1, 1, 1, 2, 2, 2]])
    counts = PanopticCounts(1)
    counts.add(predicted, np.array([-1, 0, 0]), true, np.array([-1, -1, 0]))
    assert (counts.true_positives[0], counts.false_positives[0], counts.false_negatives[0]) == (1, 0, 0)


def test_majority_takes_the_class_with_the_most_probability_in_each_label():
    labels = np.kron(np.array([[1, 2], [1, 2]]), np.ones((2, 2), int))
    probabilities = np.array([[[0.9, 0.4], [0.3, 0.4]], [[0.1, 0.6], [0.7, 0.6]]])
    assert majority(labels, probabilities).tolist() == [-1, 0, 1]


def test_fields_too_small_to_count_are_neither_found_nor_missed():
    true = np.array([[1] * 10 + [2] * 2])
    crops = without_small(true, np.array([-1, 0, 0]), 3)
    assert crops.tolist() == [-1, 0, -1]
    counts = PanopticCounts(1)
    counts.add(np.where(true == 2, 0, true), np.array([-1, 0]), true, crops)
    assert counts.scores()["pq"] == 1
