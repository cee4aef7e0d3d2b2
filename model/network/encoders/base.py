"""The interface of the frozen encoders: views of one window in, tokens per view out."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn


@dataclass(frozen=True)
class Views:
    """N acquisitions of one window of H × W pixels, each with S2, S1 or both; tensors, 0 where not valid.

    ``optical`` [N, 10, H, W] reflectance, ``optical_valid`` [N, H, W], ``optical_bands`` [N, 10]; ``radar``
    [N, 2, H, W] dB, ``radar_valid`` [N, H, W], ``radar_bands`` [N, 2]; ``terrain`` [2, H, W] elevation in m and slope
    in degrees, ``terrain_valid`` [H, W]; ``days`` [N] proleptic ordinals; ``place`` [2] latitude and longitude in
    degrees. Encoders also read views of N different windows: terrain and place then have the leading N too.
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
    place: Tensor


class Encoder(nn.Module):
    """Turns each view into a grid of tokens; knows nothing of the other views.

    ``patch`` is the side of a token in pixels, ``width`` the number of features of a token.
    """

    patch: int
    width: int

    def forward(self, views: Views) -> Tensor:
        """Return tokens [N, H / patch, W / patch, width]."""
        raise NotImplementedError
