"""Features of tiles whose streams do not learn any more: computed once, and read by the decoder in every batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from ..network.dense import DenseMaps
from ..network.tensor_dataclass import TensorDataclass
from ..network.two_stream import Features, TwoStream
from .dataset import Example
from .targets import Targets


@dataclass(frozen=True)
class FrozenFeatures(TensorDataclass):
    """What both streams and the dense heads make of one tile, or of a batch of tiles (leading B), and its targets.

    Features and maps are kept in half precision: some 2 MB for a tile of 96 × 96 pixels.
    """

    features: Features
    maps: DenseMaps
    targets: Targets


def freeze_features(network: TwoStream, tile: Example, device: torch.device, mixed: bool = False) -> FrozenFeatures:
    """Return the features of one ``tile`` through ``network``, computed on ``device``; ``mixed`` as in `Trainer`."""
    batch = Example.stack([tile]).to(device)
    with torch.no_grad(), torch.autocast(device.type, torch.bfloat16, enabled=mixed):
        features = network.encode_space(network.encode_time(batch.volume), batch.frame)
        maps = network.dense_maps(features)
    return FrozenFeatures(features.half(), maps.half(), batch.targets).map(lambda values: values[0].cpu())
