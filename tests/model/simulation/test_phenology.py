import numpy as np
import pytest

from doab.model.crops import known_crops
from doab.model.simulation.phenology import draw_rotation, ground_cover, phenology

NAMES = [crop.name for crop in known_crops()]


def grow(name, days, fields=60):
    crop = np.full(fields, NAMES.index(name))
    return ground_cover(draw_rotation(np.random.default_rng(0), crop, 0.0), np.array(days))


def test_signatures_cover_the_known_crops():
    table = phenology().crops
    assert all(len(values) == len(NAMES) for values in table.values())
    assert table["leaf"].shape == (len(NAMES), 10)
    assert (table["leaf"] > 0).all() and (table["leaf"] < 0.8).all()


@pytest.mark.parametrize("name", NAMES)
def test_shares_of_the_ground_never_exceed_one(name):
    state = grow(name, range(-150, 330, 15))
    total = state.green + state.straw + state.weeds
    assert total.min() >= 0 and total.max() <= 1 + 1e-9
    assert state.mass.min() >= 0 and state.mass.max() <= 1


def test_winter_wheat_is_green_in_may_and_stubble_in_august():
    may, august = grow("winter_common_soft_wheat", [135, 225]).green.mean(0)
    assert may > 0.8 and august < 0.15


def test_maize_is_bare_in_may_and_green_in_august():
    may, august = grow("grain_maize_corn_popcorn", [135, 220]).green.mean(0)
    assert may < 0.2 and august > 0.75


def test_a_field_of_maize_carries_another_crop_the_year_before():
    crops = grow("grain_maize_corn_popcorn", [-100, 200]).crop
    assert (crops[:, 1] == NAMES.index("grain_maize_corn_popcorn")).all()
    assert len(np.unique(crops[:, 0])) > 3


def test_grassland_stays_grassland_and_is_mown():
    state = grow("pasture_meadow_grassland_grass", range(-150, 330, 4))
    assert (state.crop == NAMES.index("pasture_meadow_grassland_grass")).all()
    assert (np.diff(state.green, axis=1).min(1) < -0.2).mean() > 0.9


def test_a_late_season_shifts_the_curves():
    crop, days = np.zeros(50, int), np.array([75])
    early, late = (
        ground_cover(draw_rotation(np.random.default_rng(1), crop, s), days).green.mean() for s in (-10.0, 10.0)
    )
    assert early > late + 0.05
