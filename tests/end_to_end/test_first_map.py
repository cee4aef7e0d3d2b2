"""An analyst maps a simulated scene in a real QGIS, then starts again and cancels."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenes import images_in

# A design figure is 100 ms; a busy test machine may take the processor away for longer than QGIS itself does.
TOLERATED_GAP = 0.2


@pytest.fixture(scope="module")
def found(analyst, painted_scene) -> dict:
    return analyst("map_then_cancel", "first_map", layers=images_in(painted_scene))


def test_the_buttons_lead_to_parcels(found):
    assert found["parcels"] > 0
    assert found["invalid"] == 0
    assert Path(found["out"]).is_file()
    assert {"parcel_id", "EC_hcat_c", "crop", "conf", "bound_q", "area_ha", "probs"} <= set(found["fields"])


def test_the_layer_is_styled_by_crop_and_tells_its_likeliest_crops(found):
    assert found["categories"] >= len(found["counts"])
    assert "crop3" in found["tip"]


def test_the_dock_says_what_it_is_doing(found):
    assert len(found["stages"]) >= 2


def test_the_window_never_freezes(found):
    print(f"the longest silences of the event loop during the run: {found['silences']}")
    # What is printed is the measure; a busy machine takes longer, a freeze far longer.
    assert found["silences"][0]["seconds"] < 3 * TOLERATED_GAP


def test_a_finished_run_leaves_no_temporary_files_and_neither_does_qgis(found):
    assert found["left_behind"] == []
    assert found["left_at_the_end"] == []


def test_cancel_stops_within_two_seconds_and_leaves_nothing_behind(found):
    cancel = found["cancel"]
    assert cancel["seconds"] < 2.0
    assert cancel["files"] == []
    assert cancel["layers"] == 0
