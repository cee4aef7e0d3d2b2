"""Overlapping tiles to seamless rasters."""

import numpy as np
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


def test_the_probabilities_of_a_window_are_that_part_of_the_whole():
    field = np.random.default_rng(0).random((100, 140)).astype(np.float32)
    row, col, height, width = 13, 30, 20, 25
    rasters = ProbabilityRasters(height, width, 2, row, col)
    blend(rasters, field, window=Window(col, row, width, height))
    everything = slice(None)
    expected = field[2 * row : 2 * (row + height), 2 * col : 2 * (col + width)]
    np.testing.assert_allclose(rasters.read("field", everything, everything), expected, atol=2e-3)
    np.testing.assert_allclose(rasters.read("crop", everything, everything)[0], expected[::2, ::2], atol=2e-3)
    assert (rasters.read("n_clear", everything, everything) == 255).all()


def test_what_all_tiles_agree_on_comes_back():
    field = np.random.default_rng(0).random((100, 140)).astype(np.float32)
    rasters = ProbabilityRasters(50, 70, 2)
    blend(rasters, field)
    everything = slice(None)
    np.testing.assert_allclose(rasters.read("field", everything, everything), field, atol=2e-3)
    np.testing.assert_allclose(rasters.read("core", slice(3, 9), slice(90, 97)), field[3:9, 90:97] / 2, atol=2e-3)
    np.testing.assert_allclose(rasters.read("crop", everything, everything).sum(0), 1, atol=2e-3)
    assert (rasters.read("n_clear", everything, everything) == 255).all()


def test_there_is_no_field_where_the_reference_frame_shows_nothing():
    valid = np.ones((30, 30), bool)
    valid[10:20, 5:15] = False
    rasters = ProbabilityRasters(30, 30, 2)
    blend(rasters, np.ones((60, 60), np.float32), valid)
    field = rasters.read("field", slice(None), slice(None))
    assert not field[20:40, 10:30].any() and field[:20].min() > 0.99
