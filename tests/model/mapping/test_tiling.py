"""Tiles that cover a grid, and weights that sum to one."""

import numpy as np
import pytest
from rasterio.windows import Window

from doab.model.constants import LATTICE
from doab.model.mapping.tiling import Tiling

TILE = 24


@pytest.mark.parametrize("height, width", [(10, 24), (24, 24), (25, 70), (64, 41)])
def test_weights_sum_to_one_everywhere(height, width):
    total = np.zeros((2 * height + 4 * TILE, 2 * width + 4 * TILE))
    tiling = Tiling(height, width, TILE, 8)
    for tile in tiling.tiles():
        weights = tiling.weights(tile)
        assert min(weights.down.min(), weights.across.min()) > 0
        r, c = 2 * (tile.row + TILE), 2 * (tile.col + TILE)
        total[r : r + 2 * TILE, c : c + 2 * TILE] += weights.fine
    np.testing.assert_allclose(total[2 * TILE : -2 * TILE, 2 * TILE : -2 * TILE], 1, atol=1e-6)


def test_weights_fade_where_tiles_overlap():
    tiling = Tiling(40, 40, TILE, 8)
    first = tiling.weights(tiling.tiles()[0])
    assert first.down[-1] < 0.01 and first.down[TILE] > 0.99


def test_the_tiles_of_a_window_are_those_of_the_whole_grid_that_touch_it():
    tiling = Tiling(100, 140, TILE, 8)
    row, col, height, width = 33, 70, 20, 25
    part = tiling.tiles(Window(col, row, width, height))
    touching = {
        t
        for t in tiling.tiles()
        if t.row < row + height and t.row + TILE > row and t.col < col + width and t.col + TILE > col
    }
    assert set(part) == touching and 0 < len(part) < len(tiling.tiles())


@pytest.mark.parametrize("height, width", [(1, 1), (96, 97), (640, 999), (333, 2048)])
def test_tiles_of_a_run_begin_on_the_lattice_cover_the_grid_and_overlap_by_a_third(height, width):
    tiles = Tiling(height, width, 96).tiles()
    assert all(tile.row % LATTICE == tile.col % LATTICE == 0 for tile in tiles)
    for starts, length in (({t.row for t in tiles}, height), ({t.col for t in tiles}, width)):
        assert min(starts) <= 0 and max(starts) + 96 >= length and max(starts) < length
        assert not starts - set(range(min(starts), max(starts) + 1, 64))
