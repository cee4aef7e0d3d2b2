"""Query decoders with one thing withheld at test time: the bank of latents, or the layers that refine the masks."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from ..network.batches import LatentBank
from ..network.decoder import QueryDecoder, QueryPrediction


class WithoutLatents(nn.Module):
    """A decoder whose queries neither begin with the latents nor attend to them; the pyramid still holds time."""

    def __init__(self, decoder: QueryDecoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(
        self, points: Tensor, valid: Tensor, latents: LatentBank, pyramid: dict[int, Tensor]
    ) -> list[QueryPrediction]:
        empty = LatentBank(torch.zeros_like(latents.token_map), torch.zeros_like(latents.cell_map))
        return self.decoder(points, valid, empty, pyramid)


class Unrefined(nn.Module):
    """A decoder whose first prediction counts, from the queries as they are generated, before any layer refines it."""

    def __init__(self, decoder: QueryDecoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(
        self, points: Tensor, valid: Tensor, latents: LatentBank, pyramid: dict[int, Tensor]
    ) -> list[QueryPrediction]:
        first = self.decoder(points, valid, latents, pyramid)[0]
        size = pyramid[1].shape[-2:]
        return [replace(first, mask=F.interpolate(first.mask, size, mode="bilinear", align_corners=False))]
