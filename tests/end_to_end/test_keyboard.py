"""The dock can be worked through with the keyboard, in the order in which it is read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from scenes import images_in


@pytest.fixture(scope="module")
def stops(run_scenario, small_scene) -> list[dict]:
    result = run_scenario("keyboard.press_tab_through_the_dock", "keyboard", layers=images_in(small_scene))
    return result["stops"]


def test_tab_goes_down_the_dock_and_along_its_rows(stops):
    back = []
    for before, after in pairwise(stops):
        (x, y, _, height), (left, top, _, _) = before["rectangle"], after["rectangle"]
        is_same_row = top < y + height and y < top + after["rectangle"][3]
        if (left < x) if is_same_row else (top < y):
            back.append(f"{before['name']} → {after['name']}")
    assert back == []
    assert {"doabHelp", "doabAddLayers", "doabFilmstrip", "doabPrint", "doabExport"} <= {stop["name"] for stop in stops}


def test_every_setting_of_a_run_comes_before_its_button_and_correction_follows_the_inspector(stops):
    names = [stop["name"] for stop in stops]
    form = [
        "doabArea",
        "doabParcels",
        "doabBundle",
        "doabOutput",
        "doabDevice",
        "doabMinArea",
        "doabExclude",
        "doabRun",
    ]
    assert [name for name in dict.fromkeys(names) if name in form] == form
    inspector = names.index("doabInspect")
    assert names[inspector + 1 : inspector + 3] == ["doabLikelihoods", "doabCorrectionBox"]
