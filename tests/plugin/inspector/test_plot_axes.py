"""Where dates and values lie on a plot."""

from __future__ import annotations

from datetime import date

import pytest

from doab.plugin.inspector.plot_axes import Axis, extent, months, ticks


def test_values_lie_between_the_ends_and_beyond_them_on_them():
    axis = Axis(0, 1, 100, 0)
    assert [axis.at(value) for value in (-1, 0, 0.25, 1, 2)] == [100, 100, 75, 0, 0]


@pytest.mark.parametrize(
    ("low", "high", "room", "expected"),
    [
        (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 1, 2.5, [0, 0.5, 1]),
        (-18, -2, 3.6, [-15, -10, -5]),
        (-30, -10, 0.1, [-20]),
    ],
)
def test_ticks_are_round_and_have_room(low, high, room, expected):
    assert ticks(low, high, room) == expected


def test_months_thin_out_where_there_is_no_room_and_keep_january():
    first, last = date(2018, 8, 4).toordinal(), date(2019, 11, 12).toordinal()
    assert len(months(first, last, 20)) == 15
    assert [(day.year, day.month) for day in months(first, last, 5)] == [
        (2018, 10),
        (2019, 1),
        (2019, 4),
        (2019, 7),
        (2019, 10),
    ]
    years = months(date(2000, 1, 1).toordinal(), date(2030, 1, 1).toordinal(), 4)
    assert {day.month for day in years} == {1}


def test_an_extent_is_widened_to_whole_steps_and_never_empty():
    assert extent([-17.2, -3.1], 2) == (-18, -2)
    assert extent([-4, -4], 2) == (-4, -2)
