"""The maps of a block are the same whatever asks for them."""

import numpy as np
import pytest

from doab.model.datatypes import AcquisitionTokens, TemporalMaps
from doab.model.disk_cache import Cache
from doab.model.mapping import temporal_blocks
from doab.model.mapping.temporal_blocks import TemporalBlocks, middle_day
from doab.model.mapping.tiling import Tile, Tiling
from doab.model.mapping.token_cache import TokenCache
from doab.model.mapping.workers import Workers
from doab.model.protocol import Acquisition
from doab.model.reporter import Reporter
from doab.model.scene.grid import reference_grid
from doab.model.scene.scene_reader import SceneReader

SIDE = 48
DATES = "2019-05-01", "2019-05-11", "2019-06-20"
NOTHING = -1.0  # what the maps hold where nothing is seen


class Summing:
    """A predictor whose tokens hold the first band, and whose maps their sum over the dates."""

    workers, tile = 2, SIDE

    def __init__(self):
        self.origins, self.encoded = [], 0

    def start_worker(self):
        pass

    def encode(self, windows):
        self.encoded += len(windows)
        return [self.tokens(one) for one in windows]

    @staticmethod
    def tokens(one):
        cells = one.values[:1, ::2, ::2].transpose(1, 2, 0).astype(np.float16)
        return AcquisitionTokens(one.day, cells[::2, ::2], cells, one.valid[::4, ::4], one.valid)

    def temporal_maps(self, tokens, origin):
        self.origins.append(origin)
        if not tokens:
            return TemporalMaps(*(np.full((1, n, n), NOTHING, np.float16) for n in (16, 32)), np.zeros((0, 0, 0), bool))
        maps = (sum(getattr(one, name) for one in tokens)[..., 0][None] for name in ("features", "raw"))
        return TemporalMaps(*maps, np.array([one.clear for one in tokens]))


@pytest.fixture
def opened(scene):
    images = scene(150, 150, DATES)
    grid = reference_grid(images, images.of("S2")[0])
    with SceneReader(images, grid, DATES[0]) as reader:
        reader.scene = images
        yield reader


@pytest.fixture
def no_cache(tmp_path):
    with Cache(tmp_path / "none", 0, pytest.fail) as closed:
        yield closed


def load(reader, cache, tiles, predictor, groups=None):
    """Return the output of the temporal stream in the tiles, loaded group after group."""
    with Workers(predictor) as workers:
        tokens = TokenCache(cache, "e", "t", reader.scene, reader.grid)
        blocks = TemporalBlocks(reader, predictor, tokens, workers, groups or [tiles])
        result = {}
        for number, group in enumerate(groups or [tiles]):
            blocks.load(group, Reporter())
            result |= {tile: blocks.of_tile(tile) for tile in group}
            blocks.forget(number)
        return result


def equal(one, other):
    return all(np.array_equal(a, b) for a, b in zip(vars(one).values(), vars(other).values(), strict=True))


def test_a_tile_has_the_same_maps_whichever_tiles_are_loaded_with_it(opened, no_cache):
    tiles = Tiling(150, 150, SIDE).tiles()
    together = load(opened, no_cache, tiles, Summing())
    for tile in tiles[::5]:
        assert equal(load(opened, no_cache, [tile], Summing())[tile], together[tile])


def test_maps_hold_what_the_images_show_at_their_place_and_what_nothing_is_outside(opened, no_cache):
    inside, beyond = Tile(32, 64, SIDE), Tile(160, 96, 64)
    loaded = load(opened, no_cache, [inside, beyond], Summing())
    values, valid, _ = opened.read_acquisition(opened.acquisitions[0], inside.window)
    maps = loaded[inside]
    np.testing.assert_allclose(maps.token_map[0], 3 * values[0, ::4, ::4], rtol=1e-3)
    np.testing.assert_allclose(maps.cell_map[0], 3 * values[0, ::2, ::2], rtol=1e-3)
    np.testing.assert_array_equal(maps.clear, np.broadcast_to(valid, (3, SIDE, SIDE)))
    outside = loaded[beyond]
    assert outside.token_map.shape == (1, 16, 16) and outside.clear.shape == (3, 64, 64) and not outside.clear.any()
    assert (outside.token_map[:, 192 // 4 - 40 :] == NOTHING).all()


def test_each_block_is_summed_up_once_with_dates_that_count_from_the_middle_one_of_the_scene(opened, no_cache):
    predictor, tiles = Summing(), Tiling(150, 150, SIDE).tiles()
    groups = [tiles[:6], tiles[6:11], tiles[11:]]
    load(opened, no_cache, tiles, predictor, groups)
    blocks = len({block for tile in tiles for block in tile.blocks})
    assert len(predictor.origins) == blocks and predictor.encoded == 3 * blocks
    assert set(predictor.origins) == {middle_day(opened.acquisitions)}


def test_the_middle_day_is_that_of_one_of_the_acquisitions_whatever_their_order():
    s2, s1 = ([Acquisition(sensor, date, {}) for date in DATES] for sensor in ("S2", "S1"))
    assert middle_day(s2) == 737_190 and middle_day([*s1[:2], s2[0], s2[2]]) == 737_180
    assert middle_day([*s2[::-1], *s1]) == middle_day([*s1, *s2])


def test_tokens_are_forgotten_when_the_maps_are_there(opened, no_cache):
    predictor, tiles = Summing(), Tiling(150, 150, SIDE).tiles()
    with Workers(predictor) as workers:
        tokens = TokenCache(no_cache, "e", "t", opened.scene, opened.grid)
        blocks = TemporalBlocks(opened, predictor, tokens, workers, [tiles])
        blocks.load(tiles, Reporter())
        assert not blocks._tokens._held and blocks.of_tile(tiles[0]).token_map.any()


def test_maps_that_memory_has_no_room_for_are_computed_again_and_equal(opened, no_cache, monkeypatch):
    tiles = Tiling(150, 150, SIDE).tiles()
    groups = [tiles[:8], tiles[8:]]
    whole, again = Summing(), Summing()
    expected = load(opened, no_cache, tiles, whole, groups)
    monkeypatch.setattr(temporal_blocks, "HELD", 1)
    monkeypatch.setattr("doab.model.mapping.token_cache.RECENT", 0)
    loaded = load(opened, no_cache, tiles, again, groups)
    assert len(again.origins) > len(whole.origins)
    assert all(equal(loaded[tile], expected[tile]) for tile in tiles)
