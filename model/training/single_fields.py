"""Fields on their own: the token series of many single fields, from which the temporal stream learns what grows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..network import tokens
from ..network.batches import TokenVolume
from .dataset import Example, dated, thinned

INSIDE = 0.75  # of a token has to lie in a field, or as much as of any other token, for it to tell of the field


@dataclass(frozen=True)
class Fields:
    """The series of F fields, one after the other: field ``i`` has the rows ``starts[i]`` to ``starts[i + 1]``.

    ``features`` [M, D], ``raw`` [M, RAW_WIDTH], ``days`` and ``season`` [M] as in `TokenVolume`, ``crops`` [F] classes.
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


def fields_of(example: Example, rng: np.random.Generator) -> Fields:
    """Return the labelled fields of a tile; each date is the mean of what some of the tokens inside a field show."""
    volume, targets = example.volume, example.targets
    raw = tokens.pool_cells(volume.raw.float(), volume.seen.shape[-2]).half()
    volume = dataclasses.replace(volume, raw=raw)
    side = targets.parcels.shape[-1] // volume.seen.shape[-1]
    cells = targets.parcels.unfold(0, side, side).unfold(1, side, side).flatten(2).flatten(0, 1).numpy()
    features, raw, seen = (getattr(volume, k).flatten(1, 2) for k in ("features", "raw", "seen"))
    found = []
    for number in np.flatnonzero(targets.crops.numpy() >= 0):
        share = (cells == number).mean(1)
        inside = np.flatnonzero(share >= min(share.max(), INSIDE))
        if share[inside[0]] < INSIDE / 2:
            continue
        some = rng.permutation(inside)[: rng.integers(1, len(inside) + 1)]
        weight = seen[:, some].float()
        dates = torch.nonzero(weight.sum(1) > 0)[:, 0]
        weight = (weight / weight.sum(1, keepdim=True).clamp_min(1))[dates, :, None]
        means = ((x[:, some][dates].float() * weight).sum(1).half() for x in (features, raw))
        found.append((*means, volume.days[dates], volume.season[dates], int(targets.crops[number])))
    if not found:
        blank = (features[:0, 0], raw[:0, 0], volume.days[:0], volume.season[:0])
        return Fields(*blank, torch.zeros(1, dtype=torch.long), torch.zeros(0, dtype=torch.long))
    *parts, crops = zip(*found, strict=True)
    starts = torch.tensor([0, *np.cumsum([len(days) for days in parts[2]])])
    return Fields(*(torch.cat(part) for part in parts), starts, torch.tensor(crops))


def joined(parts: Iterable[Fields]) -> Fields:
    """Return the fields of several tiles as one."""
    parts = list(parts)
    starts = torch.cat([part.starts.diff() for part in parts]).cumsum(0)
    others = {k: torch.cat([getattr(part, k) for part in parts]) for k in vars(parts[0]) if k != "starts"}
    return Fields(**others, starts=torch.cat([starts.new_zeros(1), starts]))


def draw_fields(fields: Fields, count: int, rng: np.random.Generator, most: int) -> tuple[TokenVolume, Tensor]:
    """Return ``count`` fields, drawn at random and thinned as tiles are, and their classes."""
    chosen = rng.integers(len(fields), size=count)
    volumes = [dated(thinned(fields.volume(index), rng, most)) for index in chosen]
    return TokenVolume.stack(volumes), fields.crops[torch.from_numpy(chosen)]
