"""With 150 images open the window stays fluent while thumbnails, a run and the inspector are at work together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scenes import images_in

DATES = 75  # of each sensor
TOLERATED_WORK = 0.1


@pytest.fixture
def many_images(wide_scene, tmp_path) -> list[str]:
    """The images of a simulated scene under so many dates of both sensors."""
    for sensor in ("S2", "S1"):
        images = [path for path in images_in(wide_scene) if Path(path).name.startswith(sensor)]
        for number in range(DATES):
            month, day = divmod(number, 12)
            date = f"2021{3 + month:02d}{1 + 2 * day:02d}"
            shutil.copy(images[number * len(images) // DATES], tmp_path / f"{sensor}_{date}.tif")
    return images_in(tmp_path)


def test_nothing_freezes_when_everything_is_at_work(run_scenario, many_images):
    result = run_scenario("concurrent_work.everything_at_once", "busy", layers=many_images)
    assert result["thumbnails"] == DATES
    assert result["images"] == 2 * DATES and result["parcels"] > 0 and result["inspected"] > 0
    for part in ("recognising", "thumbnails and a run", "a run and the inspector"):
        print(f"longest delays, {part}: {result[part]}")
        # What is printed is the measure; a busy machine takes longer, a freeze far longer.
        assert max(delay["worked"] for delay in result[part]) < 3 * TOLERATED_WORK
