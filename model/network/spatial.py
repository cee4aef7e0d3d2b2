"""The spatial stream: the reference frame through a high-resolution backbone, joined with the temporal maps."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from .backbones import create_backbone, feature_levels
from .batches import Frame, LatentBank
from .blocks import zero_initialised
from .normalization import OPTICAL, Standardise
from .tokens import CELL


def _conv(inputs: int, outputs: int) -> nn.Sequential:
    """Return a 3 × 3 convolution with batch normalisation and activation."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.SiLU())


class SpatialStream(nn.Module):
    """Multi-scale features of the reference frame: a dict from stride (1, 2, 4, 8) to [B, c, H / stride, W / stride].

    A stem of stride 1 keeps the geometry of single pixels; a timm backbone with parallel resolutions (HRNet, Wang et
    al. 2020) adds context. A top-down path (Lin et al. 2017, FPN) joins them; the temporal stream's maps enter at the
    strides of tokens and of cells, so that boundaries visible only in time reach every finer level.
    """

    STRIDES = (8, 4, 2)

    def __init__(
        self, backbone: str = "hrnet_w18_small", width: int = 96, cell: int = 8, fine: int = 32, patch: int = 4
    ) -> None:
        super().__init__()
        self.patch = patch
        self.bands = nn.Linear(10, fine)
        self.stem = nn.Conv2d(11, fine, 3, padding=1)
        self.stem_mix = nn.Sequential(_conv(fine, fine), _conv(fine, fine))
        self.backbone = create_backbone(backbone, fine)
        channels = feature_levels(self.backbone)
        self.backbone_strides = list(channels)
        self.levels = sorted((s for s in channels if s <= 32), reverse=True)
        self.lateral = nn.ModuleDict({str(s): nn.Conv2d(channels[s], width, 1) for s in self.levels})
        self.smooth = nn.ModuleDict({str(s): _conv(width, width) for s in self.STRIDES})
        self.temporal = nn.Conv2d(width, width, 1)
        self.cells = zero_initialised(nn.Conv2d(cell, width, 1))
        self.fine = _conv(width + fine, fine)
        self.fine_mix = _conv(fine, fine)
        self.standardise = Standardise(OPTICAL)

    def forward(self, frame: Frame, latents: LatentBank) -> dict[int, Tensor]:
        x = self.standardise(frame.values, frame.valid[:, None] * frame.bands[:, :, None, None])
        x = self.stem(torch.cat([x, frame.valid[:, None].to(x.dtype)], dim=1))
        x = x + self.bands(frame.bands)[..., None, None]
        stem = self.stem_mix(x)
        maps = dict(zip(self.backbone_strides, self.backbone(stem), strict=True))
        pyramid: dict[int, Tensor] = {}
        level = stem  # replaced by the coarsest level
        for number, stride in enumerate(self.levels):
            coarser, level = level, self.lateral[str(stride)](maps[stride])
            if number:
                level = level + F.interpolate(coarser, size=level.shape[-2:], mode="bilinear", align_corners=False)
            if stride == self.patch:
                level = level + self.temporal(latents.token_map)
            if stride == CELL:
                level = level + self.cells(latents.cell_map)
            if str(stride) in self.smooth:
                level = self.smooth[str(stride)](level)
                pyramid[stride] = level
        up = F.interpolate(level, size=stem.shape[-2:], mode="bilinear", align_corners=False)
        pyramid[1] = self.fine_mix(self.fine(torch.cat([up, stem], dim=1)))
        return pyramid
