"""From a sample to its token volume: each acquisition through the frozen encoder, its finer band means beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from einops import reduce
from torch import Tensor

from ..datatypes import Sample
from ..mapping.token_cache import AcquisitionTokens
from .encoders import Encoder, Views
from .encoders.compact import OPTICAL_CENTRE, OPTICAL_SPREAD, RADAR_CENTRE, RADAR_SPREAD, standardise

RAW_WIDTH = 10 + 2 + 1 + 2  # band means, radar means, NDVI, valid shares
OF_RADAR = (10, 11, 14)  # among them; the others are optical
CELL = 2  # side in pixels of what a raw mean is taken of: 20 m, as fine as most bands of Sentinel-2
CHUNK = 16  # acquisitions encoded at once; bounds memory whatever the length of the series


@dataclass(frozen=True)
class TokenVolume:
    """All tokens of one window or of a batch of windows (leading B).

    ``features`` [(B,) N, h, w, D] of the frozen encoder, ``seen`` [(B,) N, h, w] bool (the token rests on some valid
    pixel), ``raw`` [(B,) N, H / CELL, W / CELL, RAW_WIDTH] standardised means of cells, several to a token, ``days``
    [(B,) N] from their median, ``season`` [(B,) N] phase of the year in days (not from January).
    """

    features: Tensor
    raw: Tensor
    seen: Tensor
    days: Tensor
    season: Tensor


def views_of(sample: Sample) -> Views:
    """Return each acquisition of ``sample`` as one view: first the optical, then the radar ones."""
    t, s = len(sample.optical), len(sample.radar)
    height, width = sample.reference_valid.shape

    def tensor(array: np.ndarray, before: int, after: int) -> Tensor:
        array = torch.as_tensor(np.ascontiguousarray(array)).float()
        blank = array.new_zeros
        return torch.cat([blank(before, *array.shape[1:]), array, blank(after, *array.shape[1:])])

    return Views(
        optical=tensor(sample.optical.reshape(t, 10, height, width), 0, s),
        optical_valid=tensor(sample.optical_valid.reshape(t, height, width), 0, s),
        optical_bands=tensor(sample.optical_bands.reshape(t, 10), 0, s),
        radar=tensor(sample.radar.reshape(s, 2, height, width), t, 0),
        radar_valid=tensor(sample.radar_valid.reshape(s, height, width), t, 0),
        radar_bands=tensor(sample.radar_bands.reshape(s, 2), t, 0),
        terrain=torch.as_tensor(sample.terrain).float(),
        terrain_valid=torch.as_tensor(sample.terrain_valid).float(),
        days=torch.as_tensor(np.concatenate([sample.optical_days, sample.radar_days]).astype(np.int64)),
        place=torch.tensor([sample.latitude, sample.longitude], dtype=torch.float32),
    )


def part_of(views: Views, chosen) -> Views:
    """Return the views at ``chosen`` (a slice or indices), on the same terrain."""
    shared = {"terrain", "terrain_valid", "place"}
    return Views(**{k: v if k in shared else v[chosen] for k, v in vars(views).items()})


def to_device(views: Views, device: torch.device) -> Views:
    """Return the views on ``device``."""
    return Views(**{k: v.to(device) for k, v in vars(views).items()})


def raw_means(views: Views) -> Tensor:
    """Return standardised means of the valid pixels of each cell [N, H / CELL, W / CELL, RAW_WIDTH]."""

    def pool(x: Tensor) -> Tensor:
        return reduce(x, "n c (h p) (w q) -> n h w c", "mean", p=CELL, q=CELL)

    seen = views.optical_valid[:, None] * views.optical_bands[:, :, None, None]
    heard = views.radar_valid[:, None] * views.radar_bands[:, :, None, None]
    optical = pool(standardise(views.optical, OPTICAL_CENTRE, OPTICAL_SPREAD, seen)) / pool(seen).clamp_min(1e-6)
    radar = pool(standardise(views.radar, RADAR_CENTRE, RADAR_SPREAD, heard)) / pool(heard).clamp_min(1e-6)
    red, infrared = (pool(views.optical[:, i : i + 1] * seen[:, i : i + 1]) for i in (2, 6))
    ndvi = (infrared - red) / (infrared + red).clamp_min(1e-4)
    ndvi = ndvi * (views.optical_bands[:, 2] * views.optical_bands[:, 6])[:, None, None, None]
    shares = torch.cat([pool(views.optical_valid[:, None]), pool(views.radar_valid[:, None])], dim=-1)
    return torch.cat([optical, radar, 2 * ndvi, shares], dim=-1)


def shown(raw: Tensor) -> Tensor:
    """Return which cells [..., h, w] rest on some valid pixel."""
    return raw[..., -2:].amax(-1) > 0


def coarse(raw: Tensor, height: int) -> Tensor:
    """Return raw means [..., h, w, RAW_WIDTH] for the tokens, ``height`` rows of them, that the cells lie in."""
    side = raw.shape[-3] // height
    if side == 1:
        return raw

    def pool(x: Tensor) -> Tensor:
        return reduce(x, "... (h p) (w q) c -> ... h w c", "mean", p=side, q=side)

    of_radar = torch.zeros(RAW_WIDTH, dtype=torch.bool, device=raw.device)
    of_radar[list(OF_RADAR)] = True
    weight = torch.where(of_radar, raw[..., -1:], raw[..., -2:-1])
    shares = pool(weight)
    means = pool(raw * weight) / shares.clamp_min(1e-6)
    return torch.cat([means[..., :-2], shares[..., :1], shares[..., -1:]], dim=-1)


@torch.no_grad()
def encode(sample: Sample, encoder: Encoder, device: torch.device | str = "cpu") -> TokenVolume:
    """Encode every acquisition of ``sample`` once; cost is linear in their number."""
    views = views_of(sample)
    features, raw, seen = [], [], []
    for start in range(0, len(views.days), CHUNK):
        part = to_device(part_of(views, slice(start, start + CHUNK)), device)
        features.append(encoder(part))
        raw.append(raw_means(part))
        seen.append(shown(coarse(raw[-1], features[-1].shape[1])))
    return _dated(torch.cat(features), torch.cat(raw), torch.cat(seen), views.days.to(device))


def _dated(features: Tensor, raw: Tensor, seen: Tensor, days: Tensor) -> TokenVolume:
    """Date the tokens without the reference frame, so that time can be compressed once for all frames."""
    of_use = days[seen.flatten(1).any(1)]
    middle = of_use.median() if len(of_use) else 0
    return TokenVolume(features, raw, seen, (days - middle).float(), (days % 365.25).float())


@torch.no_grad()
def encode_each(sample: Sample, encoder: Encoder, device: torch.device | str = "cpu") -> list[AcquisitionTokens]:
    """Encode every acquisition of ``sample`` for the cache, first the optical, then the radar ones.

    They go one at a time, because the last bits depend on what is computed together: so the same tokens come whichever
    other acquisitions lack theirs. Where nothing is valid nothing is computed.
    """
    views = views_of(sample)
    rows, columns = (side // encoder.patch for side in views.terrain.shape[-2:])
    found = []
    for i, valid in enumerate([*sample.optical_valid, *sample.radar_valid]):
        part = to_device(part_of(views, slice(i, i + 1)), device)
        raw = raw_means(part)
        seen = shown(coarse(raw, rows))
        if valid.any():
            features = encoder(part)
        else:
            features, raw = raw.new_zeros(1, rows, columns, 0), raw[..., :0]
        arrays = (x[0].numpy(force=True) for x in (features.half(), raw.half(), seen))
        found.append(AcquisitionTokens(int(views.days[i]), *arrays, np.asarray(valid, bool)))
    return found


def volume_of(encoded: Sequence[AcquisitionTokens], device: torch.device | str = "cpu") -> TokenVolume:
    """Return the volume of one window, without the acquisitions that show nothing of it: none would look at them."""
    of_use = [one for one in encoded if one.clear.any()]
    arrays = (np.stack([getattr(one, name) for one in of_use]) for name in ("features", "raw", "seen"))
    days = torch.tensor([one.day for one in of_use])
    return _dated(*(torch.from_numpy(x).to(device) for x in arrays), days.to(device))


def batch(volumes: list[TokenVolume]) -> TokenVolume:
    """Stack volumes of different lengths; what is filled in counts as not seen."""
    longest = max(len(v.days) for v in volumes)

    def stack(name: str) -> Tensor:
        parts = [getattr(v, name) for v in volumes]
        return torch.stack([torch.cat([p, p.new_zeros(longest - len(p), *p.shape[1:])]) for p in parts])

    return TokenVolume(**{name: stack(name) for name in ("features", "raw", "seen", "days", "season")})
