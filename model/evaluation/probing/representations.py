"""Representations to probe: monthly steps of parcels as raw bands or as an encoder's tokens.

A representation maps a `Series` at monthly steps to features [P, T, D], NaN where there is no data. An encoder gets
each month of a parcel as one view with both sensors: a patch of constant values. A temporal stream gets all months of a
parcel, each sensor as an acquisition of its own, and gives one step.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from ...ndvi import ndvi
from ...network import tokens
from ...network.batches import TokenVolume, Views
from ...network.encoders import Encoder
from ...network.encoders.galileo import GROUPS, NEEDS, GalileoEncoder, Sequences, channels_of, unit_sphere
from ...network.normalization import GALILEO_TERRAIN, scale_to_unit
from ...network.two_stream import TwoStream
from ...training.labelled_time_series import Series

Representation = Callable[[Series], np.ndarray]
RED, INFRARED = 2, 6
BATCH = 512  # views encoded together; bounds memory


def build_representations(encoder: Encoder, name: str) -> dict[str, Representation]:
    """Return the representations of ``encoder`` by readable names that begin with ``name``."""
    if isinstance(encoder, GalileoEncoder):
        encoder = copy.copy(encoder)
        encoder.window = 1  # a parcel is one patch; a wider window would be padding
        return {
            f"{name}, sequence": lambda series: encode_sequences(encoder, series),
            f"{name}, single dates": lambda series: encode_steps(encoder, series),
        }
    return {
        name: lambda series: encode_steps(encoder, series),
        f"{name} + raw bands": lambda series: np.concatenate(
            [encode_steps(encoder, series), raw_bands(series)], axis=-1
        ),
    }


def build_stream(encoder: Encoder, network: TwoStream) -> Representation:
    """Return the representation of the temporal stream of a network that reads the tokens of ``encoder``."""
    return lambda series: encode_streams(encoder, network, series)


def raw_bands(series: Series) -> np.ndarray:
    """Return the bands that the series has, NDVI, and VV and VH in dB [P, T, D]."""
    index = ndvi(series.optical[..., RED], series.optical[..., INFRARED], 1e-4)
    optical = np.concatenate([series.optical[..., series.optical_bands], index[..., None]], axis=-1)
    optical = np.where(series.optical_valid[..., None], optical, np.nan)
    return np.concatenate([optical, np.where(series.radar_valid[..., None], series.radar, np.nan)], axis=-1)


@torch.no_grad()
def encode_steps(encoder: Encoder, series: Series) -> np.ndarray:
    """Return the token of each parcel and month [P, T, D], each month encoded alone."""
    views = make_views(series, encoder.patch)
    parts = (views.select_windows(slice(i, i + BATCH)) for i in range(0, len(views.days), BATCH))
    tokens = torch.cat([encoder(part)[:, 0, 0] for part in parts]).numpy()
    tokens = tokens.reshape(*series.days.shape, -1)
    return np.where((series.optical_valid | series.radar_valid)[..., None], tokens, np.nan)


@torch.no_grad()
def encode_sequences(encoder: GalileoEncoder, series: Series) -> np.ndarray:
    """Return Galileo's tokens of the months of a parcel encoded together [P, T, D]; the mean over the valid groups."""
    has_channel = np.concatenate([np.ones(2, bool), series.optical_bands])
    has_group = np.array([has_channel[list(needs)].all() for needs in NEEDS.values()])
    valid = np.stack([series.radar_valid] + [series.optical_valid] * (len(GROUPS) - 1), axis=-1) & has_group
    months = np.vectorize(lambda day: datetime.date.fromordinal(day).month - 1)(series.days)
    patch = encoder.patch
    sequences = Sequences(
        space_time=channels_of(_to_patch(series.radar, patch), _to_patch(10_000 * series.optical, patch)),
        terrain=scale_to_unit(_to_patch(series.terrain, patch), GALILEO_TERRAIN),
        location=unit_sphere(torch.as_tensor(series.location)),
        months=torch.as_tensor(months),
        present=torch.as_tensor(valid)[..., None, None],
        terrain_present=torch.as_tensor(series.terrain_valid)[:, None, None],
        location_present=torch.ones(len(series.key), dtype=torch.bool),
    )
    batch = max(1, BATCH // series.days.shape[1])
    parts = [sequences.select(slice(i, i + batch)) for i in range(0, len(series.key), batch)]
    tokens = torch.cat([encoder.galileo(part, patch)[0] for part in parts])[..., 0, 0, :].numpy()
    count = valid.sum(-1)[..., None]
    return np.where(count > 0, tokens.sum(2) / np.maximum(count, 1), np.nan)


@torch.no_grad()
def encode_streams(encoder: Encoder, network: TwoStream, series: Series) -> np.ndarray:
    """Return the temporal stream's token of each parcel's whole series [P, 1, D]; NaN for one without data."""
    optical = replace(series, radar_valid=np.zeros_like(series.radar_valid))
    radar = replace(series, optical_valid=np.zeros_like(series.optical_valid))
    of_sensors = [_tokens_of_steps(encoder, one) for one in (optical, radar)]
    features, raw, seen = (torch.cat(parts, dim=1) for parts in zip(*of_sensors, strict=True))
    days = torch.as_tensor(np.concatenate([series.days, series.days], axis=1))
    volumes = [TokenVolume.dated(*arrays) for arrays in zip(features, raw, seen, days, strict=True)]
    network.eval()
    batches = (TokenVolume.stack(volumes[i : i + BATCH]) for i in range(0, len(volumes), BATCH))
    season = torch.cat([network.temporal.season(batch)[:, :, 0, 0] for batch in batches]).numpy()
    has_data = seen.flatten(1).any(1).numpy()
    return np.where(has_data[:, None], season, np.nan)[:, None]


def _tokens_of_steps(encoder: Encoder, series: Series) -> list[Tensor]:
    """Return features [P, T, 1, 1, D], raw means and which tokens rest on data, of each step of each parcel."""
    views = make_views(series, encoder.patch)
    parts = [views.select_windows(slice(i, i + BATCH)) for i in range(0, len(views.days), BATCH)]
    features = torch.cat([encoder(part) for part in parts])
    raw = torch.cat([tokens.pool_cells(tokens.raw_means(part), 1) for part in parts])
    return [x.unflatten(0, series.days.shape) for x in (features, raw, tokens.has_data(raw))]


def make_views(series: Series, patch: int) -> Views:
    """Return P · T views of one constant patch each, the steps of a parcel next to each other."""
    count, length = series.days.shape

    def flat(values: np.ndarray) -> Tensor:
        return _to_patch(values, patch).flatten(0, 1)

    def repeated(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values[:, None], (count, length, *values.shape[1:]))

    optical_valid, radar_valid = series.optical_valid[..., None], series.radar_valid[..., None]
    return Views(
        optical=flat(series.optical),
        optical_valid=flat(series.optical_valid),
        optical_bands=flat(optical_valid & series.optical_bands)[..., 0, 0],
        radar=flat(series.radar),
        radar_valid=flat(series.radar_valid),
        radar_bands=flat(np.repeat(radar_valid, 2, axis=-1))[..., 0, 0],
        terrain=flat(repeated(series.terrain)),
        terrain_valid=flat(repeated(series.terrain_valid)),
        days=torch.as_tensor(series.days).flatten(),
        location=torch.as_tensor(np.array(repeated(series.location))).flatten(0, 1),
    )


def _to_patch(values: np.ndarray, patch: int) -> Tensor:
    """Repeat each value over a patch: [...] to [..., patch, patch]."""
    spread = torch.as_tensor(np.array(values, np.float32))[..., None, None]
    return spread.expand(*values.shape, patch, patch)
