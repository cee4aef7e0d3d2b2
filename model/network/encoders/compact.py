"""The project's own small encoder: one transformer pass per acquisition over S2, S1, DEM, location and date."""

from __future__ import annotations

import torch
from einops import rearrange
from torch import Tensor, nn

from ..batches import Views
from ..blocks import AttentionLayer, fourier
from ..normalization import OPTICAL, RADAR, TERRAIN, Standardise
from .base import Encoder


class CompactEncoder(Encoder):
    """Tokens of ``patch`` × ``patch`` pixels (40 m by default) from attention inside windows of 8 × 8 tokens.

    Each sensor's patch is embedded with its validity; date and location are added as Fourier features; what is missing
    adds nothing. After Tseng et al. 2025 (Galileo) in its inputs, Liu et al. 2021 (Swin) in its windows.
    """

    WINDOW = 8

    def __init__(self, width: int = 64, depth: int = 2, heads: int = 4, patch: int = 4) -> None:
        super().__init__()
        self.patch, self.width, self.span = patch, width, self.WINDOW * patch
        self.optical = nn.Conv2d(11, width, patch, patch)
        self.radar = nn.Conv2d(3, width, patch, patch)
        self.terrain = nn.Conv2d(3, width, patch, patch)
        self.bands = nn.Linear(12, width)
        self.context = nn.Linear(2 * 4 + 2 * 2 * 4, width)
        self.position = nn.Parameter(0.02 * torch.randn(self.WINDOW, self.WINDOW, width))
        self.layers = nn.ModuleList(AttentionLayer(width, heads, 2 * width) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.standardise_optical = Standardise(OPTICAL)
        self.standardise_radar = Standardise(RADAR)
        self.standardise_terrain = Standardise(TERRAIN)

    def embed(self, views: Views) -> Tensor:
        """Return the patch embeddings before attention, [N, h, w, width]."""
        optical = self.standardise_optical(views.optical, views.optical_present)
        radar = self.standardise_radar(views.radar, views.radar_present)
        terrain = self.standardise_terrain(views.terrain, views.terrain_valid[..., None, :, :])
        x = self.optical(torch.cat([optical, views.optical_valid[:, None]], dim=1))
        x = x + self.radar(torch.cat([radar, views.radar_valid[:, None]], dim=1))
        x = x + self.terrain(torch.cat([terrain, views.terrain_valid[..., None, :, :]], dim=-3))
        bands = torch.cat([views.optical_bands, views.radar_bands], dim=1)
        date = fourier((views.days.float() % 365.25)[:, None], 4, 365.25)
        location = fourier(views.location, 4, 360.0).expand(len(date), -1)
        context = self.bands(bands) + self.context(torch.cat([date, location], dim=1))
        return rearrange(x, "n c h w -> n h w c") + context[:, None, None]

    def attend(self, tokens: Tensor) -> Tensor:
        """Run the transformer over windows of the token grid [N, h, w, width]."""
        n, height, width, _ = tokens.shape
        down, across = min(self.WINDOW, height), min(self.WINDOW, width)
        rows, columns = -(-height // down), -(-width // across)
        if rows * down > height or columns * across > width:
            tokens = nn.functional.pad(tokens, (0, 0, 0, columns * across - width, 0, rows * down - height))
        x = rearrange(tokens, "n (r a) (q b) c -> (n r q) a b c", a=down, b=across)
        x = rearrange(x + self.position[:down, :across], "m a b c -> m (a b) c")
        for layer in self.layers:
            x = layer(x)
        x = rearrange(self.norm(x), "(n r q) (a b) c -> n (r a) (q b) c", n=n, r=rows, q=columns, a=down)
        return x[:, :height, :width]

    def forward(self, views: Views) -> Tensor:
        return self.attend(self.embed(views))
