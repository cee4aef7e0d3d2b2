import dataclasses

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, Area, InputError, Scene, Source
from doab.model.scene.clouds import RIM
from doab.model.scene.discovery import discover
from doab.model.scene.inspection import inspect, inspect_scene, require_mappable, whole_or_part

SHAPE = (24, 24)


def fields(blue=300):
    """Bare and green squares: red and near infrared alternate."""
    values = np.full((10, *SHAPE), 600, np.uint16)
    values[0] = blue
    values[2], values[6] = 1500, 2500
    values[2, :, ::2], values[6, :, ::2] = 300, 4500
    return values


def problems_of(inspection):
    return {a.date: a.problem for a in inspection.scene.acquisitions if a.problem}


def test_an_empty_date_is_reported_left_out_and_not_scored(write, tmp_path):
    write("S2_20190601.tif", np.zeros((10, *SHAPE), np.uint16), OPTICAL_BANDS)
    write("S2_20190630.tif", fields(), OPTICAL_BANDS)
    inspection = inspect([Source(str(tmp_path))])
    assert "every pixel is empty" in problems_of(inspection)["2019-06-01"]
    assert [f.date for f in inspection.frames] == ["2019-06-30"] and inspection.proposed == "2019-06-30"


def test_the_clear_date_is_proposed_over_the_cloudy_one(write, tmp_path):
    cloudy = fields()
    cloudy[:, :12] = 6000
    write("S2_20190625.tif", cloudy, OPTICAL_BANDS)
    write("S2_20190630.tif", fields(), OPTICAL_BANDS)
    inspection = inspect([Source(str(tmp_path))])
    assert inspection.proposed == "2019-06-30"
    assert inspection.frames[0].parts["clear"] == pytest.approx((12 - RIM) / 24, abs=1e-4)


def test_dates_outside_the_area_are_left_out(write, tmp_path):
    write("S2_20190601.tif", fields(), OPTICAL_BANDS)
    write("S2_20190630.tif", fields(), OPTICAL_BANDS, origin=(520000, 5600000))
    write("S1_20190615.tif", np.full((2, *SHAPE), -9, np.float32), ["VV", "VH"], origin=(530000, 5600000))
    inspection = inspect([Source(str(tmp_path))], Area((520000, 5599800, 520200, 5600000), "EPSG:32631"))
    assert sorted(problems_of(inspection)) == ["2019-06-01", "2019-06-15"] and inspection.proposed == "2019-06-30"


def test_no_overlap_at_all_is_reported_by_inspection_and_refused_for_mapping(write):
    inspection = inspect(
        [Source(write("S2_20190601.tif", fields(), OPTICAL_BANDS))], Area((0, 0, 100, 100), "EPSG:32631")
    )
    assert "does not overlap" in problems_of(inspection)["2019-06-01"] and inspection.proposed == ""
    with pytest.raises(InputError, match="None of the 1 Sentinel-2 dates"):
        require_mappable(inspection.scene)


def test_without_sentinel_2_inspection_lists_the_rest_and_mapping_is_refused(write):
    path = write("S1_20190615.tif", np.full((2, *SHAPE), -9, np.float32), ["VV", "VH"])
    inspection = inspect([Source(path)])
    assert len(inspection.scene.acquisitions) == 1 and not inspection.frames
    with pytest.raises(InputError, match="No Sentinel-2 image was recognised"):
        require_mappable(inspection.scene)
    with pytest.raises(InputError):
        require_mappable(Scene())


def test_a_scene_inspected_again_keeps_its_verdict(write, tmp_path):
    write("S2_20190601.tif", np.zeros((10, *SHAPE), np.uint16), OPTICAL_BANDS)
    write("S2_20190630.tif", fields(), OPTICAL_BANDS)
    once = inspect_scene(discover([Source(str(tmp_path))]))
    assert inspect_scene(once.scene) == once


def test_real_safe_products_give_a_clear_frame_and_the_empty_date(real):
    inspection = inspect([Source(real("t31tej_2018_safe"))])
    assert len(inspection.scene.acquisitions) == 10 and list(problems_of(inspection)) == ["2018-02-12"]
    proposed = next(f for f in inspection.frames if f.date == inspection.proposed)
    assert proposed.parts["clear"] > 0.95 and inspection.proposed != "2018-10-05"


def test_a_real_season_is_scored_and_its_best_frame_is_clear(real):
    inspection = inspect([Source(real("flanders_2019"))])
    assert len(inspection.frames) == 72 and not problems_of(inspection)
    assert next(f for f in inspection.frames if f.date == inspection.proposed).parts["clear"] > 0.99


def test_small_images_between_the_patches_of_a_large_scene_are_not_left_out(write, tmp_path):
    whole = np.full((1, 1500, 1500), 900, np.uint16)
    write("S2_20190601.tif", whole, ["B02"])
    corner = 500000 + 2000, 5600000 - 2000  # between the first and the second patch
    write("S2_20190611.tif", whole[:, :60, :60], ["B02"], origin=corner)
    write("S1_20190611_dB.tif", np.full((1, 60, 60), -12, np.float32), ["VV"], origin=corner)
    inspection = inspect([Source(str(tmp_path))])
    assert [a.problem for a in inspection.scene.acquisitions] == ["", "", ""]
    assert 0 < inspection.frames[1].parts["clear"] < 0.01 and inspection.proposed == "2019-06-01"


def test_of_two_years_in_one_list_the_one_with_fewer_dates_is_left_out_unless_all_are_asked_for(write, tmp_path):
    for day in ("20210601", "20210701", "20230701"):
        write(f"S2_{day}.tif", fields(), OPTICAL_BANDS)
    inspection = inspect([Source(str(tmp_path))])
    assert "several seasons" in problems_of(inspection)["2023-07-01"] and len(inspection.frames) == 2
    assert not problems_of(inspect([Source(str(tmp_path))], season="all"))
    assert list(problems_of(inspect([Source(str(tmp_path))], season="2023"))) == ["2021-06-01", "2021-07-01"]


def test_images_south_of_the_equator_are_said_to_have_another_season(write):
    path = write("S2_20190101.tif", fields(), OPTICAL_BANDS, crs="EPSG:32722", origin=(500000, 7400000))
    scene = inspect([Source(path)]).scene
    assert "south of the equator" in scene.problems[-1].text and not scene.acquisitions[0].problem
    assert inspect_scene(scene).scene.problems == scene.problems


def test_a_part_rests_on_the_whole_unless_that_lacks_a_date_of_it(write, tmp_path):
    for day in (10, 30):
        write(f"S2_201906{day}.tif", fields(), OPTICAL_BANDS)
    both = inspect([Source(str(tmp_path))])
    first, second = both.scene.acquisitions
    fewer = dataclasses.replace(first, problem="no pixel of it lies in the area to map"), second
    one = dataclasses.replace(both, scene=dataclasses.replace(both.scene, acquisitions=fewer))
    assert whole_or_part(both, one) is both and whole_or_part(one, both) is both
