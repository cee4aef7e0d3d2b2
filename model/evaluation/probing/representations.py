"""What is to be probed: twelve monthly steps of a parcel as raw bands or as an encoder's tokens, one interface.

A representation maps a `Series` at monthly steps to features [P, T, D], NaN where it rests on nothing. An encoder sees
each month of a parcel as one view with both sensors: a single even patch.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ...ndvi import ndvi
from ...network.batches import Views
from ...network.encoders import Encoder
from ...network.encoders.galileo import GROUPS, NEEDS, GalileoEncoder, Sequences, channels_of, unit_sphere
from ...network.normalization import GALILEO_TERRAIN, scale_to_unit
from ...training.labelled_time_series import Series

Representation = Callable[[Series], np.ndarray]
RED, INFRARED = 2, 6
AT_ONCE = 512  # views encoded together; bounds memory


def representations_of(encoder: Encoder, name: str) -> dict[str, Representation]:
    """Return what there is to probe of ``encoder``, by readable names that begin with ``name``."""
    if isinstance(encoder, GalileoEncoder):
        encoder = copy.copy(encoder)
        encoder.window = 1  # a parcel is one patch; a wider window would be padding
        return {
            f"{name}, sequence": lambda series: sequence_tokens(encoder, series),
            f"{name}, single dates": lambda series: tokens(encoder, series),
        }
    return {
        name: lambda series: tokens(encoder, series),
        f"{name} + raw bands": lambda series: np.concatenate([tokens(encoder, series), raw_bands(series)], axis=-1),
    }


def raw_bands(series: Series) -> np.ndarray:
    """Return the bands the series has, NDVI, and VV and VH in dB."""
    index = ndvi(series.optical[..., RED], series.optical[..., INFRARED], 1e-4)
    optical = np.concatenate([series.optical[..., series.optical_bands], index[..., None]], axis=-1)
    optical = np.where(series.optical_valid[..., None], optical, np.nan)
    return np.concatenate([optical, np.where(series.radar_valid[..., None], series.radar, np.nan)], axis=-1)


@torch.no_grad()
def tokens(encoder: Encoder, series: Series) -> np.ndarray:
    """Return the token of each parcel and month, every month on its own."""
    views = views_of(series, encoder.patch)
    parts = (views.select_windows(slice(i, i + AT_ONCE)) for i in range(0, len(views.days), AT_ONCE))
    found = torch.cat([encoder(part)[:, 0, 0] for part in parts]).numpy()
    found = found.reshape(*series.days.shape, -1)
    return np.where((series.optical_valid | series.radar_valid)[..., None], found, np.nan)


@torch.no_grad()
def sequence_tokens(encoder: GalileoEncoder, series: Series) -> np.ndarray:
    """Return Galileo's tokens of the months of a parcel read together; the mean over the groups that are there."""
    given = np.concatenate([np.ones(2, bool), series.optical_bands])
    given = np.array([given[list(needs)].all() for needs in NEEDS.values()])
    valid = np.stack([series.radar_valid] + [series.optical_valid] * (len(GROUPS) - 1), axis=-1) & given
    months = np.vectorize(lambda day: datetime.date.fromordinal(day).month - 1)(series.days)
    patch = encoder.patch
    sequences = Sequences(
        space_time=channels_of(_even(series.radar, patch), _even(10_000 * series.optical, patch)),
        terrain=scale_to_unit(_even(series.terrain, patch), GALILEO_TERRAIN),
        place=unit_sphere(torch.as_tensor(series.place)),
        months=torch.as_tensor(months),
        present=torch.as_tensor(valid)[..., None, None],
        terrain_present=torch.as_tensor(series.terrain_valid)[:, None, None],
        place_present=torch.ones(len(series.key), dtype=torch.bool),
    )
    at_once = max(1, AT_ONCE // series.days.shape[1])
    parts = [sequences.select(slice(i, i + at_once)) for i in range(0, len(series.key), at_once)]
    found = torch.cat([encoder.galileo(part, patch)[0] for part in parts])[..., 0, 0, :].numpy()
    count = valid.sum(-1)[..., None]
    return np.where(count > 0, found.sum(2) / np.maximum(count, 1), np.nan)


def views_of(series: Series, patch: int) -> Views:
    """Return P · T views of one even patch each, a parcel's steps together."""
    count, length = series.days.shape

    def flat(values: np.ndarray) -> Tensor:
        return _even(values, patch).flatten(0, 1)

    def repeated(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values[:, None], (count, length, *values.shape[1:]))

    seen, heard = series.optical_valid[..., None], series.radar_valid[..., None]
    return Views(
        optical=flat(series.optical),
        optical_valid=flat(series.optical_valid),
        optical_bands=flat(seen & series.optical_bands)[..., 0, 0],
        radar=flat(series.radar),
        radar_valid=flat(series.radar_valid),
        radar_bands=flat(np.repeat(heard, 2, axis=-1))[..., 0, 0],
        terrain=flat(repeated(series.terrain)),
        terrain_valid=flat(repeated(series.terrain_valid)),
        days=torch.as_tensor(series.days).flatten(),
        place=torch.as_tensor(np.array(repeated(series.place))).flatten(0, 1),
    )


def _even(values: np.ndarray, patch: int) -> Tensor:
    """Spread each value over a patch: [...] to [..., patch, patch]."""
    spread = torch.as_tensor(np.array(values, np.float32))[..., None, None]
    return spread.expand(*values.shape, patch, patch)
