"""Samples cut from larger windows are those a reader would have given tile by tile."""

import numpy as np
import pytest

from doab.model.mapping import probability_rasters, tile_reader
from doab.model.scene.grid import reference_grid
from doab.model.scene.scene_reader import SceneReader


class Nothing:
    """A memory without anything in it."""

    def knows(self, tile):
        return set()

    def recall_compressed(self, tile):
        return None

    def recall(self, tile):
        return {}


def follow(reader, monkeypatch):
    """Return a list that fills with the window and the acquisitions of each read."""
    reads, original = [], reader.read

    def read(*window, wanted):
        reads.append((window, set(wanted)))
        return original(*window, wanted=wanted)

    monkeypatch.setattr(reader, "read", read)
    return reads


@pytest.mark.parametrize("budget", [1, 200 << 10, 192 << 20])
def test_every_tile_comes_once_and_equals_a_read_of_its_own(scene, budget, monkeypatch):
    monkeypatch.setattr(tile_reader, "BUDGET", budget)
    given = scene(50, 70)
    reference = given.of("S2")[0]
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        tiles = probability_rasters.tiles(50, 70, 24)
        found = list(tile_reader.views(reader, tiles, 24, Nothing()))
        assert sorted((v.tile.row, v.tile.col) for v in found) == sorted((t.row, t.col) for t in tiles)
        for view in found:
            alone = reader.read(view.tile.row, view.tile.col, 24, 24)
            for name, value in vars(alone).items():
                assert np.allclose(getattr(view.sample, name), value, atol=1e-5), name


def test_a_large_budget_reads_a_small_scene_at_once(scene, monkeypatch):
    given = scene(50, 70)
    reference = given.of("S2")[0]
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        reads = follow(reader, monkeypatch)
        list(tile_reader.views(reader, probability_rasters.tiles(50, 70, 24), 24, Nothing()))
    assert [wanted for _, wanted in reads] == [set(), {a.key for a in given.acquisitions}]


class Some:
    """A memory that has one acquisition of every tile but one, and lost what it seemed to have of another."""

    def __init__(self, key, without, lost):
        self.key, self.without, self.lost = key, without, lost

    def knows(self, tile):
        return set() if (tile.row, tile.col) == self.without else {self.key}

    def recall_compressed(self, tile):
        return None

    def recall(self, tile):
        return {} if (tile.row, tile.col) in (self.without, self.lost) else {self.key: "tokens"}


def test_only_what_a_tile_lacks_is_read_and_only_that_is_in_its_sample(scene, monkeypatch):
    given = scene(50, 70, dates=("2019-05-01", "2019-06-01", "2019-07-01"))
    first, reference, _ = given.acquisitions
    tiles = probability_rasters.tiles(50, 70, 24)
    places = [(t.row, t.col) for t in tiles]
    monkeypatch.setattr(tile_reader, "BUDGET", 1)
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        reads = follow(reader, monkeypatch)
        found = {
            (v.tile.row, v.tile.col): v for v in tile_reader.views(reader, tiles, 24, Some(first.key, *places[2:4]))
        }
    everything = {a.key for a in given.acquisitions}
    wanted = {(row, col): wanted for (row, col, *_), wanted in reads if wanted}
    assert wanted.pop(places[2]) == everything and wanted.pop(places[3]) == everything
    assert set(map(frozenset, wanted.values())) == {frozenset(everything - {first.key})}
    for place, view in found.items():
        count = 3 if place in places[2:4] else 2
        assert len(view.sample.optical) == len(view.sample.optical_days) == count
        assert view.sample.reference_day == 737211 and view.sample.reference_valid.any()
        assert (view.known == {first.key: "tokens"}) == (count == 2)


def test_tiles_in_one_window_get_each_what_they_lack(scene):
    given = scene(50, 70)
    first, reference = given.acquisitions
    tiles = probability_rasters.tiles(50, 70, 24)
    places = [(t.row, t.col) for t in tiles]
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        for view in tile_reader.views(reader, tiles, 24, Some(first.key, *places[:2])):
            alone = reader.read(view.tile.row, view.tile.col, 24, 24)
            chosen = slice(0 if (view.tile.row, view.tile.col) in places[:2] else 1, None)
            np.testing.assert_allclose(view.sample.optical, alone.optical[chosen], atol=1e-5)
            np.testing.assert_array_equal(view.sample.optical_valid, alone.optical_valid[chosen])


def test_where_the_reference_frame_shows_nothing_nothing_else_is_read(scene, monkeypatch):
    given = scene(50, 70, empty=("2019-05-01",))
    reference = given.acquisitions[0]
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        reads = follow(reader, monkeypatch)
        found = list(tile_reader.views(reader, probability_rasters.tiles(50, 70, 24), 24, Nothing()))
    assert len(found) == 12 and not any(wanted for _, wanted in reads)
