"""The shares of a region settle what single parcels leave open, within bounds."""

import numpy as np
import pytest

from doab.model.mapping.class_priors import FLOOR, REACH, SURE, apply_class_priors, estimate_class_priors

EVEN = (1.0, 1.0, 1.0)


def adjusted(probabilities, expected, **bounds):
    """Return the probabilities under the class priors that are estimated from them."""
    return apply_class_priors(probabilities, estimate_class_priors(probabilities, expected, **bounds))


def measured(shares, bias=0.0, count=740, separation=1.5, seed=0):
    """Return crops [N] and their probabilities [N, K] under uniform priors, from one normal measurement per class.

    The probabilities are exact but for ``bias``, by which the evidence for class 0 is too high everywhere.
    """
    crops = np.repeat(np.arange(len(shares)), np.round(np.array(shares) * count).astype(int))
    values = separation * np.eye(len(shares))[crops] + np.random.default_rng(seed).normal(
        0, 1, (crops.size, len(shares))
    )
    evidence = np.exp(separation * values)
    evidence[:, 0] *= np.exp(bias)
    return crops, evidence / evidence.sum(1, keepdims=True)


def test_what_is_certain_stays_certain():
    np.testing.assert_allclose(adjusted(np.eye(3), (0.98, 0.01, 0.01)), np.eye(3))


def test_an_undecided_parcel_alone_is_what_the_priors_expect():
    np.testing.assert_allclose(adjusted(np.full((1, 3), 1 / 3), (0.5, 0.3, 0.2)), [[0.5, 0.3, 0.2]], atol=1e-6)


def test_expected_shares_may_be_given_in_any_unit():
    probabilities = np.array([[0.1, 0.8, 0.1], [0.9, 0.05, 0.05]])
    np.testing.assert_allclose(adjusted(probabilities, (2, 1, 1)), adjusted(probabilities, (0.5, 0.25, 0.25)))


def test_many_parcels_outvote_what_was_expected():
    probabilities = np.tile([0.1, 0.8, 0.1], (4000, 1))
    doubtful = np.array([[0.5, 0.5, 0.0]])
    assert adjusted(np.concatenate([probabilities, doubtful]), (0.5, 0.3, 0.2))[-1].argmax() == 1
    assert adjusted(doubtful, (0.5, 0.3, 0.2))[-1].argmax() == 0


def test_estimated_shares_come_near_the_true_ones_and_make_fewer_errors():
    crops, even = measured((0.6, 0.2, 0.2), count=3000, separation=1.8)
    posterior = adjusted(even, EVEN)
    np.testing.assert_allclose(posterior.sum(1), 1)
    assert estimate_class_priors(even, EVEN) == pytest.approx([0.6, 0.2, 0.2], abs=0.03)
    assert (posterior.argmax(1) == crops).mean() > (even.argmax(1) == crops).mean() + 0.01


def test_no_class_prior_moves_further_than_the_bounds_and_none_below_the_floor():
    expected = np.array([0.5, 0.3, 0.19, 0.007, 0.003])
    probabilities = np.tile([0.05, 0.02, 0.02, 0.9, 0.01], (5000, 1))
    shares = estimate_class_priors(probabilities, expected)
    assert shares.sum() == pytest.approx(1) and shares.min() >= FLOOR * 0.99
    assert shares[3] == pytest.approx(REACH * 0.007, rel=0.01)
    assert (shares[:3] > 0.99 * expected[:3] / REACH).all()


def test_a_class_that_the_network_overrates_does_not_swallow_the_others():
    """740 parcels, a third of them of a class that seven in ten are taken for: unbounded, 96 in 100 become it."""
    expected = (0.03, 0.4, 0.3, 0.27)
    crops, probabilities = measured((0.3, 0.3, 0.2, 0.2), bias=2.5)
    unbounded = adjusted(probabilities, expected, reach=1e6).argmax(1)
    bounded = adjusted(probabilities, expected).argmax(1)
    assert (probabilities.argmax(1) == 0).sum() > 480 and (unbounded == 0).sum() > 690
    assert (bounded == 0).sum() < 310
    right = [(found == crops).mean() for found in (unbounded, probabilities.argmax(1), bounded)]
    assert right[0] < 0.4 < right[1] < right[2] and right[2] > 0.65


def test_a_map_that_is_unlike_what_was_learned_keeps_the_expected_shares():
    unsure = np.tile([0.5, 0.4, 0.1], (300, 1))
    np.testing.assert_allclose(estimate_class_priors(unsure, EVEN), np.full(3, 1 / 3))
    sure = np.tile([SURE + 0.08, 0.15, 0.05], (300, 1))
    assert estimate_class_priors(sure, EVEN)[0] > 0.6


def test_a_small_map_has_to_be_unsure_by_more_than_chance():
    mixed = np.array([[0.95, 0.03, 0.02], [0.4, 0.35, 0.25]])
    few, many = np.tile(mixed, (10, 1)), np.tile(mixed, (500, 1))
    assert few.max(1).mean() < SURE
    assert estimate_class_priors(few, EVEN)[0] > 0.35
    np.testing.assert_allclose(estimate_class_priors(many, EVEN), np.full(3, 1 / 3))


def test_no_parcels_are_no_parcels():
    assert adjusted(np.zeros((0, 3)), EVEN).shape == (0, 3)
