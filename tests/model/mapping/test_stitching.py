"""Instances over a whole scene."""

import tracemalloc

import numpy as np
import pytest
from scipy.ndimage import label

from doab.model.datatypes import WatershedSettings
from doab.model.mapping.stitching import stitch

SETTINGS = WatershedSettings()
ALL = (slice(None), slice(None))


@pytest.mark.parametrize("block, halo", [(64, 48), (90, 48), (128, 64)])
def test_parcels_are_the_same_whatever_the_blocks(landscape, tmp_path, block, halo):
    rasters = landscape(100, 130, 50).write(tmp_path)
    whole = stitch(rasters, SETTINGS, 20).read(*ALL)
    assert np.array_equal(whole, stitch(rasters, SETTINGS, 20, block=block, halo=halo).read(*ALL))


def test_parcels_match_the_truth_and_are_numbered_in_reading_order(landscape, tmp_path):
    truth = landscape(100, 130, 50)
    labels = stitch(truth.write(tmp_path), SETTINGS, 20, block=64, halo=48)
    raster = labels.read(*ALL)
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


def test_a_parcel_far_longer_than_the_halo_is_not_cut_at_block_borders(described, tmp_path):
    parcels = np.zeros((80, 600), np.int32)
    parcels[10:30, 5:595] = 1
    parcels[30:60, 5:595] = 2
    raster = stitch(described(parcels).write(tmp_path), SETTINGS, block=48, halo=16).read(*ALL)
    assert raster.max() == 2
    assert (raster[12:28, 7:593] == 1).all() and (raster[33:58, 7:593] == 2).all()


def test_noisy_probabilities_still_give_connected_parcels_without_block_shaped_cuts(landscape, tmp_path):
    truth = landscape(100, 100, 30)
    noise = np.random.default_rng(5).normal(0, 0.15, (3, 200, 200))
    for name, more in zip(("field", "border", "core"), noise, strict=True):
        setattr(truth, name, np.clip(getattr(truth, name) + more, 0, 1))
    rasters = truth.write(tmp_path)
    whole = stitch(rasters, SETTINGS, 20).read(*ALL)
    raster = stitch(rasters, SETTINGS, 20, block=50, halo=40).read(*ALL)
    assert all(label(raster == k)[1] == 1 for k in range(1, raster.max() + 1))
    assert np.mean((raster > 0) != (whole > 0)) < 0.001
    cuts = [np.mean(image[:, line - 1] != image[:, line]) for image in (whole, raster) for line in (50, 100, 150)]
    assert np.allclose(cuts[:3], cuts[3:], atol=0.02)


def test_small_parcels_are_dropped(described, tmp_path):
    parcels = np.zeros((60, 60), np.int32)
    parcels[5:35, 5:35] = 1
    parcels[45:50, 45:50] = 2
    labels = stitch(described(parcels).write(tmp_path), SETTINGS, min_pixels=30)
    assert labels.sizes.tolist() == [900] and labels.read(*ALL).max() == 1


def test_memory_grows_with_the_block_and_not_with_the_scene(landscape, tmp_path):
    peaks = []
    for side in (96, 192):
        folder = tmp_path / str(side)
        folder.mkdir()
        rasters = landscape(side, side, side // 2).write(folder)
        tracemalloc.start()
        stitch(rasters, SETTINGS, block=64, halo=16)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_progress_is_reported_after_each_block(described, tmp_path):
    shares = []
    stitch(described(np.ones((40, 40), np.int32)).write(tmp_path), SETTINGS, step=shares.append, block=20, halo=8)
    assert shares == [0.25, 0.5, 0.75, 1]
