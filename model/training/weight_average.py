"""The exponential moving average of the network's weights, and the normalisation statistics that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn, update_bn

from ..network.two_stream import Features, TwoStream
from .dataset import Example

Tensors = tuple[Tensor, ...] | list[Tensor]


class WeightAverage:
    """The moving average of a network's weights and buffers, which follows faster in the first steps of a stage.

    ``decay`` is the largest share that the average keeps in one step. Integer buffers keep their first values.
    """

    def __init__(self, network: TwoStream, decay: float) -> None:
        self._decay = decay
        self._model = AveragedModel(network, multi_avg_fn=self._move, use_buffers=True)
        self._model.eval()

    @property
    def network(self) -> TwoStream:
        """The network with the averaged weights, in evaluation mode."""
        return cast(TwoStream, self._model.module)

    def update(self, network: TwoStream, step: int) -> None:
        """Move the average towards ``network`` after ``step`` (from 0) of a stage."""
        # AveragedModel would replace the average in its first update; a count from 1 makes it move from the beginning.
        self._model.get_buffer("n_averaged").fill_(step + 1)
        self._model.update_parameters(network)

    def measure_normalisation(self, batches: Iterable[Example]) -> None:
        """Replace the statistics of batch normalisation by their plain mean over ``batches``.

        No batch of training has passed through the averaged weights, so that averaged statistics do not fit them
        (Izmailov et al. 2018, section 3.2).
        """
        with torch.no_grad():
            update_bn(batches, _Streams(self.network).eval())

    def _move(self, means: Tensors, current: Tensors, count: Tensor | int) -> None:
        """Average tensors of one type in place; ``count`` is the number of the update, from 1."""
        if means[0].is_floating_point():
            keep = min(self._decay, int(count) / (9 + int(count)))
            get_ema_multi_avg_fn(keep)(means, current, count)


class _Streams(nn.Module):
    """The two streams of a network as one module of one argument, as `update_bn` calls it."""

    def __init__(self, network: TwoStream) -> None:
        super().__init__()
        self.network = network

    def forward(self, batch: Example) -> Features:
        return self.network.encode_space(self.network.encode_time(batch.volume), batch.frame)
