"""Series as curves at the knots of the signatures."""

from __future__ import annotations

import numpy as np
import pytest

from doab.model.declared_parcels import read_declared
from doab.model.protocol import Source
from doab.model.simulation.scene_files import write_scene
from doab.model.simulation.signatures import KNOTS
from doab.model.training.parcel_curves import sample_at_knots, scene_series


def test_observations_near_a_knot_are_averaged():
    curve = sample_at_knots(np.array([-2, 2, 300]), np.array([[1.0], [3.0], [9.0]]))
    assert curve[list(KNOTS).index(0), 0] == pytest.approx(2.0)


def test_short_gaps_are_interpolated_and_long_ones_left_open():
    curve = sample_at_knots(np.array([0, 40, 200]), np.array([[0.0], [40.0], [200.0]]))[:, 0]
    assert curve[list(KNOTS).index(15)] == pytest.approx(15.0)
    assert np.isnan(curve[list(KNOTS).index(120)])
    assert np.isnan(curve[0])


def test_no_observation_leaves_no_curve():
    assert np.isnan(sample_at_knots(np.zeros(0), np.zeros((0, 3)))).all()


def test_parcels_of_a_scene_become_series(tmp_path):
    write_scene(tmp_path, 5, 64)
    declared = read_declared(tmp_path / "parcels_truth.gpkg")
    series = scene_series([Source(str(tmp_path))], declared, "scene", 2023)
    assert series.optical.shape[0] == len(series.crop) > 3
    assert series.optical_valid.any(1).mean() > 0.2 and series.radar_valid.any()
    reflectance = series.optical[series.optical_valid]
    assert 0.01 < np.median(reflectance) < 0.6
    assert set(series.crop) <= set(np.concatenate([["", *map(str, _names())]]))


def _names():
    from doab.model.crops import known_crops

    return [crop.name for crop in known_crops()]
