"""Overlapping tiles to seamless evidence."""

import tracemalloc

import numpy as np
import pytest

from doab.model.mapping import probability_rasters
from doab.model.mapping.maps import TilePrediction

TILE = 24


def paint(evidence, field, valid=None, tiles=None):
    """Blend tiles cut from one known field map at 5 m; the other maps follow from it."""
    height, width = (n // 2 for n in field.shape)
    around = np.pad(field, 2 * TILE)
    seen = np.pad(np.ones((height, width), bool) if valid is None else valid, TILE)
    for tile in tiles or probability_rasters.tiles(height, width, TILE):
        r, c = tile.row + TILE, tile.col + TILE
        cut = around[2 * r : 2 * (r + TILE), 2 * c : 2 * (c + TILE)]
        coarse = cut[::2, ::2]
        maps = TilePrediction(cut, 1 - cut, cut / 2, np.stack([coarse, 1 - coarse]))
        probability_rasters.add(evidence, tile, maps, seen[r : r + TILE, c : c + TILE], np.full((TILE, TILE), 300))


@pytest.mark.parametrize("height, width", [(10, 24), (24, 24), (25, 70), (64, 41)])
def test_weights_sum_to_one_everywhere(height, width):
    total = np.zeros((2 * height + 4 * TILE, 2 * width + 4 * TILE))
    for tile in probability_rasters.tiles(height, width, TILE):
        assert min(tile.down.min(), tile.across.min()) > 0
        r, c = 2 * (tile.row + TILE), 2 * (tile.col + TILE)
        total[r : r + 2 * TILE, c : c + 2 * TILE] += np.outer(tile.down, tile.across)
    np.testing.assert_allclose(total[2 * TILE : -2 * TILE, 2 * TILE : -2 * TILE], 1, atol=1e-6)


def test_pixels_under_several_tiles_count_once(tmp_path):
    hidden = np.random.default_rng(0).random((40, 50)) < 0.3
    evidence = probability_rasters.ProbabilityRasters(tmp_path, 21, 30, 2, 7, 11)
    around = np.pad(hidden, TILE, constant_values=True)
    found = sum(
        probability_rasters.count(evidence, t, around[t.row + TILE :, t.col + TILE :][:TILE, :TILE])
        for t in probability_rasters.tiles(40, 50, TILE, (7, 11, 21, 30))
    )
    assert found == pytest.approx(hidden[7:28, 11:41].sum(), rel=1e-5)


def test_weights_fade_where_tiles_overlap():
    first = probability_rasters.tiles(40, 40, TILE)[0]
    assert first.down[-1] < 0.01 and first.down[TILE] > 0.99


def test_the_tiles_of_a_window_are_those_of_the_whole_grid_that_touch_it():
    whole = {(t.row, t.col): t for t in probability_rasters.tiles(100, 140, TILE)}
    window = row, col, height, width = 33, 70, 20, 25
    part = probability_rasters.tiles(100, 140, TILE, window)
    touching = {(r, c) for r, c in whole if r < row + height and r + TILE > row and c < col + width and c + TILE > col}
    assert {(t.row, t.col) for t in part} == touching and 0 < len(part) < len(whole)
    for tile in part:
        np.testing.assert_array_equal(tile.down, whole[tile.row, tile.col].down)
        np.testing.assert_array_equal(tile.across, whole[tile.row, tile.col].across)


def test_evidence_of_a_window_is_that_part_of_the_whole(tmp_path):
    field = np.random.default_rng(0).random((100, 140)).astype(np.float32)
    window = row, col, height, width = 13, 30, 20, 25
    evidence = probability_rasters.ProbabilityRasters(tmp_path, height, width, 2, row, col)
    evidence.create()
    paint(evidence, field, tiles=probability_rasters.tiles(50, 70, TILE, window))
    everything = slice(None)
    expected = field[2 * row : 2 * (row + height), 2 * col : 2 * (col + width)]
    np.testing.assert_allclose(evidence.read("field", everything, everything), expected, atol=2e-3)
    np.testing.assert_allclose(evidence.read("crop", everything, everything)[0], expected[::2, ::2], atol=2e-3)
    assert (evidence.read("n_clear", everything, everything) == 255).all()


def test_what_all_tiles_agree_on_comes_back(tmp_path):
    field = np.random.default_rng(0).random((100, 140)).astype(np.float32)
    evidence = probability_rasters.ProbabilityRasters(tmp_path, 50, 70, 2)
    evidence.create()
    paint(evidence, field)
    everything = slice(None)
    np.testing.assert_allclose(evidence.read("field", everything, everything), field, atol=2e-3)
    np.testing.assert_allclose(evidence.read("core", slice(3, 9), slice(90, 97)), field[3:9, 90:97] / 2, atol=2e-3)
    np.testing.assert_allclose(evidence.read("crop", everything, everything).sum(0), 1, atol=2e-3)
    assert (evidence.read("n_clear", everything, everything) == 255).all()


def test_there_is_no_field_where_the_reference_frame_shows_nothing(tmp_path):
    valid = np.ones((30, 30), bool)
    valid[10:20, 5:15] = False
    evidence = probability_rasters.ProbabilityRasters(tmp_path, 30, 30, 2)
    evidence.create()
    paint(evidence, np.ones((60, 60), np.float32), valid)
    field = evidence.read("field", slice(None), slice(None))
    assert not field[20:40, 10:30].any() and field[:20].min() > 0.99


def test_the_space_needed_is_known_beforehand(tmp_path):
    evidence = probability_rasters.ProbabilityRasters(tmp_path, 30, 40, 3)
    evidence.create()
    labels = 4 * 60 * 80
    assert evidence.bytes == sum(path.stat().st_size for path in tmp_path.iterdir()) + labels


def test_memory_does_not_grow_with_the_scene(tmp_path):
    peaks = []
    for side in (64, 256):
        folder = tmp_path / str(side)
        folder.mkdir()
        evidence = probability_rasters.ProbabilityRasters(folder, side, side, 2)
        evidence.create()
        tile = probability_rasters.tiles(side, side, TILE)[0]
        maps = TilePrediction(*np.ones((3, 2 * TILE, 2 * TILE), np.float32), np.ones((2, TILE, TILE), np.float32))
        tracemalloc.start()
        probability_rasters.add(evidence, tile, maps, np.ones((TILE, TILE), bool), np.ones((TILE, TILE)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
