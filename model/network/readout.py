"""From network outputs to evidence maps: what the dense heads say, and what the queries say together."""

from __future__ import annotations

import dataclasses

import numpy as np
import torch
from scipy.cluster.hierarchy import fcluster, linkage
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..mapping.label_geometry import depth
from ..mapping.maps import TilePrediction
from .decoder import QueryPrediction
from .dense import DenseMaps, pixel_seeds
from .perceiver import Latents
from .spatial import Frame
from .two_stream import TwoStream

SEEDS = 128  # places asked in one tile
SAME_FIELD = 0.5  # two queries are one field when each finds the other's place inside its mask more likely than not


@torch.inference_mode()
def read_tile(
    network: TwoStream,
    latents: Latents,
    frame: Frame,
    queries: bool = True,
    temperature: float = 1.0,
    shapes: bool = True,
) -> dict[str, TilePrediction]:
    """Run all but the temporal stream on a batch of one; return evidence by "dense" and, where wanted, by "queries".

    Without ``shapes`` the queries tell crops only, which takes less time.
    """
    features = network.look(latents, frame)
    maps = network.dense_maps(features)
    told = {"dense": dense_readout(maps, temperature)}
    if queries:
        places, real = pixel_seeds(maps, SEEDS)
        count = max(1, int(real.sum()))  # what is not asked for costs time and changes nothing
        places, real = places[:, :count], real[:, :count]
        last = network.queries(features, places, real)[-1]
        told["queries"] = query_readout(last, places, real, maps, temperature, shapes)
    return told


def dense_readout(maps: DenseMaps, temperature: float = 1.0) -> TilePrediction:
    """Return the evidence of the dense heads for the only tile of a batch of one."""
    field, border, core = (x[0].sigmoid().numpy(force=True) for x in (maps.field, maps.border, maps.core))
    return TilePrediction(field, border, core, (maps.crop[0] / temperature).softmax(0).numpy(force=True))


def combined(shape: TilePrediction, crop: TilePrediction) -> TilePrediction:
    """Return the geometry of one readout with the crop of another."""
    return dataclasses.replace(shape, crop=crop.crop)


def group_queries(mask: Tensor, places: Tensor) -> Tensor:
    """Return the group [Q] of each query, numbered from 0: queries of one field find each other's places inside.

    ``mask`` [Q, H, W] logits, ``places`` [Q, 2]. Average linkage on the mutual probability.
    """
    count = len(places)
    if count < 2:
        return torch.zeros(count, dtype=torch.long)
    height, width = mask.shape[-2:]
    index = places[:, 1].long().clamp(0, height - 1) * width + places[:, 0].long().clamp(0, width - 1)
    inside = mask.flatten(1)[:, index].sigmoid()
    apart = 1 - (inside * inside.T).sqrt().numpy(force=True).astype(np.float64)
    condensed = apart[np.triu_indices(count, 1)]
    groups = fcluster(linkage(condensed, "average"), 1 - SAME_FIELD, "distance") - 1
    return torch.from_numpy(groups.astype(np.int64))


def query_readout(
    prediction: QueryPrediction,
    places: Tensor,
    real: Tensor,
    maps: DenseMaps,
    temperature: float = 1.0,
    shapes: bool = True,
) -> TilePrediction:
    """Return the evidence of the queries for the only tile of a batch of one.

    Queries that see the same field speak as one; at each pixel the fields compete with each other and with "no field".
    The crop is the dense heads' opinion and that of the field's queries in equal parts. Where nobody was asked the
    dense heads speak alone, and everywhere of the geometry unless ``shapes`` are wanted.
    """
    dense = dense_readout(maps, temperature)
    chosen = real[0] & (prediction.field[0] > 0)
    if not chosen.any():
        return dense
    mask, places = prediction.mask[0, chosen], places[0, chosen]
    groups = group_queries(mask, places).to(mask.device)
    count = int(groups.max()) + 1
    index = groups[:, None, None].expand_as(mask)
    merged = torch.full_like(mask[:count], -1e4).scatter_reduce(0, index, mask, "amax")

    votes = (prediction.crop[0, chosen] / temperature).softmax(-1)
    weight = prediction.quality[0, chosen].sigmoid()[:, None]
    sums = torch.zeros(count, votes.shape[1], device=votes.device).index_add(0, groups, votes * weight)
    crops = sums / torch.zeros(count, 1, device=votes.device).index_add(0, groups, weight)
    shares = _shares(merged)
    painted = torch.einsum("ghw,gk->khw", shares, crops).numpy(force=True)
    crop = dense.crop * (1 - shares.sum(0).numpy(force=True) / 2) + painted / 2
    if not shapes:
        return dataclasses.replace(dense, crop=crop)

    shares = _shares(F.interpolate(merged[None], scale_factor=2, mode="bilinear", align_corners=False)[0])
    belongs, owner = (x.numpy(force=True) for x in shares.max(0))
    field = (shares.sum(0).numpy(force=True) + dense.field) / 2
    core = depth(np.where(field > 0.5, owner + 1, 0)) * belongs
    return TilePrediction(field, _border(shares).numpy(force=True), core.astype(np.float32), crop)


def _shares(logits: Tensor) -> Tensor:
    """Return for each pixel of [G, H, W] the probability of each group; what is missing to one is "no field"."""
    return torch.cat([logits, torch.zeros_like(logits[:1])]).softmax(0)[:-1]


def _border(shares: Tensor) -> Tensor:
    """Return for each pixel the probability that a neighbour to any side belongs to something else."""
    same = F.pad((shares[:, 1:] * shares[:, :-1]).sum(0)[None], (0, 0, 1, 1), value=1.0)[0]
    across = F.pad((shares[:, :, 1:] * shares[:, :, :-1]).sum(0)[None], (1, 1), value=1.0)[0]
    together = torch.stack([same[1:], same[:-1], across[:, 1:], across[:, :-1]]).amin(0)
    return 1 - together
