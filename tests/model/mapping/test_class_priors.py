"""The shares of a region settle what single parcels leave open."""

import numpy as np
import pytest

from doab.model.mapping.class_priors import apply_class_priors

EVEN = (1.0, 1.0, 1.0)


def test_what_is_certain_stays_certain():
    np.testing.assert_allclose(apply_class_priors(np.eye(3), (0.98, 0.01, 0.01)), np.eye(3))


def test_an_undecided_parcel_alone_is_what_the_priors_expect():
    np.testing.assert_allclose(
        apply_class_priors(np.full((1, 3), 1 / 3), (0.5, 0.3, 0.2)), [[0.5, 0.3, 0.2]], atol=1e-6
    )


def test_expected_shares_may_be_given_in_any_unit():
    probabilities = np.array([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]])
    np.testing.assert_allclose(
        apply_class_priors(probabilities, (2, 1, 1)), apply_class_priors(probabilities, (0.5, 0.25, 0.25))
    )


def test_many_parcels_outvote_what_was_expected():
    probabilities = np.tile([0.1, 0.8, 0.1], (4000, 1))
    doubtful = np.array([[0.5, 0.5, 0.0]])
    assert apply_class_priors(np.concatenate([probabilities, doubtful]), (0.9, 0.05, 0.05))[-1].argmax() == 1
    assert apply_class_priors(doubtful, (0.9, 0.05, 0.05))[-1].argmax() == 0


def test_estimated_shares_come_near_the_true_ones_and_make_fewer_errors():
    rng = np.random.default_rng(0)
    crops = rng.choice(3, 3000, p=(0.8, 0.15, 0.05))
    # One measurement of each parcel, normal around its class; the even posterior is exact.
    observed = crops + rng.normal(0, 0.7, crops.size)
    likelihood = np.exp(-0.5 * ((observed[:, None] - np.arange(3)) / 0.7) ** 2)
    even = likelihood / likelihood.sum(1, keepdims=True)
    posterior = apply_class_priors(even, EVEN)
    np.testing.assert_allclose(posterior.sum(1), 1)
    assert posterior.mean(0) == pytest.approx([0.8, 0.15, 0.05], abs=0.03)
    assert (posterior.argmax(1) == crops).mean() > (even.argmax(1) == crops).mean() + 0.05


def test_no_parcels_are_no_parcels():
    assert apply_class_priors(np.zeros((0, 3)), EVEN).shape == (0, 3)
