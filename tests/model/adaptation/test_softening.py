"""One temperature lowers all confidences of a scene that is unlike what the bundle learned, and says why."""

import numpy as np
import pytest

from doab.model.adaptation.class_shares import posterior
from doab.model.adaptation.softening import CROPS, LEAST, SERIES, Softening, describe_softening, soften, softened_priors

EXPECTED = np.array([0.17, 0.06, 0.05, 0.06, 0.15, 0.03, 0.03, 0.04, 0.02, 0.22, 0.03, 0.03, 0.03, 0.08])
GRASS, VINEYARD = 9, 10
NEAR, FAR = 1.0, 1.6


def parcels(shares, certainty, count=200, seed=0):
    """Return probabilities of parcels whose crops have some shares, each with a certainty, the rest spread evenly."""
    crops = np.random.default_rng(seed).choice(len(shares), count, p=shares)
    probabilities = np.full((count, len(shares)), (1 - certainty) / (len(shares) - 1))
    probabilities[np.arange(count), crops] = certainty
    return probabilities


def mostly(crop, share):
    shares = (1 - share) * EXPECTED / (1 - EXPECTED[crop])
    shares[crop] = share
    return shares


def test_an_ordinary_scene_keeps_its_confidences_whether_sure_or_not():
    for certainty in (0.95, 0.6, 0.3):
        assert soften(parcels(EXPECTED, certainty), EXPECTED, EXPECTED, NEAR) == Softening()
    assert soften(parcels(EXPECTED, 0.98), EXPECTED, EXPECTED, FAR) == Softening()
    assert soften(parcels(EXPECTED, 0.3), EXPECTED, EXPECTED, float("nan")) == Softening()


def test_landscapes_of_much_grass_are_ordinary_and_those_of_vineyards_alone_are_not():
    assert soften(parcels(mostly(GRASS, 0.7), 0.9), EXPECTED, EXPECTED, NEAR) == Softening()
    softening = soften(parcels(mostly(VINEYARD, 0.9), 0.9), EXPECTED, EXPECTED, NEAR)
    assert softening.causes == (CROPS,) and softening.temperature > 1


def test_uncertain_crops_of_series_unlike_the_training_lower_confidences_more_the_less_certain_they_are():
    one, other = (soften(parcels(EXPECTED, c), EXPECTED, EXPECTED, FAR) for c in (0.8, 0.6))
    assert one.causes == other.causes == (SERIES,) and 1 < one.temperature < other.temperature
    assert soften(parcels(EXPECTED, 0.6, count=3), EXPECTED, EXPECTED, FAR).temperature < other.temperature


def test_crops_stay_and_confidences_that_are_low_already_are_not_lowered_further():
    probabilities, priors = parcels(mostly(VINEYARD, 0.9), 0.5), np.roll(EXPECTED, 1)
    softening = soften(probabilities, priors, EXPECTED, FAR)
    before = posterior(probabilities, priors)
    after = posterior(probabilities ** (1 / softening.temperature), softened_priors(priors, softening.temperature))
    np.testing.assert_array_equal(before.argmax(1), after.argmax(1))
    assert before.max(1).mean() > 0.4 and after.max(1).mean() == pytest.approx(LEAST, abs=0.01)
    assert soften(parcels(EXPECTED, 0.15), np.full(14, 1 / 14), EXPECTED, FAR) == Softening()


def test_of_no_parcel_nothing_follows():
    assert soften(np.empty((0, 14)), EXPECTED, EXPECTED, FAR) == Softening()
    np.testing.assert_array_equal(softened_priors(EXPECTED, 1.0), EXPECTED)


@pytest.mark.parametrize(("causes", "text"), [((CROPS,), "the crops of this map"), ((SERIES,), "learned from")])
def test_it_says_why_confidences_were_lowered(causes, text):
    assert text in describe_softening(Softening(2.0, causes), "default 1")
    assert describe_softening(Softening(), "default 1") == ""
