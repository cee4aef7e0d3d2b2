"""The tensors that flow through the network: views, token volumes, latents and reference frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from ..datatypes import AcquisitionTokens, AcquisitionWindow, Sample
from .tensor_dataclass import Device, Index, TensorDataclass


@dataclass(frozen=True)
class Views(TensorDataclass):
    """N acquisitions of one window of H × W pixels, each with S2, S1 or both; 0 where not valid.

    ``optical`` [N, 10, H, W] reflectance, ``optical_valid`` [N, H, W], ``optical_bands`` [N, 10]; ``radar``
    [N, 2, H, W] dB, ``radar_valid`` [N, H, W], ``radar_bands`` [N, 2]; ``terrain`` [2, H, W] elevation in m and slope
    in degrees, ``terrain_valid`` [H, W]; ``days`` [N] proleptic ordinals; ``location`` [2] latitude and longitude in
    degrees. Encoders also read views of N different windows: terrain and location then have the leading N too.
    """

    optical: Tensor
    optical_valid: Tensor
    optical_bands: Tensor
    radar: Tensor
    radar_valid: Tensor
    radar_bands: Tensor
    terrain: Tensor
    terrain_valid: Tensor
    days: Tensor
    location: Tensor

    @classmethod
    def of_sample(cls, sample: Sample) -> Views:
        """Return each acquisition of ``sample`` as one view: first the optical, then the radar ones."""
        t, s = len(sample.optical), len(sample.radar)
        height, width = sample.reference_valid.shape

        def tensor(array: np.ndarray, before: int, after: int) -> Tensor:
            values = torch.as_tensor(np.ascontiguousarray(array)).float()
            empty = (values.new_zeros(count, *values.shape[1:]) for count in (before, after))
            return torch.cat([next(empty), values, next(empty)])

        return cls(
            optical=tensor(sample.optical.reshape(t, 10, height, width), 0, s),
            optical_valid=tensor(sample.optical_valid.reshape(t, height, width), 0, s),
            optical_bands=tensor(sample.optical_bands.reshape(t, 10), 0, s),
            radar=tensor(sample.radar.reshape(s, 2, height, width), t, 0),
            radar_valid=tensor(sample.radar_valid.reshape(s, height, width), t, 0),
            radar_bands=tensor(sample.radar_bands.reshape(s, 2), t, 0),
            terrain=torch.as_tensor(sample.terrain).float(),
            terrain_valid=torch.as_tensor(sample.terrain_valid).float(),
            days=torch.as_tensor(np.concatenate([sample.optical_days, sample.radar_days]).astype(np.int64)),
            location=torch.tensor([sample.latitude, sample.longitude], dtype=torch.float32),
        )

    @classmethod
    def of_windows(cls, windows: Sequence[AcquisitionWindow]) -> Views:
        """Return acquisitions in N windows of equal size as one view each, with the leading N everywhere."""

        def sensor(name: str, channels: int) -> tuple[Tensor, Tensor, Tensor]:
            height, width = windows[0].valid.shape
            values = torch.zeros(len(windows), channels, height, width)
            valid, bands = torch.zeros(len(windows), height, width), torch.zeros(len(windows), channels)
            for i, one in enumerate(windows):
                if one.sensor == name:
                    arrays = one.values, one.valid, one.bands
                    values[i], valid[i], bands[i] = (torch.from_numpy(np.ascontiguousarray(x)) for x in arrays)
            return values, valid, bands

        optical, optical_valid, optical_bands = sensor("S2", 10)
        radar, radar_valid, radar_bands = sensor("S1", 2)
        return cls(
            optical=optical,
            optical_valid=optical_valid,
            optical_bands=optical_bands,
            radar=radar,
            radar_valid=radar_valid,
            radar_bands=radar_bands,
            terrain=torch.from_numpy(np.stack([one.terrain for one in windows])).float(),
            terrain_valid=torch.from_numpy(np.stack([one.terrain_valid for one in windows])).float(),
            days=torch.tensor([one.day for one in windows]),
            location=torch.tensor([(one.latitude, one.longitude) for one in windows], dtype=torch.float32),
        )

    @property
    def optical_present(self) -> Tensor:
        """Which optical values are valid and of a band that the acquisition has, [N, 10, H, W]."""
        return self.optical_valid[:, None] * self.optical_bands[:, :, None, None]

    @property
    def radar_present(self) -> Tensor:
        """Which radar values are valid and of a band that the acquisition has, [N, 2, H, W]."""
        return self.radar_valid[:, None] * self.radar_bands[:, :, None, None]

    def select(self, index: Index) -> Views:
        """Return some views of one window, on the same terrain."""
        return self.map(lambda values: values[index], but=("terrain", "terrain_valid", "location"))

    def select_windows(self, index: Index) -> Views:
        """Return some views of different windows, each with its own terrain and location."""
        return self.map(lambda values: values[index])

    def crop(self, rows: slice, cols: slice) -> Views:
        """Return the part of the window in ``rows`` and ``cols``."""
        whole = "optical_bands", "radar_bands", "days", "location"
        return self.map(lambda values: values[..., rows, cols], but=whole)


@dataclass(frozen=True)
class TokenVolume(TensorDataclass):
    """All tokens of one window or of a batch of windows (leading B).

    ``features`` [(B,) N, h, w, D] of the frozen encoder, ``seen`` [(B,) N, h, w] bool (the token rests on some valid
    pixel), ``raw`` [(B,) N, H / CELL, W / CELL, RAW_WIDTH] standardised means of cells, several to a token, ``days``
    [(B,) N] from an origin, ``season`` [(B,) N] phase of the year in days (not from January).
    """

    features: Tensor
    raw: Tensor
    seen: Tensor
    days: Tensor
    season: Tensor

    @classmethod
    def dated(cls, features: Tensor, raw: Tensor, seen: Tensor, days: Tensor, origin: int | None = None) -> TokenVolume:
        """Return the volume of tokens of some ``days`` [N] (ordinals), which count from ``origin``.

        Without one they count from the median of those with data. Neither is the reference frame, so that the temporal
        stream need run only once for all frames.
        """
        with_data = days[seen.flatten(1).any(1)] if origin is None else days[:0]
        start = with_data.median() if len(with_data) else origin or 0
        return cls(features, raw, seen, (days - start).float(), (days % 365.25).float())

    @classmethod
    def of_tokens(
        cls, tokens: Sequence[AcquisitionTokens], device: Device = "cpu", origin: int | None = None
    ) -> TokenVolume:
        """Return the volume of one window, without the acquisitions that have no valid pixel in it.

        ``origin`` is that of `dated`.
        """
        valid = [one for one in tokens if one.clear.any()]
        features, raw, seen = (
            torch.from_numpy(np.stack(arrays))
            for arrays in ([one.features for one in valid], [one.raw for one in valid], [one.seen for one in valid])
        )
        return cls.dated(features, raw, seen, torch.tensor([one.day for one in valid]), origin).to(device)

    @classmethod
    def stack(cls, parts: Sequence[TokenVolume]) -> TokenVolume:
        """Return volumes of different lengths as a batch; the padding counts as not seen."""
        longest = max(len(one.days) for one in parts)

        def pad(values: Tensor) -> Tensor:
            return torch.cat([values, values.new_zeros(longest - len(values), *values.shape[1:])])

        return super().stack([one.map(pad) for one in parts])

    def select(self, index: Index) -> TokenVolume:
        """Return some acquisitions of the volume of one window."""
        return self.map(lambda values: values[index])

    def strips(self, rows: int) -> list[TokenVolume]:
        """Return the volume in strips of so many ``rows`` of tokens."""
        cells = rows * (self.raw.shape[-3] // self.seen.shape[-2])
        parts = self.features.split(rows, -3), self.raw.split(cells, -3), self.seen.split(rows, -2)
        return [replace(self, features=f, raw=r, seen=s) for f, r, s in zip(*parts, strict=True)]

    def half(self) -> TokenVolume:
        """Return the volume with features and raw means in half precision; days need more."""
        return self.map(Tensor.half, but=("seen", "days", "season"))


@dataclass(frozen=True)
class LatentBank(TensorDataclass):
    """The bank of latents, through which all of time passes: local ones at two scales.

    ``token_map`` [B, d, h, w] holds one latent for each token, ``cell_map`` [B, c, H / CELL, W / CELL] a shorter one
    for each cell.
    """

    token_map: Tensor
    cell_map: Tensor


@dataclass(frozen=True)
class Frame(TensorDataclass):
    """Reference frames, one or a batch of them (leading B).

    ``values`` [(B,) 10, H, W] reflectance, ``valid`` [(B,) H, W], ``bands`` [(B,) 10].
    """

    values: Tensor
    valid: Tensor
    bands: Tensor

    @classmethod
    def of_sample(cls, sample: Sample) -> Frame:
        """Return the reference frame of one sample, without the batch dimension."""
        return cls(
            torch.as_tensor(sample.reference).float(),
            torch.as_tensor(sample.reference_valid).float(),
            torch.as_tensor(sample.reference_bands).float(),
        )
