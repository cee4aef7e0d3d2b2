"""What the inputs of a run gave to it, in words."""

import pytest

from doab.model.protocol import Contribution, describe_contributions, percent


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.002, "< 1 %"), (0.5, "50 %"), (0.9999, "99 %"), (1.0, "100 %")]
)
def test_little_is_not_nothing_and_nearly_all_is_not_all(share, text):
    assert percent(share) == text


def test_few_dates_are_all_named_and_of_many_the_ones_with_the_least():
    few = [Contribution("S1", "2019-05-05", 0.4), Contribution("DEM", "", 1.0)]
    many = [Contribution("S2", f"2019-05-{day:02}", day / 20) for day in range(20, 0, -1)]
    assert describe_contributions([*many, *few]) == [
        "Sentinel-2: 20 dates, usable on 5 % to 100 % of the mapped ground "
        "(the least: 2019-05-01 5 %, 2019-05-02 10 %, 2019-05-03 15 %)",
        "Sentinel-1: usable on 2019-05-05 40 % of the mapped ground",
        "Elevation model: usable on 100 % of the mapped ground",
    ]
    assert describe_contributions([]) == []


def test_many_dates_of_equal_shares_are_one_figure():
    even = [Contribution("S1", f"2019-05-{day:02}", 1.0) for day in range(1, 13)]
    assert describe_contributions(even) == ["Sentinel-1: 12 dates, each usable on 100 % of the mapped ground"]
