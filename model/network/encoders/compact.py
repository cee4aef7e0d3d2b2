"""The project's own small encoder: one transformer pass per acquisition over S2, S1, DEM, place and date."""

from __future__ import annotations

import torch
from einops import rearrange
from torch import Tensor, nn

from ..blocks import Attention, FeedForward, fourier
from .base import Encoder, Views

# Centre and spread that bring typical land surfaces near zero mean and unit variance; bands as in job.OPTICAL_BANDS.
OPTICAL_CENTRE = (0.05, 0.07, 0.07, 0.12, 0.22, 0.26, 0.27, 0.28, 0.20, 0.13)
OPTICAL_SPREAD = (0.03, 0.03, 0.05, 0.05, 0.09, 0.11, 0.12, 0.12, 0.08, 0.08)
RADAR_CENTRE, RADAR_SPREAD = (-10.0, -17.0), (3.5, 4.0)
TERRAIN_CENTRE, TERRAIN_SPREAD = (200.0, 3.0), (300.0, 5.0)


def standardise(values: Tensor, centre: tuple[float, ...], spread: tuple[float, ...], valid: Tensor) -> Tensor:
    """Centre and scale the channels of ``values`` [..., C, H, W]; 0 where not ``valid`` (broadcastable)."""
    centre, spread = (torch.tensor(x, device=values.device)[:, None, None] for x in (centre, spread))
    return ((values - centre) / spread).clamp(-6, 6) * valid


class CompactEncoder(Encoder):
    """Tokens of ``patch`` × ``patch`` pixels (40 m by default) from attention inside windows of 8 × 8 tokens.

    Each sensor's patch is embedded with its validity; date and place are added as Fourier features; what is missing
    adds nothing. After Tseng et al. 2025 (Galileo) in its inputs, Liu et al. 2021 (Swin) in its windows.
    """

    WINDOW = 8

    def __init__(self, width: int = 64, depth: int = 2, heads: int = 4, patch: int = 4) -> None:
        super().__init__()
        self.patch, self.width = patch, width
        self.optical = nn.Conv2d(11, width, patch, patch)
        self.radar = nn.Conv2d(3, width, patch, patch)
        self.terrain = nn.Conv2d(3, width, patch, patch)
        self.bands = nn.Linear(12, width)
        self.context = nn.Linear(2 * 4 + 2 * 2 * 4, width)
        self.position = nn.Parameter(0.02 * torch.randn(self.WINDOW, self.WINDOW, width))
        self.layers = nn.ModuleList(
            nn.ModuleList([Attention(width, heads), FeedForward(width, 2 * width)]) for _ in range(depth)
        )
        self.norm = nn.LayerNorm(width)

    def embed(self, views: Views) -> Tensor:
        """Return the patch embeddings before attention, [N, h, w, width]."""
        seen = views.optical_valid[:, None] * views.optical_bands[:, :, None, None]
        optical = standardise(views.optical, OPTICAL_CENTRE, OPTICAL_SPREAD, seen)
        heard = views.radar_valid[:, None] * views.radar_bands[:, :, None, None]
        radar = standardise(views.radar, RADAR_CENTRE, RADAR_SPREAD, heard)
        terrain = standardise(views.terrain, TERRAIN_CENTRE, TERRAIN_SPREAD, views.terrain_valid[..., None, :, :])
        x = self.optical(torch.cat([optical, views.optical_valid[:, None]], dim=1))
        x = x + self.radar(torch.cat([radar, views.radar_valid[:, None]], dim=1))
        x = x + self.terrain(torch.cat([terrain, views.terrain_valid[..., None, :, :]], dim=-3))
        bands = torch.cat([views.optical_bands, views.radar_bands], dim=1)
        date = fourier((views.days.float() % 365.25)[:, None], 4, 365.25)
        place = fourier(views.place, 4, 360.0).expand(len(date), -1)
        context = self.bands(bands) + self.context(torch.cat([date, place], dim=1))
        return rearrange(x, "n c h w -> n h w c") + context[:, None, None]

    def attend(self, tokens: Tensor) -> Tensor:
        """Run the transformer over windows of the token grid [N, h, w, width]."""
        n, height, width, _ = tokens.shape
        down, across = min(self.WINDOW, height), min(self.WINDOW, width)
        rows, columns = -(-height // down), -(-width // across)
        tokens = nn.functional.pad(tokens, (0, 0, 0, columns * across - width, 0, rows * down - height))
        x = rearrange(tokens, "n (r a) (q b) c -> (n r q) a b c", a=down, b=across)
        x = rearrange(x + self.position[:down, :across], "m a b c -> m (a b) c")
        for attention, feed_forward in self.layers:
            x = x + attention(x)
            x = x + feed_forward(x)
        x = rearrange(self.norm(x), "(n r q) (a b) c -> n (r a) (q b) c", n=n, r=rows, q=columns, a=down)
        return x[:, :height, :width]

    def forward(self, views: Views) -> Tensor:
        return self.attend(self.embed(views))
