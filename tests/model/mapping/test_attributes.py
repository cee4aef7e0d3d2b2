"""What is means of each parcel."""

import json

import numpy as np
import pytest
import shapely

from doab.model.crops import Crop
from doab.model.mapping.attributes import (
    SCHEMA,
    ParcelMeans,
    boundary_quality,
    parcel_features,
    parcel_means,
    sum_over_pieces,
)
from doab.model.mapping.polygons import Chunk
from doab.model.mapping.probability_rasters import ProbabilityRasters

CROPS = tuple(Crop(str(k), f"name_{k}", label, "#000000") for k, label in enumerate(("Wheat", "Maize", "Soy", "Rye")))


@pytest.fixture
def rasters():
    return ProbabilityRasters(10, 10, 2)


def chunk_of(labels, border=None):
    numbers = np.unique(labels[labels > 0])
    squares = np.array([shapely.box(0, 0, 100, 50) for _ in numbers], object)
    return Chunk(numbers, squares, labels, np.zeros(labels.shape, np.float32) if border is None else border)


def means_of(labels, rasters, strip=512):
    sizes = np.bincount(labels.ravel())[1:]
    sums = sum_over_pieces(labels, len(sizes), rasters, strip=strip)
    return parcel_means([sums], [np.arange(1, len(sizes) + 1)], sizes, 2)


def test_crop_and_clear_dates_are_means_over_the_parcels_pixels(rasters):
    rasters.arrays["crop"][0, :, :5] = 1
    rasters.arrays["crop"][1, :, 5:] = 1
    rasters.arrays["n_clear"][:5] = 4
    labels = np.zeros((20, 20), np.int32)
    labels[6:16, 4:12] = 1  # six columns of wheat and two of maize; four rows of ten with four dates
    labels[17:19, 15:19] = 2
    for strip in (2, 8, 512):
        means = means_of(labels, rasters, strip)
        np.testing.assert_allclose(means.crop, [[0.75, 0.25], [0, 1]], atol=1e-3)
        np.testing.assert_allclose(means.clear, [4 * 4 / 10, 0])


def test_sums_over_the_pieces_of_two_blocks_are_those_over_the_whole():
    generator = np.random.default_rng(3)
    rasters = ProbabilityRasters(10, 12, 2)
    for name in ("core", "crop", "n_clear"):
        rasters.arrays[name][:] = generator.random(rasters.arrays[name].shape) * (10 if name == "n_clear" else 1)
    labels = np.zeros((20, 24), np.int32)
    labels[2:9, 2:20], labels[11:18, 4:24] = 1, 2
    whole = means_of(labels, rasters)
    parts = [
        sum_over_pieces(labels[:, cols], 2, rasters, (slice(0, 10), slice(cols.start // 2, cols.stop // 2)), strip=6)
        for cols in (slice(0, 8), slice(8, 24))
    ]
    joined = parcel_means(parts, [np.array([1, 2])] * 2, np.bincount(labels.ravel())[1:], 2)
    np.testing.assert_allclose(joined.crop, whole.crop)
    np.testing.assert_allclose(joined.clear, whole.clear)
    dropped = parcel_means(parts, [np.array([0, 1])] * 2, np.bincount(labels.ravel())[2:], 2)
    np.testing.assert_allclose(dropped.crop, whole.crop[1:])


def test_the_core_of_a_parcel_decides_its_crop(rasters):
    crop, core = rasters.arrays["crop"], rasters.arrays["core"]
    crop[0], crop[1] = 1.0, 0.0
    crop[:, 4:6, 4:6] = np.array([0, 1])[:, None, None]
    core[8:12, 8:12] = 1.0
    labels = np.zeros((20, 20), np.int32)
    labels[4:16, 4:16] = 1  # 16 pixels of the heart are maize, 128 around them wheat
    crop_means = means_of(labels, rasters).crop
    np.testing.assert_allclose(crop_means, [[1.28 / 17.44, 16.16 / 17.44]], atol=1e-3)


def test_boundary_quality_is_the_border_probability_along_the_outline(rasters):
    labels = np.zeros((20, 20), np.int32)
    labels[4:14, 2:10], labels[4:14, 10:18] = 1, 2
    border = rasters.arrays["border"]
    border[4:14, 2:10] = 0.9
    border[5:13, 3:9] = 0.1
    rasters.arrays["crop"][:] = 0.5
    np.testing.assert_allclose(boundary_quality(chunk_of(labels, rasters.arrays["border"])), [0.9, 0], atol=1e-3)


def test_the_edge_of_the_scene_is_no_outline(rasters):
    rasters.arrays["crop"][:] = 0.5
    rasters.arrays["border"][:, 9] = 0.6
    labels = np.zeros((20, 20), np.int32)
    labels[:, :10] = 1
    np.testing.assert_allclose(boundary_quality(chunk_of(labels, rasters.arrays["border"])), [0.6], atol=1e-3)


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
