"""What names say of an image and what its values contradict, for the conventions of the common exporters."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid
from doab.model.scene.optical_images import read_optical
from doab.model.scene.warper import Warper

VISIBLE = OPTICAL_BANDS[:7]  # B02 to B08


def image(value, bands=1, dtype=np.uint16):
    return np.full((bands, 8, 8), value, dtype)


def leaves(bands=OPTICAL_BANDS):
    """An image of a green field beside bare soil, in counts."""
    field = dict(zip(OPTICAL_BANDS, (300, 600, 350, 1000, 2600, 3000, 3200, 3300, 1700, 800), strict=True))
    soil = dict(zip(OPTICAL_BANDS, (900, 1200, 1600, 1900, 2100, 2200, 2400, 2500, 3300, 2900), strict=True))
    others = {"B01": 400, "B09": 3000, "B10": 15}
    values = np.zeros((len(bands), 8, 8), np.uint16)
    for number, band in enumerate(bands):
        values[number, :4], values[number, 4:] = (one.get(band, others.get(band)) for one in (field, soil))
    return values


def discovered(*paths):
    return discover([Source(str(path)) for path in paths])


@pytest.mark.parametrize(
    "order",
    [
        OPTICAL_BANDS,
        (*VISIBLE, "B11", "B12", "B8A"),
        ("B01", *VISIBLE, "B09", "B11", "B12"),
        ("B01", *VISIBLE, "B8A", "B09", "B11", "B12"),
        ("B01", *VISIBLE, "B09", "B10", "B11", "B12", "B8A"),
        ("B01", *VISIBLE, "B8A", "B09", "B10", "B11", "B12"),
        ("B04", "B03", "B02", "B08"),
    ],
)
def test_the_values_tell_the_order_of_bands_without_names(write, order):
    (acquisition,) = discovered(write("S2_20190630.tif", leaves(order))).acquisitions
    expected = {band: order.index(band) + 1 for band in OPTICAL_BANDS if band in order}
    assert {band: source.index for band, source in acquisition.bands.items()} == expected


def test_bands_in_no_usual_order_are_asked_for(write):
    scene = discovered(write("S2_20190630.tif", leaves(OPTICAL_BANDS[::-1])))
    assert not scene.acquisitions and scene.problems[0].fact == "bands"


def test_a_virtual_raster_has_the_order_of_its_files(write, tmp_path):
    rows = ""
    for number, band in enumerate(("B02", "B11", "B8A"), 1):
        write(f"parts/T31UES_20190630_{band}.tif", image(900))
        rows += (
            f'<VRTRasterBand dataType="UInt16" band="{number}"><SimpleSource><SourceFilename relativeToVRT="1">'
            f"parts/T31UES_20190630_{band}.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
        )
    stack = tmp_path / "T31UES_20190630.vrt"
    stack.write_text(
        '<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>EPSG:32631</SRS><GeoTransform>500000, 10, 0, 5600000, 0, -10'
        f"</GeoTransform>{rows}</VRTDataset>"
    )
    (acquisition,) = discovered(stack).acquisitions
    assert {band: source.index for band, source in acquisition.bands.items()} == {"B02": 1, "B8A": 3, "B11": 2}


@pytest.mark.parametrize(
    ("name", "descriptions", "words"),
    [
        ("LC08_L2SP_199025_20190824_02_T1_SR_B5.tif", [], "Landsat"),
        ("S2_NDVI_20190630.tif", [], "NDVI"),
        ("S2_20190630.tif", ["NBR"], "NBR"),
        ("S2_20190630.tif", ["roughness"], "none of them"),
    ],
)
def test_what_is_no_image_of_a_sentinel_is_named(write, name, descriptions, words):
    scene = discovered(write(name, image(900), descriptions))
    assert not scene.acquisitions and words in scene.problems[0].text


def test_both_sensors_of_one_file_are_used(write):
    values = np.concatenate([leaves().astype(np.float32) / 1e4, image(-12, 2, np.float32)])
    scene = discovered(write("stack_20190630.tif", values, [*OPTICAL_BANDS, "VV", "VH"]))
    assert {a.sensor: len(a.bands) for a in scene.acquisitions} == {"S1": 2, "S2": 10}


def test_the_time_of_writing_is_no_date(write):
    tags = {"TIFFTAG_DATETIME": "2024:02:11 10:00:00"}
    scene = discovered(write("20190401/S2_stack.tif", image(900), ["B02"], tags=tags))
    assert scene.acquisitions[0].date == "2019-04-01"


def test_rasters_in_an_archive_are_read_there(write, tmp_path):
    single = write("S2_20190630_B02.tif", image(900))
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.write(single, "S2_20190630_B02.tif")
    Path(single).unlink()
    (acquisition,) = discovered(tmp_path).acquisitions
    assert acquisition.bands["B02"].path.startswith("/vsizip/")


def test_data_cubes_of_other_formats_are_named_with_the_way_out(tmp_path):
    (tmp_path / "openEO.h5").write_bytes(b"CDF")
    assert "GeoTIFF" in discovered(tmp_path).problems[0].text


@pytest.mark.parametrize(
    ("name", "dtype", "value", "encoding"),
    [
        ("2019-04-01-00_00_2019-04-01-23_59_Sentinel-2_L2A_B02_(Raw).tiff", np.uint16, 6553, (1 / 65535, 0.0)),
        ("S2_20190401_B02.tif", np.float32, 7.5, (0.01, 0.0)),
        ("S2_20190401_B02.tif", np.float32, 0.07, (1.0, 0.0)),
    ],
)
def test_the_unit_follows_name_and_size_of_the_values(write, name, dtype, value, encoding):
    (acquisition,) = discovered(write(name, image(value, dtype=dtype))).acquisitions
    assert (acquisition.scale, acquisition.offset) == encoding


def test_a_reflectance_that_there_is_not_is_asked_about(write):
    scene = discovered(write("S2_20190401_B02.tif", image(30000)))
    assert not scene.acquisitions and scene.problems[0].fact == "unit"


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("S1A_IW_20190330T174129_DVP_RTC20_G_gauned_1A2B_VV.tif", 0.3, "amplitude"),
        ("S1A_IW_20190330T174129_DVP_RTC20_G_gpuned_1A2B_VV.tif", 0.09, "linear"),
        ("S1_20190330_VV_dB.tif", 0.09, ""),
        ("S1_20190330_VV_linear.tif", -12, ""),
    ],
)
def test_the_unit_of_radar_is_that_of_the_name_unless_the_values_contradict(write, name, value, unit):
    scene = discovered(write(name, image(value, dtype=np.float32)))
    assert [a.unit for a in scene.acquisitions] == ([unit] if unit else [])
    assert unit or scene.problems[0].fact == "unit"


@pytest.mark.parametrize(
    ("name", "kind", "clear_value", "cloud_value"), [("CLM_R1", "clm", 0, 3), ("QA60", "qa60", 0, 1024),
                                                     ("Fmask", "fmask", 64, 8)]
)  # fmt: skip
def test_masks_of_other_makers_hide_clouds(write, tmp_path, name, kind, clear_value, cloud_value):
    write("T31UES_20190630_B04.tif", np.full((1, 40, 8), 500, np.uint16))
    write("T31UES_20190630_B08.tif", np.full((1, 40, 8), 3000, np.uint16))
    mask = np.full((1, 40, 8), clear_value, np.uint16)
    mask[0, 20:] = cloud_value
    write(f"T31UES_20190630_{name}.tif", mask)
    scene = discovered(tmp_path)
    (acquisition,) = scene.acquisitions
    assert acquisition.mask == kind and acquisition.clouds
    with Warper(reference_grid(scene, acquisition)) as warper:
        _, _, visible, _ = read_optical(warper, acquisition, warper.grid.whole)
    assert visible[0].all() and not visible[20:].any()


def test_an_elevation_model_in_feet_is_turned_into_metres(write, tmp_path):
    write("S2_20190630_B02.tif", image(900))
    write("DEM_feet.tif", image(1000, dtype=np.int16))
    assert discovered(tmp_path).elevation.scale == 0.3048


def test_level_1c_and_radar_of_two_orbits_are_remarked(write, tmp_path):
    write("S2A_MSIL1C_20190401T105031_N0207_R051_T31UES.tif", image(900), ["B02"])
    write("S2A_MSIL2A_20190411T105031_N0207_R051_T31UES.tif", image(900), ["B02"])
    for stamp in ("20190330T174129", "20190405T055129"):
        write(f"S1A_IW_GRDH_1SDV_{stamp}.tif", image(-9, 2, np.float32), ["VV", "VH"])
    texts = [problem.text for problem in discovered(tmp_path).problems]
    assert any("1 of 2 Sentinel-2 dates are of level 1C" in text for text in texts)
    assert any("1 of 2 Sentinel-1 dates were taken at another time of day" in text for text in texts)


def test_the_usual_value_of_empty_pixels_is_void_where_the_file_does_not_declare_it(write):
    values = leaves().astype(np.int16)
    values[:, :, :3] = -10000
    path = write("SENTINEL2A_20190516-105029-464_L2A_T31UES_C_V2-2_FRE.tif", values, OPTICAL_BANDS)
    (acquisition,) = discover([Source(path)]).acquisitions
    assert acquisition.nodata == -10000


def test_values_that_are_no_usual_void_are_kept(write):
    path = write("S2_20190516.tif", leaves().astype(np.int16) - 500, OPTICAL_BANDS)
    (acquisition,) = discover([Source(path)]).acquisitions
    assert acquisition.nodata is None


@pytest.mark.parametrize("scale", [0.0, float("nan"), 1e300])
def test_a_scale_that_cannot_be_is_asked_about_even_without_values(write, scale):
    path = write("S2_20190630_B04.tif", image(0))
    with rasterio.open(path, "r+") as file:
        file.scales = [scale]
    (problem,) = discovered(path).problems
    assert problem.fact == "unit" and "scale" in problem.text
