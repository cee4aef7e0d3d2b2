"""Samples cut from larger windows are those a reader would have given tile by tile."""

import numpy as np
import pytest

from doab.model.mapping import blend, windows
from doab.model.scene.grid import reference_grid
from doab.model.scene.reading import SceneReader


class Nothing:
    """A memory without anything in it."""

    def knows(self, tile):
        return set()

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
    monkeypatch.setattr(windows, "BUDGET", budget)
    given = scene(50, 70)
    reference = given.of("S2")[0]
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        tiles = blend.tiles(50, 70, 24)
        found = list(windows.views(reader, tiles, 24, Nothing()))
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
        list(windows.views(reader, blend.tiles(50, 70, 24), 24, Nothing()))
    assert [wanted for _, wanted in reads] == [set(), {a.key for a in given.acquisitions}]
