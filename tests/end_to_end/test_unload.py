"""Unloading the plugin at any time leaves nothing in QGIS, and only a run makes QGIS ask before it closes."""

from __future__ import annotations

import subprocess

import desktop
import pytest
from scenes import images_in

TOLERATED = 3.0  # seconds; a child process that does not react is killed after one


@pytest.fixture(scope="module")
def result(run_scenario, demo_scene) -> dict:
    return run_scenario("unloading.unload_while_working", "switched_off", "de", layers=images_in(demo_scene))


def new(result: dict, moment: str, *kinds: str) -> list[str]:
    """Return what there is more of than before, of these kinds or of all."""
    return [
        name
        for name, count in result[moment].items()
        if count > result["before"].get(name, 0) and (not kinds or name.startswith(kinds))
    ]


def test_everything_was_under_way(result):
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
        assert len(new(result, "at_work", kind)) >= least, kind
    assert new(result, "at_work", "text") == ["text Parzellen exportieren"]
    assert any("_follow" in name for name in result["calls_at_work"])


def test_the_result_was_shown_with_its_legend(result):
    assert result["expanded"]


def test_nothing_is_left_but_the_result(result):
    left = [name for name in new(result, "after") if name not in ("group Doab: parcels", "layer Parzellen")]
    gone = [name for name, count in result["before"].items() if count > result["after"].get(name, 0)]
    assert left == [] and gone == []
    assert not [name for name in result["after"] if name.startswith("object")]


def test_processes_and_files_are_gone_at_once(result):
    assert [name for name in result["right_after"] if name not in result["before"]] == []
    print(f"Switched off within {result['seconds']:.1f} s")
    assert result["seconds"] < TOLERATED


def test_nothing_that_qgis_does_reaches_the_plugin_any_more(result):
    assert result["calls"] == []
    assert result["errors"] == []


def test_it_works_again_and_leaves_nothing_once_more(result):
    assert result["again"]["acquisitions"] > 0 and result["again"]["provider"]
    assert result["again"]["text"] == "Parzellen exportieren"
    assert new(result, "after_again") == []
    assert result["remaining_files"] == []


def test_qgis_asks_before_it_is_closed_during_a_run_and_not_while_images_are_recognised(demo_scene, tmp_path):
    if reason := desktop.missing():
        pytest.skip(f"This test drives a real QGIS: {reason}.")
    settings = {"layers": images_in(demo_scene), "out": str(tmp_path / "parcels.gpkg")}
    with desktop.run("unloading.close_while_working", tmp_path / "qgis", settings) as window:
        result = window.wait_for_result(300)
    assert len(result["questions"]) == 1 and "Map field parcels" in result["questions"][0]
    assert "Recognise images" in result["active_tasks"]
    assert window.process.returncode == 0, "QGIS asked, and nobody answered"
    assert window.remaining_files() == []


@pytest.fixture(scope="module")
def installed(run_scenario, tmp_path_factory) -> dict:
    """The result of the zip of the working tree, installed in a profile without the plugin."""
    archive = tmp_path_factory.mktemp("zip") / "doab.zip"
    command = ["git", "-C", str(desktop.CHECKOUT), "archive", "--format=zip", "--prefix=doab/", f"--output={archive}"]
    subprocess.run([*command, "HEAD"], check=True)
    return run_scenario("unloading.install_and_reload", "installed", zip=str(archive))


def test_the_zip_is_installed_in_a_clean_profile_without_tests_and_benchmarks(installed):
    assert installed["active"] and installed["errors"] == []
    assert {"metadata.txt", "plugin", "model", "resources"} <= set(installed["files"])
    assert not {"tests", "benchmarks", "docs", "configs"} & set(installed["files"])


def test_five_times_unloaded_and_loaded_again_it_leaves_nothing(installed):
    assert installed["dock"] == [True] * 5
    for after in installed["after"]:
        left = [name for name, count in after.items() if count > installed["before"].get(name, 0)]
        assert left == []
    assert installed["remaining_files"] == []
