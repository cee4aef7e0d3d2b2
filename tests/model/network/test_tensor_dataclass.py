"""Moves, precision and batches of dataclasses of tensors, nested ones too."""

from dataclasses import dataclass

import pytest
import torch
from torch import Tensor

from doab.model.network.tensor_dataclass import TensorDataclass


@dataclass(frozen=True)
class Series(TensorDataclass):
    values: Tensor
    days: Tensor

    @classmethod
    def stack(cls, parts):
        longest = max(len(one.days) for one in parts)
        return super().stack([one.map(lambda x: torch.cat([x, x.new_zeros(longest - len(x))])) for one in parts])


@dataclass(frozen=True)
class Tile(TensorDataclass):
    series: Series
    levels: dict[int, Tensor]
    seen: Tensor


def tile(length):
    values = Series(torch.ones(length), torch.arange(length))
    return Tile(values, {1: torch.zeros(2, 2), 2: torch.ones(1, 1)}, torch.ones(2, dtype=torch.bool))


def test_a_change_reaches_every_tensor_but_those_that_are_named():
    changed = tile(3).map(lambda x: x + 1, but=("seen",))
    assert changed.series.days.tolist() == [1, 2, 3] and changed.levels[2].item() == 2
    assert changed.seen.dtype == torch.bool


@pytest.mark.parametrize("precision, kind", [("half", torch.float16), ("float", torch.float32)])
def test_precision_changes_floating_point_alone(precision, kind):
    changed = getattr(tile(3), precision)()
    assert changed.series.values.dtype == changed.levels[1].dtype == kind
    assert changed.series.days.dtype == torch.int64 and changed.seen.dtype == torch.bool


def test_a_batch_stacks_the_parts_as_each_of_them_says():
    batch = Tile.stack([tile(3), tile(1)])
    assert batch.series.days.tolist() == [[0, 1, 2], [0, 0, 0]]  # the shorter one is filled up
    assert batch.levels[1].shape == (2, 2, 2) and batch.seen.shape == (2, 2)
    second = batch.tile(1)
    assert second.series.values.tolist() == [[1, 0, 0]] and second.levels[2].shape == (1, 1, 1)


def test_all_of_it_is_on_the_device_it_was_moved_to():
    moved = tile(2).to("meta")
    assert {moved.series.days.device.type, moved.levels[1].device.type, moved.seen.device.type} == {"meta"}
