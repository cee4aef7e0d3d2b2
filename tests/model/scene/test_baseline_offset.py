"""Plain files of Sentinel-2 to which ESA had added 1000, or an archive had taken it off again."""

import numpy as np
import pytest
import rasterio

from doab.model.protocol import Source
from doab.model.scene.discovery import discover


@pytest.fixture
def image(write):
    """Write the bands of a date, dark woods in one half and bright fields in the other."""

    def write_image(date, dark, bands=("B02", "B08"), kind=np.uint16):
        values = np.full((len(bands), 8, 8), dark, kind)
        values[:, 4:] = 5000
        return write(f"S2_{date}.tif", values, bands)

    return write_image


def offsets(*paths, **facts):
    return [a.offset for a in discover([Source(path, **facts) for path in paths]).acquisitions]


def test_values_of_which_none_is_under_1000_hold_the_offset_since_2022(image):
    scene = discover([Source(image("2023-06-01", 1300))])
    (acquisition,) = scene.acquisitions
    assert (acquisition.scale, acquisition.offset) == (1e-4, -0.1)
    assert acquisition.provenance["scale"].text == "no value is under 1000: processing baseline 04.00 or later"


def test_floats_of_that_size_do_so_too(image):
    assert offsets(image("2023-06-01", 1300, kind=np.float32)) == [-0.1]


def test_one_date_with_darker_values_tells_that_no_date_has_the_offset(image):
    assert offsets(image("2023-06-01", 4000), image("2023-06-11", 300)) == [0.0, 0.0]


def test_before_2022_a_single_bright_date_is_cloud(image):
    assert offsets(image("2021-06-01", 1300), image("2023-06-01", 1300)) == [0.0, -0.1]


def test_earlier_images_that_were_processed_anew_hold_the_offset_where_all_do(image):
    dates = [f"2019-0{month}-01" for month in (4, 6, 7)]
    assert offsets(*(image(date, 1300) for date in dates)) == [-0.1] * 3
    assert offsets(*(image(date, 1300) for date in dates[:2]), image(dates[2], 300)) == [0.0] * 3


def test_each_date_is_judged_by_itself_and_a_mixture_is_said(image):
    scene = discover([Source(image("2023-06-01", 1300)), Source(image("2023-06-11", 300))])
    assert [a.offset for a in scene.acquisitions] == [-0.1, 0.0]
    (problem,) = (problem for problem in scene.problems if problem.fact == "unit")
    assert problem.text.startswith("1 of 2 Sentinel-2 dates since January 2022") and "2023-06-11" in problem.text


def test_a_few_dark_pixels_do_not_take_the_offset_away(image):
    assert offsets(image("2023-06-01", 930), image("2023-06-11", 1300)) == [-0.1, -0.1]


def test_a_name_that_says_harmonised_holds(write):
    values = np.full((2, 8, 8), 1300, np.uint16)
    assert offsets(write("S2_SR_HARMONIZED_2023-06-01.tif", values, ["B02", "B08"])) == [0.0]


def test_an_offset_in_the_metadata_that_was_taken_off_before_is_dropped(write):
    path = write("S2_2023-06-01.tif", np.full((2, 8, 8), 400, np.uint16), ["B02", "B08"])
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (1e-4, 1e-4), (-0.1, -0.1)
    (acquisition,) = discover([Source(path)]).acquisitions
    assert acquisition.offset == 0.0 and "taken off before" in acquisition.provenance["scale"].text


def test_what_the_analyst_says_of_the_values_holds(image):
    assert offsets(image("2023-06-01", 1300), unit="counts") == [0.0]


def test_reflectance_stays_as_it_is(write):
    assert offsets(write("S2_2023-06-01.tif", np.full((1, 8, 8), 0.3, np.float32), ["B02"])) == [0.0]


def test_without_a_visible_band_the_analyst_is_asked_what_the_values_are(image):
    scene = discover([Source(image(date, 1300, ["B05", "B08"])) for date in ("2023-06-01", "2023-06-11")])
    (problem,) = (problem for problem in scene.problems if problem.fact == "unit")
    assert "1000" in problem.text and len(problem.others) == 1
    assert [a.offset for a in scene.acquisitions] == [0.0, 0.0]
