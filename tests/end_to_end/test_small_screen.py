"""On a screen of 1024 × 768 pixels QGIS, the map and the dock fit, in each language."""

from __future__ import annotations

import pytest
from scenes import images_in

SIZE = (1024, 768)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_window_stays_on_a_small_screen_beside_a_usable_map(run_scenario, small_scene, language):
    result = run_scenario(
        "small_screen.work_in_a_small_window",
        f"small_{language}",
        language=language,
        size=SIZE,
        window=SIZE,
        layers=images_in(small_scene),
    )
    for step, widths in result["widths"].items():
        assert widths["window"] == SIZE[0], (step, widths)
        assert widths["dock"] <= SIZE[0] // 3 and widths["sideways"] == 0, (step, widths)
    assert result["widths"]["recognised"]["map"] >= 400
