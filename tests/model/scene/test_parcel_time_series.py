"""What the images show of one parcel through time."""

import json

import numpy as np
import pytest
from rasterio.warp import transform_geom

from doab.model import protocol
from doab.model.scene.clouds import RIM, clear_mask, measure_levels
from doab.model.scene.parcel_time_series import CLOUD_BANDS, Images, read_series

MEADOW = (400, 700, 500, 1100, 2400, 2900, 3100, 3200, 1900, 1000)
CLOUD = (5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 4000, 3000)
NDVI = (3100 - 500) / (3100 + 500)


def polygon(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


LEFT = polygon(500_020, 5_599_920, 500_060, 5_599_980)  # 4 × 6 pixels in the left half of the images


@pytest.fixture
def optical(write):
    """Return a function that writes a date: the parts left and right of column ``middle`` have these ten values."""

    def make(date, left=MEADOW, right=MEADOW, middle=8):
        values = np.empty((10, 16, 16), np.uint16)
        values[:, :, :middle] = np.array(left)[:, None, None]
        values[:, :, middle:] = np.array(right)[:, None, None]
        path = write(f"S2_{date}.tif", values, nodata=0)
        bands = {band: protocol.BandSource(path, i) for i, band in enumerate(protocol.OPTICAL_BANDS, 1)}
        return protocol.Acquisition("S2", date, bands, 1e-4, nodata=0)

    return make


@pytest.fixture
def radar(write):
    """Return a function that writes a date of VV and VH in power, row by row."""

    def make(date, rows):
        values = np.stack([np.repeat(np.array(rows, np.float32)[:, None], 16, 1)] * 2)
        path = write(f"S1_{date}.tif", values, nodata=0)
        bands = {band: protocol.BandSource(path, i) for i, band in enumerate(protocol.RADAR_BANDS, 1)}
        return protocol.Acquisition("S1", date, bands, unit="linear", nodata=0)

    return make


def ask(*acquisitions, outline=LEFT, crs="EPSG:32631", reference="2019-06-01"):
    request = protocol.ParcelTimeSeriesRequest(protocol.Scene(acquisitions), reference, outline, crs)
    with Images() as images:
        return read_series(request, images, lambda: None)


def test_only_the_pixels_inside_the_outline_count(optical):
    series, latitude = ask(optical("2019-06-01", right=(900,) * 10))
    (reading,) = series.observations["NDVI"]
    assert series.pixels == 24 and reading.share == 1
    assert reading.mean == reading.low == reading.high == pytest.approx(NDVI, abs=1e-3)
    assert latitude == pytest.approx(50.55, abs=0.01)


def test_an_outline_in_degrees_reads_the_same(optical):
    image = optical("2019-06-01", right=CLOUD)
    metres = ask(image)[0].observations
    degrees = transform_geom("EPSG:32631", "EPSG:4326", json.loads(LEFT))
    assert ask(image, outline=json.dumps(degrees), crs="EPSG:4326")[0].observations == metres


def test_clouds_are_masked_and_the_share_that_is_left_is_reported(optical):
    across = polygon(500_060, 5_599_920, 500_100, 5_599_980)
    series, _ = ask(
        optical("2019-06-01"),
        optical("2019-06-11", CLOUD, middle=8 - RIM),
        optical("2019-06-21", right=CLOUD, middle=8 + RIM),
        outline=across,
    )
    clear, half, other = series.observations["NDVI"]
    assert (clear.share, half.share, other.share) == (1, 0.5, 0.5)
    assert half.mean == pytest.approx(NDVI, abs=1e-3)
    series, _ = ask(optical("2019-06-01"), optical("2019-06-11", CLOUD))
    assert series.observations["NDVI"][1] == protocol.Observation("2019-06-11", 0)


def test_radar_is_averaged_as_power_and_its_band_lies_between_the_percentiles(optical, radar):
    rows = [0.01] * 5 + [0.1] * 11  # rows 2 to 7 of the parcel: half and half
    series, _ = ask(optical("2019-06-01"), radar("2019-06-02", rows))
    (reading,) = series.observations["VH"]
    assert reading.mean == pytest.approx(10 * np.log10(0.055), abs=0.01)
    assert (reading.low, reading.high) == pytest.approx((-20, -10), abs=0.01)
    assert series.observations["VV"] == series.observations["VH"]


def test_a_date_without_data_of_the_parcel_is_left_out_and_is_no_cloud(optical):
    series, _ = ask(optical("2019-06-01"), optical("2019-06-11", (0,) * 10))
    assert [reading.date for reading in series.observations["NDVI"]] == ["2019-06-01"]


def test_images_that_vanished_are_named_and_the_others_read(optical, tmp_path):
    frame, other = optical("2019-06-01"), optical("2019-06-11")
    (tmp_path / "S2_2019-06-01.tif").unlink()
    series, _ = ask(frame, other)
    assert [reading.date for reading in series.observations["NDVI"]] == ["2019-06-11"]
    assert [problem.path for problem in series.problems] == ["S2 2019-06-01"]
    assert "S2_2019-06-01.tif is not there any more" in series.problems[0].text
    (tmp_path / "S2_2019-06-11.tif").unlink()
    with pytest.raises(protocol.InputError, match="None of the Sentinel-2 images"):
        ask(frame, other)


def test_a_sliver_between_pixel_centres_has_the_pixels_it_touches(optical):
    series, _ = ask(optical("2019-06-01"), outline=polygon(500_021, 5_599_951, 500_023, 5_599_959))
    assert series.pixels == 1 and series.observations["NDVI"][0].share == 1


@pytest.mark.parametrize("outline", ["", "{}", '{"type": "Polygon", "coordinates": []}'])
def test_an_outline_that_is_none_is_refused(optical, outline):
    with pytest.raises(protocol.InputError, match="no outline"):
        ask(optical("2019-06-01"), outline=outline)


def test_reading_stops_when_it_is_cancelled(optical):
    def stop():
        raise protocol.Cancelled

    request = protocol.ParcelTimeSeriesRequest(
        protocol.Scene((optical("2019-06-01"),)), "2019-06-01", LEFT, "EPSG:32631"
    )
    with pytest.raises(protocol.Cancelled), Images() as images:
        read_series(request, images, stop)


def test_images_stay_open_for_the_next_parcel_until_one_is_replaced(optical):
    images = Images()
    request = protocol.ParcelTimeSeriesRequest(
        protocol.Scene((optical("2019-06-01"),)), "2019-06-01", LEFT, "EPSG:32631"
    )
    first, _ = read_series(request, images, lambda: None)
    image = images.open(request)
    assert read_series(request, images, lambda: None)[0] == first and images.open(request) is image
    optical("2019-06-01", left=CLOUD, right=(900,) * 10)
    assert read_series(request, images, lambda: None)[0].observations["NDVI"] == (
        protocol.Observation("2019-06-01", 0),
    )
    images.close()


def test_the_bands_that_are_read_decide_on_clouds_as_all_ten_do():
    values = np.random.default_rng(0).uniform(0, 0.6, (10, 20, 20)).repeat(6, 1).repeat(6, 2).astype(np.float32)
    few, present = np.array([band in CLOUD_BANDS for band in protocol.OPTICAL_BANDS]), np.ones((120, 120), bool)

    def judge(values, bands):
        return clear_mask(values, present, bands, measure_levels(values.reshape(10, -1), bands))

    judged = judge(np.where(few[:, None, None], values, 0), few)
    assert 0 < judged.mean() < 1
    assert (judged == judge(values, np.ones(10, bool))).all()
