"""Calibration of confidences that are worked out by hand or drawn from known chances."""

import numpy as np
import pytest
from scipy.special import softmax

from doab.model.evaluation.calibration import reliability, temperature


def test_the_calibration_error_is_the_weighted_gap_between_confidence_and_accuracy():
    confidence = np.array([0.95] * 10 + [0.55] * 30)
    correct = np.array([True] * 9 + [False] + [True] * 15 + [False] * 15)
    told = reliability(confidence, correct)
    assert told["ece"] == pytest.approx(0.25 * 0.05 + 0.75 * 0.05)
    assert [(b["low"], b["count"]) for b in told["bins"]] == [(0.5, 30), (0.9, 10)]
    assert told["bins"][1]["accuracy"] == pytest.approx(0.9)


def test_a_confidence_of_one_falls_into_the_last_bin():
    assert reliability(np.ones(3), np.ones(3, bool)) == {
        "ece": 0.0, "bins": [{"low": 0.9, "high": 1.0, "confidence": 1.0, "accuracy": 1.0, "count": 3}]
    }


def test_weights_say_how_much_each_parcel_counts():
    told = reliability(np.array([0.85, 0.85]), np.array([True, False]), weights=np.array([3, 1]))
    assert told["bins"][0]["accuracy"] == 0.75 and told["ece"] == pytest.approx(0.1)


def test_nothing_has_no_calibration_error():
    assert reliability(np.zeros(0), np.zeros(0, bool)) == {"ece": None, "bins": []}


@pytest.mark.parametrize("true", [0.5, 1.0, 2.5])
def test_the_temperature_that_logits_were_spoilt_with_is_found_again(true):
    rng = np.random.default_rng(0)
    honest = rng.normal(0, 1.5, (20000, 4))
    truth = (rng.random((20000, 1)) > softmax(honest, 1).cumsum(1)[:, :-1]).sum(1)
    assert temperature(honest * true, truth) == pytest.approx(true, rel=0.04)


def test_log_probabilities_serve_as_logits_and_weights_choose_among_them():
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 2, (4000, 3))
    truth = (rng.random((4000, 1)) > softmax(logits, 1).cumsum(1)[:, :-1]).sum(1)
    spoilt = np.concatenate([np.log(softmax(logits * 3, 1)), rng.normal(0, 1, (500, 3))])
    weights = np.repeat([1.0, 0.0], [4000, 500])
    assert temperature(spoilt, np.append(truth, np.zeros(500, int)), weights) == pytest.approx(3, rel=0.1)


def test_a_temperature_is_not_fitted_on_infinite_logits_or_on_nothing():
    with pytest.raises(ValueError, match="finite"):
        temperature(np.array([[0.0, -np.inf]]), np.array([0]))
    with pytest.raises(ValueError, match="at least one"):
        temperature(np.zeros((0, 2)), np.zeros(0, int))
