"""The whole network: temporal stream, spatial stream, dense heads and query decoder (Vinholi et al., EGU26-19669)."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from .decoder import QueryDecoder, QueryPrediction
from .dense import DenseHeads, DenseMaps
from .perceiver import Latents, Perceiver
from .spatial import Frame, SpatialStream
from .tokens import TokenVolume


@dataclass(frozen=True)
class Features:
    """What both streams give: ``latents`` of time and the ``pyramid`` of space, stride to [B, c, h, w]."""

    latents: Latents
    pyramid: dict[int, Tensor]


class TwoStream(nn.Module):
    """Everything but the frozen encoder: token volumes and reference frames in, dense maps and queries out."""

    def __init__(
        self,
        classes: int,
        token_width: int,
        width: int = 96,
        cell: int = 48,
        fine: int = 32,
        backbone: str = "hrnet_w18_small",
        patch: int = 4,
    ) -> None:
        super().__init__()
        self.patch = patch
        self.temporal = Perceiver(token_width, width, cell)
        self.spatial = SpatialStream(backbone, width, cell, fine, patch)
        self.dense = DenseHeads(classes, width, fine)
        self.decoder = QueryDecoder(classes, width, fine)

    def compress(self, volume: TokenVolume) -> Latents:
        """Run the temporal stream, which knows nothing of the reference frame."""
        return self.temporal(volume, self.patch)

    def latents_of(self, content: Tensor, token_map: Tensor, cell_map: Tensor) -> Latents:
        """Return what `compress` gave, of its content [B, L, d] and its maps."""
        places = self.temporal.anchors(*token_map.shape[-2:], self.patch, content.device)
        return Latents(content, places, token_map, cell_map)

    def look(self, latents: Latents, frame: Frame) -> Features:
        """Run the spatial stream beside what the temporal one gave."""
        return Features(latents, self.spatial(frame, latents))

    def dense_maps(self, features: Features) -> DenseMaps:
        """Run the dense heads."""
        return self.dense(features.pyramid[1], features.latents.token_map)

    def queries(self, features: Features, places: Tensor, real: Tensor) -> list[QueryPrediction]:
        """Ask at ``places`` [B, Q, 2]; ``real`` [B, Q] marks those that count."""
        return self.decoder(places, real, features.latents, features.pyramid)
