import numpy as np

from doab.model.simulation.tile_conditions import EARLIEST, LATEST, MAX_DATES, draw_conditions

USUAL = [draw_conditions(np.random.default_rng(seed)) for seed in range(300)]
DIVERSE = [draw_conditions(np.random.default_rng(seed), 1.0) for seed in range(300)]


def test_usual_tiles_are_european_with_six_dates_or_more():
    assert all(one.climate is None and 42 <= one.location[0] <= 57 and one.dates >= 6 for one in USUAL)
    assert not any(one.any_month for one in USUAL)


def test_diverse_tiles_are_those_of_a_single_date_and_of_rgb_alone_too():
    assert 0.08 < np.mean([one.dates == 1 for one in DIVERSE]) < 0.22
    assert all(one.passes == 0 for one in DIVERSE if one.dates == 1)
    assert 0.06 < np.mean([one.processing.bands.sum() == 3 for one in DIVERSE]) < 0.2


def test_diverse_tiles_have_climates_of_both_hemispheres_at_their_location():
    assert all(one.location == (one.climate.latitude, one.climate.longitude) for one in DIVERSE)
    assert any(one.location[0] < 0 for one in DIVERSE) and any(one.climate.dryness > 0.5 for one in DIVERSE)


def test_every_period_lies_within_the_signatures_and_holds_some_overpasses():
    for one in USUAL + DIVERSE:
        assert EARLIEST <= one.first < one.last - 60 and one.last <= LATEST
        assert 1 <= one.dates <= MAX_DATES and 0 <= one.passes <= MAX_DATES
        assert one.processing.bands.any()
