"""An analyst looks through the reference frames in a real QGIS."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scenes import images_in

DATES = 150
TOLERATED_WORK = 0.1
TOLERATED_GAP = 0.3  # a busy test machine may take the processor away for longer than QGIS needs it


def check(found: dict) -> None:
    row = found["dates"].index(found["proposed"])
    assert [abs(found["dates"].index(date) - row) for date in found["chosen"]] == [1, 3]
    assert found["kept"] == len(found["dates"])
    assert found["left"] == []
    assert "Doab: preview" not in found["groups"]


def check_silences(found: dict) -> None:
    print(f"{found['seconds']:.1f} s until the last thumbnail; longest silences: {found['silences']}")
    # What is printed is the measure; a busy machine takes longer, a freeze far longer.
    assert max(silence["worked"] for silence in found["silences"]) < 3 * TOLERATED_WORK
    assert found["silences"][0]["seconds"] < 3 * TOLERATED_GAP


def test_a_layer_of_the_project_shows_the_chosen_date(analyst, data):
    found = analyst("look_at_frames", "filmstrip_layers", layers=images_in(data("flanders_2019")))
    check(found)
    for date, layers in zip(found["chosen"], found["shown"], strict=True):
        assert date.replace("-", "") in layers[0]


def test_a_passing_layer_shows_dates_that_are_no_layers(analyst, data):
    found = analyst("look_at_frames", "filmstrip_safe", folder=str(data("t31tej_2018_safe")))
    check(found)
    assert [layers[0] for layers in found["shown"]] == [f"{date} (preview)" for date in found["chosen"]]


@pytest.fixture
def many_dates(painted_scene, tmp_path) -> list[str]:
    """The images of a painted scene under so many dates."""
    images = [path for path in images_in(painted_scene) if Path(path).name.startswith("S2")]
    for number in range(DATES):
        month, day = divmod(number, 25)
        shutil.copy(images[number % len(images)], tmp_path / f"S2_2021{1 + month:02d}{1 + day:02d}.tif")
    return images_in(tmp_path)


def test_the_window_never_freezes_with_many_dates(analyst, many_dates):
    found = analyst("look_at_frames", "filmstrip_many", layers=many_dates)
    check(found)
    assert len(found["dates"]) == DATES
    check_silences(found)
