"""Training targets: what the network should predict for a labelled tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..datatypes import Labels
from ..label_geometry import depth, rim


@dataclass(frozen=True)
class Targets:
    """The targets of one tile, or of a batch of tiles (leading B).

    At 5 m, [2H, 2W]: ``parcels`` int64 (0 outside fields), ``field``, ``border``, ``core`` as in `TilePrediction`,
    ``known`` (not void). At 10 m, [H, W]: ``crop`` int64, -1 where there is none or it is unknown. ``crops`` [P]: the
    class of each parcel number, -1 for 0, for unknown crops and for padding.
    """

    parcels: Tensor
    field: Tensor
    border: Tensor
    core: Tensor
    known: Tensor
    crop: Tensor
    crops: Tensor

    def to(self, device: torch.device | str) -> Targets:
        """Return the targets with their tensors on ``device``."""
        return Targets(
            parcels=self.parcels.to(device),
            field=self.field.to(device),
            border=self.border.to(device),
            core=self.core.to(device),
            known=self.known.to(device),
            crop=self.crop.to(device),
            crops=self.crops.to(device),
        )


def create_targets(labels: Labels) -> Targets:
    """Return the targets of one tile; a 10 m pixel has a crop where its four 5 m pixels lie in one parcel."""
    parcels = labels.parcels
    quarters = np.stack([parcels[0::2, 0::2], parcels[0::2, 1::2], parcels[1::2, 0::2], parcels[1::2, 1::2]])
    inside = (quarters == quarters[0]).all(0) & (quarters[0] > 0)
    crop = np.where(inside, labels.crops[quarters[0]], -1)
    return Targets(
        parcels=torch.from_numpy(parcels.astype(np.int64)),
        field=torch.from_numpy((parcels > 0).astype(np.float32)),
        border=torch.from_numpy(((parcels > 0) & rim(parcels)).astype(np.float32)),
        core=torch.from_numpy(depth(parcels)),
        known=torch.from_numpy((~labels.void).astype(np.float32)),
        crop=torch.from_numpy(crop.astype(np.int64)),
        crops=torch.from_numpy(labels.crops.astype(np.int64)),
    )


def stack_targets(targets: Sequence[Targets]) -> Targets:
    """Stack the targets of several tiles; the class lists of their parcels are padded with -1."""
    longest = max(len(one.crops) for one in targets)
    crops = [torch.cat([one.crops, one.crops.new_full((longest - len(one.crops),), -1)]) for one in targets]
    return Targets(
        parcels=torch.stack([one.parcels for one in targets]),
        field=torch.stack([one.field for one in targets]),
        border=torch.stack([one.border for one in targets]),
        core=torch.stack([one.core for one in targets]),
        known=torch.stack([one.known for one in targets]),
        crop=torch.stack([one.crop for one in targets]),
        crops=torch.stack(crops),
    )
