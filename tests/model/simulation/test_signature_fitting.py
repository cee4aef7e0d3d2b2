"""Fitting recovers the parameters of simulated curves."""

from __future__ import annotations

import numpy as np
import pytest

from doab.model.crops import known_crops
from doab.model.simulation import signature_fitting
from doab.model.simulation.signatures import CHANNELS, KNOTS

CODES = [crop.code for crop in known_crops()]
SHAPE = (len(KNOTS), CHANNELS)


@pytest.fixture(scope="module")
def simulated():
    """Curves of every kind around a known mean, spread along one known direction, a third of them not observed."""
    rng = np.random.default_rng(0)
    direction = np.sin(np.linspace(0, 6, np.prod(SHAPE))).reshape(SHAPE)
    means = rng.normal(0, 1, (len(signature_fitting.KINDS), 1, CHANNELS)) * np.cos(KNOTS / 90)[None, :, None]
    kind = np.repeat(np.arange(len(signature_fitting.KINDS)), 15)
    strength = rng.normal(0, 0.5, len(kind))
    values = means[kind] + strength[:, None, None] * direction + rng.normal(0, 0.05, (len(kind), *SHAPE))
    gaps = rng.random((len(kind), len(KNOTS), 1)) < 0.33
    return means, direction, signature_fitting.Curves(np.where(gaps, np.nan, values), kind, np.ones(len(kind)))


@pytest.fixture(scope="module")
def fitted(simulated):
    return signature_fitting.fit_signatures(simulated[2], rank=20, rounds=6)


def test_the_mean_curves_are_found_through_the_gaps(simulated, fitted):
    curves = (fitted["mean"] + fitted["centres"] @ fitted["basis"].T) * fitted["scale"]
    assert np.abs(curves.reshape(-1, *SHAPE) - simulated[0]).mean() < 0.1


def test_the_spread_is_found_as_large_as_it_was(simulated, fitted):
    spread = np.stack([fitted["basis"] @ root for root in fitted["roots"]])
    variance = ((spread**2).sum(-1) * fitted["scale"] ** 2).reshape(-1, *SHAPE).mean((0, 1, 2))
    assert variance == pytest.approx((0.25 * simulated[1] ** 2).mean(), rel=0.5)


def test_simulated_parcels_count_as_few():
    curves = signature_fitting.simulate_parcels(np.random.default_rng(1), 5, CODES, 10)
    assert curves.values.shape == (10, *SHAPE)
    assert np.isfinite(curves.values).all()
    assert curves.weight.sum() == pytest.approx(signature_fitting.PRIOR)


def test_every_kind_belongs_to_a_class_of_the_project():
    assert {kind.code for kind in signature_fitting.KINDS} == set(CODES)
    labels = [label for kind in signature_fitting.KINDS for label in kind.labels]
    assert len(labels) == len(set(labels))
