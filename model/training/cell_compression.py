"""A narrower cell map: the principal components of what the spatial stream reads of it."""

from __future__ import annotations

import copy
from collections.abc import Iterable

import torch
from torch import nn

from ..network.batches import TokenVolume
from ..network.perceiver import CELL_WIDTH
from ..network.two_stream import TwoStream


@torch.no_grad()
def compress_cells(network: TwoStream, volumes: Iterable[TokenVolume], width: int) -> tuple[TwoStream, float]:
    """Return a network whose cell map holds ``width`` values of a cell, and the share of the variance that is kept.

    Cells are read through one linear map. Of the best linear bottleneck before it, the leading principal components of
    its output (Eckart & Young 1936), the first half goes to the temporal stream and the second to the spatial one.
    ``volumes`` are batches of tiles on which they are measured; all else of the network stays.
    """
    network.eval()
    reader = network.spatial.cells
    device = reader.weight.device
    cells = [network.temporal.cell_map(one.to(device)).movedim(1, -1).flatten(0, -2).double() for one in volumes]
    x = torch.cat(cells)
    mean = x.mean(0)
    weights = reader.weight[:, :, 0, 0].double()
    covariance = weights @ torch.cov(x.T) @ weights.T
    variances, components = torch.linalg.eigh(covariance)  # in ascending order
    components = components[:, -width:]
    narrow = copy.deepcopy(network)
    before = network.temporal.cell_map.squeeze
    squeezed, bias = torch.eye(CELL_WIDTH, dtype=x.dtype, device=device), torch.zeros_like(mean)
    if isinstance(before, nn.Conv2d):
        squeezed, bias = before.weight[:, :, 0, 0].double(), _bias(before)
    down = components.T @ weights  # of values as they were kept before
    narrow.temporal.cell_map.squeeze = squeeze = nn.Conv2d(CELL_WIDTH, width, 1)
    narrow.spatial.cells = nn.Conv2d(width, reader.out_channels, 1)
    _set(squeeze, down @ squeezed, down @ (bias - mean))
    _set(narrow.spatial.cells, components, _bias(reader) + weights @ mean)
    return narrow.to(device), float(variances[-width:].sum() / variances.sum())


def _bias(layer: nn.Conv2d) -> torch.Tensor:
    return layer.get_parameter("bias").double()


def _set(layer: nn.Conv2d, weight: torch.Tensor, bias: torch.Tensor) -> None:
    layer.weight.copy_(weight[:, :, None, None])
    layer.get_parameter("bias").copy_(bias)
