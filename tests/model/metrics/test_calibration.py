"""Calibration of confidences that are worked out by hand or drawn from known chances."""

import numpy as np
import pytest

from doab.model.metrics.calibration import compute_reliability


def test_the_calibration_error_is_the_weighted_gap_between_confidence_and_accuracy():
    confidence = np.array([0.95] * 10 + [0.55] * 30)
    correct = np.array([True] * 9 + [False] + [True] * 15 + [False] * 15)
    reliability = compute_reliability(confidence, correct)
    assert reliability["ece"] == pytest.approx(0.25 * 0.05 + 0.75 * 0.05)
    assert [(b["low"], b["count"]) for b in reliability["bins"]] == [(0.5, 30), (0.9, 10)]
    assert reliability["bins"][1]["accuracy"] == pytest.approx(0.9)


def test_a_confidence_of_one_falls_into_the_last_bin():
    assert compute_reliability(np.ones(3), np.ones(3, bool)) == {
        "ece": 0.0,
        "bins": [{"low": 0.9, "high": 1.0, "confidence": 1.0, "accuracy": 1.0, "count": 3}],
    }


def test_weights_say_how_much_each_parcel_counts():
    reliability = compute_reliability(np.array([0.85, 0.85]), np.array([True, False]), weights=np.array([3, 1]))
    assert reliability["bins"][0]["accuracy"] == 0.75 and reliability["ece"] == pytest.approx(0.1)


def test_nothing_has_no_calibration_error():
    assert compute_reliability(np.zeros(0), np.zeros(0, bool)) == {"ece": None, "bins": []}
