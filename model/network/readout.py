"""From network outputs to tile predictions: the readout of the dense heads and that of the queries."""

from __future__ import annotations

import dataclasses
from contextlib import AbstractContextManager, nullcontext

import numpy as np
import torch
from scipy.cluster.hierarchy import fcluster, linkage
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..datatypes import TilePrediction
from ..label_geometry import depth
from .batches import Frame, LatentBank
from .decoder import QueryPrediction
from .dense import DenseMaps, pixel_seeds
from .two_stream import Features, TwoStream

SEEDS = 128  # queries in one tile
SAME_FIELD = 0.5  # mutual probability from which on two queries are one field: each other's point lies in their masks


@torch.inference_mode()
def predict_tiles(
    network: TwoStream,
    latents: LatentBank,
    frame: Frame,
    queries: bool = True,
    temperature: float = 1.0,
    shapes: bool = True,
    precision: AbstractContextManager | None = None,
) -> list[dict[str, TilePrediction]]:
    """Run all but the temporal stream on a batch; return each tile's prediction by readout, "dense" and "queries".

    The queries run, tile by tile, where ``queries`` says so; without ``shapes`` they predict crops only, which takes
    less time. All but the queries and the readout is computed in the context of a ``precision``, single precision by
    default.
    """
    with precision or nullcontext():
        features = network.encode_space(latents, frame)
        maps = network.dense_maps(features)
    features, maps = features.float(), maps.float()
    predictions = []
    for i in range(len(maps.field)):
        tile = maps.tile(i)
        predictions.append({"dense": dense_readout(tile, temperature)})
        if queries:
            predictions[-1]["queries"] = _predict_queries(network, features.tile(i), tile, temperature, shapes)
    return predictions


def _predict_queries(
    network: TwoStream, features: Features, maps: DenseMaps, temperature: float, shapes: bool
) -> TilePrediction:
    """Run the query decoder on a batch of one and return its prediction."""
    points, valid = pixel_seeds(maps, SEEDS)
    count = max(1, int(valid.sum()))  # padding costs time and changes nothing
    points, valid = points[:, :count], valid[:, :count]
    last = network.queries(features, points, valid)[-1]
    return query_readout(last, points, valid, maps, temperature, shapes)


def dense_readout(maps: DenseMaps, temperature: float = 1.0) -> TilePrediction:
    """Return the prediction of the dense heads for the only tile of a batch of one."""
    field, border, core = (x[0].sigmoid().numpy(force=True) for x in (maps.field, maps.border, maps.core))
    return TilePrediction(field, border, core, (maps.crop[0] / temperature).softmax(0).numpy(force=True))


def group_queries(mask: Tensor, points: Tensor) -> Tensor:
    """Return the group [Q] of each query, numbered from 0: queries of one field have each other's points inside.

    ``mask`` [Q, H, W] logits, ``points`` [Q, 2]. Average linkage on the mutual probability.
    """
    count = len(points)
    if count < 2:
        return torch.zeros(count, dtype=torch.long)
    height, width = mask.shape[-2:]
    index = points[:, 1].long().clamp(0, height - 1) * width + points[:, 0].long().clamp(0, width - 1)
    inside = mask.flatten(1)[:, index].sigmoid()
    apart = 1 - (inside * inside.T).sqrt().numpy(force=True).astype(np.float64)
    condensed = apart[np.triu_indices(count, 1)]
    groups = fcluster(linkage(condensed, "average"), 1 - SAME_FIELD, "distance") - 1
    return torch.from_numpy(groups.astype(np.int64))


def query_readout(
    prediction: QueryPrediction,
    points: Tensor,
    valid: Tensor,
    maps: DenseMaps,
    temperature: float = 1.0,
    shapes: bool = True,
) -> TilePrediction:
    """Return the prediction of the queries for the only tile of a batch of one.

    Queries of the same field are merged; at each pixel the fields compete with each other and with "no field". The crop
    is the mean of the dense heads' prediction and that of the field's queries. Where there is no query the prediction
    is that of the dense heads, and so is the geometry unless ``shapes`` is set.
    """
    dense = dense_readout(maps, temperature)
    chosen = valid[0] & (prediction.field[0] > 0)
    if not chosen.any():
        return dense
    mask, points = prediction.mask[0, chosen], points[0, chosen]
    groups = group_queries(mask, points).to(mask.device)
    count = int(groups.max()) + 1
    index = groups[:, None, None].expand_as(mask)
    merged = torch.full_like(mask[:count], -1e4).scatter_reduce(0, index, mask, "amax")

    votes = (prediction.crop[0, chosen] / temperature).softmax(-1)
    weight = prediction.quality[0, chosen].sigmoid()[:, None]
    sums = torch.zeros(count, votes.shape[1], device=votes.device).index_add(0, groups, votes * weight)
    crops = sums / torch.zeros(count, 1, device=votes.device).index_add(0, groups, weight)
    shares = _shares(merged)
    by_queries = torch.einsum("ghw,gk->khw", shares, crops).numpy(force=True)
    crop = dense.crop * (1 - shares.sum(0).numpy(force=True) / 2) + by_queries / 2
    if not shapes:
        return dataclasses.replace(dense, crop=crop)

    shares = _shares(F.interpolate(merged[None], scale_factor=2, mode="bilinear", align_corners=False)[0])
    membership, owner = (x.numpy(force=True) for x in shares.max(0))
    field = (shares.sum(0).numpy(force=True) + dense.field) / 2
    core = depth(np.where(field > 0.5, owner + 1, 0)) * membership
    return TilePrediction(field, _border(shares).numpy(force=True), core.astype(np.float32), crop)


def _shares(logits: Tensor) -> Tensor:
    """Return for each pixel of [G, H, W] the probability of each group; the rest to 1 is that of "no field"."""
    return torch.cat([logits, torch.zeros_like(logits[:1])]).softmax(0)[:-1]


def _border(shares: Tensor) -> Tensor:
    """Return for each pixel the probability that a neighbour to any side belongs to something else."""
    same = F.pad((shares[:, 1:] * shares[:, :-1]).sum(0)[None], (0, 0, 1, 1), value=1.0)[0]
    across = F.pad((shares[:, :, 1:] * shares[:, :, :-1]).sum(0)[None], (1, 1), value=1.0)[0]
    together = torch.stack([same[1:], same[:-1], across[:, 1:], across[:, :-1]]).amin(0)
    return 1 - together
