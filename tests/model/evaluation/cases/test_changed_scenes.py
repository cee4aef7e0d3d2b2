"""Scenes with fewer bands, one date or other light, read again from their changed copies."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

from doab.model.evaluation.cases.changed_scenes import clear_share, only_date, with_bands, with_light
from doab.model.protocol import Acquisition, BandSource, Elevation, Scene
from doab.model.scene.grid import Grid
from doab.model.scene.optical_images import read_optical
from doab.model.scene.warper import Warper

GRID = Grid("EPSG:32631", from_origin(500_000, 5_600_000, 10, 10), 8, 8)
WINDOW = Window(0, 0, 8, 8)
BRIGHT = 2000  # brighter than the rest and white: cloud by the spectral test
CLEAR = 64 - 1 - 7 * 7  # without the empty pixel, the cloud and its rim


def raster(path, values, nodata=None, dtype="uint16"):
    count, height, width = values.shape
    profile = {"dtype": dtype, "nodata": nodata, "crs": GRID.crs, "transform": GRID.transform}
    with rasterio.open(path, "w", driver="GTiff", count=count, height=height, width=width, **profile) as file:
        file.write(values.astype(dtype))
    return str(path)


@pytest.fixture
def scene(tmp_path):
    """Two optical dates of red, green and blue, of which one pixel is empty and nine are cloud; radar; a DEM."""
    values = np.full((3, 8, 8), 900)
    values[:, 0, 0], values[:, 5:, 5:] = 0, BRIGHT
    acquisitions = []
    for date in ("2020-05-01", "2020-07-01"):
        path = raster(tmp_path / f"{date}.tif", values)
        bands = {name: BandSource(path, i + 1) for i, name in enumerate(("B04", "B03", "B02"))}
        acquisitions.append(Acquisition("S2", date, bands, scale=1e-4))
    radar = raster(tmp_path / "radar.tif", np.full((2, 8, 8), -10), dtype="float32")
    vv, vh = BandSource(radar), BandSource(radar, 2)
    acquisitions.append(Acquisition("S1", "2020-06-01", {"VV": vv, "VH": vh}, unit="db"))
    dem = raster(tmp_path / "dem.tif", np.full((1, 8, 8), 20))
    return Scene(tuple(acquisitions), Elevation(BandSource(dem)))


def read(acquisition):
    with Warper(GRID) as warper:
        return read_optical(warper, acquisition, WINDOW)


def test_bands_are_withheld_from_every_optical_date_and_from_nothing_else(scene):
    changed = with_bands(scene, ("B02", "B04", "B08"))
    assert [set(a.bands) for a in changed.of("S2")] == [{"B02", "B04"}] * 2
    assert changed.of("S1") == scene.of("S1")
    assert changed.elevation == scene.elevation


def test_one_date_alone_keeps_the_elevation_model_but_no_radar(scene):
    changed = only_date(scene, "2020-07-01")
    assert [a.key for a in changed.acquisitions] == ["S2 2020-07-01"]
    assert changed.elevation == scene.elevation


@pytest.mark.parametrize(
    ("change", "expected"), [({"gain": 2.0}, 0.18), ({"gain": 0.5}, 0.045), ({"gamma": 0.5}, 0.3), ({}, 0.09)]
)
def test_gain_and_gamma_change_the_reflectance_of_all_dates(scene, tmp_path, change, expected):
    changed = with_light(scene, GRID, tmp_path / "changed", **change)
    for acquisition in changed.of("S2"):
        values, *_ = read(acquisition)
        assert values[[0, 1, 2], 2, 2] == pytest.approx([expected] * 3, rel=1e-5)
        assert not values[3:].any()
    assert changed.of("S1") == scene.of("S1")


def test_changed_values_have_no_upper_limit_and_no_empty_pixel_appears(scene, tmp_path):
    bright = with_light(scene, GRID, tmp_path / "bright", gain=100.0)
    dark = with_light(scene, GRID, tmp_path / "dark", gamma=9.0)
    assert read(bright.of("S2")[0])[0][0, 6, 6] == pytest.approx(20, rel=1e-5)
    assert read(dark.of("S2")[0])[1].sum() == 63


@pytest.mark.parametrize("change", [{"gain": 2.0}, {"gain": 0.5}])
def test_what_is_clear_and_what_is_empty_stays_as_it_was(scene, tmp_path, change):
    before = read(scene.of("S2")[0])
    after = read(with_light(scene, GRID, tmp_path / "changed", **change).of("S2")[0])
    assert np.array_equal(before[1], after[1]) and np.array_equal(before[2], after[2])
    assert before[2].sum() == CLEAR


def test_the_clear_share_of_a_grid_leaves_out_cloud_and_empty_pixels(scene):
    assert clear_share(scene.of("S2")[0], GRID) == pytest.approx(CLEAR / 64)
