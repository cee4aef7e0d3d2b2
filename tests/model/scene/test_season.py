import pytest

from doab.model.protocol import Acquisition, BandSource, InputError
from doab.model.scene.season import part_seasons, proposed_season, shown_seasons


def acquisitions(*dates, sensor="S2"):
    return [Acquisition(sensor, date, {"B04": BandSource("a.tif")}) for date in dates]


def test_dates_of_one_season_stay_together_even_from_autumn_to_autumn():
    one = acquisitions("2020-08-10", "2021-03-01", "2021-06-01", "2021-11-20")

    assert part_seasons(one, "auto", 50) == {}


def test_two_years_in_one_list_are_parted_and_the_fuller_one_is_kept():
    both = acquisitions("2021-04-01", "2021-06-01", "2021-07-01", "2023-04-01", "2023-06-01")

    reasons = part_seasons([*both, *acquisitions("2023-05-01", sensor="S1")], "auto", 50)

    assert set(reasons) == {"S2 2023-04-01", "S2 2023-06-01", "S1 2023-05-01"}
    assert "2020-09-01 to 2021-12-31" in reasons["S2 2023-04-01"]


def test_of_seasons_with_as_many_dates_the_latest_is_kept():
    both = acquisitions("2021-04-01", "2021-06-01", "2023-04-01", "2023-06-01")

    assert proposed_season(both, 50) == ("2022-09-01", "2023-12-31")


def test_dates_years_apart_are_parted_even_where_none_shows_the_growth():
    both = acquisitions("2021-08-20", "2021-09-20", "2023-08-20")

    assert list(part_seasons(both, "auto", 50)) == ["S2 2023-08-20"]


def test_south_of_the_equator_the_season_runs_from_march_to_june_of_the_next_year():
    both = acquisitions("2018-10-01", "2019-01-15", "2019-02-15", "2020-10-01")

    assert proposed_season(both, -22) == ("2018-03-01", "2019-06-30")


def test_a_season_can_be_given_as_year_span_or_all():
    both = acquisitions("2021-06-01", "2023-06-01")

    assert list(part_seasons(both, "2021", 50)) == ["S2 2023-06-01"]
    assert list(part_seasons(both, "2023-01-01/2023-12-31", 50)) == ["S2 2021-06-01"]
    assert part_seasons(both, "all", 50) == {}


@pytest.mark.parametrize("text", ["summer", "2021/2022", "2021-09-01/2021-01-01", "21", ""])
def test_a_season_that_is_none_is_refused_with_the_ways_to_write_it(text):
    with pytest.raises(InputError, match="Write the year of the harvest"):
        part_seasons(acquisitions("2021-06-01"), text, 50)


def test_the_seasons_that_dates_show_are_named_by_the_year_of_the_harvest():
    both = acquisitions("2021-04-01", "2021-06-01", "2023-06-01")

    assert shown_seasons(both, 50) == {"2021": ("2020-09-01", "2021-12-31"), "2023": ("2022-09-01", "2023-12-31")}
    assert [*shown_seasons(acquisitions("2021-08-20", "2021-09-20"), 50)] == ["2021"]
    assert shown_seasons([], 50) == {}
