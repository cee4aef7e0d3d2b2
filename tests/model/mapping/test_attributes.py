"""What is means of each parcel."""

import json

import numpy as np
import pytest
import shapely

from doab.model.crops import Crop
from doab.model.mapping.attributes import SCHEMA, ParcelMeans, boundary_quality, compute_parcel_means, parcel_features
from doab.model.mapping.polygons import Chunk
from doab.model.mapping.probability_rasters import ProbabilityRasters
from doab.model.mapping.stitching import SceneLabels

CROPS = tuple(Crop(str(k), f"name_{k}", label, "#000000") for k, label in enumerate(("Wheat", "Maize", "Soy", "Rye")))


@pytest.fixture
def rasters(tmp_path):
    empty = ProbabilityRasters(tmp_path, 10, 10, 2)
    empty.create()
    return empty


def chunk_of(labels, row=0, col=0):
    numbers = np.unique(labels[labels > 0])
    squares = np.array([shapely.box(0, 0, 100, 50) for _ in numbers], object)
    rows, cols = slice(row, row + labels.shape[0]), slice(col, col + labels.shape[1])
    return Chunk(numbers, squares, rows, cols, labels)


def raster_of(labels, folder):
    labels.tofile(folder / "labels.raw")
    sizes = np.bincount(labels.ravel())[1:]
    return SceneLabels(folder / "labels.raw", labels.shape, np.zeros((len(sizes), 4), int), sizes)


def test_crop_and_clear_dates_are_means_over_the_parcels_pixels(rasters):
    rasters.open("crop", "r+")[0, :, :5] = 1
    rasters.open("crop", "r+")[1, :, 5:] = 1
    rasters.open("n_clear", "r+")[:5] = 4
    labels = np.zeros((20, 20), np.int32)
    labels[6:16, 4:12] = 1  # six columns of wheat and two of maize; four rows of ten with four dates
    labels[17:19, 15:19] = 2
    for strip in (2, 8, 512):
        means = compute_parcel_means(raster_of(labels, rasters.folder), rasters, strip)
        np.testing.assert_allclose(means.crop, [[0.75, 0.25], [0, 1]], atol=1e-3)
        np.testing.assert_allclose(means.clear, [4 * 4 / 10, 0])


def test_the_core_of_a_parcel_decides_its_crop(rasters):
    crop, core = rasters.open("crop", "r+"), rasters.open("core", "r+")
    crop[0], crop[1] = 1.0, 0.0
    crop[:, 4:6, 4:6] = np.array([0, 1])[:, None, None]
    core[8:12, 8:12] = 1.0
    labels = np.zeros((20, 20), np.int32)
    labels[4:16, 4:16] = 1  # 16 pixels of the heart are maize, 128 around them wheat
    crop_means = compute_parcel_means(raster_of(labels, rasters.folder), rasters).crop
    np.testing.assert_allclose(crop_means, [[1.28 / 17.44, 16.16 / 17.44]], atol=1e-3)


def test_boundary_quality_is_the_border_probability_along_the_outline(rasters):
    labels = np.zeros((20, 20), np.int32)
    labels[4:14, 2:10], labels[4:14, 10:18] = 1, 2
    border = rasters.open("border", "r+")
    border[4:14, 2:10] = 0.9
    border[5:13, 3:9] = 0.1
    rasters.open("crop", "r+")[:] = 0.5
    np.testing.assert_allclose(boundary_quality(chunk_of(labels), rasters), [0.9, 0], atol=1e-3)


def test_the_edge_of_the_scene_is_no_outline(rasters):
    rasters.open("crop", "r+")[:] = 0.5
    rasters.open("border", "r+")[:, 9] = 0.6
    labels = np.zeros((20, 20), np.int32)
    labels[:, :10] = 1
    np.testing.assert_allclose(boundary_quality(chunk_of(labels), rasters), [0.6], atol=1e-3)


def test_a_record_ranks_the_crops_and_keeps_them_all():
    chances = np.array([[1, 0, 0, 0], [1, 0, 0, 0], [0.2, 0.5, 0.0, 0.3]])
    labels = np.full((4, 4), 3, np.int32)
    means = ParcelMeans(chances, np.array([0, 0, 6.6]))
    (record,) = parcel_features(chunk_of(labels), means, np.array([0.81234]), CROPS, "2019-06-26")
    row = record["properties"]
    assert set(row) == set(SCHEMA["properties"])
    assert (row["parcel_id"], row["EC_hcat_c"], row["EC_hcat_n"], row["crop"]) == (3, "1", "name_1", "Maize")
    assert (row["conf"], row["crop2"], row["conf2"], row["crop3"], row["conf3"]) == (0.5, "Rye", 0.3, "Wheat", 0.2)
    assert (row["area_ha"], row["n_clear"], row["bound_q"], row["ref_date"]) == (0.5, 7, 0.8123, "2019-06-26")
    assert (row["decided"], row["edited"]) == ("model", None)
    assert json.loads(row["probs"]) == {"Wheat": 0.2, "Maize": 0.5, "Soy": 0.0, "Rye": 0.3}


def test_a_bundle_with_two_crops_leaves_the_third_empty():
    labels = np.ones((4, 4), np.int32)
    means = ParcelMeans(np.array([[0.4, 0.6]]), np.zeros(1))
    (record,) = parcel_features(chunk_of(labels), means, np.zeros(1), CROPS[:2], "2019-06-26")
    assert record["properties"]["crop2"] == "Wheat" and record["properties"]["crop3"] is None
