import pytest

from doab.model.scene.filename_parsing import (
    band_in,
    date_in,
    index_in,
    is_byproduct,
    is_elevation,
    other_sensor_in,
    sensor_in,
    without_band,
)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("B2", "B02"), ("b02", "B02"), ("Band 2", "B02"), ("blue", "B02"), ("B8A", "B8A"), ("B08", "B08"),
        ("B4, central wavelength 665 nm", "B04"), ("T31TEJ_20180418T104021_B12_20m", "B12"), ("Red Edge 3", "B07"),
        ("red", "B04"), ("nir08", "B8A"), ("NIR", "B08"), ("swir16", "B11"), ("Sigma0_VV_db", "VV"), ("vh", "VH"),
        ("S2_L2A_20190630_SCL", "SCL"), ("S2_L2A_20190630", ""), ("", ""), ("B13", ""), ("Band 8A", "B8A"),
        ("S2B_2019-06-30", ""), ("sentinel 2 blue", "B02"), ("SIG0_S1A_IWGRDVH_20190330", "VH"),
        ("quality_scene_classification", "SCL"), ("re4", "B8A"), ("Band 5 - Vegetation Red Edge", "B05"),
        ("red_edge", ""), ("RedEdge", ""), ("red", "B04"), ("red edge 2", "B06"),
    ],
)  # fmt: skip
def test_a_band_is_found_however_it_is_written(text, band):
    assert band_in(text) == band


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S2_L2A_20190630", ("2019-06-30", "")),
        ("T31TEJ_20180418T104021_B02_10m", ("2018-04-18", "")),
        ("image 2019-06-30", ("2019-06-30", "")),
        ("2019_06_30", ("2019-06-30", "")),
        ("S2B_MSIL2A_20180920T104019_N0208_R008_T31TEJ_20180920T153221", ("2018-09-20", "")),
        ("S2_composite_2021-03", ("2021-03-15", "month")),
        ("S2_202103_mean", ("2021-03-15", "month")),
        ("HLS.S30.T31UES.2019136T105031.v2.0.B02", ("2019-05-16", "")),
        ("2019-136", ("2019-05-16", "")),
        ("S2_16_05_2019_10m", ("2019-05-16", "")),
        ("S2_05.16.2019", ("2019-05-16", "")),
        ("S2_01_04_2019_10m", ("2019-04-01", "order")),
        ("2019-05-01-00_00_2019-05-31-23_59_Sentinel-2_B02", ("2019-05-16", "span")),
        ("2019-05-01-00:00_2019-05-01-23:59_Sentinel-2_B02", ("2019-05-01", "")),
        ("Sigma0_VV_slv1_22May2019", ("2019-05-22", "")),
        ("S2 16-may-2019", ("2019-05-16", "")),
        ("S2_1_September_2019", ("2019-09-01", "")),
        ("S2_31Feb2019", None),
        ("Sentinel-2_mosaic_2019_Q3_31UFS_0_0", ("2019-08-15", "span")),
        ("Sentinel-1_IW_mosaic_2019_M05_31UFS_0_0", ("2019-05-15", "month")),
        ("S2A_OPER_PRD_MSIL2A_PDMC_20160506T225644_R094_V20160504T105917_20160504T105917", ("2016-05-04", "")),
        ("gm_s2_annual_x208y105_2019--P1Y", None),
        ("stack_2019_10m", None),
        ("2019366", None),
        ("20010630", None),
        ("20190231", None),
        ("20191340", None),
        ("fields", None),
    ],
)
def test_the_first_real_date_counts_and_what_is_assumed_is_said(text, expected):
    assert date_in(text) == expected


def test_the_sensor_is_a_word_of_the_name():
    assert sensor_in("S1_GRD_ASC_20180802") == "S1"
    assert sensor_in("Sentinel-2 June") == "S2"
    assert sensor_in("T31TEJ_2018_B02") == "S2"
    assert sensor_in("plots") == ""


def test_elevation_and_byproducts_are_known_by_name():
    assert is_elevation("DEM_20m") and is_elevation("Copernicus_DSM_10") and not is_elevation("demo")
    assert is_byproduct("T31TEJ_TCI_10m") and not is_byproduct("T31TEJ_B02_10m")


def test_a_mask_is_named_like_its_image():
    assert without_band("S2_L2A_20190630_SCL", "SCL") == "S2_L2A_20190630"
    assert without_band("S2_SCL_20190630", "SCL") == "S2_20190630"


@pytest.mark.parametrize(
    ("text", "sensor"),
    [
        ("LC08_L2SP_199025_20190824_20200826_02_T1_SR_B2", "Landsat"),
        ("HLS.L30.T31UES.2019136T105031.v2.0.B05", "Landsat"),
        ("20190516_103456_1033_3B_AnalyticMS_SR_8b", "PlanetScope"),
        ("MOD09GA.A2019136.h18v04", "MODIS"),
        ("S3A_OL_2_LFR____20190516T101500", "Sentinel-3"),
        ("HLS.S30.T31UES.2019136T105031.v2.0.B05", ""),
        ("S2A_MSIL2A_20190516T105031_N0212_R051_T31UES", ""),
        ("S1A_IW_GRDH_1SDV_20190330T174129", ""),
    ],
)
def test_other_sensors_are_known_by_their_names(text, sensor):
    assert other_sensor_in(text) == sensor


@pytest.mark.parametrize(
    "text", ["view_zenith_B2", "S1A_IW_gauned_1A2B_inc_map", "SENTINEL2A_20190516_FRE_SRE_B2", "sun_azimuth", "T31_TCI"]
)
def test_layers_that_come_with_a_product_are_no_bands(text):
    assert is_byproduct(text)


@pytest.mark.parametrize("text", ["S2_RGB_20160508", "sat_20190630", "incoming_20190630"])
def test_common_words_are_no_by_products(text):
    assert not is_byproduct(text)


def test_indices_are_known_by_name():
    assert index_in("S2_NDVI_2019-01-01") == "NDVI" and index_in("S2_20190630_B08") == ""
