"""What each input gave to a run: counted the same in one block or many, from images or from the cache."""

import dataclasses

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from doab.model.mapping.block_grid import divide
from doab.model.mapping.contributions import UsablePixels
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.tiling import Tile
from doab.model.protocol import Acquisition, Area, BandSource, Cancelled, Elevation, Job
from doab.model.reporter import Reporter

HEIGHT, WIDTH = 120, 150
CLEAR, HALF, CLOUDY, REFERENCE = DATES = "2019-04-01", "2019-05-01", "2019-05-11", "2019-06-01"
SMALL = {"block": 40, "halo": 16}


class Diary(Reporter):
    """Collects warnings, and cancels the run after so many checks."""

    def __init__(self, checks=10**9):
        self.warnings, self.left = [], checks

    def warn(self, text):
        self.warnings.append(text)

    def check(self):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def write(path, values, west=500_000, **profile):
    transform = from_origin(west, 5_600_000, 10, 10)
    profile = {"driver": "GTiff", "count": len(values), "dtype": values.dtype, "crs": "EPSG:32631", **profile}
    with rasterio.open(path, "w", height=HEIGHT, width=WIDTH, transform=transform, **profile) as file:
        file.write(values)
    return str(path)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "cache"))


@pytest.fixture
def case(landscape, scene, predictor, tmp_path):
    """Return a job and a predictor: a clear date, one half void, one all cloud, the reference frame, a radar image."""
    images = scene(HEIGHT, WIDTH, DATES)
    half, cloudy = (next(a for a in images.acquisitions if a.date == date) for date in (HALF, CLOUDY))
    with rasterio.open(half.bands["B02"].path, "r+") as file:
        file.write(np.zeros((3, HEIGHT // 2, WIDTH), np.uint16), window=((0, HEIGHT // 2), (0, WIDTH)))
    with rasterio.open(cloudy.clouds.path, "r+") as file:
        file.write(np.full((1, HEIGHT, WIDTH), 9, np.uint16))
    decibels = np.full((2, HEIGHT, WIDTH), -15, np.float32)
    decibels[:, :, WIDTH // 5 :] = np.nan
    path = write(tmp_path / "S1_20190505.tif", decibels)
    radar = Acquisition("S1", "2019-05-05", {"VV": BandSource(path), "VH": BandSource(path, 2)}, unit="db")
    images = dataclasses.replace(images, acquisitions=(*images.acquisitions, radar))
    return Job(images, str(tmp_path / "parcels.gpkg"), REFERENCE, overwrite=True), predictor(
        landscape(HEIGHT, WIDTH, 60)
    )


def shares(job, predictor, diary=None, **how):
    summary = map_scene(job, predictor, diary or Reporter(), **how)
    return {(one.sensor, one.date): one.share for one in summary.contributions}


EXPECTED = {("S2", CLEAR): 1, ("S2", HALF): 0.5, ("S2", CLOUDY): 0, ("S2", REFERENCE): 1, ("S1", "2019-05-05"): 0.2}


def test_each_input_has_its_share_of_the_ground_and_none_is_a_warning_with_file_and_reason(case):
    job, predictor = case
    diary = Diary()
    assert shares(job, predictor, diary) == pytest.approx(EXPECTED)
    (warning,) = [text for text in diary.warnings if "Nothing was used" in text]
    assert "S2 2019-05-11 (2019-05-11.tif)" in warning and "clouds" in warning


def test_the_shares_are_the_same_in_many_blocks_from_the_cache_and_after_a_run_was_cut_off(case):
    job, predictor = case
    assert shares(job, predictor, **SMALL) == pytest.approx(EXPECTED)
    encoded, predictor.summaries = len(predictor.encoded), 0
    assert shares(job, predictor) == pytest.approx(EXPECTED) and len(predictor.encoded) == encoded
    assert predictor.summaries == 0, "they are kept with what the cache holds"
    with pytest.raises(Cancelled):
        map_scene(dataclasses.replace(job, cache=0), predictor, Diary(60), **SMALL)
    diary = Diary()
    summary = map_scene(dataclasses.replace(job, cache=0), predictor, diary, **SMALL)
    assert summary.resumed and [one.share for one in summary.contributions] == pytest.approx([*EXPECTED.values()])
    assert [text for text in diary.warnings if "Nothing was used" in text]


def test_the_share_is_that_of_the_mapped_area_that_the_reference_frame_shows(case):
    job, predictor = case
    north = Area((500_000, 5_599_500, 501_500, 5_600_000), "EPSG:32631")
    diary = Diary()
    expected = EXPECTED | {("S2", HALF): 0}
    assert shares(dataclasses.replace(job, area=north), predictor, diary) == pytest.approx(expected)
    reference = next(a for a in job.scene.acquisitions if a.date == REFERENCE)
    with rasterio.open(reference.bands["B02"].path, "r+") as file:
        file.write(np.zeros((3, 40, WIDTH), np.uint16), window=((0, 40), (0, WIDTH)))
    assert shares(job, predictor) == pytest.approx(EXPECTED | {("S2", HALF): 0.75})


def test_a_mask_of_clouds_that_lies_elsewhere_is_the_reason_why_a_date_gives_nothing(case):
    job, predictor = case
    cloudy = next(a for a in job.scene.acquisitions if a.date == CLOUDY)
    write(cloudy.clouds.path, np.full((1, HEIGHT, WIDTH), 4, np.uint8), 600_000)
    diary = Diary()
    map_scene(job, predictor, diary)
    assert [text for text in diary.warnings if "its mask of clouds lies outside" in text]


@pytest.mark.parametrize(
    ("west", "height", "share", "reason"),
    [
        (500_000, 120, 1, ""),
        (600_000, 120, 0, "it lies outside the mapped ground"),
        (500_000, np.nan, 0, "it has no data on the mapped ground"),
    ],
)
def test_an_elevation_model_that_gives_nothing_is_a_warning(case, tmp_path, west, height, share, reason):
    job, predictor = case
    dem = write(tmp_path / "dem.tif", np.full((1, HEIGHT, WIDTH), height, np.float32), west)
    scene = dataclasses.replace(job.scene, elevation=Elevation(BandSource(dem)))
    diary = Diary()
    assert shares(dataclasses.replace(job, scene=scene), predictor, diary)["DEM", ""] == share
    warnings = [text for text in diary.warnings if "elevation model (dem.tif)" in text]
    assert len(warnings) == (share == 0) and all(reason in text for text in warnings)


def test_a_pixel_that_several_tiles_show_counts_once_and_those_of_the_halo_do_not():
    block = divide((40, 40), 20, 8).block(0, 0)
    counter = UsablePixels((28, 28), 0, 0, block.inner)
    for tile in (Tile(-4, -4, 16), Tile(-4, 4, 16), Tile(4, -4, 16), Tile(4, 4, 16), Tile(12, 12, 16)):
        counter.add(tile, np.ones((16, 16), bool), np.stack([np.ones((16, 16), bool), np.zeros((16, 16), bool)]))
    assert counter.counts.tolist() == [400, 0]
