import pytest

from doab.model.scene.sun import growing_season, is_winter, solar_elevation


def test_the_sun_stands_as_almanacs_say():
    # At noon it would stand at 90° - latitude + declination; an hour and a half earlier it is a little lower.
    assert solar_elevation("2019-06-21", 51.2) == pytest.approx(57.2, abs=0.5)
    assert solar_elevation("2019-12-21", 51.2) == pytest.approx(12.9, abs=0.5)
    assert solar_elevation("2019-03-21", 0.0) == pytest.approx(67.5, abs=0.5)


def test_the_growing_season_is_at_its_height_in_july_and_half_a_year_later_in_the_south():
    months = [f"2019-{month:02d}-15" for month in range(1, 13)]
    assert max(months, key=lambda day: growing_season(day, 51.2)) == "2019-07-15"
    assert max(months, key=lambda day: growing_season(day, -35.0)) == "2019-01-15"
    assert growing_season("2019-07-20", 51.2) == pytest.approx(1, abs=0.01)
    assert growing_season("2019-01-15", 51.2) < 0.2


def test_near_the_equator_every_month_is_season():
    assert min(growing_season(f"2019-{month:02d}-15", 0.0) for month in range(1, 13)) > 0.85


@pytest.mark.parametrize(
    ("date", "latitude", "winter"),
    [
        ("2019-12-15", 43.5, True),
        ("2019-02-27", 37.0, True),  # a winter month, although the sun stands high
        ("2019-03-05", 62.0, True),  # the sun is low
        ("2019-03-15", 51.2, False),
        ("2019-07-15", -35.0, True),
        ("2019-12-15", -35.0, False),
        ("2019-12-15", 10.0, False),  # no winter in the tropics
    ],
)
def test_winter_is_a_low_sun_or_a_winter_month(date, latitude, winter):
    assert is_winter(date, latitude) == winter


def test_the_polar_night_is_winter_without_any_season():
    assert growing_season("2019-12-21", 80.0) < 0.3 and is_winter("2019-12-21", 80.0)
