"""Geodesic distance from many seeds at once, differentiable in the cost of passage."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

FAR = 1e4  # the distance before any path is known


class Sweep(torch.autograd.Function):
    """Relax distances [L, B, Q, M] along their first dimension, forwards and backwards.

    ``step`` [L - 1, B, 1, M] is the cost of a step between neighbours. Line by line on contiguous memory this is
    several times as fast on a processor as cumulative minima, which also compute their positions.
    """

    @staticmethod
    def forward(ctx: Any, distance: Tensor, step: Tensor) -> Tensor:
        distance = distance.clone()
        length, learning = len(distance), any(ctx.needs_input_grad)
        forth = [(i, i - 1, i - 1) for i in range(1, length)]  # line, the one it may be reached from, the step between
        back = [(i, i + 1, i) for i in range(length - 2, -1, -1)]
        shape = distance.shape if learning else (0,)
        shorter = torch.zeros(2, *shape, dtype=torch.bool, device=distance.device)
        for turn, lines in enumerate((forth, back)):
            for here, there, between in lines:
                path = distance[there] + step[between]
                if learning:
                    torch.lt(path, distance[here], out=shorter[turn, here])
                torch.minimum(path, distance[here], out=distance[here])
        if learning:
            ctx.save_for_backward(*shorter.unbind())
        return distance

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor]:
        from_before, from_after = ctx.saved_tensors
        gradient = gradient.clone(memory_format=torch.contiguous_format)  # it comes permuted: lines would be strided
        to_step = torch.zeros_like(gradient[1:, :, :1])
        for i in range(len(gradient) - 1):
            moved = gradient[i] * from_after[i]
            gradient[i] -= moved
            gradient[i + 1] += moved
            to_step[i] += moved.sum(1, keepdim=True)
        for i in range(len(gradient) - 1, 0, -1):
            moved = gradient[i] * from_before[i]
            gradient[i] -= moved
            gradient[i - 1] += moved
            to_step[i - 1] += moved.sum(1, keepdim=True)
        return gradient, to_step


def geodesic_distance(cost: Tensor, seeds: Tensor, rounds: int = 3) -> Tensor:
    """Return the least cost of a path from each seed to every pixel, [B, Q, H, W].

    ``cost`` [B, H, W] > 0 is the cost of crossing a pixel, ``seeds`` [B, Q, 2] are (x, y) in pixels. A path may bend
    2 · ``rounds`` - 1 times: each round relaxes all rows, then all columns (the fast sweeping method, Tsai et al. 2003,
    with straight runs in place of single steps).
    """
    height, width = cost.shape[-2:]
    column = seeds[..., 0].long().clamp(0, width - 1)
    row = seeds[..., 1].long().clamp(0, height - 1)
    index = (row * width + column)[..., None]
    distance = cost.new_full((*seeds.shape[:2], height * width), FAR).scatter(2, index, 0.0)
    distance = distance.unflatten(2, (height, width)).permute(3, 0, 1, 2).contiguous()
    along_row = ((cost[..., 1:] + cost[..., :-1]) / 2).permute(2, 0, 1)[:, :, None].contiguous()
    along_column = ((cost[:, 1:] + cost[:, :-1]) / 2).permute(1, 0, 2)[:, :, None].contiguous()
    for again in range(rounds):
        distance = Sweep.apply(distance, along_row)  # [W, B, Q, H]
        distance = Sweep.apply(distance.permute(3, 1, 2, 0).contiguous(), along_column)  # [H, B, Q, W]
        if again < rounds - 1:
            distance = distance.permute(3, 1, 2, 0).contiguous()
    return distance.permute(1, 2, 0, 3)
