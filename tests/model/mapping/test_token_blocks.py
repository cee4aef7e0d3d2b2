"""Tokens belong to the scene: the same block has the same tokens whatever asks for it."""

import numpy as np
import pytest
from rasterio.windows import Window

from doab.model.constants import TOKEN_BLOCK
from doab.model.datatypes import AcquisitionTokens
from doab.model.mapping import token_blocks
from doab.model.mapping.tiling import Tile, Tiling, TokenBlock
from doab.model.mapping.token_blocks import TokenBlocks, group_numbers, group_tiles, join_arrays, still_needed
from doab.model.mapping.workers import Workers
from doab.model.reporter import Reporter
from doab.model.scene.grid import reference_grid
from doab.model.scene.scene_reader import SceneReader

SIDE = 48


class Memory:
    """A token cache in memory."""

    def __init__(self):
        self.tokens = {}

    def load_tokens(self, block):
        return {key: one for (key, where), one in self.tokens.items() if where == block}

    def save_tokens(self, key, tokens):
        self.tokens |= {(key, block): one for block, one in tokens.items()}


class Recording:
    """A predictor whose tokens hold the first band, and that records what it is given."""

    workers = 2

    def __init__(self):
        self.windows = []

    def start_worker(self):
        pass

    def encode(self, windows):
        self.windows += windows
        return [self.tokens(one) for one in windows]

    @staticmethod
    def tokens(one):
        cells = one.values[:1, ::2, ::2].transpose(1, 2, 0).astype(np.float16)
        return AcquisitionTokens(one.day, cells[::2, ::2], cells, one.valid[::4, ::4], one.valid)


@pytest.fixture
def opened(scene):
    images = scene(150, 150)
    reference = images.of("S2")[0]
    with SceneReader(images, reference_grid(images, reference), reference.date) as reader:
        yield reader


def blocks_of(tiles):
    return {block for tile in tiles for block in tile.blocks}


def load(reader, tiles, cache=None):
    """Return the tokens of the blocks of the tiles, the predictor, and how many were encoded."""
    predictor = Recording()
    with Workers(predictor) as workers:
        blocks = TokenBlocks(reader, predictor, cache or Memory(), workers)
        encoded = blocks.load(blocks_of(tiles), Reporter())
        visible = {block for block in blocks_of(tiles) if blocks.shows(block)}
        return {block: blocks.of_block(block) for block in visible}, predictor, encoded


def equal(ours, theirs):
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for one, other in zip(ours, theirs, strict=True)
        for name in ("day", "features", "raw", "seen", "clear")
    )


def test_the_tokens_of_a_block_are_the_same_whichever_blocks_are_loaded_with_it(opened):
    tiles = Tiling(150, 150, SIDE).tiles()
    together = load(opened, tiles)[0]
    for tile in tiles[:: len(tiles) // 4]:
        for block, alone in load(opened, [tile])[0].items():
            assert equal(alone, together[block])


def test_they_hold_what_the_images_show_at_their_place(opened):
    block = TokenBlock(0, 64)
    tokens = load(opened, [Tile(0, 64, SIDE)])[0][block]
    for one, acquisition in zip(tokens, opened.acquisitions, strict=True):
        values, valid, _ = opened.read_acquisition(acquisition, block.window)
        np.testing.assert_array_equal(one.raw[..., 0], values[0, ::2, ::2].astype(np.float16))
        np.testing.assert_array_equal(one.features[..., 0], values[0, ::4, ::4].astype(np.float16))
        np.testing.assert_array_equal(one.clear, valid)


def test_each_block_is_encoded_once_and_told_the_place_of_its_own_centre(opened):
    tiles = Tiling(150, 150, SIDE).tiles()
    _, predictor, encoded = load(opened, tiles)
    assert encoded == len(predictor.windows) == 2 * 9, "two dates in 3 × 3 blocks, though there are 16 tiles"
    places = {(one.latitude, one.longitude) for one in predictor.windows}
    assert places == {
        opened.grid.window(TokenBlock(row, col).window).centre() for row in (0, 64, 128) for col in (0, 64, 128)
    }
    assert {one.valid.shape for one in predictor.windows} == {(TOKEN_BLOCK, TOKEN_BLOCK)}


def test_only_what_is_not_cached_is_read_and_encoded(opened):
    cache, tiles = Memory(), Tiling(150, 150, SIDE).tiles()
    first = load(opened, tiles, cache)
    assert load(opened, tiles, cache)[2] == 0
    key = opened.acquisitions[1].key
    lost = [(key, TokenBlock(0, 64)), (key, TokenBlock(128, 128))]
    for entry in lost:
        del cache.tokens[entry]
    again, predictor, encoded = load(opened, tiles, cache)
    assert encoded == 2 and {one.day for one in predictor.windows} == {first[0][lost[0][1]][1].day}
    assert all(equal(again[block], tokens) for block, tokens in first[0].items())
    assert {where for where in lost if where in cache.tokens} == set(lost)


def test_maps_that_no_later_group_needs_are_not_kept_nor_those_that_memory_has_no_room_for():
    groups = group_numbers([[Tile(0, 0, SIDE), Tile(0, 32, SIDE)], [Tile(0, 64, SIDE)], [Tile(64, 0, SIDE)]])
    sizes = dict.fromkeys(groups, 10)
    assert still_needed(sizes, groups, 0, 20) == [TokenBlock(0, 64), TokenBlock(64, 0)]
    assert still_needed(sizes, groups, 0, 10) == [TokenBlock(0, 64)]
    assert still_needed(sizes, groups, 1, 20) == [TokenBlock(64, 0)]
    assert still_needed(sizes, groups, 2, 20) == []


def test_groups_are_neighbours_and_every_tile_is_in_one():
    tiles = Tiling(700, 900, 96).tiles()
    for acquisitions in (1, 40, 2000):
        groups = group_tiles(tiles, acquisitions)
        assert sorted((t.row, t.col) for group in groups for t in group) == [(t.row, t.col) for t in tiles]
        for group in groups:
            assert max(t.row for t in group) - min(t.row for t in group) < token_blocks.ROWS * TOKEN_BLOCK
            blocks = {block for tile in group for block in tile.blocks}
            assert len(blocks) * acquisitions * token_blocks.TOKEN_BYTES <= max(
                token_blocks.GROUP, 6 * acquisitions * token_blocks.TOKEN_BYTES
            )


def test_where_a_block_shows_nothing_its_part_of_a_tile_is_empty():
    rng = np.random.default_rng(0)
    shown = {"coarse": rng.random((3, 16, 16)), "clear": np.ones((TOKEN_BLOCK, TOKEN_BLOCK), bool)}
    nothing = {"coarse": np.zeros((0, 16, 16)), "clear": np.zeros((TOKEN_BLOCK, TOKEN_BLOCK), bool)}
    one = join_arrays({TokenBlock(0, 0): shown, TokenBlock(0, 64): nothing}, Tile(-32, 32, 96))
    assert one["coarse"].shape == (3, 24, 24) and one["clear"].shape == (96, 96)
    np.testing.assert_array_equal(one["coarse"][:, 8:, :8], shown["coarse"][:, :, 8:])
    assert not one["coarse"][:, :8].any() and not one["coarse"][:, :, 8:].any() and one["clear"].sum() == 64 * 32


def test_a_tile_lists_the_blocks_that_it_touches():
    assert Tile(32, -32, 96).blocks == [TokenBlock(0, -64), TokenBlock(0, 0), TokenBlock(64, -64), TokenBlock(64, 0)]
    assert TokenBlock(64, -64).window == Window(-64, 64, TOKEN_BLOCK, TOKEN_BLOCK)


def test_blocks_outside_the_image_are_not_encoded(opened):
    assert load(opened, [Tile(-32, -32, SIDE), Tile(128, 128, SIDE)])[2] == 2 * 2
