import pytest

from doab.model.scene.filename_parsing import band_in, date_in, is_byproduct, is_elevation, sensor_in, without_band


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("B2", "B02"), ("b02", "B02"), ("Band 2", "B02"), ("blue", "B02"), ("B8A", "B8A"), ("B08", "B08"),
        ("B4, central wavelength 665 nm", "B04"), ("T31TEJ_20180418T104021_B12_20m", "B12"), ("Red Edge 3", "B07"),
        ("red", "B04"), ("nir08", "B8A"), ("NIR", "B08"), ("swir16", "B11"), ("Sigma0_VV_db", "VV"), ("vh", "VH"),
        ("S2_L2A_20190630_SCL", "SCL"), ("S2_L2A_20190630", ""), ("", ""), ("B13", ""), ("Band 8A", "B8A"),
        ("S2B_2019-06-30", ""), ("sentinel 2 blue", "B02"),
    ],
)  # fmt: skip
def test_a_band_is_found_however_it_is_written(text, band):
    assert band_in(text) == band


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S2_L2A_20190630", ("2019-06-30", False)),
        ("T31TEJ_20180418T104021_B02_10m", ("2018-04-18", False)),
        ("image 2019-06-30", ("2019-06-30", False)),
        ("2019_06_30", ("2019-06-30", False)),
        ("S2B_MSIL2A_20180920T104019_N0208_R008_T31TEJ_20180920T153221", ("2018-09-20", False)),
        ("S2_composite_2021-03", ("2021-03-15", True)),
        ("S2_202103_mean", ("2021-03-15", True)),
        ("20190231", None),
        ("20191340", None),
        ("fields", None),
    ],
)
def test_the_first_real_date_counts_and_a_month_becomes_its_middle(text, expected):
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
