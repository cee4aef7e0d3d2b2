"""A correction of one image among many is shown at once, on the tab and the row where it was made."""

from __future__ import annotations

from statistics import median


def test_a_corrected_date_among_all_images_of_a_season_is_shown_at_once(run_scenario, data):
    images = sorted(map(str, data("flanders_2019").glob("*.tif")))
    result = run_scenario("corrections.correct_dates", "corrections", layers=images)
    print({key: result[key] for key in ("sources", "recognising", "dialog", "table")})
    assert result["sources"] > 200 and all(result["selected"])
    # What is printed is the measure: 0.3 s are meant, and on a busy machine both take longer.
    assert median(result["dialog"] + result["table"]) < result["recognising"] / 3
