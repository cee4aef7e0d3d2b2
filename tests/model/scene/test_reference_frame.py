import math

import pytest
from rasterio.windows import Window

from doab.model.protocol import FrameScore
from doab.model.scene.grid import Affine, Grid
from doab.model.scene.reference_frame import FrameStatistics, propose_reference, sample_windows, score_frames


def statistics(date="2019-06-30", **facts):
    usual = {"covered": 1.0, "clear": 1.0, "haze": 0.05, "sharpness": 0.1, "contrast": 0.1, "season": 0.9}
    return FrameStatistics(date, **{**usual, **facts})


def better(good, bad):
    one, other = score_frames([good, bad])
    return one.score > other.score


@pytest.mark.parametrize(
    "flaw", [{"clear": 0.6}, {"haze": 0.2}, {"sharpness": 0.02}, {"contrast": 0.01}, {"season": 0.1}]
)
def test_each_flaw_lowers_the_score(flaw):
    assert better(statistics(), statistics("2019-07-05", **flaw))


def test_a_cloudy_frame_loses_to_a_clear_one_however_good_the_rest_is():
    assert better(statistics(haze=0.2, sharpness=0.01, contrast=0.01, season=0.5), statistics("2019-07-05", clear=0.4))


def test_scores_and_parts_run_from_zero_to_one():
    frames = score_frames(
        [statistics(), statistics("2019-07-05", clear=0.0, haze=math.nan, sharpness=math.nan, contrast=math.nan)]
    )
    for frame in frames:
        assert 0 <= frame.score <= 1 and all(0 <= part <= 1 for part in frame.parts.values())
    assert frames[1].score == 0


def test_equal_frames_score_equally():
    one, other = score_frames([statistics(), statistics("2019-07-05")])
    assert one.score == other.score


def test_the_proposal_names_the_best_date_and_why():
    date, reason = propose_reference(score_frames([statistics("2019-06-01", haze=0.3), statistics("2019-06-30")]))
    assert date == "2019-06-30"
    assert reason == "Best of 2 dates: 100 % clear, little haze, a season when crops differ."


def test_a_cloudy_best_says_so_and_no_date_at_all_says_that():
    assert "60 % clear only" in propose_reference(score_frames([statistics(clear=0.6)]))[1]
    assert propose_reference([])[0] == "" and "No Sentinel-2 date" in propose_reference([])[1]
    assert propose_reference([FrameScore("2019-06-30", 0.0, {"clear": 0.0})])[0] == ""


def test_a_large_scene_is_judged_by_patches_within_it():
    large = Grid("EPSG:32631", Affine.scale(10, -10), 10980, 600)
    windows = sample_windows(large)
    assert len(windows) == 16 and sum(w.height * w.width for w in windows) == 512 * 512
    assert all(0 <= w.row_off <= 600 - w.height and 0 <= w.col_off <= 10980 - w.width for w in windows)
    assert sample_windows(large.window(Window(0, 0, 512, 300))) == [Window(0, 0, 512, 300)]
