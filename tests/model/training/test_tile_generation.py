"""Tiles painted by several processes, and kept."""

import pytest
import torch

from doab.model.training.tile_generation import Recipe, painted_fields, painted_tiles, remembered

RECIPE = Recipe((5, 3), 32)


@pytest.fixture(scope="module")
def alone():
    return list(painted_tiles(RECIPE, 3, 1))


def test_tiles_are_the_same_whatever_the_number_of_processes(alone):
    for one, other in zip(alone, painted_tiles(RECIPE, 3, 2), strict=True):
        assert torch.equal(one.targets.parcels, other.targets.parcels)
        assert torch.allclose(one.volume.features, other.volume.features, atol=1e-2)


def test_more_tiles_begin_with_the_same_ones(alone):
    assert torch.equal(next(painted_tiles(RECIPE, 1, 1)).targets.parcels, alone[0].targets.parcels)
    assert not torch.equal(alone[1].targets.parcels, alone[0].targets.parcels)


def test_squares_give_a_field_for_each_square():
    (fields,) = painted_fields(Recipe((5, 4), 32, squares=True), 1, 1)
    assert len(fields) == 16  # of 80 m in 320 m
    assert len(fields.starts) == 17 and fields.starts[-1] == len(fields.features)


def test_what_was_painted_is_kept_for_as_long_as_the_recipe_is_the_same(tmp_path):
    calls = []

    def make():
        calls.append(1)
        return [1, 2]

    path = tmp_path / "tiles.pt"
    assert [remembered(path, (RECIPE, 2), make) for _ in range(2)] == [[1, 2], [1, 2]] and len(calls) == 1
    remembered(path, (RECIPE, 3), make)
    assert len(calls) == 2


def test_a_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "tiles.pt"
    with pytest.raises(TypeError):
        remembered(path, (), lambda: (x for x in ()))
    assert not path.exists()
