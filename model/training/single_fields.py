"""Token series of single fields, from which the temporal stream learns crops at a fraction of the cost of tiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from ..network import tokens
from ..network.tokens import TokenVolume
from .augmentation import center_days, thin_series
from .dataset import Example

MIN_SHARE = 0.75  # of a token that has to lie in a field, or as much as of the field's fullest token


@dataclass(frozen=True)
class FieldSeries:
    """The series of F fields in one table of M rows: field ``i`` has the rows ``starts[i]`` to ``starts[i + 1]``.

    ``features`` [M, D], ``raw`` [M, RAW_WIDTH], ``days`` and ``season`` [M] as in `TokenVolume`, ``starts`` [F + 1],
    ``crops`` [F] classes, ``weight`` [F] how often each field is drawn, relative to the others (None: all alike),
    ``target`` [F, E] an embedding that the temporal stream learns to predict (None: none; NaN where not known).
    """

    features: Tensor
    raw: Tensor
    days: Tensor
    season: Tensor
    starts: Tensor
    crops: Tensor
    weight: Tensor | None = None
    target: Tensor | None = None

    def __len__(self) -> int:
        return len(self.crops)

    def volume(self, index: int) -> TokenVolume:
        """Return one field as a volume of one token a date."""
        rows = slice(int(self.starts[index]), int(self.starts[index + 1]))
        features, raw = self.features[rows, None, None], self.raw[rows, None, None]
        seen = torch.ones(raw.shape[:3], dtype=torch.bool)
        return TokenVolume(features, raw, seen, self.days[rows], self.season[rows])


def extract_fields(example: Example, rng: np.random.Generator) -> FieldSeries:
    """Return the labelled fields of a tile; each date is the mean of a random subset of the tokens inside a field."""
    volume, targets = example.volume, example.targets
    side = targets.parcels.shape[-1] // volume.seen.shape[-1]
    cells = targets.parcels.unfold(0, side, side).unfold(1, side, side).flatten(2).flatten(0, 1).numpy()
    features = volume.features.flatten(1, 2)
    raw = tokens.pool_cells(volume.raw.float(), volume.seen.shape[-2]).half().flatten(1, 2)
    seen = volume.seen.flatten(1, 2)
    fields = []
    for number in np.flatnonzero(targets.crops.numpy() >= 0):
        share = (cells == number).mean(1)
        inside = np.flatnonzero(share >= min(share.max(), MIN_SHARE))
        if share[inside[0]] < MIN_SHARE / 2:
            continue
        subset = rng.permutation(inside)[: rng.integers(1, len(inside) + 1)]
        weight = seen[:, subset].float()
        dates = torch.nonzero(weight.sum(1) > 0)[:, 0]
        weight = (weight / weight.sum(1, keepdim=True).clamp_min(1))[dates, :, None]
        fields.append(
            FieldSeries(
                features=(features[:, subset][dates].float() * weight).sum(1).half(),
                raw=(raw[:, subset][dates].float() * weight).sum(1).half(),
                days=volume.days[dates],
                season=volume.season[dates],
                starts=torch.tensor([0, len(dates)]),
                crops=targets.crops[number : number + 1],
            )
        )
    if not fields:
        starts, crops = torch.zeros(1, dtype=torch.long), torch.zeros(0, dtype=torch.long)
        return FieldSeries(features[:0, 0], raw[:0, 0], volume.days[:0], volume.season[:0], starts, crops)
    return concatenate_fields(fields)


def concatenate_fields(parts: Iterable[FieldSeries]) -> FieldSeries:
    """Return the fields of several tables as one; where only some have weights, the fields of the others have 1."""
    parts = list(parts)
    weights = [torch.ones(len(part)) if part.weight is None else part.weight for part in parts]
    starts = torch.cat([part.starts.diff() for part in parts]).cumsum(0)
    return FieldSeries(
        features=torch.cat([part.features for part in parts]),
        raw=torch.cat([part.raw for part in parts]),
        days=torch.cat([part.days for part in parts]),
        season=torch.cat([part.season for part in parts]),
        starts=torch.cat([starts.new_zeros(1), starts]),
        crops=torch.cat([part.crops for part in parts]),
        weight=None if all(part.weight is None for part in parts) else torch.cat(weights),
        target=_concatenate_targets(parts),
    )


def take_fields(fields: FieldSeries, chosen: Tensor) -> FieldSeries:
    """Return the fields with the indices ``chosen`` [F], in that order."""
    lengths = fields.starts.diff()[chosen]
    starts = torch.cat([lengths.new_zeros(1), lengths.cumsum(0)])
    rows = torch.repeat_interleave(fields.starts[chosen] - starts[:-1], lengths) + torch.arange(int(starts[-1]))
    return FieldSeries(
        features=fields.features[rows],
        raw=fields.raw[rows],
        days=fields.days[rows],
        season=fields.season[rows],
        starts=starts,
        crops=fields.crops[chosen],
        weight=None if fields.weight is None else fields.weight[chosen],
        target=None if fields.target is None else fields.target[chosen],
    )


def mix_fields(fields: FieldSeries, others: FieldSeries, share: float) -> FieldSeries:
    """Return both as one table, weighted so that ``share`` of the fields drawn from it are of the ``others``."""
    parts = []
    for part, part_share in ((fields, 1 - share), (others, share)):
        weight = torch.ones(len(part)) if part.weight is None else part.weight
        parts.append(replace(part, weight=part_share * weight.double() / weight.double().sum()))
    return concatenate_fields(parts)


def sample_fields(
    fields: FieldSeries, count: int, rng: np.random.Generator, max_acquisitions: int
) -> tuple[TokenVolume, Tensor, Tensor | None]:
    """Return ``count`` fields, drawn with replacement and thinned as tiles are, their classes [count] and targets."""
    chosen = _draw(fields, count, rng)
    volumes = [center_days(thin_series(fields.volume(index), rng, max_acquisitions)) for index in chosen]
    target = None if fields.target is None else fields.target[torch.from_numpy(chosen)].float()
    return TokenVolume.stack(volumes), fields.crops[torch.from_numpy(chosen)], target


def _concatenate_targets(parts: Sequence[FieldSeries]) -> Tensor | None:
    """Return the targets of all fields, NaN for the fields of tables without; None where no table has any."""
    width = next((part.target.shape[1] for part in parts if part.target is not None), None)
    if width is None:
        return None
    unknown = (torch.full((len(part), width), torch.nan).half() for part in parts)
    return torch.cat(
        [part.target if part.target is not None else empty for part, empty in zip(parts, unknown, strict=True)]
    )


def _draw(fields: FieldSeries, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the indices of ``count`` fields according to their weights."""
    if fields.weight is None:
        return rng.integers(len(fields), size=count)
    total = fields.weight.double().cumsum(0).numpy()
    return np.searchsorted(total, rng.random(count) * total[-1], side="right").clip(max=len(fields) - 1)
