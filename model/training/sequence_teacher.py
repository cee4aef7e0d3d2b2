"""Distillation of a sequence encoder into the temporal stream: Galileo's embedding of a field's whole year as a target.

Read as a sequence, Galileo carries crops from one region to another better than any encoder read date by date
(docs/encoders.md). It is too slow for every token of a map; the temporal stream learns to predict its embedding of the
same field from whatever acquisitions it sees (Hinton et al. 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..network.encoders.galileo import GROUPS, NEEDS, GalileoEncoder, Sequences, channels_of
from ..network.normalization import OPTICAL, RADAR, ChannelStatistics
from .single_fields import FieldSeries

MONTH, YEAR = 365.25 / 12, 365.25  # days
NEW_YEAR = 350.5  # phase of the year, as `TokenVolume.season` counts it, of 1 January
RADAR_BANDS, OPTICAL_SHARE, RADAR_SHARE = slice(10, 12), 13, 14  # channels of the raw means
QUARTERS = 4  # the embedding of a year is that of its quarters side by side
BATCH = 128


@torch.no_grad()
def embed_years(fields: FieldSeries, teacher: GalileoEncoder) -> Tensor:
    """Return Galileo's embedding of the year of each field [F, QUARTERS · D] in half precision; NaN without data.

    The acquisitions of a month are averaged, the months of a field encoded together. Each quarter of the year is the
    mean over its tokens, normalised to zero mean and unit variance. Location and terrain are withheld, so that the
    embedding tells what grew, not where.
    """
    parts = [_embed(fields, range(i, min(i + BATCH, len(fields))), teacher) for i in range(0, len(fields), BATCH)]
    return torch.cat(parts) if parts else torch.zeros(0, QUARTERS * teacher.width).half()


def with_targets(fields: FieldSeries, teacher: GalileoEncoder) -> FieldSeries:
    """Return the fields with the embeddings of their years as targets."""
    return replace(fields, target=embed_years(fields, teacher))


def imitation_loss(predicted: Tensor, target: Tensor) -> Tensor:
    """Return the mean smooth L1 distance of ``predicted`` [B, E] to the known entries of ``target`` [B, E]."""
    known = target.isfinite()
    distance = F.smooth_l1_loss(predicted, target.nan_to_num(), reduction="none")
    return (distance * known).sum() / known.sum().clamp_min(1)


def _embed(fields: FieldSeries, chosen: Sequence[int], teacher: GalileoEncoder) -> Tensor:
    months, values, shares = (np.stack(x) for x in zip(*(_monthly(fields, index) for index in chosen), strict=True))
    radar, optical = (torch.from_numpy(values[..., part]).float() for part in (RADAR_BANDS, slice(0, 10)))
    has_band = torch.from_numpy((values[..., :10] != 0).any(1))
    seen_optical, seen_radar = (torch.from_numpy(shares[..., i] > 0) for i in (0, 1))
    bands = torch.cat([torch.ones(len(months), 2, dtype=torch.bool), has_band], dim=1)
    given = torch.stack([bands[:, list(needs)].all(1) for needs in NEEDS.values()], dim=1)
    present = torch.stack([seen_radar] + [seen_optical] * (len(GROUPS) - 1), dim=-1) & given[:, None]
    patch = teacher.patch

    def spread(x: Tensor) -> Tensor:
        return x[..., None, None].expand(*x.shape, patch, patch)

    ones = torch.zeros(len(months), 1, 1, dtype=torch.bool)
    sequences = Sequences(
        space_time=channels_of(spread(_scaled_back(radar, RADAR)), spread(10_000 * _scaled_back(optical, OPTICAL))),
        terrain=torch.zeros(len(months), 2, patch, patch),
        location=torch.zeros(len(months), 3),
        months=torch.from_numpy(months),
        present=present[..., None, None],
        terrain_present=ones,
        location_present=ones[:, 0, 0],
    )
    tokens = teacher.galileo(sequences, patch)[0][..., 0, 0, :]
    quarter = torch.from_numpy(months) * QUARTERS // 12
    embeddings = []
    for number in range(QUARTERS):
        weight = (present & (quarter == number)[..., None]).float()
        count = weight.sum((1, 2))[:, None]
        mean = (tokens * weight[..., None]).sum((1, 2)) / count.clamp_min(1)
        embeddings.append(torch.where(count > 0, F.layer_norm(mean, mean.shape[-1:]), torch.nan))
    return torch.cat(embeddings, dim=1).half()


def _monthly(fields: FieldSeries, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return months of the year [12], raw means [12, 12] and presence of S2 and S1 [12, 2] of the last year."""
    rows = slice(int(fields.starts[index]), int(fields.starts[index + 1]))
    raw = fields.raw[rows].float().numpy()
    day_of_year = (fields.season[rows].numpy() - NEW_YEAR) % YEAR
    days = fields.days[rows].numpy()
    # Days since 1 January of the year of the first acquisition; augmentation may have moved the season a little.
    start = day_of_year[days.argmin()] - days.min() if len(days) else 0.0
    month = np.floor((days + start) / MONTH).astype(int)
    steps = np.unique(month)[-12:]
    values, seen = np.zeros((12, 12), np.float32), np.zeros((12, 2), np.float32)
    for step, number in enumerate(steps):
        inside = month == number
        for part, channel, column in ((slice(0, 10), OPTICAL_SHARE, 0), (RADAR_BANDS, RADAR_SHARE, 1)):
            valid = inside & (raw[:, channel] > 0)
            if valid.any():
                values[step, part] = raw[valid, part].mean(0)
                seen[step, column] = 1
    months = np.resize(steps % 12, 12) if len(steps) else np.zeros(12, int)
    return months, values, seen


def _scaled_back(values: Tensor, statistics: ChannelStatistics) -> Tensor:
    """Return values [..., C] in their units, from standardised ones."""
    centre, spread = (values.new_tensor(x) for x in (statistics.centre, statistics.spread))
    return values * spread + centre
