"""Normalisation constants of the inputs, and the functions that apply them; they belong to no encoder.

Bands are in the order of `protocol.OPTICAL_BANDS` and `protocol.RADAR_BANDS`, terrain is elevation and slope.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class ChannelStatistics:
    """The ``centre`` and ``spread`` [C] of the channels of one kind of input."""

    centre: tuple[float, ...]
    spread: tuple[float, ...]


# These bring typical land surfaces near zero mean and unit variance: reflectance, dB, metres and degrees.
OPTICAL = ChannelStatistics(
    centre=(0.05, 0.07, 0.07, 0.12, 0.22, 0.26, 0.27, 0.28, 0.20, 0.13),
    spread=(0.03, 0.03, 0.05, 0.05, 0.09, 0.11, 0.12, 0.12, 0.08, 0.08),
)
RADAR = ChannelStatistics(centre=(-10.0, -17.0), spread=(3.5, 4.0))
TERRAIN = ChannelStatistics(centre=(200.0, 3.0), spread=(300.0, 5.0))

# Mean and standard deviation over Galileo's pre-training data, as published with its weights
# (config/normalization.json): digital numbers (reflectance · 10 000), dB, metres and degrees. NDVI is not scaled.
GALILEO_OPTICAL = ChannelStatistics(
    centre=(1395.341, 1338.403, 1343.098, 1543.861, 2186.202, 2525.093, 2410.338, 2750.285, 2234.911, 1474.531),
    spread=(917.7041, 913.2988, 1092.679, 1047.221, 1048.010, 1143.690, 1098.979, 1204.473, 1145.977, 980.2430),
)
GALILEO_RADAR = ChannelStatistics(centre=(-11.728724, -18.855582), spread=(4.8871458, 5.7302704))
GALILEO_TERRAIN = ChannelStatistics(centre=(673.015282, 5.93009267), spread=(983.06973, 8.16740679))


class Standardise(nn.Module):
    """Centres and scales channels with constants that are buffers of the network, and no part of its weights."""

    centre: Tensor
    spread: Tensor

    def __init__(self, statistics: ChannelStatistics) -> None:
        super().__init__()
        for name, values in (("centre", statistics.centre), ("spread", statistics.spread)):
            self.register_buffer(name, torch.tensor(values)[:, None, None], persistent=False)

    def forward(self, values: Tensor, valid: Tensor) -> Tensor:
        """Return ``values`` [..., C, H, W] standardised and clamped to ±6; 0 where not ``valid`` (broadcastable)."""
        return _standardised(values, self.centre, self.spread, valid)


def standardise(values: Tensor, statistics: ChannelStatistics, valid: Tensor) -> Tensor:
    """Return what `Standardise` returns, for callers that are no module."""
    centre, spread = (
        torch.tensor(x, device=values.device)[:, None, None] for x in (statistics.centre, statistics.spread)
    )
    return _standardised(values, centre, spread, valid)


def _standardised(values: Tensor, centre: Tensor, spread: Tensor, valid: Tensor) -> Tensor:
    return ((values - centre) / spread).clamp(-6, 6) * valid


def scale_to_unit(values: Tensor, statistics: ChannelStatistics) -> Tensor:
    """Bring centre ± 2 spreads of the channels of ``values`` [..., C, H, W] to 0 … 1, as Galileo was trained."""
    mean, std = (values.new_tensor(x)[:, None, None] for x in (statistics.centre, statistics.spread))
    return (values - (mean - 2 * std)) / (4 * std)
