"""The temporal stream's bottleneck: a fixed bank of latents reads the whole token volume (Jaegle et al. 2021)."""

from __future__ import annotations

import torch
from einops import rearrange, repeat
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from .batches import Latents, TokenVolume
from .blocks import Attention, AttentionLayer, DistanceBias, FeedForward, fourier, grid_positions
from .tokens import RAW_WIDTH, has_data, pool_cells

STRIP = 8  # rows of tokens or cells that are processed together; bounds memory and keeps it in the processor's cache
DATE_WIDTH = 2 * 5 + 2 * 6
SIGMAS = (6.0, 12.0, 24.0, 1000.0)  # pixels; one attention head each


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
    """Attention over the dates of each cell, finer than tokens: small fields and the lines between them."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.raw = nn.Linear(RAW_WIDTH, width)
        self.date = nn.Linear(DATE_WIDTH, width)
        self.mix = FeedForward(width, 2 * width)
        self.pool = PooledTokenMap(width, heads)

    def forward(self, volume: TokenVolume) -> Tensor:
        """Return [B, c, H / CELL, W / CELL]."""
        side = volume.raw.shape[-3] // volume.seen.shape[-2]
        seen = has_data(volume.raw) & volume.seen.repeat_interleave(side, -2).repeat_interleave(side, -1)
        date = self.date(_dates(volume))[:, :, None, None]
        strips = zip(volume.raw.split(STRIP, -3), seen.split(STRIP, -2), strict=True)
        return torch.cat([self._strip(raw.float(), mask, date) for raw, mask in strips], dim=-2)

    def _strip(self, raw: Tensor, seen: Tensor, date: Tensor) -> Tensor:
        x = self.raw(raw) + date
        return self.pool(x + self.mix(x), seen)


class Perceiver(nn.Module):
    """Compresses a token volume of any length into ``grid``² anchored and ``spare`` global latents.

    Cost and memory are linear in the number of tokens. A Gaussian bias keeps most heads of an anchored latent near its
    anchor; the maps beside the latents keep what a bank of this size must lose.
    """

    def __init__(
        self, features: int, width: int = 96, cell: int = 48, grid: int = 8, spare: int = 16, depth: int = 2
    ) -> None:
        super().__init__()
        heads = len(SIGMAS)
        self.grid = grid
        self.adapter = TokenAdapter(features, width)
        self.token_map = PooledTokenMap(width, 8)
        self.cell_map = CellMap(cell, 8)
        self.bank = nn.Parameter(0.02 * torch.randn(grid * grid + spare, width))
        self.anchor = nn.Linear(2 * 2 * 6, width)
        self.token_place = nn.Linear(2 * 2 * 6, width)
        self.bias = DistanceBias(SIGMAS)
        self.read = Attention(width, heads, context_width=width)
        self.read_mix = FeedForward(width, 2 * width)
        self.layers = nn.ModuleList(AttentionLayer(width, heads, 2 * width) for _ in range(depth))
        self.norm = nn.LayerNorm(width)

    def anchors(self, height: int, width: int, patch: int, device: torch.device) -> Tensor:
        """Return the positions [grid², 2], in pixels, of the anchored latents in ``height`` × ``width`` tokens."""
        extent = torch.tensor([width * patch, height * patch], dtype=torch.float32, device=device)
        return grid_positions(self.grid, self.grid, 1.0 / self.grid, device) * extent

    def season(self, volume: TokenVolume) -> Tensor:
        """Return the token map [B, d, h, w] alone, in which each token depends on its own series only."""
        return self.token_map(self.adapter(volume), volume.seen)

    def maps(self, volume: TokenVolume) -> tuple[Tensor, Tensor]:
        """Return token map and cell map alone, in which each location depends on its own series only."""
        strips = (self.season(strip) for strip in volume.strips(STRIP))
        return torch.cat(list(strips), dim=-2), self.cell_map(volume)

    def forward(self, volume: TokenVolume, patch: int) -> Latents:
        """Compress ``volume``, whose tokens are ``patch`` pixels wide."""
        tokens = self.adapter(volume)
        height, width = tokens.shape[2:4]
        anchors = self.anchors(height, width, patch, tokens.device)
        token_map, content = self.token_map(tokens, volume.seen), self.content(tokens, volume.seen, patch)
        return Latents(content, anchors, token_map, self.cell_map(volume))

    def content(self, tokens: Tensor, seen: Tensor, patch: int) -> Tensor:
        """Return the latents [B, L, d], which read all of the adapted ``tokens`` [B, N, h, w, d] that are ``seen``."""
        b, n, height, width, _ = tokens.shape
        positions = grid_positions(height, width, patch, tokens.device)
        anchors = self.anchors(height, width, patch, tokens.device)
        bank: Tensor = repeat(self.bank, "l d -> b l d", b=b)
        anchored = len(anchors)
        held = bank[:, :anchored] + self.anchor(fourier(anchors, 6, 2048.0))
        latents = torch.cat([held, bank[:, anchored:]], dim=1)

        context = tokens + self.token_place(fourier(positions, 6, 2048.0)).reshape(height, width, -1)
        context = rearrange(context, "b n h w d -> b (n h w) d")
        ours, theirs = self.bias.dots(anchors, positions)
        near = F.pad(ours, (0, 0, 0, len(self.bank) - anchored)), theirs.repeat(n, 1)
        unseen = -1e4 * (~rearrange(seen, "b n h w -> b 1 1 (n h w)")).to(tokens.dtype)
        latents = latents + self.read(latents, context, unseen, near)
        latents = latents + self.read_mix(latents)
        for layer in self.layers:
            latents = layer(latents)
        return self.norm(latents)
