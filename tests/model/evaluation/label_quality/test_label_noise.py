"""Ceilings under label noise against arithmetic on squares and small tables."""

from itertools import pairwise

import numpy as np
import pytest

from doab.model.evaluation.label_quality.label_noise import (
    JITTER,
    RATES,
    confusion_transitions,
    jittered_iou,
    label_noise_sensitivity,
    noisy_recall,
    recall_ceiling,
    uniform_transitions,
)
from doab.model.evaluation.label_quality.label_noise import _move as move

COUNTS = np.array([[90, 10, 0], [5, 45, 0], [0, 0, 30]])


def quilt(side, across=6):
    """A raster of square parcels of ``side`` pixels of 5 m, a pixel apart."""
    labels = np.zeros((across * (side + 1),) * 2, np.int32)
    for k in range(across**2):
        row, col = k // across * (side + 1), k % across * (side + 1)
        labels[row : row + side, col : col + side] = k + 1
    return labels


def test_uniform_flips_spread_evenly_over_the_other_classes():
    assert uniform_transitions(3, 0.1) == pytest.approx(
        np.array([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]])
    )


def test_a_single_class_cannot_flip():
    assert uniform_transitions(1, 0.3).tolist() == [[1.0]]


@pytest.mark.parametrize("rate", [r for r in RATES if r] + [0.6])
def test_structured_flips_change_the_given_share_of_all_parcels(rate):
    flips = confusion_transitions(COUNTS, rate)
    assert flips.sum(1) == pytest.approx(1) and (flips >= 0).all()
    assert COUNTS.sum(1) / COUNTS.sum() @ (1 - np.diagonal(flips)) == pytest.approx(rate)


def test_structured_flips_follow_the_confusion():
    flips = confusion_transitions(COUNTS, 0.1)
    assert flips[0, 1] > 10 * flips[0, 2] and flips[2, 2] > flips[0, 0]


def test_no_noise_flips_nothing():
    assert confusion_transitions(COUNTS, 0) == pytest.approx(np.eye(3))


def test_a_map_without_errors_gives_uniform_flips():
    assert confusion_transitions(np.diag([5, 6]), 0.2) == pytest.approx(uniform_transitions(2, 0.2))


def test_the_ceiling_is_the_share_of_labels_that_stay():
    flips = np.array([[0.9, 0.1], [0.4, 0.6]])
    overall, each = recall_ceiling(flips, np.array([30, 10]))
    assert overall == pytest.approx(0.75 * 0.9 + 0.25 * 0.6) and each.tolist() == [0.9, 0.6]


def test_a_perfect_map_measures_its_ceiling_and_no_noise_measures_the_map():
    rng = np.random.default_rng(0)
    truth = np.repeat([0, 1, 2], [600, 300, 100])
    flips = confusion_transitions(COUNTS, 0.2)
    assert noisy_recall(truth, truth, flips, rng, 200) == pytest.approx(
        recall_ceiling(flips, [600, 300, 100])[0], abs=0.005
    )
    assert noisy_recall(np.where(np.arange(1000) < 50, -1, truth), truth, np.eye(3), rng, 2) == 0.95


def test_parcels_of_unknown_truth_do_not_count():
    assert noisy_recall(np.array([0, 1, 1]), np.array([0, 1, -1]), np.eye(2), np.random.default_rng(0), 1) == 1


@pytest.mark.parametrize(("side", "shrink"), [(20, 0.82), (10, 0.41)])
def test_eroded_squares_overlap_as_geometry_says(side, shrink):
    # A square of 4 ha and one of 1 ha (sides in pixels of 10 m), eroded until an IoU of 84 % is left.
    mask = np.pad(np.ones((2 * side, 2 * side), bool), 4)
    left = move(mask, np.zeros(2), -2 * shrink).sum() / mask.sum()
    assert left == pytest.approx(((side - 2 * shrink) / side) ** 2, abs=0.004)
    assert left == pytest.approx(0.842, abs=0.004)


def test_a_shifted_square_overlaps_as_geometry_says():
    mask = np.pad(np.ones((20, 20), bool), 6)
    covered = move(mask, np.array([0.0, 2.5]), 0.0)
    assert covered.sum() == pytest.approx(400) and covered[mask].sum() == pytest.approx(17.5 * 20)


def test_a_mask_that_does_not_move_stays_as_it_is():
    mask = np.random.default_rng(0).random((30, 30)) > 0.5
    assert np.array_equal(move(mask, np.zeros(2), 0.0), mask)


def test_without_jitter_the_ceiling_is_one_and_it_falls_with_jitter():
    ceilings = [jittered_iou(quilt(20), pixels, np.random.default_rng(0)).mean() for pixels in JITTER]
    assert ceilings[0] == 1 and all(a > b for a, b in pairwise(ceilings))


def test_small_parcels_suffer_more_from_the_same_jitter():
    small, large = (jittered_iou(quilt(side), 0.5, np.random.default_rng(0)).mean() for side in (10, 40))
    assert small < large - 0.1


def test_split_parcels_keep_their_larger_part_and_merged_ones_gain_a_neighbour(monkeypatch):
    monkeypatch.setattr(
        "doab.model.evaluation.label_quality.label_noise.SPLIT_RATE", 0.5 / 1e-6
    )  # half are split, half merged
    grid = np.kron(np.arange(1, 101).reshape(10, 10), np.ones((12, 12), int))
    overlaps = jittered_iou(grid, 1e-6, np.random.default_rng(0))
    merged = np.abs(overlaps - 0.5) < 1e-3  # two squares of the same size
    assert 35 < merged.sum() < 65
    assert (overlaps[~merged] > 0.5).all() and overlaps.max() < 1 and overlaps[~merged].mean() < 0.9


def test_no_parcels_have_no_ceiling():
    with pytest.raises(ValueError, match="no parcels"):
        jittered_iou(np.zeros((4, 4), int), 1, np.random.default_rng(0))


def test_the_report_gets_every_rate_and_jitter_and_a_column_for_no_field_does_no_harm():
    truth = np.repeat([0, 1, 2], [100, 50, 30])
    confusion = np.column_stack([COUNTS, [0, 0, 0]])
    estimated = {"rate": 0.02, "low": 0.01, "high": 0.03}
    rasters = [quilt(12), np.zeros((3, 3), int)]
    noise = label_noise_sensitivity(truth, truth, confusion, rasters, np.random.default_rng(0), estimated)
    assert [p["rate"] for p in noise["uniform"]] == [p["rate"] for p in noise["confusion"]] == list(RATES)
    assert [p["pixels"] for p in noise["jitter"]] == list(JITTER) and noise["estimated"] == estimated
    assert noise["uniform"][0] == {"rate": 0, "ceiling": 1, "measured": 1, "classes": [1, 1, 1]}
    assert noise["uniform"][3]["ceiling"] == pytest.approx(0.9)


def test_places_without_parcels_have_no_jitter():
    noise = label_noise_sensitivity(np.array([0]), np.array([0]), np.eye(2), [], np.random.default_rng(0))
    assert noise["jitter"] == [] and noise["estimated"] is None
