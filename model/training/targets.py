"""Training targets: what the network should predict for a labelled tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..datatypes import Labels
from ..label_geometry import depth, rim
from ..network.tensor_dataclass import TensorDataclass


@dataclass(frozen=True)
class Targets(TensorDataclass):
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

    @classmethod
    def stack(cls, parts: Sequence[Targets]) -> Targets:
        """Return the targets of several tiles as a batch; the classes of their parcels are padded with -1."""
        longest = max(len(one.crops) for one in parts)
        padded = (F.pad(one.crops, (0, longest - len(one.crops)), value=-1) for one in parts)
        return super().stack([replace(one, crops=crops) for one, crops in zip(parts, padded, strict=True)])


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
