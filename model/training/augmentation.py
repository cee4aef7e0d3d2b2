"""Random changes of a training tile: orientation, acquisitions, hidden tokens, season and light."""

from __future__ import annotations

import dataclasses

import numpy as np
import torch
from torch import Tensor

from ..network.spatial import Frame
from ..network.tokens import TokenVolume
from ..simulation.processing import PIVOT, draw_bands
from .dataset import Example
from .targets import Targets

SEASON_SHIFT = 4.0  # days, standard deviation of the shift of the season
# Standard deviations of the light of a reference frame: logarithms of the gain of all bands, of that of each band and
# of the exponent of the contrast, and an offset (reflectance). One frame in five keeps its light.
GAIN, BAND_GAIN, CONTRAST, OFFSET = 0.35, 0.12, 0.25, 0.01
RELIT = 0.8
RGB_ONLY, ONLY_10M = 0.12, 0.08  # shares of the tiles whose reference frame keeps the visible or the 10 m bands alone
ONLY_OPTICAL, ONLY_RADAR = 0.1, 0.03  # shares of the tiles that show one sensor alone
RADAR_SHARE = 14  # the channel of raw means that holds the share of valid radar pixels


def augment(example: Example, rng: np.random.Generator, max_acquisitions: int) -> Example:
    """Rotate and mirror a tile, thin its series, hide tokens and vary the light of its reference frame.

    The tokens are rotated without being encoded anew, which neglects the encoder's own dependence on direction. Missing
    bands and missing terrain are part of the simulated tiles themselves.
    """
    turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
    volume, targets = thin_series(example.volume, rng, max_acquisitions), example.targets
    volume = rotate_volume(volume, turns, mirror)
    volume = dataclasses.replace(volume, seen=volume.seen & ~torch.from_numpy(_hidden_blocks(rng, *volume.seen.shape)))
    return Example(
        center_days(volume),
        rotate_frame(vary_frame(example.frame, rng), turns, mirror),
        Targets(
            parcels=rotate(targets.parcels, turns, mirror, (0, 1)),
            field=rotate(targets.field, turns, mirror, (0, 1)),
            border=rotate(targets.border, turns, mirror, (0, 1)),
            core=rotate(targets.core, turns, mirror, (0, 1)),
            known=rotate(targets.known, turns, mirror, (0, 1)),
            crop=rotate(targets.crop, turns, mirror, (0, 1)),
            crops=targets.crops,
        ),
    )


def thin_series(volume: TokenVolume, rng: np.random.Generator, max_acquisitions: int) -> TokenVolume:
    """Return at most ``max_acquisitions`` of the acquisitions of a series, with the season shifted by some days.

    Sometimes one sensor is left alone. The shift neglects the encoder's own dependence on the true day.
    """
    chosen = _choose_acquisitions(volume, rng, max_acquisitions)
    return TokenVolume(
        features=volume.features[chosen],
        raw=volume.raw[chosen],
        seen=volume.seen[chosen],
        days=volume.days[chosen],
        season=(volume.season[chosen] + float(rng.normal(0, SEASON_SHIFT))) % 365.25,
    )


def center_days(volume: TokenVolume) -> TokenVolume:
    """Return the volume with its days relative to the median day of the acquisitions that have a visible token."""
    shown = volume.days[volume.seen.flatten(1).any(1)]
    return dataclasses.replace(volume, days=volume.days - (shown.median() if len(shown) else 0))


def _choose_acquisitions(volume: TokenVolume, rng: np.random.Generator, max_acquisitions: int) -> np.ndarray:
    """Return the indices of the acquisitions that a training tile shows, in time order."""
    chosen = np.arange(len(volume.days))
    is_radar = volume.raw[..., RADAR_SHARE].flatten(1).amax(1).numpy() > 0
    draw = rng.random()
    one_sensor = ~is_radar if draw < ONLY_OPTICAL else is_radar if draw < ONLY_OPTICAL + ONLY_RADAR else None
    if one_sensor is not None and one_sensor.sum() > 1:
        chosen = chosen[one_sensor]
    count = int(rng.integers(max(1, max_acquisitions // 4), max_acquisitions + 1))
    return np.sort(rng.permutation(chosen)[:count])


def _hidden_blocks(rng: np.random.Generator, count: int, height: int, width: int) -> np.ndarray:
    """Return a mask [count, height, width] that hides about a tenth of the tokens, in square blocks of one size."""
    side = int(rng.integers(2, 9))
    hidden = rng.random((count, -(-height // side), -(-width // side))) < rng.uniform(0, 0.2)
    return hidden.repeat(side, 1).repeat(side, 2)[:, :height, :width]


def vary_frame(frame: Frame, rng: np.random.Generator) -> Frame:
    """Vary the light of a reference frame, and leave out some of its bands."""
    bands = frame.bands * torch.from_numpy(draw_bands(rng, RGB_ONLY, ONLY_10M)).float()
    bands = bands if bands.any() else frame.bands
    values = relight(frame.values, rng) if rng.random() < RELIT else frame.values
    return Frame(values * frame.valid * bands[:, None, None], frame.valid, bands)


def relight(values: Tensor, rng: np.random.Generator) -> Tensor:
    """Return reflectance [10, H, W] with another gain, contrast and offset, as of another day, sensor or processing."""
    bands = len(values)
    gain = np.exp(rng.normal(0, GAIN) + rng.normal(0, BAND_GAIN, (bands, 1, 1)))
    offset = rng.normal(0, OFFSET, (bands, 1, 1))
    contrast = float(np.exp(rng.normal(0, CONTRAST)))
    brighter = PIVOT * (values.clamp_min(0) / PIVOT) ** contrast
    return brighter * torch.from_numpy(gain.astype(np.float32)) + torch.from_numpy(offset.astype(np.float32))


def rotate_frame(frame: Frame, turns: int, mirror: bool) -> Frame:
    """Return a reference frame after ``turns`` quarter turns and, where ``mirror``, a reflection."""
    return Frame(rotate(frame.values, turns, mirror, (1, 2)), rotate(frame.valid, turns, mirror, (0, 1)), frame.bands)


def rotate_volume(volume: TokenVolume, turns: int, mirror: bool) -> TokenVolume:
    """Return the tokens of a tile after ``turns`` quarter turns and, where ``mirror``, a reflection."""
    features, raw, seen = (rotate(x, turns, mirror, (1, 2)) for x in (volume.features, volume.raw, volume.seen))
    return dataclasses.replace(volume, features=features, raw=raw, seen=seen)


def rotate(x: Tensor, turns: int, mirror: bool, dims: tuple[int, int]) -> Tensor:
    """Rotate by ``turns`` quarter turns in the plane ``dims``, then mirror along its second axis."""
    x = torch.rot90(x, turns, dims)
    return x.flip(dims[1]) if mirror else x
