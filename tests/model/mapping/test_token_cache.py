"""Tokens as bytes, and the changes that invalidate the cached ones."""

import dataclasses
import os

import numpy as np
import pytest
from rasterio.windows import Window

from doab.model.datatypes import AcquisitionTokens, TileLatents
from doab.model.disk_cache import Cache
from doab.model.mapping.tiling import Tiling
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


TILE = Tiling(60, 60, 24).tiles()[3]


def memory(cache, scene, encoder="one", grid=None, side=24, temporal="one"):
    return TokenCache(cache, encoder, temporal, scene, grid or reference_grid(scene, scene.of("S2")[-1]), side)


def test_what_all_acquisitions_come_to_is_recalled_only_for_the_same_ones_and_the_same_temporal_stream(
    cache, small_scene
):
    maps = np.ones((3, 6, 6), np.float16), np.full((2, 12, 12), 2, np.float16)
    latents = TileLatents(np.ones((2, 3), np.float16), *maps, np.full((24, 24), 7, np.uint8))
    memory(cache, small_scene).save_latents(TILE, latents)
    cached = memory(cache, small_scene).load_latents(TILE)
    for name, array in vars(latents).items():
        assert getattr(cached, name).dtype == array.dtype
        np.testing.assert_array_equal(getattr(cached, name), array)
    fewer = Scene(small_scene.acquisitions[:1])
    assert memory(cache, fewer).load_latents(TILE) is None
    assert memory(cache, small_scene, temporal="another").load_latents(TILE) is None
    assert memory(cache, small_scene, encoder="another").load_latents(TILE) is None
    assert memory(cache, small_scene).load_latents(Tiling(60, 60, 24).tiles()[4]) is None


def test_what_one_run_keeps_the_next_recalls(cache, small_scene):
    first, second = (a.key for a in small_scene.acquisitions)
    memory(cache, small_scene).save_tokens(TILE, {first: some(seed=1)})
    later = memory(cache, small_scene)
    assert later.cached_keys(TILE) == {first}
    np.testing.assert_array_equal(later.load_tokens(TILE)[first].features, some(seed=1).features)
    assert not later.cached_keys(Tiling(60, 60, 24).tiles()[4])
    later.save_tokens(TILE, {second: some(seed=2)})
    assert memory(cache, small_scene).load_tokens(TILE).keys() == {first, second}


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
    memory(cache, small_scene).save_tokens(TILE, {a.key: some() for a in small_scene.acquisitions})
    assert memory(cache, change(small_scene, **what)).cached_keys(TILE) == {small_scene.acquisitions[1].key}


def test_other_bands_are_another_image(cache, small_scene):
    first = small_scene.acquisitions[0]
    memory(cache, small_scene).save_tokens(TILE, {a.key: some() for a in small_scene.acquisitions})
    turned = {**first.bands, "B02": first.bands["B03"], "B03": first.bands["B02"]}
    assert memory(cache, change(small_scene, bands=turned)).cached_keys(TILE) == {small_scene.acquisitions[1].key}


def test_what_the_analyst_calls_an_image_makes_no_difference(cache, small_scene):
    memory(cache, small_scene).save_tokens(TILE, {a.key: some() for a in small_scene.acquisitions})
    named = change(small_scene, name="May", provenance={"date": Provenance("user", "given")})
    assert len(memory(cache, named).cached_keys(TILE)) == 2


@pytest.mark.parametrize("source", ["bands", "clouds"])
def test_a_file_that_was_written_again_is_another_image(cache, small_scene, source):
    first, second = small_scene.acquisitions
    memory(cache, small_scene).save_tokens(TILE, {a.key: some() for a in small_scene.acquisitions})
    path = first.clouds.path if source == "clouds" else first.bands["B02"].path
    facts = os.stat(path)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1_000_000_000))
    assert memory(cache, small_scene).cached_keys(TILE) == {second.key}


def test_encoder_ground_grid_and_size_of_tiles_all_count(cache, small_scene, tmp_path):
    memory(cache, small_scene).save_tokens(TILE, {a.key: some() for a in small_scene.acquisitions})
    assert not memory(cache, small_scene, encoder="two").cached_keys(TILE)
    assert not memory(cache, small_scene, side=48).cached_keys(TILE)
    grid = reference_grid(small_scene, small_scene.of("S2")[0])
    assert not memory(cache, small_scene, grid=grid.window(Window(0, 1, 60, 60))).cached_keys(TILE)
    ground = Elevation(BandSource(small_scene.acquisitions[0].bands["B02"].path))
    assert not memory(cache, dataclasses.replace(small_scene, elevation=ground)).cached_keys(TILE)


def test_an_image_that_is_not_on_this_computer_is_not_kept(cache, small_scene):
    away = change(small_scene, bands={"B02": BandSource("/vsicurl/https://example.org/a.tif")})
    memory(cache, away).save_tokens(TILE, {a.key: some() for a in away.acquisitions})
    assert memory(cache, away).cached_keys(TILE) == {small_scene.acquisitions[1].key}
    memory(cache, away).save_latents(TILE, TileLatents(*np.zeros((4, 1))))
    assert memory(cache, away).load_latents(TILE) is None
