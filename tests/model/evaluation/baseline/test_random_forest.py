import dataclasses

import fiona
import numpy as np
import pytest
import shapely

from doab.model.crops import known_crops
from doab.model.datatypes import Labels
from doab.model.evaluation.baseline import baseline_mapping, random_forest
from doab.model.evaluation.baseline.baseline_mapping import map_with_baseline
from doab.model.evaluation.baseline.monthly_composites import COLUMNS, compute_monthly_composites
from doab.model.evaluation.baseline.random_forest import load_baseline, save_baseline, train_baseline
from doab.model.mapping.attributes import SCHEMA
from doab.model.protocol import InputError, Job, Source
from doab.model.scene.discovery import discover
from doab.model.simulation.scene_files import write_scene
from doab.model.simulation.simulated_tiles import simulate_tile

CROPS = known_crops()


def _tiles(count):
    return [simulate_tile(np.random.default_rng([3, i]), 48, len(CROPS)) for i in range(count)]


@pytest.fixture(scope="module")
def baseline():
    return train_baseline(_tiles(8), CROPS, seed=1, trees=10, pixels_per_tile=200)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    write_scene(folder, seed=5, size=64)
    truth = folder / "parcels_truth.gpkg"
    return discover([Source(str(folder))]), truth


def _map(scene, baseline, out, **options):
    map_with_baseline(Job(scene, str(out), **options), baseline)
    with fiona.open(out, layer="parcels") as layer:
        return list(layer), layer.schema


def _shapes(features):
    return np.array([shapely.geometry.shape(feature["geometry"]) for feature in features], object)


def test_the_table_holds_the_pixels_asked_for_and_every_class_drawn(baseline):
    assert baseline.table.shape == (1600, COLUMNS)
    assert baseline.classes.min() >= 0
    assert baseline.classes.max() == len(CROPS)


def test_mixed_void_and_unknown_pixels_do_not_teach():
    parcels = np.zeros((96, 96), np.int32)
    parcels[:50], parcels[50:] = 1, 2
    parcels[11, 7] = 2
    void = np.zeros(parcels.shape, bool)
    void[0, 0] = True
    classes = random_forest._classify_pixels(Labels(parcels, np.array([-1, 4, -1]), void), len(CROPS))
    expected = np.full((48, 48), 4)
    expected[25:], expected[5, 3], expected[0, 0] = -1, -1, -1
    np.testing.assert_array_equal(classes, expected)


def test_tiles_without_any_label_are_refused():
    sample, labels = _tiles(1)[0]
    unknown = dataclasses.replace(labels, void=np.ones_like(labels.void))
    with pytest.raises(InputError, match="no pixel"):
        train_baseline([(sample, unknown)], CROPS, seed=1)


def test_a_floor_knows_its_own_training_pixels(baseline):
    pixels = baseline.table.astype(np.float32).T[:, :, None]
    probabilities = baseline.predict_probabilities(pixels)[..., 0]
    np.testing.assert_allclose(probabilities.sum(0), 1, atol=1e-5)
    assert (probabilities.argmax(0) == baseline.classes).mean() > 0.8


def test_a_floor_read_back_says_the_same(baseline, tmp_path):
    save_baseline(baseline, tmp_path / "floor.npz")
    again = load_baseline(tmp_path / "floor.npz")
    columns = compute_monthly_composites(_tiles(1)[0][0])
    np.testing.assert_array_equal(again.predict_probabilities(columns), baseline.predict_probabilities(columns))
    assert (again.crops, again.segmentation) == (baseline.crops, baseline.segmentation)


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_another_file_is_no_floor(content, tmp_path):
    (tmp_path / "floor.npz").write_bytes(content)
    with pytest.raises(InputError, match="not a random forest"):
        load_baseline(tmp_path / "floor.npz")


def test_the_map_has_the_form_of_every_map_and_covers_the_fields(scene, baseline, tmp_path):
    features, schema = _map(scene[0], baseline, tmp_path / "map.gpkg")
    assert schema["properties"].keys() == SCHEMA["properties"].keys()
    assert all(feature["properties"]["n_clear"] > 0 for feature in features)
    with fiona.open(scene[1]) as layer:
        fields = shapely.union_all(_shapes(layer))
    mapped = shapely.union_all(_shapes(features))
    assert fields.intersection(mapped).area / fields.union(mapped).area > 0.6


def test_a_scene_of_several_blocks_is_mapped_whole_without_overlaps(scene, baseline, tmp_path, monkeypatch):
    monkeypatch.setattr(baseline_mapping, "BLOCK", 40)
    monkeypatch.setattr(baseline_mapping, "WINDOW", 24)
    features, _ = _map(scene[0], baseline, tmp_path / "map.gpkg", min_area=0)
    shapes = _shapes(features)
    assert shapely.area(shapes).sum() == pytest.approx(shapely.union_all(shapes).area)
    west, south, east, north = shapely.total_bounds(shapes)
    assert min(east - west, north - south) > 580
    numbers = [feature["properties"]["parcel_id"] for feature in features]
    assert sorted(numbers) == list(range(1, len(features) + 1))


def test_small_segments_are_left_out(scene, baseline, tmp_path):
    features, _ = _map(scene[0], baseline, tmp_path / "map.gpkg", min_area=0.5, simplify=0)
    assert features
    assert min(feature["properties"]["area_ha"] for feature in features) >= 0.5
