import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from doab.model.protocol import OPTICAL_BANDS, Area, InputError, Source
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid


def scene_of(path):
    scene = discover([Source(path, date="2019-06-30", role="s2")])
    return scene, scene.acquisitions[0]


def image(shape=(20, 30)):
    return np.full((10, *shape), 900, np.uint16)


def test_the_grid_is_the_pixel_grid_of_the_reference_frame(write):
    grid = reference_grid(*scene_of(write("a.tif", image(), OPTICAL_BANDS, origin=(500003, 5600007))))
    assert (grid.crs, grid.width, grid.height) == ("EPSG:32631", 30, 20)
    assert grid.bounds == (500003, 5599807, 500303, 5600007)


def test_a_20_m_frame_is_put_on_10_m_pixels(write):
    grid = reference_grid(*scene_of(write("a.tif", image(), OPTICAL_BANDS, size=20)))
    assert (grid.resolution, grid.width, grid.height) == (10, 60, 40)


def test_an_area_clips_outward_to_whole_pixels_of_the_frame(write):
    scene, frame = scene_of(write("a.tif", image(), OPTICAL_BANDS))
    grid = reference_grid(scene, frame, Area((500051, 5599901, 500099, 5600500), "EPSG:32631"))
    assert grid.bounds == (500050, 5599900, 500100, 5600000)


def test_an_area_in_degrees_is_transformed(write):
    scene, frame = scene_of(write("a.tif", image(), OPTICAL_BANDS))
    degrees = transform_bounds("EPSG:32631", "EPSG:4326", 500100, 5599900, 500200, 5599950)
    grid = reference_grid(scene, frame, Area(degrees, "EPSG:4326"))
    assert np.allclose(grid.bounds, (500100, 5599900, 500200, 5599950), atol=11)


@pytest.mark.parametrize(
    ("crs", "origin", "size", "expected"),
    [
        ("EPSG:4326", (4.0, 50.7), 0.0001, "EPSG:32631"),
        ("EPSG:4326", (149.0, -35.0), 0.0001, "EPSG:32755"),
        ("EPSG:3857", (450000, 6570000), 15, "EPSG:32631"),
    ],
)
def test_a_frame_without_true_metres_goes_to_the_utm_zone_of_its_centre(write, crs, origin, size, expected):
    grid = reference_grid(*scene_of(write("a.tif", image(), OPTICAL_BANDS, crs=crs, origin=origin, size=size)))
    assert grid.crs == expected and grid.resolution == 10 and grid.bounds[0] % 10 == 0


def test_an_area_without_a_pixel_is_refused(write):
    scene, frame = scene_of(write("a.tif", image(), OPTICAL_BANDS))
    with pytest.raises(InputError, match="smaller than a pixel"):
        reference_grid(scene, frame, Area((500050, 5599900, 500050 + 1e-9, 5599900 + 1e-9), "EPSG:32631"))


def test_an_area_elsewhere_is_refused_by_name(write):
    scene, frame = scene_of(write("a.tif", image(), OPTICAL_BANDS))
    with pytest.raises(InputError, match="a.tif does not overlap the area"):
        reference_grid(scene, frame, Area((0, 0, 10, 10), "EPSG:32631"))


def test_a_crs_that_nobody_knows_is_refused(write):
    scene, frame = scene_of(write("a.tif", image(), OPTICAL_BANDS))
    with pytest.raises(InputError, match="coordinate reference system"):
        reference_grid(scene, frame, Area((0, 0, 10, 10), "nonsense"))


def test_a_window_of_a_grid_begins_at_its_pixel(write):
    grid = reference_grid(*scene_of(write("a.tif", image(), OPTICAL_BANDS)))
    assert grid.window(Window(-1, 2, 4, 5)).bounds == (499990, 5599930, 500030, 5599980)
    assert grid.centre() == pytest.approx((50.55, 3.002), abs=0.01)


def test_a_frame_with_the_south_up_has_the_grid_of_one_with_the_north_up(write):
    north, south = write("north.tif", image(), OPTICAL_BANDS), write("south.tif", image(), OPTICAL_BANDS)
    with rasterio.open(south, "r+") as turned:
        turned.transform = Affine(10, 0, turned.transform.c, 0, 10, turned.transform.f - 200)
    assert reference_grid(*scene_of(south)) == reference_grid(*scene_of(north))
