"""Names of files, folders and bands as exporters and processors write them, one small example of each kind."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.cloud_masks import CLOUD, VEGETATION, to_classes
from doab.model.scene.discovery import discover

GEE = ("20190516T104031_20190516T104028_T31UFS", "20190521T104031_20190521T104028_T31UFS")
FORCE = ("BLUE", "GREEN", "RED", "REDEDGE1", "REDEDGE2", "REDEDGE3", "BROADNIR", "NIR", "SWIR1", "SWIR2")


def levels(*values, dtype=np.uint16):
    """Return bands of one value each."""
    return np.stack([np.full((8, 8), value, dtype) for value in values])


def found(folder):
    return discover([Source(str(folder))])


def test_force_calls_the_narrow_infrared_simply_near(write, tmp_path):
    write("X0065_Y0042/20190516_LEVEL2_SEN2A_BOA.tif", levels(*range(300, 310), dtype=np.int16), FORCE)
    (acquisition,) = found(tmp_path).acquisitions
    assert {band: source.index for band, source in acquisition.bands.items()} == {
        band: index for index, band in enumerate(OPTICAL_BANDS, 1)
    }


def test_the_quality_layer_of_force_masks_cloud_shadow_and_snow(write, tmp_path):
    write("20190516_LEVEL2_SEN2A_BOA.tif", levels(*range(300, 310), dtype=np.int16), FORCE)
    write("20190516_LEVEL2_SEN2A_QAI.tif", levels(0, dtype=np.int16))
    assert found(tmp_path).acquisitions[0].mask == "qai"
    clear, cloud, shadow, snow, aerosol = 0, 2 << 1, 1 << 3, 1 << 4, 3 << 6
    classes = to_classes(np.array([clear, cloud, shadow, snow, aerosol], np.float32), "qai")
    assert classes.tolist() == [VEGETATION, CLOUD, CLOUD, CLOUD, VEGETATION]


def test_red_edge_without_a_number_is_not_red(write, tmp_path):
    names = ["Band 5 - Vegetation Red Edge", "Band 8A - Vegetation Red Edge", "Band 4 - Red", "Band 11 - SWIR"]
    write("S2_20190516.tif", levels(1000, 3000, 400, 2000), names)
    bands = {band: source.index for band, source in found(tmp_path).acquisitions[0].bands.items()}
    assert bands == {"B04": 3, "B05": 1, "B8A": 2, "B11": 4}


def test_the_instrument_of_sentinel_2_is_no_moisture_index(write, tmp_path):
    write("S2A_MSI_20190516_B04.tif", levels(500))
    write("S2A2A_20190521_008_farm_MSI_10.tif", levels(500))
    scene = found(tmp_path)
    assert [a.date for a in scene.acquisitions] == ["2019-05-16"]
    assert any("MSI, no reflectance" in problem.text for problem in scene.problems)


@pytest.mark.parametrize("first", ["VV", "VH"])
def test_of_two_radar_bands_without_names_vv_is_the_brighter(write, tmp_path, first):
    values = {"VV": -11, "VH": -17}
    order = (first, "VH" if first == "VV" else "VV")
    write("S1A_IW_GRDH_20190516_Cal_TC_dB.tif", levels(*(values[band] for band in order), dtype=np.float32))
    bands = found(tmp_path).acquisitions[0].bands
    assert {band: source.index for band, source in bands.items()} == {band: order.index(band) + 1 for band in values}


def test_the_scale_of_a_radar_file_counts_before_the_size_of_its_values(write, tmp_path):
    for band, value in (("VV", -95), ("VH", -170)):  # tenths of a decibel
        path = write(f"SIG0_20190516T172422__{band}_TUWIEN.tif", levels(value, dtype=np.int16), nodata=-9999)
        with rasterio.open(path, "r+") as file:
            file.scales = [0.1]
    (acquisition,) = found(tmp_path).acquisitions
    assert set(acquisition.bands) == {"VV", "VH"} and (acquisition.unit, acquisition.scale) == ("db", 0.1)


def test_a_stack_named_by_date_and_band_is_an_acquisition_for_each_date(write, tmp_path):
    names = [f"{day}_{band}" for day in GEE for band in ("B4", "B8", "QA60")]
    values = levels(300, 3000, 0, 400, 2500, 1 << 10)
    write("farm_2019.tif", values, names)
    scene = found(tmp_path)
    assert [a.date for a in scene.acquisitions] == ["2019-05-16", "2019-05-21"]
    assert [a.clouds.index for a in scene.acquisitions] == [3, 6]
    assert {a.provenance["date"].source for a in scene.acquisitions} == {"band names"}
    assert scene.acquisitions[1].bands["B08"].index == 5


@pytest.mark.parametrize(
    "path", ["31/U/FS/2019/5/16/0/R10m/B04.tif", "2019/05/16/B04.tif", "Sigma0.data/B04_mst_16May2019.tif"]
)
def test_the_date_is_in_folders_of_year_month_and_day_or_names_its_month(write, tmp_path, path):
    write(path, levels(300))
    assert [a.date for a in found(tmp_path).acquisitions] == ["2019-05-16"]


@pytest.mark.parametrize("folder", ["Sentinel-2_mosaic_2019_Q2_31UFS_0_0", "Sentinel-2_mosaic_2019_M05_31UFS_0_0"])
def test_mosaics_of_a_quarter_or_month_are_dated_in_its_middle_which_is_said(write, tmp_path, folder):
    write(f"{folder}/B04.tif", levels(300))
    write(f"{folder}/observations.tif", levels(7, dtype=np.uint8))
    scene = found(tmp_path)
    assert scene.acquisitions[0].date == "2019-05-15" and scene.acquisitions[0].provenance["date"].is_assumed
    assert any("by-product" in problem.text for problem in scene.problems)


@pytest.mark.parametrize(
    "name",
    [
        "2019-05-16-00_00_2019-05-16-23_59_Sentinel-2_L2A_True_color.tif",
        "2019-05-16-00_00_2019-05-16-23_59_Sentinel-2_L2A_Scene_classification_map_.tif",
        "S2A2A_20190516_008_farm_RGB432B_10.tif",
    ],
)
def test_pictures_are_named_as_such_not_asked_about(write, tmp_path, name):
    write(name, levels(90, 120, 60, dtype=np.uint8))
    (problem,) = found(tmp_path).problems
    assert "8-bit picture" in problem.text and not problem.fact


@pytest.mark.parametrize(
    "name",
    [
        "s1_rtc_029C66_N16W001_2019_05_16_ANGLE.tif",
        "OPERA_L2_RTC-S1_T087-185682-IW2_20190516T172422Z_20230912T000000Z_S1A_30_v1.0_mask.tif",
        "s1a_31UFS_vv_ASC_088_20190516t172422_BorderMask.tif",
        "SENTINEL2X_20190515-000000-000_L3A_T31UFS_C_V1-2_FLG_R1.tif",
        "ga_s2am_oa_3-2-1_53JQJ_2019-05-16_final_s2cloudless-prob.tif",
    ],
)
def test_layers_beside_images_are_by_products(write, name):
    scene = discover([Source(write(name, levels(1, dtype=np.uint8)))])
    assert not scene.acquisitions and "by-product" in scene.problems[0].text
