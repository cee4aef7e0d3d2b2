"""Reading labelled time series: units, gaps, labels and monthly steps."""

import datetime
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, InputError
from doab.model.training.labelled_time_series import (
    monthly,
    read_all,
    read_fortnights,
    read_legend,
    read_series,
    read_worldcereal,
    take,
)

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LEGEND = {"1101060000": "maize", "2001020022": "longterm meadows"}


def day(*date):
    return datetime.date(*date).toordinal()


@pytest.fixture
def table(tmp_path):
    """Two parcels; the second lacks a step, and one step of the first is clouded, one without radar."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    first, second = datetime.datetime(2022, 12, 1), datetime.datetime(2023, 1, 1)
    rows = {"sample_id": ["b", "a", "a"], "timestamp": [first, first, second], "ewoc_code": [1101060000, 7, 7]}
    rows |= {f"S2-L2A-{band}": [1000, 2000, 65535] for band in OPTICAL_BANDS} | {"S2-L2A-B8A": [65535] * 3}
    rows |= {"S1-SIGMA0-VV": [1000, 65535, 10000], "S1-SIGMA0-VH": [100, 100, 1000]}
    rows |= {"elevation": [20, 30, 30], "slope": [1, 2, 2], "lat": [48.0, 49.0, 49.0], "lon": [0.5, 1.5, 1.5]}
    parquet.write_table(pa.table(rows), tmp_path / "table.parquet")
    return tmp_path / "table.parquet"


def test_values_come_in_reflectance_decibel_metres_and_degrees(table):
    series = read_worldcereal(table, LEGEND, "test", 2023, 14)
    assert list(series.key) == ["a", "b"]
    assert list(series.crop) == ["code 7", "maize"]
    np.testing.assert_allclose(series.optical[0, 0, :3], 0.2)
    np.testing.assert_allclose(series.radar[1, 0], [-23, -43], rtol=1e-6)
    np.testing.assert_allclose(series.terrain, [[30, 2], [20, 1]])
    np.testing.assert_allclose(series.location, [[49, 1.5], [48, 0.5]])
    assert list(series.days[1]) == [day(2022, 12, 15), day(2023, 1, 15)]


def test_missing_values_are_not_valid_and_zero(table):
    series = read_worldcereal(table, LEGEND, "test", 2023, 14)
    assert series.optical_valid.tolist() == [[True, False], [True, False]]
    assert series.radar_valid.tolist() == [[False, True], [True, False]]
    assert series.optical_bands.tolist() == [band != "B8A" for band in OPTICAL_BANDS]
    assert not series.optical[~series.optical_valid].any() and not series.radar[~series.radar_valid].any()
    assert not series.optical[..., 7].any()


def test_a_table_of_something_else_is_refused_by_name(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table({"x": [1]}), tmp_path / "other.parquet")
    with pytest.raises(InputError, match="other.parquet.*ewoc_code"):
        read_worldcereal(tmp_path / "other.parquet", LEGEND, "test", 2023, 14)


def test_fortnights_are_read_with_bavarian_codes_and_without_snow(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    bands = [f"{band.replace('B0', 'B')}_mean" for band in OPTICAL_BANDS]
    workbook.active.append([None, "id", "Date", "area", "NC", *bands])
    for field, code, values in ((0, 115, (1000, 5000)), (1, 9999, (500, 600))):
        for number, value in enumerate(values):
            date = datetime.datetime(2018, 3, 15 * (number + 1))
            workbook.active.append([0, field, date, 1.0, code, *[value] * len(bands)])
    workbook.save(tmp_path / "fields.xlsx")

    series = read_fortnights(tmp_path / "fields.xlsx", "bavaria_2018")

    assert list(series.crop) == ["winter common soft wheat", "code 9999"]
    assert series.optical_valid.tolist() == [[True, False], [True, True]]
    np.testing.assert_allclose(series.optical[:, :, 0], [[0.1, 0], [0.05, 0.06]])
    assert list(series.days[0]) == [day(2018, 3, 8), day(2018, 3, 23)]
    assert not series.radar_valid.any() and not series.terrain_valid.any()


def test_the_legend_has_codes_without_dashes(tmp_path):
    (tmp_path / "legend.csv").write_text("\ufeffewoc_code;label_full\n20-01-02-002-2;longterm_meadows\n", "utf-8")
    assert read_legend(tmp_path / "legend.csv") == {"2001020022": "longterm meadows"}


def test_months_are_means_of_the_valid_steps_of_the_harvest_year(table):
    series = read_worldcereal(table, LEGEND, "test", 2023, 14)
    dekads = {
        "optical": np.array([[[0.1], [0.3], [0.9]]], np.float32).repeat(10, -1),
        "optical_valid": np.array([[True, True, False]]),
        "radar": np.array([[[-10, -20], [0, 0], [-14, -24]]], np.float32),
        "radar_valid": np.array([[True, False, True]]),
        "days": np.array([[day(2023, 5, 6), day(2023, 5, 16), day(2023, 5, 26)]]),
    }
    may = monthly(replace(take(series, np.array([0])), **dekads))
    assert may.days[0, 0] == day(2023, 1, 15) and may.days[0, 11] == day(2023, 12, 15)
    assert np.flatnonzero(may.optical_valid[0]).tolist() == [4]
    np.testing.assert_allclose(may.optical[0, 4], 0.2, rtol=1e-6)
    np.testing.assert_allclose(may.radar[0, 4], [-12, -22], rtol=1e-6)


SEASONS = [(1, (2023, 1, 15), (2023, 12, 15)), (10, (2022, 10, 15), (2023, 9, 15))]


@pytest.mark.parametrize(("first", "begin", "end"), SEASONS)
def test_a_season_ends_in_the_harvest_year(table, first, begin, end):
    months = monthly(read_worldcereal(table, LEGEND, "test", 2023, 14), first)
    assert (months.days[0, 0], months.days[0, 11]) == (day(*begin), day(*end))


def test_a_missing_folder_and_an_unknown_name_are_refused(tmp_path):
    with pytest.raises(InputError, match="name the folder"):
        read_series(tmp_path, "france_2023")
    with pytest.raises(InputError, match="known are france_2023"):
        read_series(tmp_path, "atlantis")


def test_a_missing_library_comes_with_the_command_that_installs_it(table, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match="pip install pyarrow"):
        read_worldcereal(table, LEGEND, "test", 2023, 14)


@pytest.mark.skipif(not (DATA / "crop_time_series").is_dir(), reason="needs crop_time_series in shared/data")
def test_the_real_series_are_plausible():
    pytest.importorskip("pyarrow")
    pytest.importorskip("openpyxl")
    all_series = read_all(DATA)
    sizes = {name: series.optical.shape[:2] for name, series in all_series.items()}
    assert sizes == {
        "france_2023": (500, 51),
        "corsica_2022": (500, 17),
        "flanders_2021": (100, 16),
        "bavaria_2018": (301, 14),
    }
    for series in all_series.values():
        values = series.optical[series.optical_valid]
        assert values.min() >= 0 and values.max() <= 1 and 0.2 < np.median(values[:, 6]) < 0.4
        assert series.terrain[:, 1].max() < 60
        if series.radar_valid.any():
            np.testing.assert_allclose(series.radar[series.radar_valid].mean(0), [-11, -17.5], atol=3)
    assert (all_series["france_2023"].crop == "maize").sum() == 83
    assert (all_series["bavaria_2018"].crop == "longterm meadows").sum() == 74
