"""The spatial stream: the reference frame through a high-resolution backbone, joined with the temporal maps."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from ..datatypes import Sample
from .backbones import create_backbone
from .blocks import silent
from .encoders.compact import OPTICAL_CENTRE, OPTICAL_SPREAD, standardise
from .perceiver import Latents
from .tokens import CELL


@dataclass(frozen=True)
class Frame:
    """A batch of reference frames: ``values`` [B, 10, H, W] reflectance, ``valid`` [B, H, W], ``bands`` [B, 10]."""

    values: Tensor
    valid: Tensor
    bands: Tensor


def frame_of(sample: Sample) -> Frame:
    """Return the reference frame of one sample, without the batch dimension."""
    arrays = sample.reference, sample.reference_valid, sample.reference_bands
    return Frame(*(torch.as_tensor(array).float() for array in arrays))


def _conv(inputs: int, outputs: int) -> nn.Sequential:
    """A 3 × 3 convolution with batch normalisation and activation."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.SiLU())


class SpatialStream(nn.Module):
    """Multi-scale features of the reference frame: a dict from stride (1, 2, 4, 8) to [B, c, H / stride, W / stride].

    A stem of stride 1 keeps the geometry of single pixels; a timm backbone with parallel resolutions (HRNet, Wang et
    al. 2020) adds context. A top-down path (Lin et al. 2017, FPN) joins them; the temporal stream's maps enter at the
    strides of tokens and of cells, so that boundaries visible only in time reach every finer level.
    """

    STRIDES = (8, 4, 2)

    def __init__(
        self, backbone: str = "hrnet_w18_small", width: int = 96, cell: int = 48, fine: int = 32, patch: int = 4
    ) -> None:
        super().__init__()
        self.patch = patch
        self.bands = nn.Linear(10, fine)
        self.stem = nn.Conv2d(11, fine, 3, padding=1)
        self.stem_mix = nn.Sequential(_conv(fine, fine), _conv(fine, fine))
        self.backbone = create_backbone(backbone, fine)
        channels = dict(zip(self.backbone.feature_info.reduction(), self.backbone.feature_info.channels(), strict=True))
        self.levels = sorted((s for s in channels if s <= 32), reverse=True)
        self.lateral = nn.ModuleDict({str(s): nn.Conv2d(channels[s], width, 1) for s in self.levels})
        self.smooth = nn.ModuleDict({str(s): _conv(width, width) for s in self.STRIDES})
        self.temporal = nn.Conv2d(width, width, 1)
        self.cells = silent(nn.Conv2d(cell, width, 1))
        self.fine = _conv(width + fine, fine)
        self.fine_mix = _conv(fine, fine)

    def forward(self, frame: Frame, latents: Latents) -> dict[int, Tensor]:
        seen = frame.valid[:, None] * frame.bands[:, :, None, None]
        x = standardise(frame.values, OPTICAL_CENTRE, OPTICAL_SPREAD, seen)
        x = self.stem(torch.cat([x, frame.valid[:, None].to(x.dtype)], dim=1))
        x = x + self.bands(frame.bands)[..., None, None]
        stem = self.stem_mix(x)
        maps = dict(zip(self.backbone.feature_info.reduction(), self.backbone(stem), strict=True))
        pyramid, carried = {}, None
        for stride in self.levels:
            level = self.lateral[str(stride)](maps[stride])
            if carried is not None:
                level = level + F.interpolate(carried, size=level.shape[-2:], mode="bilinear", align_corners=False)
            if stride == self.patch:
                level = level + self.temporal(latents.token_map)
            if stride == CELL:
                level = level + self.cells(latents.cell_map)
            if str(stride) in self.smooth:
                level = self.smooth[str(stride)](level)
                pyramid[stride] = level
            carried = level
        up = F.interpolate(carried, size=stem.shape[-2:], mode="bilinear", align_corners=False)
        pyramid[1] = self.fine_mix(self.fine(torch.cat([up, stem], dim=1)))
        return pyramid
