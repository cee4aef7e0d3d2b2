"""Reference curves of crops."""

import numpy as np
import pytest

from doab.model.crops import known_crops
from doab.model.simulation.reference_curves import harvest_year, reference_curves
from doab.model.simulation.signatures import KNOTS, draw_curves

CROPS = known_crops()
LABELS = [crop.label for crop in CROPS]


def curves(label, latitude=48.5, year=2019):
    return reference_curves(CROPS[LABELS.index(label)].code, latitude, year)


@pytest.mark.parametrize("label", ["Winter wheat", "Maize", "Grassland"])
def test_mean_and_deviation_are_those_of_many_drawn_parcels(label):
    crop = np.full(8, LABELS.index(label))
    drawn = np.concatenate([draw_curves(np.random.default_rng(i), crop, np.arange(8), CROPS) for i in range(500)])
    red, near = np.exp(drawn[..., 2]), np.exp(drawn[..., 6])
    real = {"NDVI": (near - red) / (near + red), "VV": drawn[..., 10], "VH": drawn[..., 11]}
    for quantity, typical in curves(label).items():
        scale = real[quantity].std()
        assert np.allclose([t.mean for t in typical], real[quantity].mean(0), atol=0.2 * scale)
        assert np.allclose([t.deviation for t in typical], real[quantity].std(0), atol=0.2 * scale)


def test_the_season_is_later_northwards():
    here, north = curves("Maize"), curves("Maize", latitude=53.5)
    assert here["NDVI"][8].date == "2019-01-01" and north["NDVI"][8].date == "2019-01-11"
    assert len(here["NDVI"]) == len(KNOTS)
    assert [t.mean for t in here["VH"]] == [t.mean for t in north["VH"]]


def test_a_crop_without_signature_has_no_curves():
    assert reference_curves("9999999999", 50, 2019) == {}


def test_the_harvest_year_is_that_of_the_frame_but_for_one_in_autumn_with_a_season_to_come():
    assert harvest_year("2019-06-01", "2019-11-30") == 2019
    assert harvest_year("2018-10-20", "2019-08-01") == 2019
    assert harvest_year("2018-10-20", "2018-11-30") == 2018
