"""From a sample to tokens: each acquisition through the frozen encoder, with the raw band means of finer cells."""

from __future__ import annotations

import numpy as np
import torch
from einops import reduce
from torch import Tensor

from ..datatypes import AcquisitionTokens, Sample
from ..ndvi import ndvi
from .batches import Device, TokenVolume, Views
from .encoders import Encoder
from .normalization import OPTICAL, RADAR, standardise

RAW_WIDTH = 10 + 2 + 1 + 2  # band means, radar means, NDVI, valid shares
OF_RADAR = (10, 11, 14)  # among them; the others are optical
CELL = 2  # side in pixels of a cell with its own raw means: 20 m, as fine as most bands of Sentinel-2
CHUNK = 16  # acquisitions encoded at once; bounds memory whatever the length of the series
RED, INFRARED = 2, 6  # indices in protocol.OPTICAL_BANDS


def raw_means(views: Views) -> Tensor:
    """Return standardised means of the valid pixels of each cell [N, H / CELL, W / CELL, RAW_WIDTH]."""

    def pool(x: Tensor) -> Tensor:
        return reduce(x, "n c (h p) (w q) -> n h w c", "mean", p=CELL, q=CELL)

    optical_present, radar_present = views.optical_present, views.radar_present
    optical = pool(standardise(views.optical, OPTICAL, optical_present)) / pool(optical_present).clamp_min(1e-6)
    radar = pool(standardise(views.radar, RADAR, radar_present)) / pool(radar_present).clamp_min(1e-6)
    red, infrared = (pool(views.optical[:, i : i + 1] * optical_present[:, i : i + 1]) for i in (RED, INFRARED))
    index = ndvi(red, infrared, 1e-4)
    index = index * (views.optical_bands[:, RED] * views.optical_bands[:, INFRARED])[:, None, None, None]
    shares = torch.cat([pool(views.optical_valid[:, None]), pool(views.radar_valid[:, None])], dim=-1)
    return torch.cat([optical, radar, 2 * index, shares], dim=-1)


def has_data(raw: Tensor) -> Tensor:
    """Return which cells [..., h, w] of raw means rest on some valid pixel."""
    return raw[..., -2:].amax(-1) > 0


def pool_cells(raw: Tensor, height: int) -> Tensor:
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
def encode(sample: Sample, encoder: Encoder, device: Device = "cpu") -> TokenVolume:
    """Encode every acquisition of ``sample`` once; cost is linear in their number."""
    views = Views.of_sample(sample)
    features, raw, seen = [], [], []
    for start in range(0, len(views.days), CHUNK):
        part = views.select(slice(start, start + CHUNK)).to(device)
        features.append(encoder(part))
        raw.append(raw_means(part))
        seen.append(has_data(pool_cells(raw[-1], features[-1].shape[1])))
    return TokenVolume.dated(torch.cat(features), torch.cat(raw), torch.cat(seen), views.days.to(device))


@torch.no_grad()
def encode_acquisitions(sample: Sample, encoder: Encoder, device: Device = "cpu") -> list[AcquisitionTokens]:
    """Encode every acquisition of ``sample`` for the cache, first the optical, then the radar ones.

    They are encoded one at a time, because the last bits depend on the batch: so the same tokens result whichever other
    acquisitions are cached. Where nothing is valid nothing is computed.
    """
    views = Views.of_sample(sample)
    rows, columns = (side // encoder.patch for side in views.terrain.shape[-2:])
    tokens = []
    for i, valid in enumerate([*sample.optical_valid, *sample.radar_valid]):
        part = views.select(slice(i, i + 1)).to(device)
        raw = raw_means(part)
        seen = has_data(pool_cells(raw, rows))
        if valid.any():
            features = encoder(part)
        else:
            features, raw = raw.new_zeros(1, rows, columns, 0), raw[..., :0]
        arrays = (x[0].numpy(force=True) for x in (features.half(), raw.half(), seen))
        tokens.append(
            AcquisitionTokens(int(views.days[i]), next(arrays), next(arrays), next(arrays), np.asarray(valid, bool))
        )
    return tokens
