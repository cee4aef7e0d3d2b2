"""Building blocks that the parts of the network share."""

from __future__ import annotations

import math

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812


def fourier(values: Tensor, bands: int, longest: float) -> Tensor:
    """Return sine and cosine features of ``values`` [..., n] as [..., 2 · n · bands].

    Wavelengths fall by halves from ``longest``, in the units of ``values`` (Mildenhall et al. 2020).
    """
    frequencies = 2 * math.pi / longest * 2.0 ** torch.arange(bands, device=values.device)
    angles = (values[..., None] * frequencies).flatten(-2)
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


def zero_initialised(layer: nn.Conv2d) -> nn.Conv2d:
    """Return ``layer`` with weights and bias of 0, so that it changes nothing in a trained network at first."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


class FeedForward(nn.Sequential):
    """A residual branch of two linear layers with normalisation before."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__(nn.LayerNorm(width), nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))


class Attention(nn.Module):
    """Multi-head attention of queries [B, Q, d] over a context [B, N, c], with normalisation before.

    ``bias`` broadcasts to [B, heads, Q, N] and is added to the logits; -inf excludes. Every query must be left with at
    least one context token.
    """

    def __init__(self, width: int, heads: int, context_width: int | None = None) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.context_norm = nn.LayerNorm(context_width) if context_width else None
        self.to_query = nn.Linear(width, width)
        self.to_key_value = nn.Linear(context_width or width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(
        self,
        queries: Tensor,
        context: Tensor | None = None,
        bias: Tensor | None = None,
    ) -> Tensor:
        queries = self.norm(queries)
        if context is None:
            context = queries
        elif self.context_norm is not None:
            context = self.context_norm(context)
        key, value = self.to_key_value(context).chunk(2, dim=-1)
        split = "b n (h d) -> b h n d"
        query, key, value = (rearrange(x, split, h=self.heads) for x in (self.to_query(queries), key, value))
        attended = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        return self.out(rearrange(attended, "b h n d -> b n (h d)"))


class AttentionLayer(nn.Sequential):
    """Residual self-attention and feed-forward, in this order."""

    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__(Attention(width, heads), FeedForward(width, hidden))

    def forward(self, x: Tensor) -> Tensor:
        attention, feed_forward = self
        x = x + attention(x)
        return x + feed_forward(x)


class DistanceBias(nn.Module):
    """An additive attention bias that falls with the squared distance between two positions, learned per head.

    bias = -d² · λ_h with λ_h = 1 / (2 σ_h²); the widths σ start from tight to almost global, so that some heads read
    what is near and one reads everything. Positions are in pixels of the 10 m grid.
    """

    def __init__(self, sigmas: tuple[float, ...]) -> None:
        super().__init__()
        self.log_rate = nn.Parameter(-torch.log(2 * torch.tensor(sigmas) ** 2))

    def forward(self, positions: Tensor, others: Tensor) -> Tensor:
        """Return [..., heads, Q, N] for positions [..., Q, 2] and others [..., N, 2]."""
        squared = (positions[..., :, None, :] - others[..., None, :, :]).square().sum(-1)
        return -squared[..., None, :, :] * self.log_rate.exp()[:, None, None]


def grid_positions(height: int, width: int, stride: float, device: torch.device | None = None) -> Tensor:
    """Return the centres (x, y) of a grid of cells, in pixels of the 10 m grid, as [height · width, 2]."""
    y, x = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="ij")
    return (torch.stack([x, y], dim=-1).reshape(-1, 2) + 0.5) * stride
