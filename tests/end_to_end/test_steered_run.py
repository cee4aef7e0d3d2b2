"""An analyst maps an area that was drawn on the map, then stops a run halfway and keeps what is finished."""

from __future__ import annotations

import pytest
from scenes import images_in


@pytest.fixture(scope="module")
def found(analyst, demo_scene) -> dict:
    return analyst("steer_a_run", "steered", layers=images_in(demo_scene))


def test_device_model_time_and_memory_are_told_before_the_run(found):
    assert "free" in found["device"] and "classes" in found["bundle"]
    assert "655 ha" in found["whole"] and "GB of memory" in found["whole"]


def test_a_drawn_area_is_less_work_and_holds_all_parcels(found):
    assert "655 ha" not in found["part"]
    assert 0 < sum(found["drawn"]["hectares"].values()) < 100 and found["drawn"]["invalid"] == 0


def test_parcels_appear_during_the_run_without_freezing_the_window(found):
    assert "parcels so far" in found["stage"] and "left" in found["stage"]
    print(f"the longest silences of the event loop until the first parcels: {found['silences']}")
    assert found["silences"][0]["worked"] < 0.1 and found["silences"][0]["seconds"] < 0.3


def test_what_is_finished_is_kept_and_takes_the_place_of_the_passing_layer(found):
    assert found["kept"]["file"] and "kept.gpkg" in found["kept"]["stage"]
    assert "stopped early" in found["kept"]["warnings"]
    assert found["kept"]["groups"][0] == "Doab: kept" and not any("mapping" in name for name in found["kept"]["groups"])
    assert found["left_at_the_end"] == []
