"""From a sample to tokens: each acquisition through the frozen encoder, with the raw band means of finer cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import torch
from torch import Tensor

from ..datatypes import AcquisitionTokens, AcquisitionWindow, Sample
from ..ndvi import ndvi
from .batches import TokenVolume, Views
from .encoders import Encoder
from .normalization import OPTICAL, RADAR, standardise
from .tensor_dataclass import Device

RAW_WIDTH = 10 + 2 + 1 + 2  # band means, radar means, NDVI, valid shares
OF_RADAR = (10, 11, 14)  # among them; the others are optical
CELL = 2  # side in pixels of a cell with its own raw means: 20 m, as fine as most bands of Sentinel-2
CHUNK = 16  # acquisitions encoded at once; bounds memory whatever the length of the series
BATCH = 4  # windows encoded at once for the cache, always as many: a result's last bits depend on the batch's shape
RED, INFRARED = 2, 6  # indices in protocol.OPTICAL_BANDS


def mean_of_squares(values: Tensor, side: int, rows: int) -> Tensor:
    """Return the means of squares of ``side`` × ``side`` along the dimensions ``rows`` (negative) and ``rows`` + 1.

    Sums of strided views take a tenth of the time of a mean over two dimensions of that size.
    """
    for dimension in (rows, rows + 1):
        values = reduce(torch.add, values.unflatten(dimension, (-1, side)).unbind(dimension))
    return values / side**2


def raw_means(views: Views) -> Tensor:
    """Return standardised means of the valid pixels of each cell [N, H / CELL, W / CELL, RAW_WIDTH]."""

    def pool(x: Tensor) -> Tensor:
        return mean_of_squares(x, CELL, -2)

    optical_share, radar_share = pool(views.optical_valid)[:, None], pool(views.radar_valid)[:, None]
    optical_bands, radar_bands = views.optical_bands[..., None, None], views.radar_bands[..., None, None]
    optical_sums = pool(standardise(views.optical, OPTICAL, views.optical_valid[:, None])) * optical_bands
    radar_sums = pool(standardise(views.radar, RADAR, views.radar_valid[:, None])) * radar_bands
    optical, radar = optical_sums / optical_share.clamp_min(1e-6), radar_sums / radar_share.clamp_min(1e-6)
    both = optical_bands[:, [RED]] * optical_bands[:, [INFRARED]]
    red, infrared = (pool(views.optical[:, [i]] * views.optical_valid[:, None]) for i in (RED, INFRARED))
    index = 2 * both * ndvi(red, infrared, 1e-4)
    return torch.cat([optical, radar, index, optical_share, radar_share], dim=1).movedim(1, -1).contiguous()


def has_data(raw: Tensor) -> Tensor:
    """Return which cells [..., h, w] of raw means rest on some valid pixel."""
    return raw[..., -2:].amax(-1) > 0


def seen_tokens(raw: Tensor, height: int) -> Tensor:
    """Return which tokens [..., h, w], ``height`` rows of them, have a cell of ``raw`` that rests on a valid pixel."""
    side = raw.shape[-3] // height
    cells = has_data(raw)
    return cells.unflatten(-2, (-1, side)).any(-2).unflatten(-1, (-1, side)).any(-1)


def pool_cells(raw: Tensor, height: int) -> Tensor:
    """Return raw means [..., h, w, RAW_WIDTH] for the tokens, ``height`` rows of them, that the cells lie in."""
    side = raw.shape[-3] // height
    if side == 1:
        return raw
    sensor = torch.tensor([int(i in OF_RADAR) for i in range(RAW_WIDTH)], device=raw.device)
    shares = raw[..., -2:]
    pooled = mean_of_squares(shares, side, -3)
    sums = mean_of_squares(raw * shares[..., sensor], side, -3)
    means = sums / pooled.clamp_min(1e-6)[..., sensor]
    return torch.cat([means[..., :-2], pooled], dim=-1)


@torch.no_grad()
def encode(sample: Sample, encoder: Encoder, device: Device = "cpu") -> TokenVolume:
    """Encode every acquisition of ``sample`` once; cost is linear in their number."""
    views = Views.of_sample(sample)
    features, raw, seen = [], [], []
    for start in range(0, len(views.days), CHUNK):
        part = views.select(slice(start, start + CHUNK)).to(device)
        features.append(encoder(part))
        raw.append(raw_means(part))
        seen.append(seen_tokens(raw[-1], features[-1].shape[1]))
    return TokenVolume.dated(torch.cat(features), torch.cat(raw), torch.cat(seen), views.days.to(device))


@torch.inference_mode()
def encode_windows(
    windows: Sequence[AcquisitionWindow], encoder: Encoder, device: Device = "cpu", batch: int = BATCH
) -> list[AcquisitionTokens]:
    """Encode acquisitions in some windows of equal size for the cache, each on its own.

    They go through the encoder in batches of ``batch``, the last one padded, so that the same bits result whichever
    others are encoded with them. Where nothing is valid nothing is computed.
    """
    result: dict[int, AcquisitionTokens] = {}
    visible = [i for i, one in enumerate(windows) if one.valid.any()]
    for start in range(0, len(visible), batch):
        chosen = visible[start : start + batch]
        padded = chosen + chosen[-1:] * (batch - len(chosen))
        views = Views.of_windows([windows[i] for i in padded]).to(device)
        features, raw = encoder(views), raw_means(views)
        arrays = (x[: len(chosen)] for x in (features.half(), raw.half(), seen_tokens(raw, features.shape[1])))
        for i, (token, cell, seen) in zip(
            chosen, zip(*(x.numpy(force=True) for x in arrays), strict=True), strict=True
        ):
            result[i] = AcquisitionTokens(windows[i].day, token, cell, seen, np.array(windows[i].valid, bool))
    return [result[i] if i in result else _nothing_seen(one, encoder.patch) for i, one in enumerate(windows)]


def _nothing_seen(window: AcquisitionWindow, patch: int) -> AcquisitionTokens:
    """Return the tokens of an acquisition that shows nothing, which are empty."""
    (h, w), (down, across) = ([side // size for side in window.valid.shape] for size in (patch, CELL))
    empty = np.zeros((h, w, 0), np.float16), np.zeros((down, across, 0), np.float16)
    return AcquisitionTokens(window.day, *empty, np.zeros((h, w), bool), np.array(window.valid, bool))
