"""Token series of single fields, from which the temporal stream learns crops at a fraction of the cost of tiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    ``crops`` [F] classes.
    """

    features: Tensor
    raw: Tensor
    days: Tensor
    season: Tensor
    starts: Tensor
    crops: Tensor

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
    """Return the fields of several tiles as one table."""
    parts = list(parts)
    starts = torch.cat([part.starts.diff() for part in parts]).cumsum(0)
    return FieldSeries(
        features=torch.cat([part.features for part in parts]),
        raw=torch.cat([part.raw for part in parts]),
        days=torch.cat([part.days for part in parts]),
        season=torch.cat([part.season for part in parts]),
        starts=torch.cat([starts.new_zeros(1), starts]),
        crops=torch.cat([part.crops for part in parts]),
    )


def sample_fields(
    fields: FieldSeries, count: int, rng: np.random.Generator, max_acquisitions: int
) -> tuple[TokenVolume, Tensor]:
    """Return ``count`` fields, drawn with replacement and thinned as tiles are, and their classes [count]."""
    chosen = rng.integers(len(fields), size=count)
    volumes = [center_days(thin_series(fields.volume(index), rng, max_acquisitions)) for index in chosen]
    return TokenVolume.stack(volumes), fields.crops[torch.from_numpy(chosen)]
