"""A run is found in the history of a real QGIS, repeated in another project, and removed from the history."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenes import images_in


@pytest.fixture(scope="module")
def result(run_scenario, small_scene) -> dict:
    return run_scenario("earlier_runs.earlier_runs", "earlier_runs", layers=images_in(small_scene))


def test_a_run_is_repeated_in_another_project_beside_its_first_result(result):
    first = Path(result["out"])
    assert result["rows"] == 1 and first.is_file()
    assert result["files"] == [str(first.with_name("parcels_2.gpkg"))]


def test_the_parcels_are_printed_in_one_click(result):
    assert result["layouts"] == ["Parcels: parcels"]


def test_the_log_tells_the_stages_and_the_end(result):
    assert len(result["log"].splitlines()) > 4 and "Done: " in result["log"]


def test_an_entry_is_removed_by_the_keyboard(result):
    assert result["remaining"] == 1
