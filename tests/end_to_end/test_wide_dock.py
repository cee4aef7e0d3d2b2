"""Inspector and correction lie beside each other where the dock is wide, and the button of the walk keeps still."""

from __future__ import annotations

import pytest
from scenes import images_in


@pytest.fixture(scope="module")
def docks(run_scenario, small_scene) -> dict:
    return run_scenario(
        "wide_dock.walk_in_docks_of_each_width", "wide_dock", size=(1400, 900), layers=images_in(small_scene)
    )


def columns(dock: dict) -> list[int]:
    """Return the left edges (px) of results, inspector and correction."""
    return [dock["steps"][name][0] for name in ("Results", "Inspector", "Correction")]


def test_a_narrow_dock_has_one_column(docks):
    assert len(set(columns(docks["narrow"]))) == 1


@pytest.mark.parametrize("position", ["two", "floating"])
def test_a_wide_dock_has_inspector_and_correction_side_by_side_below_the_results(docks, position):
    results, inspector, correction = columns(docks[position])
    assert results == inspector < correction
    assert docks[position]["steps"]["Inspector"][1] == docks[position]["steps"]["Correction"][1]


def test_below_the_map_all_three_lie_side_by_side(docks):
    results, inspector, correction = columns(docks["bottom"])
    assert results < inspector < correction


@pytest.mark.parametrize("position", ["narrow", "two", "bottom", "floating"])
def test_the_button_can_be_pressed_again_and_again_without_moving_the_mouse(docks, position):
    first, *others = docks[position]["button"]
    assert others == [first] * 3 and docks[position]["sideways"] == 0
