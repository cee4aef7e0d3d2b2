"""Geodesic distance from many seeds at once, differentiable in the cost of passage."""

from __future__ import annotations

import torch
from torch import Tensor

FAR = 1e4


def _sweep(distance: Tensor, cumulative: Tensor, dim: int) -> Tensor:
    """Relax ``distance`` both ways along ``dim``; ``cumulative`` is the cost summed along it."""
    forward = cumulative + (distance - cumulative).cummin(dim).values
    backward = (distance + cumulative).flip(dim).cummin(dim).values.flip(dim) - cumulative
    return torch.minimum(forward, backward)


def geodesic_distance(cost: Tensor, seeds: Tensor, rounds: int = 3) -> Tensor:
    """Return the least cost of a path from each seed to every pixel, [B, Q, H, W].

    ``cost`` [B, H, W] > 0 is what crossing a pixel costs, ``seeds`` [B, Q, 2] are (x, y) in pixels. A path may bend
    2 · ``rounds`` - 1 times: each round relaxes all rows, then all columns, by cumulative minima (the fast sweeping
    method, Tsai et al. 2003, with straight runs in place of single steps).
    """
    height, width = cost.shape[-2:]
    column = seeds[..., 0].long().clamp(0, width - 1)
    row = seeds[..., 1].long().clamp(0, height - 1)
    index = (row * width + column)[..., None]
    distance = cost.new_full((*seeds.shape[:2], height * width), FAR).scatter(2, index, 0.0)
    distance = distance.unflatten(2, (height, width))
    along_row = (cost.cumsum(2) - cost / 2)[:, None]
    along_column = (cost.cumsum(1) - cost / 2)[:, None]
    for _ in range(rounds):
        distance = _sweep(distance, along_row, 3)
        distance = _sweep(distance, along_column, 2)
    return distance
