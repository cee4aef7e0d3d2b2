"""The dense heads: field, border, depth and crop for every pixel; trained first, and a readout of their own."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from .tensor_dataclass import TensorDataclass


@dataclass(frozen=True)
class DenseMaps(TensorDataclass):
    """Logits: ``field``, ``border``, ``core`` [B, 2H, 2W] at 5 m (sigmoid: `TilePrediction`), ``crop`` [B, K, H, W]."""

    field: Tensor
    border: Tensor
    core: Tensor
    crop: Tensor


class DenseHeads(nn.Module):
    """Heads on the finest features; geometry at half the pixel size by sub-pixel shuffle (Shi et al. 2016).

    The crop head reads the token map directly: the crop follows from time. It does not read the cell map: with it,
    crops were predicted less well in regions not trained on.
    """

    def __init__(self, classes: int, width: int = 96, fine: int = 32) -> None:
        super().__init__()
        self.geometry = nn.Sequential(nn.Conv2d(fine, 2 * fine, 3, padding=1), nn.SiLU(), nn.Conv2d(2 * fine, 12, 1))
        self.temporal = nn.Conv2d(width, width, 1)
        self.spatial = nn.Conv2d(fine, width, 1)
        self.crop = nn.Sequential(nn.SiLU(), nn.Conv2d(width, width, 1), nn.SiLU(), nn.Conv2d(width, classes, 1))

    def crop_alone(self, token_map: Tensor) -> Tensor:
        """Return crop logits [B, K, h, w] from the temporal stream alone, without the reference frame."""
        return self.crop(self.temporal(token_map))

    def forward(self, fine: Tensor, token_map: Tensor) -> DenseMaps:
        field, border, core = F.pixel_shuffle(self.geometry(fine), 2).unbind(1)
        temporal = F.interpolate(self.temporal(token_map), size=fine.shape[-2:], mode="bilinear", align_corners=False)
        return DenseMaps(field, border, core, self.crop(temporal + self.spatial(fine)))


def pixel_seeds(maps: DenseMaps, count: int, radius: int = 2, depth: float = 0.15) -> tuple[Tensor, Tensor]:
    """Return up to ``count`` points deep inside predicted fields, and which of them are valid (no padding).

    Points [B, count, 2] are pixel centres (x, y) at 10 m: local maxima of depth within ``radius`` pixels, deepest
    first.
    """
    depths = F.avg_pool2d((maps.core.sigmoid() * maps.field.sigmoid())[:, None], 2)
    # A faint ramp breaks ties on plateaus, so that one plateau gives one seed.
    ramp = torch.linspace(0, 1e-4, depths.shape[-1] * depths.shape[-2], device=depths.device).view(depths.shape[-2:])
    depths = depths + ramp
    peaks = (depths == F.max_pool2d(depths, 2 * radius + 1, 1, radius)) & (depths > depth)
    ranked = (depths * peaks).flatten(1).topk(min(count, depths[0].numel()), dim=1)
    width = depths.shape[-1]
    points = torch.stack([ranked.indices % width, ranked.indices // width], dim=-1) + 0.5
    return points, ranked.values > depth
