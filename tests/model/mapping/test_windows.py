"""Samples cut from larger windows are those a reader would have given tile by tile."""

import numpy as np
import pytest

from doab.model.mapping import blend, windows
from doab.model.scene.grid import reference_grid
from doab.model.scene.reading import SceneReader


@pytest.mark.parametrize("budget", [1, 200 << 10, 192 << 20])
def test_every_tile_comes_once_and_equals_a_read_of_its_own(scene, budget, monkeypatch):
    monkeypatch.setattr(windows, "BUDGET", budget)
    given = scene(50, 70)
    reference = given.of("S2")[0]
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        tiles = blend.tiles(50, 70, 24)
        found = list(windows.samples(reader, tiles, 24))
        assert sorted((t.row, t.col) for t, _ in found) == sorted((t.row, t.col) for t in tiles)
        for tile, sample in found:
            alone = reader.read(tile.row, tile.col, 24, 24)
            for name, value in vars(alone).items():
                assert np.allclose(getattr(sample, name), value, atol=1e-5), name


def test_a_large_budget_reads_a_small_scene_at_once(scene, monkeypatch):
    given = scene(50, 70)
    reference = given.of("S2")[0]
    with SceneReader(given, reference_grid(given, reference), reference.date) as reader:
        reads = []
        original = reader.read
        monkeypatch.setattr(reader, "read", lambda *window: reads.append(window) or original(*window))
        list(windows.samples(reader, blend.tiles(50, 70, 24), 24))
    assert len(reads) == 1
