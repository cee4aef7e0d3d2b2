"""The probe: it finds what is there, not what is not, and keeps its folds and draws apart."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("sklearn")

from doab.model.evaluation.probing.encoder_probe import (
    GRASS,
    NearestNeighbours,
    ProbeTask,
    block_numbers,
    build_tasks,
    interpolate_gaps,
    keep_common_inputs,
    probe_representations,
    sample_per_class,
    select_frequent_classes,
    with_one_grass,
)
from doab.model.evaluation.probing.representations import raw_bands

CROPS = ["barley", "maize", "wheat"] * 20


def means(results):
    return {(r.method, r.labels): np.mean(r.folds) for r in results}


def test_crops_that_differ_are_classified(make_series):
    series = make_series(CROPS)
    accuracy = means(probe_representations(ProbeTask("test", series), {"raw": raw_bands}, repeats=2))
    assert set(accuracy) == {(m, n) for m in ("logistic", "neighbours") for n in ("all", "5", "20")}
    assert min(accuracy.values()) > 0.85


def test_crops_that_do_not_differ_are_not_classified(make_series):
    series = make_series(CROPS, signal=0.0)
    accuracy = means(probe_representations(ProbeTask("test", series), {"raw": raw_bands}, repeats=2))
    assert max(accuracy.values()) < 0.55


def test_what_is_learned_of_one_region_is_tried_on_the_other(make_series):
    task = ProbeTask("test", make_series(CROPS), None, make_series(["maize", "wheat", "barley"] * 5, seed=1))
    accuracy = means(probe_representations(task, {"raw": raw_bands}, repeats=1))
    assert accuracy["logistic", "all"] > 0.9
    assert all(len(testing) == 15 for _, testing in task.folds())


def test_the_same_probe_gives_the_same_results(make_series):
    task = ProbeTask("test", make_series(CROPS, signal=0.3))
    assert probe_representations(task, {"raw": raw_bands}, repeats=1) == probe_representations(
        task, {"raw": raw_bands}, repeats=1
    )


def test_no_block_is_in_both_parts(make_series):
    rng = np.random.default_rng(0)
    coordinates = rng.uniform((43, -0.5), (49, 0.7), (60, 2))
    groups = block_numbers(coordinates)
    for training, testing in ProbeTask("test", make_series(CROPS, location=coordinates), groups).folds():
        assert not set(groups[training]) & set(groups[testing])
        assert sorted([*training, *testing]) == list(range(60))


def test_blocks_are_half_a_degree_wide():
    accuracy = block_numbers(np.array([[48.1, 0.1], [48.4, 0.4], [48.6, 0.1], [48.1, -0.1]]))
    assert accuracy[0] == accuracy[1] and len(set(accuracy)) == 3


def test_a_draw_takes_exactly_so_many_of_each_class():
    crop = np.array(["a"] * 30 + ["b"] * 40 + ["c"] * 3)
    parcels = np.arange(1, 73)
    chosen = sample_per_class(parcels, crop, 5, np.random.default_rng(0))
    assert Counter(crop[chosen]) == {"a": 5, "b": 5, "c": 3}
    assert len(set(chosen)) == 13 and set(chosen) <= set(parcels)


def test_gaps_are_filled_in_time_and_empty_months_left_out():
    features = np.full((2, 5, 1), np.nan)
    features[0, [0, 3], 0], features[1, 2, 0] = (1, 4), 7
    np.testing.assert_allclose(interpolate_gaps(features), [[1, 3, 4], [7, 7, 7]])


def test_a_channel_that_a_parcel_never_has_stays_missing():
    features = np.ones((2, 3, 2))
    features[1, :, 1] = np.nan
    assert np.isnan(interpolate_gaps(features)).sum(1).tolist() == [0, 3]


def test_the_nearest_decide_and_the_very_nearest_where_they_disagree():
    points, names = np.array([[0.0], [1.0], [1.2], [9.0]]), np.array(["a", "b", "b", "a"])
    query = np.array([[0.4]])
    assert [NearestNeighbours(k).fit(points, names).score(query, np.array(["a"])) for k in (1, 2, 3, 9)] == [1, 1, 0, 1]


def test_grasses_are_one_class_and_rare_classes_leave(make_series):
    crop = ["longterm meadows"] * 9 + ["not cultivated fallow"] * 6 + ["maize"] * 15 + ["soy soybeans"] * 14
    series = select_frequent_classes(with_one_grass(make_series(crop)))
    assert Counter(series.crop) == {GRASS: 15, "maize": 15}


def test_two_series_are_made_alike_in_what_they_lack(make_series):
    one, other = make_series(CROPS), make_series(CROPS)
    one = replace(one, optical_bands=np.arange(10) != 7)
    nothing = np.zeros_like(other.radar_valid)
    gone = np.arange(12) > 2
    other = replace(other, radar_valid=nothing, optical_valid=other.optical_valid & gone, terrain_valid=nothing[:, 0])
    for series in keep_common_inputs(one, other):
        assert not series.radar_valid.any() and not series.terrain_valid.any() and not series.terrain.any()
        assert series.optical_valid.any(0).tolist() == gone.tolist()
        assert not series.optical[..., 7].any() and not series.optical_bands[7]
    assert raw_bands(keep_common_inputs(one, other)[0]).shape == raw_bands(keep_common_inputs(one, other)[1]).shape


def test_the_tasks_share_classes_across_regions(make_series):
    coordinates = np.random.default_rng(0).uniform((43, -0.5), (49, 0.7), (75, 2))
    france = make_series(["maize", "longterm meadows", "sunflower"] * 25, location=coordinates)
    bavaria = make_series(["maize", "longterm meadows", "mown pastures"] * 25)
    tasks = {task.name: task for task in build_tasks(france, bavaria)}
    assert len(tasks) == 8
    assert set(tasks["France to Bavaria"].train.crop) == {"maize", "longterm meadows"}
    assert set(tasks["Bavaria to France, grasses as one"].test.crop) == {"maize", GRASS}
    assert len(tasks["Bavaria 2018 by field, grasses as one"].train.key) == 75
