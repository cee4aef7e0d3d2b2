"""What training minimises: dense losses for every pixel, query losses for every place that is asked."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..network.decoder import QueryPrediction
from ..network.dense import DenseMaps
from .targets import Targets

SMOOTHING = 0.02  # of crop labels


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean that is 0 where nothing counts."""
    return (values * weights).sum() / weights.sum().clamp_min(1e-6)


def dense_loss(maps: DenseMaps, targets: Targets) -> dict[str, Tensor]:
    """Return the terms for extent, border, depth and crop."""
    known = targets.known
    field = F.binary_cross_entropy_with_logits(maps.field, targets.field, reduction="none")
    border = F.binary_cross_entropy_with_logits(maps.border, targets.border, reduction="none")
    core = F.binary_cross_entropy_with_logits(maps.core, targets.core, reduction="none")
    crop = F.cross_entropy(maps.crop, targets.crop, ignore_index=-1, label_smoothing=SMOOTHING, reduction="none")
    overlap = (maps.field.sigmoid() * targets.field * known).sum((1, 2))
    total = ((maps.field.sigmoid() + targets.field) * known).sum((1, 2))
    return {
        "field": _mean(field, known) + (1 - (2 * overlap + 1) / (total + 1)).mean(),
        "border": 2 * _mean(border, known * (1 + 2 * targets.border)),
        "core": 2 * _mean(core, known),
        "crop": _mean(crop, (targets.crop >= 0).float()),
    }


def field_loss(logits: Tensor, crops: Tensor) -> Tensor:
    """Return the term for single fields: ``logits`` [B, K, 1, 1], ``crops`` [B]."""
    return F.cross_entropy(logits.flatten(1), crops, label_smoothing=SMOOTHING)


def fields_at(places: Tensor, parcels: Tensor) -> Tensor:
    """Return the parcel number under each place: ``places`` [B, Q, 2] at 10 m, ``parcels`` [B, 2H, 2W] at 5 m."""
    column = (2 * places[..., 0]).long().clamp(0, parcels.shape[2] - 1)
    row = (2 * places[..., 1]).long().clamp(0, parcels.shape[1] - 1)
    return parcels.flatten(1).gather(1, row * parcels.shape[2] + column)


def shares(fields: Tensor, parcels: Tensor, side: int) -> Tensor:
    """Return which share of each cell of ``side``² 5 m pixels belongs to each query's parcel, [B, Q, h, w]."""
    own = (parcels[:, None] == fields[..., None, None]) & (fields > 0)[..., None, None]
    return F.avg_pool2d(own.float(), side)


def query_loss(predictions: list[QueryPrediction], places: Tensor, real: Tensor, targets: Targets) -> dict[str, Tensor]:
    """Return the terms for masks, their competition, the scores and the crop, averaged over the layers.

    A query's target is the field under its place (several may share one), so nothing has to be matched. Competition is
    a cross-entropy over the queries at each pixel in which all queries of the right field count together; an implicit
    logit of 0 stands for "no field".
    """
    fields = fields_at(places, targets.parcels)
    inside = real & (fields > 0)
    crops = targets.crops.gather(1, fields)
    sums: dict[str, list[Tensor]] = {"mask": [], "compete": [], "field": [], "quality": [], "crop": []}
    by_side: dict[int, tuple[Tensor, Tensor]] = {}
    for prediction in predictions:
        side = targets.parcels.shape[-1] // prediction.mask.shape[-1]
        if side not in by_side:
            by_side[side] = shares(fields, targets.parcels, side), F.avg_pool2d(targets.known[:, None], side)
        share, seen = by_side[side]
        logits = prediction.mask

        entropy = F.binary_cross_entropy_with_logits(logits, share, reduction="none") * seen
        probability = logits.sigmoid() * seen
        overlap, area = (probability * share).sum((2, 3)), (probability + share * seen).sum((2, 3))
        # Per query, weighted by its own area: small fields count as much as large ones.
        balanced = entropy.sum((2, 3)) / (2 * (share * seen).sum((2, 3)) + 16)
        sums["mask"].append(_mean(balanced + 1 - (2 * overlap + 1) / (area + 1), inside.float()))

        masked = logits.masked_fill(~real[..., None, None], -1e4)
        nothing = torch.zeros_like(logits[:, :1])
        total = torch.cat([masked, nothing], 1).logsumexp(1)
        right = masked.masked_fill(share < 0.5, -1e4)
        claimed = (share >= 0.5).any(1)
        outside = F.avg_pool2d(targets.field[:, None], side)[:, 0] < 0.5
        best = torch.where(claimed, right.logsumexp(1), nothing[:, 0])
        sums["compete"].append(_mean(total - best, (claimed | outside).float() * seen[:, 0]))

        on_field = F.binary_cross_entropy_with_logits(prediction.field, inside.float(), reduction="none")
        sums["field"].append(_mean(on_field, real.float()))
        crop = F.cross_entropy(prediction.crop.transpose(1, 2), crops, ignore_index=-1, reduction="none")
        sums["crop"].append(_mean(crop, (inside & (crops >= 0)).float()))
        hard, true = (logits > 0) & (seen > 0), share > 0.5
        union = (hard | true).sum((2, 3)).clamp_min(1)
        iou = (hard & true).sum((2, 3)) / union
        quality = F.binary_cross_entropy_with_logits(prediction.quality, iou, reduction="none")
        sums["quality"].append(_mean(quality, inside.float()))
    weights = {"mask": 2.0, "compete": 1.0, "field": 0.5, "quality": 0.5, "crop": 0.5}
    return {f"query {k}": weights[k] * torch.stack(v).mean() for k, v in sums.items()}


def random_places(parcels: Tensor, count: int, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor]:
    """Return ``count`` random places [B, count, 2] inside fields, every field as likely as any other, and reality."""
    batch, height, width = parcels.shape
    # A pixel's weight is one over its field's area, so that small fields are asked as often as large ones.
    flat = parcels.flatten(1)
    empty = torch.zeros(batch, int(flat.max()) + 1, device=flat.device)
    areas = empty.scatter_add(1, flat, torch.ones_like(flat, dtype=torch.float32))
    weights = torch.where(flat > 0, 1 / areas.gather(1, flat).clamp_min(1), 0.0)
    weights[:, 0] += 1e-9
    chosen = torch.multinomial(weights, count, replacement=True, generator=generator)
    places = torch.stack([chosen % width, chosen // width], dim=-1) / 2 + 0.25
    return places.float(), flat.gather(1, chosen) > 0
