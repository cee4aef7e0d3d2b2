"""Overlapping tiles to seamless rasters."""

import tracemalloc

import numpy as np
import pytest
from rasterio.windows import Window

from doab.model.datatypes import TilePrediction
from doab.model.mapping.probability_rasters import ProbabilityRasters
from doab.model.mapping.tiling import Tiling

TILE = 24


def blend(rasters, field, valid=None, window=None):
    """Blend tiles cut from one known field map at 5 m; the other maps follow from it."""
    height, width = (n // 2 for n in field.shape)
    around = np.pad(field, 2 * TILE)
    visible = np.pad(np.ones((height, width), bool) if valid is None else valid, TILE)
    tiling = Tiling(height, width, TILE, 8)
    for tile in tiling.tiles(window):
        r, c = tile.row + TILE, tile.col + TILE
        cut = around[2 * r : 2 * (r + TILE), 2 * c : 2 * (c + TILE)]
        coarse = cut[::2, ::2]
        prediction = TilePrediction(cut, 1 - cut, cut / 2, np.stack([coarse, 1 - coarse]))
        shown, n_clear = visible[r : r + TILE, c : c + TILE], np.full((TILE, TILE), 300)
        rasters.add(tile, tiling.weights(tile), prediction, shown, n_clear)


def test_pixels_under_several_tiles_count_once(tmp_path):
    hidden = np.random.default_rng(0).random((40, 50)) < 0.3
    rasters = ProbabilityRasters(tmp_path, 21, 30, 2, 7, 11)
    around = np.pad(hidden, TILE, constant_values=True)
    tiling = Tiling(40, 50, TILE, 8)
    count = sum(
        rasters.count(t, tiling.weights(t), around[t.row + TILE :, t.col + TILE :][:TILE, :TILE])
        for t in tiling.tiles(Window(11, 7, 30, 21))
    )
    assert count == pytest.approx(hidden[7:28, 11:41].sum(), rel=1e-5)


def test_the_probabilities_of_a_window_are_that_part_of_the_whole(tmp_path):
    field = np.random.default_rng(0).random((100, 140)).astype(np.float32)
    row, col, height, width = 13, 30, 20, 25
    rasters = ProbabilityRasters(tmp_path, height, width, 2, row, col)
    rasters.create()
    blend(rasters, field, window=Window(col, row, width, height))
    everything = slice(None)
    expected = field[2 * row : 2 * (row + height), 2 * col : 2 * (col + width)]
    np.testing.assert_allclose(rasters.read("field", everything, everything), expected, atol=2e-3)
    np.testing.assert_allclose(rasters.read("crop", everything, everything)[0], expected[::2, ::2], atol=2e-3)
    assert (rasters.read("n_clear", everything, everything) == 255).all()


def test_what_all_tiles_agree_on_comes_back(tmp_path):
    field = np.random.default_rng(0).random((100, 140)).astype(np.float32)
    rasters = ProbabilityRasters(tmp_path, 50, 70, 2)
    rasters.create()
    blend(rasters, field)
    everything = slice(None)
    np.testing.assert_allclose(rasters.read("field", everything, everything), field, atol=2e-3)
    np.testing.assert_allclose(rasters.read("core", slice(3, 9), slice(90, 97)), field[3:9, 90:97] / 2, atol=2e-3)
    np.testing.assert_allclose(rasters.read("crop", everything, everything).sum(0), 1, atol=2e-3)
    assert (rasters.read("n_clear", everything, everything) == 255).all()


def test_there_is_no_field_where_the_reference_frame_shows_nothing(tmp_path):
    valid = np.ones((30, 30), bool)
    valid[10:20, 5:15] = False
    rasters = ProbabilityRasters(tmp_path, 30, 30, 2)
    rasters.create()
    blend(rasters, np.ones((60, 60), np.float32), valid)
    field = rasters.read("field", slice(None), slice(None))
    assert not field[20:40, 10:30].any() and field[:20].min() > 0.99


def test_the_space_needed_is_known_beforehand(tmp_path):
    rasters = ProbabilityRasters(tmp_path, 30, 40, 3)
    rasters.create()
    labels = 4 * 60 * 80
    assert rasters.bytes == sum(path.stat().st_size for path in tmp_path.iterdir()) + labels


def test_memory_does_not_grow_with_the_scene(tmp_path):
    peaks = []
    for side in (64, 256):
        folder = tmp_path / str(side)
        folder.mkdir()
        rasters = ProbabilityRasters(folder, side, side, 2)
        rasters.create()
        tiling = Tiling(side, side, TILE, 8)
        tile = tiling.tiles()[0]
        prediction = TilePrediction(*np.ones((3, 2 * TILE, 2 * TILE), np.float32), np.ones((2, TILE, TILE), np.float32))
        tracemalloc.start()
        rasters.add(tile, tiling.weights(tile), prediction, np.ones((TILE, TILE), bool), np.ones((TILE, TILE)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
