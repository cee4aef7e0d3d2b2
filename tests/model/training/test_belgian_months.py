"""Reading the table of three bands scaled to bytes: scales, fields, gaps and the two kinds of barley."""

import datetime
from pathlib import Path

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, InputError
from doab.model.simulation.signature_fitting import KINDS
from doab.model.training.belgian_months import BANDS, read_belgium, read_scaled_months
from doab.model.training.parcel_curves import compute_curves

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
RED, NEAR, SHORT_WAVE = (OPTICAL_BANDS.index(band) for band in BANDS)
APRIL, JUNE = datetime.datetime(2019, 4, 1), datetime.datetime(2019, 6, 1)
PLACE = {"x": 573135.0, "y": 5618885.0, "utm": 31, "ratio": 40.0}


def rows(crop, number, april, june):
    """Rows of a place with B04, B08 and B11 in April and June; NDVI follows."""
    for month, (red, near, short_wave) in ((APRIL, april), (JUNE, june)):
        ndvi = 250 * (near - red) / (near + red)
        bands = {"B04": red, "B08": near, "B11": short_wave, "NDVI": ndvi}
        yield {"t": month, "crop": crop, "id": str(number), **bands, **PLACE}


@pytest.fixture
def write(tmp_path):
    """Return a function that writes rows to a table and gives its path."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    def write_table(*places):
        table = [row for place in places for row in place]
        path = tmp_path / "months.parquet"
        parquet.write_table(pa.table({title: [row[title] for row in table] for title in table[0]}), path)
        return path

    return write_table


BARE, GREEN = (50.0, 75.0, 100.0), (12.5, 125.0, 50.0)
GAP = (np.nan, 75.0, 100.0)


def test_bands_come_as_reflectance_and_those_without_a_column_are_absent(write):
    series = read_scaled_months(write(rows("maize", 3, BARE, GREEN)))
    np.testing.assert_allclose(series.optical[0][:, [RED, NEAR, SHORT_WAVE]], [[0.16, 0.24, 0.32], [0.04, 0.4, 0.16]])
    assert [band for band, has in zip(OPTICAL_BANDS, series.optical_bands, strict=True) if has] == list(BANDS)
    assert not series.optical[..., ~series.optical_bands].any()
    assert not series.radar_valid.any() and not series.terrain_valid.any()
    assert list(series.days[0]) == [datetime.date(2019, month, 15).toordinal() for month in (4, 6)]
    np.testing.assert_allclose(series.location, [[50.717, 4.035]], atol=0.01)


def test_places_of_one_field_become_their_mean(write):
    brighter = tuple(2 * value for value in BARE)
    path = write(rows("soy", 4, BARE, GREEN), rows("soy", 14, brighter, GREEN), rows("soy", 5, GREEN, GREEN))
    series = read_scaled_months(path)
    assert list(series.key) == ["soy 4", "soy 5"] and list(series.crop) == ["soy soybeans"] * 2
    np.testing.assert_allclose(series.optical[0, 0, RED], 0.24, rtol=1e-6)
    np.testing.assert_allclose(series.optical[1, 0, RED], 0.04, rtol=1e-6)


def test_a_month_is_valid_where_half_of_the_places_have_all_bands_and_positive_ndvi(write):
    water = (36.0, 27.0, 3.0)
    half = [rows("sugarbeet", number, values, GREEN) for number, values in ((1, BARE), (11, GAP))]
    third = [rows("sugarbeet", number, values, GREEN) for number, values in ((2, BARE), (12, GAP), (22, water))]
    series = read_scaled_months(write(*half, *third))
    assert series.optical_valid.tolist() == [[True, True], [False, True]]
    np.testing.assert_allclose(series.optical[0, 0, RED], 0.16, rtol=1e-6)
    assert not series.optical[~series.optical_valid].any()


def test_barley_that_is_bare_in_april_is_spring_barley_and_other_barley_has_no_kind(write):
    series = read_scaled_months(write(rows("barley", 0, BARE, GREEN), rows("barley", 1, GREEN, BARE)))
    assert list(series.crop) == ["spring common barley", "barley"]
    curves = compute_curves(series)
    assert [KINDS[kind].name for kind in curves.kind] == ["spring barley"]


def test_a_table_of_something_else_is_refused_by_name(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table({"x": [1]}), tmp_path / "other.parquet")
    with pytest.raises(InputError, match="other.parquet.*B04"):
        read_scaled_months(tmp_path / "other.parquet")
    with pytest.raises(InputError, match="name the folder"):
        read_belgium(tmp_path)


@pytest.mark.skipif(
    not (DATA / "crop_time_series" / "belgium_2019_months.parquet").is_file(),
    reason="needs belgium_2019 in shared/data",
)
def test_the_real_fields_are_plausible():
    pytest.importorskip("pyarrow")
    series = read_belgium(DATA)
    assert series.optical.shape == (50, 13, 10)
    names, counts = np.unique(series.crop, return_counts=True)
    assert list(names) == ["maize", "potatoes", "soy soybeans", "spring common barley", "sugar beet"]
    assert set(counts) == {10}
    assert series.optical_valid.mean() > 0.95
    assert series.location[:, 0].min() > 50.6 and series.location[:, 0].max() < 51.6
    red, near = series.optical[..., RED], series.optical[..., NEAR]
    ndvi = np.where(series.optical_valid, (near - red) / np.maximum(near + red, 1e-6), np.nan)
    beet = np.nanmean(ndvi[series.crop == "sugar beet"], 0)
    potatoes = np.nanmean(ndvi[series.crop == "potatoes"], 0)
    assert beet[4] < 0.3 and beet[9] > 0.7 > 0.4 > potatoes[9]
    assert 0.3 < np.median(near[:, 6][series.optical_valid[:, 6]]) < 0.5
