import dataclasses
from datetime import date

import numpy as np
import pytest

from doab.model.datatypes import Sample
from doab.model.evaluation.baseline.monthly_composites import (
    COLUMNS,
    NEAR,
    RED,
    compute_monthly_composites,
    select_segmentation_columns,
)

OPTICAL, NDVI, RADAR = 0, 120, 132


@pytest.fixture
def season():
    """A sample of 4 × 4 pixels: NIR 0.2 in March, 0.2 and 0.4 in May; red 0.1; radar in June; no terrain."""
    days = [date(2020, 3, 10), date(2020, 5, 1), date(2020, 5, 30), date(2019, 12, 31)]
    optical = np.full((4, 10, 4, 4), 0.1, np.float32)
    optical[:, NEAR] = np.array([0.2, 0.2, 0.4, 0.9])[:, None, None]
    return Sample(
        reference=optical[0],
        reference_valid=np.ones((4, 4), bool),
        reference_bands=np.ones(10, bool),
        reference_day=days[0].toordinal(),
        optical=optical,
        optical_valid=np.ones((4, 4, 4), bool),
        optical_bands=np.ones((4, 10), bool),
        optical_days=np.array([day.toordinal() for day in days]),
        radar=np.full((1, 2, 4, 4), -12, np.float32),
        radar_valid=np.ones((1, 4, 4), bool),
        radar_bands=np.array([[True, False]]),
        radar_days=np.array([date(2020, 6, 15).toordinal()]),
        terrain=np.zeros((2, 4, 4), np.float32),
        terrain_valid=np.zeros((4, 4), bool),
        latitude=50.0,
        longitude=4.0,
    )


def _near(columns):
    return columns[OPTICAL:NDVI].reshape(12, 10, *columns.shape[1:])[:, NEAR, 0, 0]


def test_months_hold_means_and_gaps_are_bridged_in_time(season):
    columns = compute_monthly_composites(season)
    assert columns.shape == (COLUMNS, 4, 4)
    np.testing.assert_allclose(_near(columns), [0.2, 0.2, 0.2, 0.25, *[0.3] * 8], rtol=1e-5)


def test_a_cloud_hides_only_its_own_date(season):
    season.optical_valid[1] = False
    np.testing.assert_allclose(_near(compute_monthly_composites(season))[2:5], [0.2, 0.3, 0.4], rtol=1e-5)


def test_ndvi_follows_from_the_composites(season):
    np.testing.assert_allclose(compute_monthly_composites(season)[NDVI + 4, 0, 0], (0.3 - 0.1) / (0.3 + 0.1), rtol=1e-5)


def test_what_was_never_seen_is_not_a_number(season):
    columns = compute_monthly_composites(season)
    radar = columns[RADAR : RADAR + 24].reshape(12, 2, 4, 4)
    np.testing.assert_allclose(radar[:, 0], -12, rtol=1e-4)
    assert np.isnan(radar[:, 1]).all()
    assert np.isnan(columns[-2:]).all()


def test_scenes_without_radar_have_the_same_columns(season):
    none = {name: getattr(season, name)[:0] for name in ("radar", "radar_valid", "radar_bands", "radar_days")}
    columns = compute_monthly_composites(dataclasses.replace(season, **none))
    assert columns.shape[0] == COLUMNS
    assert np.isnan(columns[RADAR : RADAR + 24]).all()


def test_fields_are_outlined_by_the_growing_season():
    columns = np.arange(COLUMNS, dtype=np.float32)[:, None, None]
    chosen = select_segmentation_columns(columns)[:, 0, 0].tolist()
    assert chosen[:8] == list(range(NDVI + 2, NDVI + 10))
    assert len(chosen) == 40
    assert 20 + RED in chosen
