import numpy as np

from doab.model.crops import known_crops
from doab.model.simulation import radar
from doab.model.simulation.phenology import draw_rotation, ground_cover

NAMES = [crop.name for crop in known_crops()]


def decibels(name, day, moisture=0.5):
    state = ground_cover(draw_rotation(np.random.default_rng(0), np.full(40, NAMES.index(name)), 0.0), np.array([day]))
    power = radar.field_backscatter(state, np.zeros(40), np.full((40, 1), moisture))
    return 10 * np.log10(power[:, 0]).mean(0)


def test_wheat_attenuates_vv_at_heading():
    assert decibels("winter_common_soft_wheat", 140)[0] < decibels("winter_common_soft_wheat", 30)[0] - 3


def test_rapeseed_scatters_more_vh_than_wheat_in_june():
    assert decibels("winter_rapeseed_rape", 155)[1] > decibels("winter_common_soft_wheat", 155)[1] + 4


def test_wet_soil_is_brighter():
    dry, wet = (decibels("sugar_beet", 110, moisture) for moisture in (0.0, 1.0))
    assert (wet > dry + 2).all()


def test_speckle_keeps_the_level_and_has_the_stated_looks():
    observed = radar.add_speckle(np.random.default_rng(0), np.full((30, 2, 40, 40), 0.1, np.float32))
    assert abs(np.median(observed) + 10) < 0.5
    power = 10 ** (observed[0, 0] / 10)
    assert 0.5 * radar.LOOKS < power.mean() ** 2 / power.var() < 1.5 * radar.LOOKS
