"""The temporal stream's bottleneck: a fixed bank of latents reads the whole token volume (Jaegle et al. 2021)."""

from __future__ import annotations

import torch
from einops import rearrange
from torch import Tensor, nn

from .batches import LatentBank, TokenVolume
from .blocks import FeedForward, fourier
from .tokens import RAW_WIDTH, has_data, pool_cells

STRIP = 8  # rows of tokens or cells that are processed together; bounds memory and keeps it in the processor's cache
DATE_WIDTH = 2 * 5 + 2 * 6
HEADS, CELL_WIDTH = 8, 48  # of the attention over dates; values of a cell on the way


class TokenAdapter(nn.Module):
    """Joins frozen features with the raw band means that skip past the encoder, and dates them."""

    def __init__(self, features: int, width: int) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.LayerNorm(features), nn.Linear(features, width))
        self.raw = nn.Linear(RAW_WIDTH, width)
        self.date = nn.Linear(DATE_WIDTH, width)
        self.mix = FeedForward(width, 2 * width)

    def forward(self, volume: TokenVolume) -> Tensor:
        """Return [B, N, h, w, d]."""
        raw = pool_cells(volume.raw.float(), volume.features.shape[-3])
        x = self.features(volume.features.float()) + self.raw(raw)
        x = x + self.date(_dates(volume))[:, :, None, None]
        return x + self.mix(x)


def _dates(volume: TokenVolume) -> Tensor:
    """Return the dates of a volume as features [B, N, DATE_WIDTH]."""
    season = fourier(volume.season[..., None], 5, 365.25)
    relative = fourier(volume.days[..., None].clamp(-700, 700), 6, 1600.0)
    return torch.cat([season, relative], dim=-1)


class PooledTokenMap(nn.Module):
    """Attention over the dates of each token on its own (after Garnot & Landrieu 2020, L-TAE): [B, d, h, w]."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.score = nn.Linear(width, heads)
        self.value = nn.Linear(width, width)
        self.mix = FeedForward(width, 2 * width)
        self.heads = heads

    def forward(self, tokens: Tensor, seen: Tensor) -> Tensor:
        scores = self.score(tokens).masked_fill(~seen[..., None], -1e4)
        weights = scores.softmax(dim=1) * seen[..., None]
        values = rearrange(self.value(tokens), "b n h w (k c) -> b n h w k c", k=self.heads)
        pooled = rearrange((values * weights[..., None]).sum(1), "b h w k c -> b h w (k c)")
        return rearrange(pooled + self.mix(pooled), "b h w c -> b c h w")


class CellMap(nn.Module):
    """Attention over the dates of each cell, finer than tokens: small fields and the lines between them.

    The pooled values are squeezed to ``latent`` of them: a linear map in front of another one, which reads them.
    """

    def __init__(self, latent: int, width: int = CELL_WIDTH) -> None:
        super().__init__()
        self.raw = nn.Linear(RAW_WIDTH, width)
        self.date = nn.Linear(DATE_WIDTH, width)
        self.mix = FeedForward(width, 2 * width)
        self.pool = PooledTokenMap(width, HEADS)
        self.squeeze = nn.Conv2d(width, latent, 1) if latent < width else nn.Identity()

    def forward(self, volume: TokenVolume) -> Tensor:
        """Return [B, c, H / CELL, W / CELL]."""
        side = volume.raw.shape[-3] // volume.seen.shape[-2]
        seen = has_data(volume.raw) & volume.seen.repeat_interleave(side, -2).repeat_interleave(side, -1)
        date = self.date(_dates(volume))[:, :, None, None]
        strips = zip(volume.raw.split(STRIP, -3), seen.split(STRIP, -2), strict=True)
        return torch.cat([self._strip(raw.float(), mask, date) for raw, mask in strips], dim=-2)

    def _strip(self, raw: Tensor, seen: Tensor, date: Tensor) -> Tensor:
        x = self.raw(raw) + date
        return self.squeeze(self.pool(x + self.mix(x), seen))


class Perceiver(nn.Module):
    """Compresses a token volume of any length into a bank of local latents, a token map and a cell map.

    Each latent is a learned query that reads all dates of its own place, whose tokens the encoder computed with their
    surroundings. Cost and memory are linear in the number of tokens.
    """

    def __init__(self, features: int, width: int = 96, cell: int = 8) -> None:
        super().__init__()
        self.width = width
        self.adapter = TokenAdapter(features, width)
        self.token_map = PooledTokenMap(width, HEADS)
        self.cell_map = CellMap(cell)

    def season(self, volume: TokenVolume) -> Tensor:
        """Return the token map [B, d, h, w] alone."""
        return self.token_map(self.adapter(volume), volume.seen)

    def forward(self, volume: TokenVolume) -> LatentBank:
        """Return the bank."""
        strips = [self.season(strip) for strip in volume.strips(STRIP)]
        return LatentBank(torch.cat(strips, dim=-2), self.cell_map(volume))
