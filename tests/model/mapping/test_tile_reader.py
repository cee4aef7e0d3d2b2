"""Samples cut from larger windows are those that a reader returns tile by tile."""

import numpy as np
import pytest

from doab.model.mapping import tile_reader
from doab.model.mapping.tile_reader import read_tiles
from doab.model.mapping.tiling import Tiling
from doab.model.scene.grid import reference_grid
from doab.model.scene.scene_reader import SceneReader


class EmptyCache:
    """A token cache without anything in it."""

    def cached_keys(self, tile):
        return set()

    def load_latents(self, tile):
        return None

    def load_tokens(self, tile):
        return {}


def follow(reader, monkeypatch):
    """Return a list that fills with the window and the acquisitions of each read."""
    reads, original = [], reader.read

    def read(window, keys):
        reads.append((window, set(keys)))
        return original(window, keys=keys)

    monkeypatch.setattr(reader, "read", read)
    return reads


@pytest.mark.parametrize("budget", [1, 200 << 10, 192 << 20])
def test_every_tile_comes_once_and_equals_a_read_of_its_own(scene, budget, monkeypatch):
    monkeypatch.setattr(tile_reader, "BUDGET", budget)
    small_scene = scene(50, 70)
    reference = small_scene.of("S2")[0]
    with SceneReader(small_scene, reference_grid(small_scene, reference), reference.date) as reader:
        tiles = Tiling(50, 70, 24).tiles()
        tile_inputs = list(read_tiles(reader, tiles, EmptyCache()))
        assert sorted((i.tile.row, i.tile.col) for i in tile_inputs) == sorted((t.row, t.col) for t in tiles)
        for tile_input in tile_inputs:
            alone = reader.read(tile_input.tile.window)
            for name, value in vars(alone).items():
                assert np.allclose(getattr(tile_input.sample, name), value, atol=1e-5), name


def test_a_large_budget_reads_a_small_scene_at_once(scene, monkeypatch):
    small_scene = scene(50, 70)
    reference = small_scene.of("S2")[0]
    with SceneReader(small_scene, reference_grid(small_scene, reference), reference.date) as reader:
        reads = follow(reader, monkeypatch)
        list(read_tiles(reader, Tiling(50, 70, 24).tiles(), EmptyCache()))
    assert [keys for _, keys in reads] == [set(), {a.key for a in small_scene.acquisitions}]


class PartialCache:
    """A token cache with one acquisition of every tile but one, of which it lost another that it lists."""

    def __init__(self, key, without, lost):
        self.key, self.without, self.lost = key, without, lost

    def cached_keys(self, tile):
        return set() if (tile.row, tile.col) == self.without else {self.key}

    def load_latents(self, tile):
        return None

    def load_tokens(self, tile):
        return {} if (tile.row, tile.col) in (self.without, self.lost) else {self.key: "tokens"}


def test_only_what_a_tile_lacks_is_read_and_only_that_is_in_its_sample(scene, monkeypatch):
    small_scene = scene(50, 70, dates=("2019-05-01", "2019-06-01", "2019-07-01"))
    first, reference, _ = small_scene.acquisitions
    tiles = Tiling(50, 70, 24).tiles()
    corners = [(t.row, t.col) for t in tiles]
    monkeypatch.setattr(tile_reader, "BUDGET", 1)
    with SceneReader(small_scene, reference_grid(small_scene, reference), reference.date) as reader:
        reads = follow(reader, monkeypatch)
        tile_inputs = {
            (i.tile.row, i.tile.col): i for i in read_tiles(reader, tiles, PartialCache(first.key, *corners[2:4]))
        }
    everything = {a.key for a in small_scene.acquisitions}
    keys_by_corner = {(w.row_off, w.col_off): keys for w, keys in reads if keys}
    assert keys_by_corner.pop(corners[2]) == everything and keys_by_corner.pop(corners[3]) == everything
    assert set(map(frozenset, keys_by_corner.values())) == {frozenset(everything - {first.key})}
    for corner, tile_input in tile_inputs.items():
        count = 3 if corner in corners[2:4] else 2
        assert len(tile_input.sample.optical) == len(tile_input.sample.optical_days) == count
        assert tile_input.sample.reference_day == 737211 and tile_input.sample.reference_valid.any()
        assert (tile_input.cached_tokens == {first.key: "tokens"}) == (count == 2)


def test_tiles_in_one_window_get_each_what_they_lack(scene):
    small_scene = scene(50, 70)
    first, reference = small_scene.acquisitions
    tiles = Tiling(50, 70, 24).tiles()
    corners = [(t.row, t.col) for t in tiles]
    with SceneReader(small_scene, reference_grid(small_scene, reference), reference.date) as reader:
        for tile_input in read_tiles(reader, tiles, PartialCache(first.key, *corners[:2])):
            alone = reader.read(tile_input.tile.window)
            chosen = slice(0 if (tile_input.tile.row, tile_input.tile.col) in corners[:2] else 1, None)
            np.testing.assert_allclose(tile_input.sample.optical, alone.optical[chosen], atol=1e-5)
            np.testing.assert_array_equal(tile_input.sample.optical_valid, alone.optical_valid[chosen])


def test_where_the_reference_frame_shows_nothing_nothing_else_is_read(scene, monkeypatch):
    small_scene = scene(50, 70, empty=("2019-05-01",))
    reference = small_scene.acquisitions[0]
    with SceneReader(small_scene, reference_grid(small_scene, reference), reference.date) as reader:
        reads = follow(reader, monkeypatch)
        tile_inputs = list(read_tiles(reader, Tiling(50, 70, 24).tiles(), EmptyCache()))
    assert len(tile_inputs) == 12 and not any(keys for _, keys in reads)
