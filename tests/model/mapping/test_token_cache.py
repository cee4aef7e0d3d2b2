"""Tokens as bytes, and the changes that invalidate the cached ones."""

import dataclasses
import os
import sqlite3

import numpy as np
import pytest
from rasterio.windows import Window

from doab.model.datatypes import AcquisitionTokens, TemporalMaps
from doab.model.disk_cache import Cache
from doab.model.mapping.tiling import Tiling, TokenBlock
from doab.model.mapping.token_cache import TokenCache, pack, unpack
from doab.model.protocol import BandSource, Elevation, Provenance, Scene
from doab.model.scene.grid import reference_grid


def some(day=737_000, seed=0, shape=(6, 5), width=7):
    rng = np.random.default_rng(seed)
    cells = [2 * side for side in shape]
    values = [rng.normal(size=(*s, n)).astype(np.float16) for s, n in ((shape, width), (cells, 3))]
    return AcquisitionTokens(day, *values, rng.random(shape) < 0.5, rng.random((24, 21)) < 0.5)


@pytest.mark.parametrize("width", [7, 0])
def test_tokens_come_back_from_their_bytes_bit_by_bit(width):
    one = some(width=width)
    again = unpack(pack(one))
    assert again.day == one.day
    for name in ("features", "raw", "seen", "clear"):
        assert getattr(again, name).dtype == getattr(one, name).dtype
        np.testing.assert_array_equal(getattr(again, name), getattr(one, name))


@pytest.fixture
def cache(tmp_path):
    with Cache(tmp_path / "kept", 1 << 30, pytest.fail) as opened:
        yield opened


@pytest.fixture
def small_scene(scene):
    return scene(60, 60)


TILES = Tiling(60, 60, 24, 8).tiles()
TILE, BLOCK = TILES[3], TokenBlock(64, 0)


def cached(tokens, block=BLOCK):
    return set(tokens.load_tokens(block))


def save(tokens, scene):
    for acquisition in scene.acquisitions:
        tokens.save_tokens(acquisition.key, {BLOCK: some()})


def memory(cache, scene, encoder="one", grid=None, temporal="one"):
    return TokenCache(cache, encoder, temporal, scene, grid or reference_grid(scene, scene.of("S2")[-1]))


def some_maps(seed=3):
    clear = np.random.default_rng(seed).random((2, 8, 8)) < 0.5
    return TemporalMaps(np.ones((3, 2, 2), np.float16), np.full((2, 4, 4), 2, np.float16), clear)


def test_what_all_acquisitions_come_to_is_recalled_only_for_the_same_ones_and_the_same_temporal_stream(
    cache, small_scene
):
    maps = some_maps()
    memory(cache, small_scene).save_maps(BLOCK, maps)
    cached = memory(cache, small_scene).load_maps(BLOCK)
    for name, array in vars(maps).items():
        assert getattr(cached, name).dtype == array.dtype
        np.testing.assert_array_equal(getattr(cached, name), array)
    fewer = Scene(small_scene.acquisitions[:1])
    for other in (
        memory(cache, fewer),
        memory(cache, small_scene, temporal="another"),
        memory(cache, small_scene, encoder="another"),
    ):
        assert other.load_maps(BLOCK) is None
    assert memory(cache, small_scene).load_maps(TokenBlock(0, 64)) is None


def test_what_one_run_keeps_the_next_recalls(cache, small_scene):
    first, second = (a.key for a in small_scene.acquisitions)
    memory(cache, small_scene).save_tokens(first, {BLOCK: some(seed=1)})
    later = memory(cache, small_scene)
    assert cached(later) == {first}
    np.testing.assert_array_equal(later.load_tokens(BLOCK)[first].features, some(seed=1).features)
    assert not cached(later, TokenBlock(64, 64))
    later.save_tokens(second, {BLOCK: some(seed=2)})
    assert cached(memory(cache, small_scene)) == {first, second}


def test_what_is_handed_over_is_loaded_once_without_any_cache(tmp_path, small_scene):
    first = small_scene.acquisitions[0].key
    with Cache(tmp_path / "none", 0, pytest.fail) as closed:
        tokens = memory(closed, small_scene)
        tokens.save_tokens(first, {BLOCK: some()})
        assert not cached(tokens)
        tokens.hand_over({BLOCK: some_maps()})
        assert tokens.load_maps(BLOCK) and tokens.load_maps(BLOCK) is None


def test_a_damaged_entry_is_not_loaded(cache, small_scene):
    save(memory(cache, small_scene), small_scene)
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE contents SET content = substr(content, 1, 9) WHERE id = 1")
    assert cached(memory(cache, small_scene)) == {small_scene.acquisitions[1].key}


def change(scene, **how):
    """Return the scene with its first acquisition changed."""
    first, *others = scene.acquisitions
    return dataclasses.replace(scene, acquisitions=(dataclasses.replace(first, **how), *others))


@pytest.mark.parametrize(
    "what",
    [
        {"scale": 2e-4},
        {"offset": -0.1},
        {"nodata": 7.0},
        {"clouds": None},
        {"date": "2019-05-02"},
        {"unit": "linear"},
    ],
)
def test_another_recipe_is_another_image(cache, small_scene, what):
    save(memory(cache, small_scene), small_scene)
    assert cached(memory(cache, change(small_scene, **what))) == {small_scene.acquisitions[1].key}


def test_other_bands_are_another_image(cache, small_scene):
    first = small_scene.acquisitions[0]
    save(memory(cache, small_scene), small_scene)
    turned = {**first.bands, "B02": first.bands["B03"], "B03": first.bands["B02"]}
    assert cached(memory(cache, change(small_scene, bands=turned))) == {small_scene.acquisitions[1].key}


def test_what_the_analyst_calls_an_image_makes_no_difference(cache, small_scene):
    save(memory(cache, small_scene), small_scene)
    named = change(small_scene, name="May", provenance={"date": Provenance("user", "given")})
    assert len(cached(memory(cache, named))) == 2


@pytest.mark.parametrize("source", ["bands", "clouds"])
def test_a_file_that_was_written_again_is_another_image(cache, small_scene, source):
    first, second = small_scene.acquisitions
    save(memory(cache, small_scene), small_scene)
    path = first.clouds.path if source == "clouds" else first.bands["B02"].path
    facts = os.stat(path)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1_000_000_000))
    assert cached(memory(cache, small_scene)) == {second.key}


def test_encoder_ground_and_grid_count(cache, small_scene, tmp_path):
    save(memory(cache, small_scene), small_scene)
    assert not cached(memory(cache, small_scene, encoder="two"))
    grid = reference_grid(small_scene, small_scene.of("S2")[0])
    assert not cached(memory(cache, small_scene, grid=grid.window(Window(0, 1, 60, 60))))
    ground = Elevation(BandSource(small_scene.acquisitions[0].bands["B02"].path))
    assert not cached(memory(cache, dataclasses.replace(small_scene, elevation=ground)))


def test_an_image_that_is_not_on_this_computer_is_not_kept(cache, small_scene):
    away = change(small_scene, bands={"B02": BandSource("/vsicurl/https://example.org/a.tif")})
    save(memory(cache, away), away)
    assert cached(memory(cache, away)) == {small_scene.acquisitions[1].key}
    memory(cache, away).save_maps(BLOCK, some_maps())
    assert memory(cache, away).load_maps(BLOCK) is None
