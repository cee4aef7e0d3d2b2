"""Query decoders with one thing withheld at test time: the latents, the layers that refine masks, or all training."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from ..network.batches import LatentBank
from ..network.decoder import QueryDecoder, QueryPrediction

Pyramid = dict[int, Tensor]  # by stride


class _Ablation(nn.Module):
    """A decoder of which something is withheld, called as it is: see `QueryDecoder.forward`."""

    def __init__(self, decoder: QueryDecoder) -> None:
        super().__init__()
        self.decoder = decoder


class WithoutLatents(_Ablation):
    """A decoder whose queries neither begin with the latents nor attend to them; the pyramid still holds time."""

    def forward(self, points: Tensor, valid: Tensor, latents: LatentBank, pyramid: Pyramid) -> list[QueryPrediction]:
        return self.decoder(points, valid, latents.map(torch.zeros_like), pyramid)


class Unrefined(_Ablation):
    """A decoder whose first prediction counts, from the queries as they are generated, before any layer refines it."""

    def forward(self, points: Tensor, valid: Tensor, latents: LatentBank, pyramid: Pyramid) -> list[QueryPrediction]:
        first = self.decoder(points, valid, latents, pyramid)[0]
        size = pyramid[1].shape[-2:]
        return [replace(first, mask=F.interpolate(first.mask, size, mode="bilinear", align_corners=False))]


def untrained(decoder: QueryDecoder) -> QueryDecoder:
    """Return a decoder of the same shape with random weights of a fixed seed: the control of all that it learned."""
    last = cast(nn.Linear, decoder.get_submodule("heads.0.crop.2"))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        other = QueryDecoder(last.out_features, decoder.seed.out_features, decoder.content.out_channels)
    return other.to(last.weight.device).eval()
