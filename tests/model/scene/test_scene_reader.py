from datetime import date

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from doab.model.protocol import OPTICAL_BANDS, InputError, Scene, Source
from doab.model.scene import warper
from doab.model.scene.clouds import RIM
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid
from doab.model.scene.scene_reader import SceneReader
from doab.model.scene.terrain import slope

SHAPE = (12, 16)


def dark(value=800, shape=SHAPE, bands=10):
    """An image of vegetation dark enough in the blue to be clear."""
    values = np.full((bands, *shape), value, np.uint16)
    values[6:8] = 3500
    return values


def reader_of(*paths, reference="2019-06-30"):
    scene = discover([Source(str(p)) for p in paths])
    frame = next(a for a in scene.of("S2") if a.date == reference)
    return SceneReader(scene, reference_grid(scene, frame), reference)


def test_values_of_the_reference_grid_come_through_unchanged(write):
    values = dark()
    values[0] = np.arange(SHAPE[0] * SHAPE[1]).reshape(SHAPE) + 100
    with reader_of(write("S2_20190630.tif", values, OPTICAL_BANDS)) as reader:
        sample = reader.read(Window(3, 2, 8, 6))
    np.testing.assert_allclose(sample.optical[0, 0], values[0, 2:8, 3:11] * 1e-4, rtol=1e-5)
    assert sample.optical_valid.all() and sample.reference_valid.all() and sample.reference_bands.all()
    assert sample.reference_day == date(2019, 6, 30).toordinal() == sample.optical_days[0]
    assert sample.radar.shape == (0, 2, 6, 8) and not sample.terrain_valid.any()


def test_outside_the_grid_nothing_is_valid(write):
    dem = write("DEM.tif", np.full((1, 50, 50), 100, np.int16), origin=(499800, 5600200))
    with reader_of(write("S2_20190630.tif", dark(), OPTICAL_BANDS), dem) as reader:
        sample = reader.read(Window(10, -2, 10, 6))
        beyond = reader.read(Window(100, 100, 4, 4))
    inside = np.zeros((6, 10), bool)
    inside[2:, :6] = True
    assert np.array_equal(sample.optical_valid[0], inside) and np.array_equal(sample.terrain_valid, inside)
    assert not sample.optical[0][:, ~inside].any() and not sample.terrain[:, ~inside].any()
    assert not beyond.optical_valid.any()


def test_empty_pixels_are_not_valid_and_hold_zero(write):
    values = dark()
    values[:, :4] = 0
    values[3, 8, 8] = 0
    sentinel = np.where(dark() > 0, dark(), 0)
    sentinel[2, 5, 5] = 65535
    zero = write("S2_20190630.tif", values, OPTICAL_BANDS, nodata=0)
    declared = write("S2_20190705.tif", sentinel, OPTICAL_BANDS, nodata=65535)
    with reader_of(zero, declared) as reader:
        sample = reader.read(reader.grid.whole)
    assert not sample.optical_valid[0, :4].any() and sample.optical_valid[0, 4:].all()
    assert sample.optical[0, 3, 8, 8] == 0
    assert not sample.optical_valid[1, 5, 5] and sample.optical_valid[1].sum() == SHAPE[0] * SHAPE[1] - 1
    assert sample.optical.max() < 1


def test_the_offset_of_late_baselines_is_applied(safe):
    with reader_of(safe, reference="2023-04-18") as reader:
        sample = reader.read(Window(0, 0, 8, 8))
    assert sample.optical[0, 0] == pytest.approx(0.1)
    assert sample.optical[0, OPTICAL_BANDS.index("B11")] == pytest.approx(0.2)
    assert not sample.optical_bands[0, OPTICAL_BANDS.index("B12")] and not sample.optical[0, -1].any()


def test_clouds_of_the_classification_hide_pixels(write):
    classes = np.full((1, 6, 8), 4, np.uint8)
    classes[0, :2, :2] = 9
    classes[0, 5, 4] = 9  # a single pixel is an error
    image = write("S2_20190630.tif", dark(), OPTICAL_BANDS)
    write("S2_20190630_SCL.tif", classes, ["SCL"], size=20)
    with reader_of(image) as reader:
        sample = reader.read(reader.grid.whole)
    reach = 4 + RIM
    assert not sample.optical_valid[0, :reach, :reach].any()
    assert sample.optical_valid[0].sum() == SHAPE[0] * SHAPE[1] - reach**2
    assert not sample.reference[:, 0, 0].any()


def test_a_pixel_is_clear_or_not_whatever_window_and_area_are_read(write):
    """The cloud is white and no brighter than the soil beside it: only the whole image tells that it is a cloud."""
    values = np.broadcast_to(np.array([800, 1100, 1500], np.uint16)[:, None, None], (3, 60, 60)).copy()
    values[:, 20:40, 30:50] = 4000
    values[:, 5, 5] = 4000
    path = write("S2_20190630.tif", values, ["B02", "B03", "B04"])
    with reader_of(path) as reader:
        whole = reader.read(reader.grid.whole).reference_valid
        for window in (Window(28, 18, 6, 6), Window(32, 22, 10, 10), Window(0, 0, 30, 60), Window(-5, -5, 20, 20)):
            rows, cols = np.maximum((window.row_off, window.col_off), 0)
            part = reader.read(window).reference_valid[rows - window.row_off :, cols - window.col_off :]
            assert np.array_equal(part, whole[rows : rows + part.shape[0], cols : cols + part.shape[1]])
        cloud = np.zeros((60, 60), bool)
        cloud[20 - RIM : 40 + RIM, 30 - RIM : 50 + RIM] = True
        assert np.array_equal(whole, ~cloud)
        inside = SceneReader(Scene(reader.optical), reader.grid.window(Window(30, 20, 20, 20)), "2019-06-30")
        with inside:
            assert not inside.read(inside.grid.whole).reference_valid.any()


def test_the_brightness_of_an_image_is_measured_anew_where_its_file_has_changed(write):
    for gain, clear in ((1, False), (3, True)):
        values = gain * np.broadcast_to(np.array([800, 1100, 1500], np.uint16)[:, None, None], (3, 30, 30))
        values[:, 10:20, :10] = 4000
        with reader_of(write("S2_20190630.tif", values, ["B02", "B03", "B04"])) as reader:
            assert reader.read(Window(2, 12, 4, 4)).reference_valid.all() == clear


def test_radar_is_given_in_decibel_whatever_its_unit(write):
    def radar(name, value, dtype):
        return write(name, np.full((2, 6, 8), value, dtype), ["VV", "VH"], size=20)

    sources = [
        radar("S1_20190601.tif", -10, np.float32),
        radar("S1_20190602.tif", 0.1, np.float32),
        radar("S1_20190603.tif", round(10 ** (73 / 20)), np.uint16),
    ]
    with reader_of(write("S2_20190630.tif", dark(), OPTICAL_BANDS), *sources) as reader:
        sample = reader.read(reader.grid.whole)
        assert [a.date for a in reader.acquisitions] == ["2019-06-30", "2019-06-01", "2019-06-02", "2019-06-03"]
    assert sample.radar_valid.all() and sample.radar_bands.all()
    np.testing.assert_allclose(sample.radar, -10, atol=0.01)


def test_a_missing_polarisation_is_masked(write):
    vertical = write("S1_20190601_VV.tif", np.full((1, *SHAPE), 0.1, np.float32))
    with reader_of(write("S2_20190630.tif", dark(), OPTICAL_BANDS), vertical) as reader:
        sample = reader.read(reader.grid.whole)
    assert sample.radar_bands.tolist() == [[True, False]] and sample.radar_valid.all()
    assert not sample.radar[:, 1].any()


def test_slope_is_computed_on_metres_from_a_dem_in_another_crs(write):
    _, cols = np.mgrid[:200, :200]
    heights = (cols * 21.21).astype(np.float32)[None]  # a column of 0.0003 degrees is 21.21 m wide here
    dem = write("DEM.tif", heights, crs="EPSG:4326", origin=(2.99, 50.56), size=0.0003)
    with reader_of(write("S2_20190630.tif", dark(), OPTICAL_BANDS), dem) as reader:
        whole, part = reader.read(reader.grid.whole), reader.read(Window(4, 3, 5, 5))
    assert whole.terrain_valid.all()
    np.testing.assert_allclose(whole.terrain[1], 45, atol=0.5)
    np.testing.assert_array_equal(part.terrain, whole.terrain[:, 3:8, 4:9])


def test_slope_beside_a_void_counts_it_as_level():
    heights = np.full((3, 3), 50.0)
    heights[0, 0] = np.nan
    assert slope(heights, 10.0).tolist() == [[0.0]]


def test_few_open_files_suffice_for_many_dates(write, monkeypatch):
    monkeypatch.setattr(warper, "_open_files_allowed", lambda: 2)
    paths = [write(f"S2_201906{day:02}.tif", dark(700 + day), OPTICAL_BANDS) for day in range(1, 9)]
    with reader_of(*paths, reference="2019-06-05") as reader:
        for _ in range(2):
            sample = reader.read(Window(0, 0, 4, 4))
    np.testing.assert_allclose(sample.optical[:, 0, 0, 0], [(700 + day) * 1e-4 for day in range(1, 9)], rtol=1e-5)
    np.testing.assert_allclose(sample.reference, sample.optical[4])


def test_a_nodata_value_that_the_type_cannot_hold_does_no_harm(write):
    path = write("S2_20190630.tif", dark().astype(np.float32) / 1e4, OPTICAL_BANDS, nodata=float("nan"))
    with reader_of(path) as reader:
        assert reader.read(reader.grid.whole).optical_valid.all()


def test_a_date_that_is_not_there_is_refused_with_the_choice(write):
    scene = discover([Source(write("S2_20190630.tif", dark(), OPTICAL_BANDS))])
    with pytest.raises(InputError, match="Choose one of: 2019-06-30"):
        SceneReader(scene, None, "2019-07-01")


def test_the_noise_at_the_border_of_a_radar_image_is_no_ground(write):
    radar = np.full((2, *SHAPE), -12, np.float32)
    radar[:, :, :5] = -55
    paths = write("S2_20190630.tif", dark(), OPTICAL_BANDS), write("S1_20190701.tif", radar, ["VV", "VH"])
    with reader_of(*paths) as reader:
        sample = reader.read(Window(0, 0, SHAPE[1], SHAPE[0]))
    assert not sample.radar_valid[0, :, :5].any() and sample.radar_valid[0, :, 5:].all()


def test_a_mosaic_reads_as_one_image_and_the_first_counts_where_both_show(write):
    west = write("S2_T31UES_20190630.tif", dark(900), OPTICAL_BANDS)
    east = write("S2_T31UFS_20190630.tif", dark(700), OPTICAL_BANDS, origin=(500000 + 10 * (SHAPE[1] - 2), 5600000))
    scene = discover([Source(west), Source(east)])
    grid = reference_grid(scene, scene.acquisitions[0])
    with SceneReader(scene, grid, "2019-06-30") as reader:
        sample = reader.read(grid.whole)
    assert sample.optical.shape[-1] == 2 * SHAPE[1] - 2 and sample.optical_valid.all()
    blue = sample.optical[0, 0]
    assert np.allclose(blue[:, : SHAPE[1]], 0.09) and np.allclose(blue[:, SHAPE[1] :], 0.07)


def test_what_cannot_be_read_voids_its_own_date_and_is_said_at_the_end(write, tmp_path):
    paths = [write(f"S2_{day}.tif", dark(), OPTICAL_BANDS) for day in ("20190630", "20190715")]
    scene = discover([Source(str(path)) for path in paths])
    warnings: list[str] = []
    with SceneReader(scene, reference_grid(scene, scene.acquisitions[0]), "2019-06-30", warnings.append) as reader:
        reader.read(Window(0, 0, 4, 4), keys=())
        (tmp_path / "S2_20190715.tif").unlink()
        sample = reader.read(Window(0, 0, 4, 4))
    assert sample.optical_valid[0].all() and sample.reference_valid.all()
    assert not sample.optical_valid[1].any() and not sample.optical[1].any()
    (text,) = warnings
    assert "S2 2019-07-15: 100 % of what was read" in text and "S2_20190715.tif" in text


def test_a_damaged_elevation_model_is_said_and_does_without(write, tmp_path):
    dem = write("DEM.tif", np.full((1, 50, 50), 100, np.int16), origin=(499800, 5600200))
    scene = discover([Source(str(path)) for path in (write("S2_20190630.tif", dark(), OPTICAL_BANDS), dem)])
    (tmp_path / "DEM.tif").unlink()
    warnings: list[str] = []
    with SceneReader(scene, reference_grid(scene, scene.acquisitions[0]), "2019-06-30", warnings.append) as reader:
        assert not reader.read(Window(0, 0, 4, 4)).terrain_valid.any()
    assert "elevation model" in warnings[0]


def test_a_real_season_reads_as_its_files_say(real):
    with reader_of(real("flanders_2019")) as reader:
        sample = reader.read(Window(0, 0, 64, 64))
        frame = reader.optical[[a.date for a in reader.optical].index("2019-06-30")]
        radar = reader.radar[0]
    with rasterio.open(frame.bands["B04"].path) as file:
        direct = file.read(3) * 1e-4
    valid = sample.reference_valid
    np.testing.assert_allclose(sample.reference[2][valid], direct[valid], atol=1e-6)
    with rasterio.open(radar.bands["VV"].path) as file:
        coarse = file.read(1)
    merged = sample.radar[0, 0].reshape(32, 2, 32, 2).mean(axis=(1, 3))
    assert np.corrcoef(merged.ravel(), coarse.ravel())[0, 1] > 0.95
    assert sample.radar_valid.all() and sample.terrain_valid.all() and 30 < sample.terrain[0].min() < 60


@pytest.mark.parametrize("hole", [np.nan, -np.inf])
def test_a_radar_pixel_without_one_of_its_values_is_not_valid(write, hole):
    echo = np.full((2, *SHAPE), -12, np.float32)
    echo[1, 3, 4] = hole
    paths = write("S2_20190630.tif", dark(), OPTICAL_BANDS), write("S1_20190630_dB.tif", echo, ["VV", "VH"])
    with reader_of(*paths) as reader:
        sample = reader.read(reader.grid.whole)
    assert not sample.radar_valid[0, 3, 4] and sample.radar_valid.sum() == sample.radar_valid.size - 1
    assert np.isfinite(sample.radar).all()
