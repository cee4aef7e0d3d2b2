"""Instances over a whole scene."""

import numpy as np
import pytest
from scipy.ndimage import label

from doab.model.datatypes import WatershedSettings
from doab.model.mapping.block_grid import divide
from doab.model.mapping.stitching import segment_block, stitch

SETTINGS = WatershedSettings()


def raster_of(labels):
    height, width = labels.shape
    return labels.read(slice(0, height), slice(0, width))


@pytest.mark.parametrize("block, halo", [(32, 24), (45, 24), (64, 32)])
def test_parcels_are_the_same_whatever_the_blocks(landscape, stitched, block, halo):
    truth = landscape(100, 130, 50)
    whole = raster_of(stitched(truth, SETTINGS, 20))
    assert np.array_equal(whole, raster_of(stitched(truth, SETTINGS, 20, block, halo)))


def test_parcels_match_the_truth_and_are_numbered_in_reading_order(landscape, stitched):
    truth = landscape(100, 130, 50)
    labels = stitched(truth, SETTINGS, 20, 32, 24)
    raster = raster_of(labels)
    for k in range(1, int(truth.parcels.max()) + 1):
        if np.count_nonzero(mine := truth.parcels == k) >= 40:
            best = np.bincount(raster[mine]).argmax()
            assert (mine & (raster == best)).sum() / (mine | (raster == best)).sum() > 0.85
    firsts = [np.flatnonzero((raster == k).any(1))[0] for k in range(1, raster.max() + 1)]
    assert firsts == sorted(firsts)
    assert np.array_equal(labels.sizes, np.bincount(raster.ravel())[1:])
    row, col, bottom, right = labels.boxes[4]
    assert np.array_equal(np.argwhere(raster == 5).min(0), (row, col))
    assert np.array_equal(np.argwhere(raster == 5).max(0) + 1, (bottom, right))


def test_a_parcel_far_longer_than_the_halo_is_not_cut_at_block_borders(described, stitched):
    parcels = np.zeros((80, 600), np.int32)
    parcels[10:30, 5:595] = 1
    parcels[30:60, 5:595] = 2
    raster = raster_of(stitched(described(parcels), SETTINGS, block=24, halo=8))
    assert raster.max() == 2
    assert (raster[12:28, 7:593] == 1).all() and (raster[33:58, 7:593] == 2).all()


def test_noisy_probabilities_still_give_connected_parcels_without_block_shaped_cuts(landscape, stitched):
    truth = landscape(100, 100, 30)
    noise = np.random.default_rng(5).normal(0, 0.15, (3, 200, 200))
    for name, more in zip(("field", "border", "core"), noise, strict=True):
        setattr(truth, name, np.clip(getattr(truth, name) + more, 0, 1))
    whole = raster_of(stitched(truth, SETTINGS, 20))
    raster = raster_of(stitched(truth, SETTINGS, 20, 25, 20))
    assert all(label(raster == k)[1] == 1 for k in range(1, raster.max() + 1))
    assert np.mean((raster > 0) != (whole > 0)) < 0.001
    cuts = [np.mean(image[:, line - 1] != image[:, line]) for image in (whole, raster) for line in (50, 100, 150)]
    assert np.allclose(cuts[:3], cuts[3:], atol=0.02)


def test_small_parcels_are_dropped(described, stitched):
    parcels = np.zeros((60, 60), np.int32)
    parcels[5:35, 5:35] = 1
    parcels[45:50, 45:50] = 2
    labels = stitched(described(parcels), SETTINGS, min_pixels=30)
    assert labels.sizes.tolist() == [900] and raster_of(labels).max() == 1


def test_segments_are_cut_at_the_border_of_the_area_and_what_they_have_beyond_it_counts(described):
    parcels = np.zeros((60, 60), np.int32)
    parcels[5:35, 5:35] = 1
    (block,), rasters = divide((30, 30), 32, 8).blocks(), described(parcels).rasters()
    rasters.arrays["ground"][4:] = 0
    labels, pieces = segment_block(block, rasters, SETTINGS)
    assert not labels[8:].any() and pieces.sizes.tolist() == [3 * 30] and pieces.beyond.tolist() == [27 * 30]
    assert stitch({block: pieces}, {block}, min_pixels=900).sizes.tolist() == [90]
    assert not stitch({block: pieces}, {block}, min_pixels=901).sizes.size


@pytest.mark.parametrize("finished", [0, 1, 2])
def test_a_parcel_that_goes_on_in_a_block_that_is_not_finished_is_cut(described, finished):
    parcels = np.zeros((40, 80), np.int32)
    parcels[4:36, 4:20] = 1  # in the first block alone
    parcels[4:36, 30:70] = 2  # in both
    truth = described(parcels)
    blocks = {
        one: segment_block(one, truth.rasters(*one.outer), SETTINGS)[1] for one in divide((20, 40), 20, 8).blocks()
    }
    first, second = blocks
    if finished == 2:
        assert not stitch(blocks, {first, second}).cut.any()
    elif finished == 1:
        assert stitch({first: blocks[first]}, {first}).cut.tolist() == [False, True]
    else:
        assert not stitch(blocks, {first}).cut.any(), "what is joined is not cut"
