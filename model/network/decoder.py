"""The query decoder: a query is a point of the window; its prediction is the field around it and the field's crop."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from .batches import LatentBank
from .blocks import Attention, DistanceBias, FeedForward, fourier, grid_positions
from .geodesic import geodesic_distance

SIGMAS = (6.0, 12.0, 24.0, 1000.0)  # pixels; one attention head each


@dataclass(frozen=True)
class QueryPrediction:
    """The prediction of one layer for Q queries (logits).

    ``mask`` [B, Q, H, W] (at 20 m for the inner layers, at 10 m for the last), ``field`` [B, Q]: the point lies in a
    field, ``quality`` [B, Q]: overlap of the mask with its field (sigmoid gives IoU), ``crop`` [B, Q, K].
    """

    mask: Tensor
    field: Tensor
    quality: Tensor
    crop: Tensor


class MaskHead(nn.Module):
    """From queries to masks and scores.

    A mask's logit is reach - slope · geodesic distance from the query's point + content similarity. The distance gives
    the query a location and carries learned barriers; content can overrule it where both sides look alike over time.
    The weights start at zero, so an untrained head predicts discs and takes every point for a field.
    """

    def __init__(self, width: int, classes: int, fine: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.extent = nn.Linear(width, 2)
        self.content = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, fine))
        self.scores = nn.Linear(width, 2)
        self.crop = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, classes))
        for layer in (self.extent, self.content[-1], self.scores):
            for parameter in layer.parameters():
                nn.init.zeros_(parameter)
        nn.init.ones_(self.scores.bias)  # most queries lie in a field

    def forward(self, queries: Tensor, content: Tensor, distance: Tensor) -> QueryPrediction:
        queries = self.norm(queries)
        reach, slope = self.extent(queries).unbind(-1)
        similarity = torch.einsum("bqc,bchw->bqhw", self.content(queries), content) / content.shape[1] ** 0.5
        mask = 2 * (reach + 1)[..., None, None] - 2 * slope.exp()[..., None, None] * distance + similarity
        field, quality = self.scores(queries).unbind(-1)
        return QueryPrediction(mask, field, quality, self.crop(queries))


@dataclass(frozen=True)
class Masked:
    """What a layer attends to: ``content`` [B, P, d], and the bias ``focus`` [B, 1, Q, P] of each query's mask."""

    content: Tensor
    focus: Tensor


class DecoderLayer(nn.Module):
    """Masked cross-attention to the latents and to one scale, attention among queries, feed-forward."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.query_bias = DistanceBias(SIGMAS)
        self.from_latents = Attention(width, heads, context_width=width)
        self.from_pixels = Attention(width, heads, context_width=width)
        self.among = Attention(width, heads)
        self.mix = FeedForward(width, 2 * width)

    def forward(self, queries: Tensor, points: Tensor, valid: Tensor, latents: Masked, pixels: Masked) -> Tensor:
        queries = queries + self.from_latents(queries, latents.content, latents.focus)
        queries = queries + self.from_pixels(queries, pixels.content, pixels.focus)
        among = self.query_bias(points, points).masked_fill(~valid[:, None, None], -1e4)
        queries = queries + self.among(queries, bias=among)
        return queries + self.mix(queries)


class QueryDecoder(nn.Module):
    """Dynamic queries, generated from the bank of latents at given points, refined scale by scale.

    Each layer attends within the mask that the layer before predicted, in the bank as in the pyramid (Cheng et al.
    2022, masked attention, in a soft form). Every query predicts the field of its own point, so several points in one
    field give the same field, and any point can be queried.
    """

    SCALES = (8, 4, 2)

    def __init__(self, classes: int, width: int = 96, fine: int = 32, patch: int = 4) -> None:
        super().__init__()
        heads = len(SIGMAS)
        self.patch = patch
        self.place = nn.Linear(2 * 2 * 6, width)
        self.seed = nn.Linear(width + fine, width)
        self.generate_bias = DistanceBias(SIGMAS)
        self.generate = Attention(width, heads, context_width=width)
        self.layers = nn.ModuleList(DecoderLayer(width, heads) for _ in self.SCALES)
        self.pixel_place = nn.Linear(2 * 2 * 6, width)
        self.content = nn.Conv2d(fine, fine, 1)
        self.passage = nn.Sequential(nn.Conv2d(fine, fine, 3, padding=1), nn.SiLU(), nn.Conv2d(fine, 1, 1))
        nn.init.constant_(self.passage[-1].get_parameter("bias"), -2.0)
        self.heads = nn.ModuleList(MaskHead(width, classes, fine) for _ in range(len(self.SCALES) + 1))

    def forward(
        self, points: Tensor, valid: Tensor, latents: LatentBank, pyramid: dict[int, Tensor]
    ) -> list[QueryPrediction]:
        """Return the predictions of every layer, last the one to use.

        ``points`` [B, Q, 2] (x, y) in pixels of 10 m, ``valid`` [B, Q] bool marks the queries that are no padding.
        """
        fine = pyramid[1]
        height, width = fine.shape[-2:]
        cost = F.softplus(self.passage(fine)[:, 0]) + 0.01
        distance = geodesic_distance(cost, points)
        content = self.content(fine)
        coarse = F.avg_pool2d(content, 2), F.avg_pool2d(distance, 2)

        grid = (2 * points / points.new_tensor([width, height]) - 1)[:, :, None]
        at_seed = [F.grid_sample(pyramid[s], grid, align_corners=False)[..., 0] for s in (2, 1)]
        queries = self.seed(torch.cat(at_seed, dim=1).transpose(1, 2)) + self.place(fourier(points, 6, 2048.0))
        tokens = self._placed(latents.token_map, self.patch)
        rows, columns = latents.token_map.shape[-2:]
        near = self.generate_bias(points, grid_positions(rows, columns, self.patch, fine.device))
        queries = queries + self.generate(queries, tokens, near)

        predictions = [self.heads[0](queries, *coarse)]
        for layer, head, scale in zip(self.layers, self.heads[1:], self.SCALES, strict=True):
            mask = predictions[-1].mask.detach()
            in_bank = Masked(tokens, _focus(mask, latents.token_map))
            in_level = Masked(self._placed(pyramid[scale], scale), _focus(mask, pyramid[scale]))
            queries = layer(queries, points, valid, in_bank, in_level)
            last = scale == self.SCALES[-1]
            predictions.append(head(queries, *((content, distance) if last else coarse)))
        return predictions

    def _placed(self, level: Tensor, stride: int) -> Tensor:
        """Return the elements of a map [B, d, h, w] of some ``stride`` with their positions, [B, h · w, d]."""
        rows, columns = level.shape[-2:]
        positions = grid_positions(rows, columns, stride, level.device)
        return rearrange(level, "b c h w -> b (h w) c") + self.pixel_place(fourier(positions, 6, 2048.0))


def _focus(mask: Tensor, level: Tensor) -> Tensor:
    """Return the log-probability [B, 1, Q, h · w] that an element of ``level`` [B, d, h, w] belongs to each query."""
    rows, columns = level.shape[-2:]
    return F.logsigmoid(F.adaptive_avg_pool2d(mask, (rows, columns))).clamp_min(-8.0).flatten(2)[:, None]
