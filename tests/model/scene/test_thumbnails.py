"""Thumbnails of dates on one grid with one stretch."""

import dataclasses
import time

import numpy as np
import pytest
import rasterio

from doab.model import protocol
from doab.model.protocol import BRIGHT, DARK, GAMMA, Acquisition, BandSource, InputError, ThumbnailsRequest
from doab.model.scene.discovery import discover
from doab.model.scene.thumbnails import coarse_grid, make_thumbnails, render

COLOURS = ("B02", "B03", "B04")


def date_of(path, day="2019-06-26", bands=COLOURS, **facts) -> Acquisition:
    return Acquisition(
        "S2", day, {name: BandSource(path, index) for index, name in enumerate(bands, 1)}, scale=1e-4, **facts
    )


def square(blue, green, red, side=192) -> np.ndarray:
    return np.stack([np.full((side, side), value, np.uint16) for value in (blue, green, red)])


def thumbnail_of(acquisition, size=96) -> np.ndarray:
    return render(acquisition, coarse_grid([acquisition], size))


def read(thumbnail) -> np.ndarray:
    with rasterio.open(thumbnail.path) as file:
        return file.read()


def test_red_green_and_blue_are_stretched_alike_on_every_date(write):
    rendered = thumbnail_of(date_of(write("a.tif", square(100, 1000, 3500))))
    middle = 255 * ((0.1 - DARK) / (BRIGHT - DARK)) ** (1 / GAMMA)
    assert rendered.shape == (4, 96, 96)
    assert rendered[:, 50, 50].tolist() == [255, round(middle), 0, 255]


def test_the_offset_of_a_product_counts(write):
    plain = thumbnail_of(date_of(write("a.tif", square(500, 1000, 1500))))
    shifted = thumbnail_of(date_of(write("b.tif", square(1500, 2000, 2500)), offset=-0.1))
    assert np.array_equal(plain, shifted)


def test_clouds_stay_white(write):
    assert (thumbnail_of(date_of(write("a.tif", square(6000, 5000, 5500)))) == 255).all()


def test_the_shape_is_that_of_the_ground_and_small_scenes_are_not_enlarged(write):
    assert thumbnail_of(date_of(write("a.tif", square(1, 1, 1)[:, :96]))).shape == (4, 48, 96)
    assert thumbnail_of(date_of(write("b.tif", square(1, 1, 1, 20)))).shape == (4, 20, 20)


def test_all_dates_show_the_ground_of_the_earliest_whatever_their_own(write):
    values = square(1000, 1000, 1000, 96)
    values[:, 48:] = 3000
    first = date_of(write("a.tif", values))
    later = date_of(write("b.tif", values[:, 24:], origin=(500000, 5600000 - 240)), "2019-07-26")
    grid = coarse_grid([later, first], 96)
    rendered, shifted = render(first, grid), render(later, grid)
    assert (shifted[3, :24] == 0).all() and (shifted[3, 24:] == 255).all()
    assert np.array_equal(rendered[:, 24:], shifted[:, 24:])


def test_a_date_in_another_system_or_turned_lies_where_it_should(write, tmp_path):
    values = square(1000, 1000, 1000, 96)
    values[:, 48:] = 3000
    first = date_of(write("a.tif", values))
    with rasterio.open(tmp_path / "a.tif") as file:
        turned = file.transform @ rasterio.Affine(1, 0, 0, 0, -1, 96)
        profile = dict(file.profile, transform=turned)
    with rasterio.open(tmp_path / "turned.tif", "w", **profile) as file:
        file.write(values[:, ::-1])
    grid = coarse_grid([first], 96)
    assert np.array_equal(render(first, grid), render(date_of(str(tmp_path / "turned.tif")), grid))


def test_nothing_is_drawn_where_there_is_no_data(write):
    values = square(1000, 1000, 1000)
    values[:, :96] = 0
    assert (thumbnail_of(date_of(write("a.tif", values)))[3, :48] == 0).all()
    values[:, :96] = 9999
    assert (thumbnail_of(date_of(write("b.tif", values), nodata=9999))[3, :48] == 0).all()


def test_a_date_elsewhere_is_empty(write):
    here, far = date_of(write("a.tif", square(1, 1, 1))), date_of(write("b.tif", square(1, 1, 1), origin=(1, 1)))
    assert (render(far, coarse_grid([here], 96))[3] == 0).all()


def test_a_date_without_the_colours_is_grey_and_says_why(write, tmp_path):
    acquisition = date_of(write("a.tif", square(2000, 1000, 1000)[:2]), bands=("B05", "B02"))
    (thumbnail,) = make_thumbnails(ThumbnailsRequest((acquisition,)), tmp_path)
    assert thumbnail.note == "Band B05 in grey, for want of B04, B03."
    assert len(np.unique(read(thumbnail)[:3])) == 1


def test_pictures_come_in_the_order_asked_and_one_that_cannot_be_read_says_so(write, tmp_path):
    good, bad = write("a.tif", square(1, 2, 3)), write("b.tif", square(1, 2, 3))
    request = ThumbnailsRequest((date_of(bad, "2019-07-01"), date_of(good, "2019-06-01")))
    (tmp_path / "b.tif").write_bytes(b"no raster")
    broken, fine = make_thumbnails(request, tmp_path)
    assert (broken.date, broken.path) == ("2019-07-01", "") and "cannot be opened" in broken.note
    assert (fine.date, fine.note) == ("2019-06-01", "") and read(fine).shape == (4, 96, 96)


def test_where_no_date_can_be_opened_that_is_said_at_once(tmp_path):
    with pytest.raises(InputError, match="nothing to make pictures of.*gone.tif"):
        list(make_thumbnails(ThumbnailsRequest((date_of(str(tmp_path / "gone.tif")),)), tmp_path))


def test_a_picture_is_used_again_until_its_file_or_the_ground_changes(write, tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr("doab.model.scene.thumbnails.render", lambda *a: calls.append(a) or render(*a))
    acquisition = date_of(write("a.tif", square(1, 2, 3)))
    (first,), (again,) = (make_thumbnails(ThumbnailsRequest((acquisition,)), tmp_path) for _ in range(2))
    assert first == again and len(calls) == 1
    write("a.tif", square(1, 2, 3, 96))
    (changed,) = make_thumbnails(ThumbnailsRequest((acquisition,)), tmp_path)
    assert changed.path != first.path and len(calls) == 2
    list(make_thumbnails(ThumbnailsRequest((acquisition,), size=48), tmp_path))
    assert len(calls) == 3


def test_the_overviews_of_a_file_are_read(write):
    path = write("a.tif", square(1000, 1000, 1000, 1024))
    with rasterio.open(path, "r+") as file:
        file.build_overviews([4], rasterio.enums.Resampling.nearest)
    with rasterio.open(path, "r+") as file, rasterio.open(path, overview_level=0) as overview:
        assert overview.shape == (256, 256)
        file.write(square(3500, 3500, 3500, 1024))  # which leaves the overviews as they were
    assert thumbnail_of(date_of(path))[0, 50, 50] < 255


def test_a_whole_tile_with_overviews_takes_well_under_a_second(tmp_path):
    path = tmp_path / "tile.tif"
    profile = {
        "driver": "GTiff",
        "count": 3,
        "height": 10980,
        "width": 10980,
        "dtype": "uint16",
        "tiled": True,
        "crs": "EPSG:32631",
        "transform": rasterio.Affine(10, 0, 500000, 0, -10, 5600000),
        "SPARSE_OK": True,
    }
    with rasterio.open(path, "w", **profile) as file:
        file.build_overviews([16, 64], rasterio.enums.Resampling.nearest)
    start = time.process_time()
    assert thumbnail_of(date_of(str(path))).shape == (4, 96, 96)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("name", ["flanders_2019", "t31tej_2018_safe"])
def test_real_scenes_have_a_picture_of_every_date(real, tmp_path, name):
    dates = discover([protocol.Source(real(name))]).of("S2")
    thumbnails = list(make_thumbnails(ThumbnailsRequest(dates), tmp_path))
    assert [one.date for one in thumbnails] == [a.date for a in dates]
    assert all(one.path and not one.note for one in thumbnails)
    assert dataclasses.asdict(thumbnails[0])["path"].endswith(".png")
