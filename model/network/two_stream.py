"""The whole network: temporal stream, spatial stream, dense heads and query decoder (Vinholi et al., EGU26-19669)."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from .batches import Frame, LatentBank, TokenVolume
from .decoder import QueryDecoder, QueryPrediction
from .dense import DenseHeads, DenseMaps
from .perceiver import Perceiver
from .spatial import SpatialStream
from .tensor_dataclass import TensorDataclass


@dataclass(frozen=True)
class Features(TensorDataclass):
    """The output of both streams: the bank of ``latents`` and a spatial ``pyramid``, by stride [B, c, h, w]."""

    latents: LatentBank
    pyramid: dict[int, Tensor]


class TwoStream(nn.Module):
    """Everything but the frozen encoder: token volumes and reference frames in, dense maps and queries out.

    ``width`` and ``cell`` are the numbers of values of a latent for a token and for a cell.
    """

    def __init__(
        self,
        classes: int,
        token_width: int,
        width: int = 96,
        cell: int = 8,
        fine: int = 32,
        backbone: str = "hrnet_w18_small",
        patch: int = 4,
    ) -> None:
        super().__init__()
        self.temporal = Perceiver(token_width, width, cell)
        self.spatial = SpatialStream(backbone, width, cell, fine, patch)
        self.dense = DenseHeads(classes, width, fine)
        self.decoder = QueryDecoder(classes, width, fine, patch)

    def encode_time(self, volume: TokenVolume) -> LatentBank:
        """Run the temporal stream, which does not depend on the reference frame."""
        return self.temporal(volume)

    def encode_space(self, latents: LatentBank, frame: Frame) -> Features:
        """Run the spatial stream, which the latents enter."""
        return Features(latents, self.spatial(frame, latents))

    def dense_maps(self, features: Features) -> DenseMaps:
        """Run the dense heads."""
        return self.dense(features.pyramid[1], features.latents.token_map)

    def queries(self, features: Features, points: Tensor, valid: Tensor) -> list[QueryPrediction]:
        """Run the query decoder at ``points`` [B, Q, 2]; ``valid`` [B, Q] marks those that are no padding."""
        return self.decoder(points, valid, features.latents, features.pyramid)
