"""Loss terms: of the dense heads for every pixel, of the queries for every query point, of single fields."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..network.decoder import QueryPrediction
from ..network.dense import DenseMaps
from .targets import Targets

LABEL_SMOOTHING = 0.02  # of crop labels
QUERY_WEIGHTS = {"mask": 2.0, "compete": 1.0, "field": 0.5, "quality": 0.5, "crop": 0.5}


def dense_loss(maps: DenseMaps, targets: Targets) -> dict[str, Tensor]:
    """Return the terms for extent (cross-entropy and Dice), border, depth and crop, averaged over the known pixels."""
    known = targets.known
    field = F.binary_cross_entropy_with_logits(maps.field, targets.field, reduction="none")
    border = F.binary_cross_entropy_with_logits(maps.border, targets.border, reduction="none")
    core = F.binary_cross_entropy_with_logits(maps.core, targets.core, reduction="none")
    crop = F.cross_entropy(maps.crop, targets.crop, ignore_index=-1, label_smoothing=LABEL_SMOOTHING, reduction="none")
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
    return F.cross_entropy(logits.flatten(1), crops, label_smoothing=LABEL_SMOOTHING)


def parcels_at(points: Tensor, parcels: Tensor) -> Tensor:
    """Return the parcel number [B, Q] under ``points`` [B, Q, 2] at 10 m; ``parcels`` [B, 2H, 2W] are at 5 m."""
    column = (2 * points[..., 0]).long().clamp(0, parcels.shape[2] - 1)
    row = (2 * points[..., 1]).long().clamp(0, parcels.shape[1] - 1)
    return parcels.flatten(1).gather(1, row * parcels.shape[2] + column)


def parcel_fractions(numbers: Tensor, parcels: Tensor, side: int) -> Tensor:
    """Return the fraction [B, Q, h, w] of each cell of ``side``² pixels that the parcels ``numbers`` [B, Q] cover."""
    own = (parcels[:, None] == numbers[..., None, None]) & (numbers > 0)[..., None, None]
    return F.avg_pool2d(own.float(), side)


def query_loss(
    predictions: list[QueryPrediction], points: Tensor, valid: Tensor, targets: Targets
) -> dict[str, Tensor]:
    """Return the terms for masks, their competition, the scores and the crop, averaged over the decoder's layers.

    ``points`` [B, Q, 2] at 10 m, ``valid`` [B, Q] marks the queries that count. A query's target is the field under its
    point (several may share one), so that no matching is needed. Competition is a cross-entropy over the queries at
    each pixel in which all queries of the right field count together; an implicit logit of 0 stands for "no field".
    """
    numbers = parcels_at(points, targets.parcels)
    inside = valid & (numbers > 0)
    crops = targets.crops.gather(1, numbers)
    sums: dict[str, list[Tensor]] = {name: [] for name in QUERY_WEIGHTS}
    by_side: dict[int, tuple[Tensor, Tensor]] = {}
    for prediction in predictions:
        side = targets.parcels.shape[-1] // prediction.mask.shape[-1]
        if side not in by_side:
            by_side[side] = parcel_fractions(numbers, targets.parcels, side), F.avg_pool2d(targets.known[:, None], side)
        fraction, known = by_side[side]
        logits = prediction.mask
        sums["mask"].append(_mask_loss(logits, fraction, known, inside))
        outside = F.avg_pool2d(targets.field[:, None], side)[:, 0] < 0.5
        sums["compete"].append(_competition_loss(logits, fraction, known, valid, outside))
        on_field = F.binary_cross_entropy_with_logits(prediction.field, inside.float(), reduction="none")
        sums["field"].append(_mean(on_field, valid.float()))
        crop = F.cross_entropy(prediction.crop.transpose(1, 2), crops, ignore_index=-1, reduction="none")
        sums["crop"].append(_mean(crop, (inside & (crops >= 0)).float()))
        iou = _intersection_over_union(logits, fraction, known)
        quality = F.binary_cross_entropy_with_logits(prediction.quality, iou, reduction="none")
        sums["quality"].append(_mean(quality, inside.float()))
    return {f"query {name}": QUERY_WEIGHTS[name] * torch.stack(terms).mean() for name, terms in sums.items()}


def sample_points(parcels: Tensor, count: int, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor]:
    """Return random points [B, count, 2] at 10 m inside fields, each field equally likely, and which are in a field."""
    batch, _, width = parcels.shape
    # A pixel's weight is one over its field's area, so that small fields are drawn as often as large ones.
    flat = parcels.flatten(1)
    empty = torch.zeros(batch, int(flat.max()) + 1, device=flat.device)
    areas = empty.scatter_add(1, flat, torch.ones_like(flat, dtype=torch.float32))
    weights = torch.where(flat > 0, 1 / areas.gather(1, flat).clamp_min(1), 0.0)
    weights[:, 0] += 1e-9
    chosen = torch.multinomial(weights, count, replacement=True, generator=generator)
    points = torch.stack([chosen % width, chosen // width], dim=-1) / 2 + 0.25
    return points.float(), flat.gather(1, chosen) > 0


def _mask_loss(logits: Tensor, fraction: Tensor, known: Tensor, inside: Tensor) -> Tensor:
    """Return cross-entropy and Dice of each query's mask, each weighted by its own area: small fields count as much."""
    entropy = F.binary_cross_entropy_with_logits(logits, fraction, reduction="none") * known
    probability = logits.sigmoid() * known
    overlap, area = (probability * fraction).sum((2, 3)), (probability + fraction * known).sum((2, 3))
    balanced = entropy.sum((2, 3)) / (2 * (fraction * known).sum((2, 3)) + 16)
    return _mean(balanced + 1 - (2 * overlap + 1) / (area + 1), inside.float())


def _competition_loss(logits: Tensor, fraction: Tensor, known: Tensor, valid: Tensor, outside: Tensor) -> Tensor:
    """Return the cross-entropy over the queries at the pixels that a query claims or that lie ``outside`` of fields."""
    masked = logits.masked_fill(~valid[..., None, None], -1e4)
    nothing = torch.zeros_like(logits[:, :1])
    total = torch.cat([masked, nothing], 1).logsumexp(1)
    right = masked.masked_fill(fraction < 0.5, -1e4)
    claimed = (fraction >= 0.5).any(1)
    best = torch.where(claimed, right.logsumexp(1), nothing[:, 0])
    return _mean(total - best, (claimed | outside).float() * known[:, 0])


def _intersection_over_union(logits: Tensor, fraction: Tensor, known: Tensor) -> Tensor:
    """Return the intersection over union [B, Q] of each query's thresholded mask with its parcel."""
    predicted, true = (logits > 0) & (known > 0), fraction > 0.5
    union = (predicted | true).sum((2, 3)).clamp_min(1)
    return (predicted & true).sum((2, 3)) / union


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    """Return the weighted mean, 0 where all weights are 0."""
    return (values * weights).sum() / weights.sum().clamp_min(1e-6)
