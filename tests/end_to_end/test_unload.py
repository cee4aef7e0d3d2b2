"""Doab leaves nothing behind, wherever it is when it is switched off, and keeps QGIS from closing for a run only."""

from __future__ import annotations

import desktop
import pytest
from scenes import images_in

TOLERATED = 3.0  # seconds; a child that is deaf is made to end after one


@pytest.fixture(scope="module")
def found(analyst, demo_scene) -> dict:
    return analyst("unloading.switch_off_in_the_midst", "switched_off", "de", layers=images_in(demo_scene))


def new(found: dict, moment: str, *kinds: str) -> list[str]:
    """Return what there is more of than before, of these kinds or of all."""
    return [
        name
        for name, count in found[moment].items()
        if count > found["before"].get(name, 0) and (not kinds or name.startswith(kinds))
    ]


def test_everything_was_under_way(found):
    """Or the rest would prove nothing."""
    for kind, least in (
        ("action", 6),
        ("panel", 1),
        ("map tool", 3),
        ("canvas item", 2),
        ("provider", 1),
        ("task", 3),
        ("process", 3),
        ("thread", 3),
        ("file", 10),
        ("object", 100),
        ("group", 2),
    ):
        assert len(new(found, "at_work", kind)) >= least, kind
    assert new(found, "at_work", "text") == ["text Parzellen exportieren"]
    assert any("_follow" in name for name in found["reached_at_work"])


def test_the_result_was_shown_with_its_legend(found):
    assert found["unfolded"]


def test_nothing_is_left_but_the_result(found):
    left = [name for name in new(found, "after") if name not in ("group Doab: parcels", "layer Parzellen")]
    gone = [name for name, count in found["before"].items() if count > found["after"].get(name, 0)]
    assert left == [] and gone == []
    assert not [name for name in found["after"] if name.startswith("object")]


def test_processes_and_files_are_gone_at_once(found):
    assert [name for name in found["right_after"] if name not in found["before"]] == []
    print(f"Switched off within {found['seconds']:.1f} s")
    assert found["seconds"] < TOLERATED


def test_nothing_that_qgis_does_reaches_the_plugin_any_more(found):
    assert found["reached"] == []
    assert found["errors"] == []


def test_it_works_again_and_leaves_nothing_once_more(found):
    assert found["again"]["acquisitions"] > 0 and found["again"]["provider"]
    assert found["again"]["text"] == "Parzellen exportieren"
    assert new(found, "after_again") == []
    assert found["left_at_the_end"] == []


def test_qgis_asks_before_it_is_closed_during_a_run_and_not_while_images_are_recognised(demo_scene, tmp_path):
    if reason := desktop.missing():
        pytest.skip(f"This test drives a real QGIS: {reason}.")
    settings = {"layers": images_in(demo_scene), "out": str(tmp_path / "parcels.gpkg")}
    with desktop.play("unloading.close_in_the_midst", tmp_path / "qgis", settings) as window:
        found = window.verdict(300)
    assert len(found["asked"]) == 1 and "Map field parcels" in found["asked"][0]
    assert "Recognise images" in found["left"]
    assert window.process.returncode == 0, "QGIS asked, and nobody answered"
    assert window.left_behind() == []
