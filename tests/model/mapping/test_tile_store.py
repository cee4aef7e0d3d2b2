"""Predictions of tiles that outlive the process."""

import numpy as np
import pytest

from doab.model.datatypes import TilePrediction
from doab.model.mapping.tile_store import MAPS, MappedTile, TileStore
from doab.model.mapping.tiling import Tile
from doab.model.protocol import InputError

TILE = Tile(-3, 40, 8)


@pytest.fixture
def mapped():
    generator = np.random.default_rng(1)
    fine = [generator.random((16, 16)).astype(np.float32) for _ in range(3)]
    prediction = TilePrediction(*fine, generator.random((2, 8, 8)).astype(np.float32))
    n_clear, token_map = np.arange(64, dtype=np.uint8).reshape(8, 8), generator.random((3, 2, 2)).astype(np.float16)
    usable = generator.random((3, 8, 8)) < 0.5
    return MappedTile(generator.random((8, 8)) < 0.5, prediction, n_clear, token_map, usable)


def test_what_is_stored_comes_back_to_the_bit_also_in_another_process(tmp_path, mapped):
    TileStore(tmp_path).save(TILE, mapped)
    store = TileStore(tmp_path)
    loaded = store.load(TILE)
    assert TILE in store and Tile(0, 40, 8) not in store and store.load(Tile(0, 40, 8)) is None
    assert np.array_equal(loaded.visible, mapped.visible) and np.array_equal(loaded.n_clear, mapped.n_clear)
    assert np.array_equal(loaded.usable, mapped.usable)
    assert loaded.token_map.dtype == np.float16 and np.array_equal(loaded.token_map, mapped.token_map)
    for name in MAPS:
        one, other = getattr(loaded.prediction, name), getattr(mapped.prediction, name)
        assert one.dtype == other.dtype and np.array_equal(one, other)


def test_a_tile_without_ground_to_map_has_no_prediction(tmp_path):
    store = TileStore(tmp_path)
    store.save(TILE, MappedTile(np.zeros((8, 8), bool)))
    assert store.load(TILE).prediction is None


def test_a_damaged_file_counts_as_absent(tmp_path, mapped):
    TileStore(tmp_path).save(TILE, mapped)
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    for damage in (content[: len(content) // 2], content[:300] + b"x" * 50 + content[350:], b""):
        path.write_bytes(damage)
        store = TileStore(tmp_path)
        assert TILE in store and store.load(TILE) is None and TILE not in store and not path.exists()


def test_only_what_is_needed_is_retained(tmp_path, mapped):
    store = TileStore(tmp_path)
    tiles = [Tile(0, col, 8) for col in (0, 5, 10)]
    for tile in tiles:
        store.save(tile, mapped)
    store.retain({tiles[1], Tile(7, 7, 8)})
    store.remove(Tile(3, 3, 8))
    assert [tile in store for tile in tiles] == [False, True, False] and len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(tmp_path, mapped, monkeypatch):
    def full(file, **_arrays):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    store = TileStore(tmp_path)
    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(InputError, match="No space left on device.*run again"):
        store.save(TILE, mapped)
    assert not list(tmp_path.iterdir()) and TILE not in store
