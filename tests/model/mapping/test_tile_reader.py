"""Reference frames cut from larger windows are those that a reader returns tile by tile."""

import numpy as np

from doab.model.mapping.tile_reader import read_tiles
from doab.model.mapping.tiling import Tiling
from doab.model.scene.grid import reference_grid
from doab.model.scene.scene_reader import SceneReader


def test_every_tile_comes_once_and_equals_a_read_of_its_own(scene, monkeypatch):
    small_scene = scene(50, 70)
    reference = small_scene.of("S2")[0]
    with SceneReader(small_scene, reference_grid(small_scene, reference), reference.date) as reader:
        tiles = Tiling(50, 70, 48).tiles()
        read, windows = reader.read, []
        monkeypatch.setattr(reader, "read", lambda window, keys: windows.append(window) or read(window, keys=keys))
        tile_inputs = read_tiles(reader, tiles)
        assert len(windows) == 1 and [i.tile for i in tile_inputs] == tiles
        for tile_input in tile_inputs:
            alone = read(tile_input.tile.window, keys=())
            for name, value in vars(alone).items():
                assert np.allclose(getattr(tile_input.sample, name), value, atol=1e-5), name
