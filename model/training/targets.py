"""What the network should say of a labelled tile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..datatypes import Labels
from ..label_geometry import depth, rim


@dataclass(frozen=True)
class Targets:
    """Truth of one tile or a batch of them (leading B).

    At 5 m, [2H, 2W]: ``parcels`` int64 (0 outside fields), ``field``, ``border``, ``core`` as in `TilePrediction`, ``known``
    (not void). At 10 m, [H, W]: ``crop`` int64, -1 where there is none or it is unknown. ``crops`` [P]: the class of
    each parcel number, -1 for 0, for unknown and for filling.
    """

    parcels: Tensor
    field: Tensor
    border: Tensor
    core: Tensor
    known: Tensor
    crop: Tensor
    crops: Tensor


def targets_of(labels: Labels) -> Targets:
    """Return the targets of one tile."""
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


def batch_targets(targets: list[Targets]) -> Targets:
    """Stack the targets of several tiles; lists of parcels are filled up with -1."""
    longest = max(len(t.crops) for t in targets)
    crops = [torch.cat([t.crops, t.crops.new_full((longest - len(t.crops),), -1)]) for t in targets]
    others = {k: torch.stack([getattr(t, k) for t in targets]) for k in vars(targets[0]) if k != "crops"}
    return Targets(**others, crops=torch.stack(crops))
