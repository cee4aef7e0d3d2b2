import math

import pytest
from rasterio.windows import Window

from doab.model.protocol import FrameScore
from doab.model.scene.grid import Affine, Grid, sample_windows
from doab.model.scene.reference_frame import (
    FrameStatistics,
    add_map_confidence,
    propose_reference,
    rank_frames,
    score_frames,
)

NORTH = 51.0


def statistics(date="2019-06-30", **facts):
    usual = {"covered": 1.0, "clear": 1.0, "haze": 0.05, "sharpness": 0.1, "contrast": 0.1, "latitude": NORTH}
    return FrameStatistics(date, **{**usual, **facts})


def better(good, bad):
    one, other = score_frames([good, bad])
    return one.score > other.score


def proposed(*frames):
    return propose_reference(score_frames(frames), NORTH)


@pytest.mark.parametrize("flaw", [{"clear": 0.6}, {"haze": 0.2}, {"sharpness": 0.02}, {"contrast": 0.01}])
def test_each_flaw_lowers_the_score(flaw):
    assert better(statistics(), statistics(**flaw))


def test_summer_is_better_than_spring_and_a_high_sun_better_than_a_low_one():
    assert better(statistics("2019-07-15"), statistics("2019-04-15"))
    assert better(statistics("2019-05-20"), statistics("2019-09-20"))


def test_a_cloudy_frame_loses_to_a_clear_one_however_good_the_rest_is():
    assert better(statistics("2019-04-30", haze=0.2, sharpness=0.01, contrast=0.01), statistics(clear=0.4))


def test_scores_and_parts_run_from_zero_to_one():
    frames = score_frames(
        [statistics(), statistics("2019-07-05", clear=0.0, haze=math.nan, sharpness=math.nan, contrast=math.nan)]
    )
    for frame in frames:
        assert 0 <= frame.score <= 1 and all(0 <= part <= 1 for part in frame.parts.values())
    assert frames[1].score == 0


def test_equal_frames_score_equally():
    one, other = score_frames([statistics(), statistics()])
    assert one.score == other.score


def test_the_proposal_names_the_best_date_and_why():
    date, reason = proposed(statistics("2019-06-01", haze=0.3), statistics("2019-06-30"))
    assert date == "2019-06-30"
    assert reason == "Best of 2 dates: 100 % clear, little haze, the growing season, a high sun."


def test_a_cloudy_best_says_so_and_no_date_at_all_says_that():
    assert "60 % clear only" in proposed(statistics(clear=0.6))[1]
    assert proposed()[0] == "" and "No Sentinel-2 date" in proposed()[1]
    assert propose_reference([FrameScore("2019-06-30", 0.0, {"clear": 0.0})], NORTH)[0] == ""


def test_a_winter_date_is_not_proposed_while_another_clear_one_exists():
    winter = statistics("2019-02-25", haze=0.01, sharpness=0.9, contrast=0.9)
    assert proposed(winter, statistics("2019-10-10", clear=0.61, haze=0.3, sharpness=0.01, contrast=0.01))[0] == (
        "2019-10-10"
    )


def test_where_only_winter_is_clear_the_reason_says_so():
    date, reason = proposed(statistics("2019-12-05"), statistics("2019-06-30", clear=0.2))
    assert date == "2019-12-05" and reason.endswith("Only winter dates are clear; borders are weaker then.")


def test_the_months_of_winter_are_others_in_the_south():
    june, december = (statistics(date, latitude=-35.0) for date in ("2019-06-30", "2019-12-05"))
    assert propose_reference(score_frames([june, december]), -35.0)[0] == "2019-12-05"


def test_the_confidence_of_maps_decides_between_frames_of_similar_score():
    one, other = score_frames([statistics("2019-07-15"), statistics("2019-06-15")])
    assert one.score > other.score
    frames = add_map_confidence([one, other], {one.date: 0.5, other.date: 0.7})
    assert [frame.parts["map"] for frame in frames] == [0.5, 0.7]
    date, reason = propose_reference(frames, NORTH)
    assert date == "2019-06-15" and "the model is surest of the map from it" in reason
    assert add_map_confidence([one, other], {}) == (one, other)


def test_frames_whose_map_is_known_come_before_the_others():
    frames = score_frames([statistics("2019-07-15"), statistics("2019-07-05"), statistics("2019-06-15", haze=0.2)])
    known = add_map_confidence(frames, {"2019-06-15": 0.4})
    assert [frame.date for frame in rank_frames(known, NORTH)] == ["2019-06-15", "2019-07-15", "2019-07-05"]


def test_a_large_scene_is_judged_by_patches_within_it():
    large = Grid("EPSG:32631", Affine.scale(10, -10), 10980, 600)
    windows = sample_windows(large)
    assert len(windows) == 16 and sum(w.height * w.width for w in windows) == 512 * 512
    assert all(0 <= w.row_off <= 600 - w.height and 0 <= w.col_off <= 10980 - w.width for w in windows)
    assert sample_windows(large.window(Window(0, 0, 512, 300))) == [Window(0, 0, 512, 300)]
