"""Features of tiles whose streams do not learn any more: computed once, and read by the decoder in every batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch

from ..network.batches import LatentBank
from ..network.dense import DenseMaps
from ..network.two_stream import Features, TwoStream
from .dataset import Example, collate
from .targets import Targets, stack_targets


@dataclass(frozen=True)
class FrozenFeatures:
    """What both streams and the dense heads make of some tiles (leading B), and the ``targets`` of each of them.

    Features and maps are kept in half precision: some 2 MB for a tile of 96 × 96 pixels.
    """

    features: Features
    maps: DenseMaps
    targets: tuple[Targets, ...]

    def batch(self, device: torch.device) -> tuple[Features, DenseMaps, Targets]:
        """Return all as a batch on ``device``, in single precision."""
        bank, pyramid = self.features.latents, self.features.pyramid
        features = Features(bank.to(device), {stride: level.to(device) for stride, level in pyramid.items()})
        maps = DenseMaps(*(getattr(self.maps, one.name).to(device) for one in fields(DenseMaps)))
        return features.float(), maps.float(), stack_targets(self.targets).to(device)


def freeze_features(network: TwoStream, tile: Example, device: torch.device, mixed: bool = False) -> FrozenFeatures:
    """Return the features of one ``tile`` through ``network``, on ``device``; ``mixed`` as in `Trainer`."""
    batch = collate([tile]).to(device)
    with torch.no_grad(), torch.autocast(device.type, torch.bfloat16, enabled=mixed):
        features = network.encode_space(network.encode_time(batch.volume), batch.frame)
        maps = network.dense_maps(features)
    bank = LatentBank(*(getattr(features.latents, one.name).half().cpu() for one in fields(LatentBank)))
    pyramid = {stride: level.half().cpu() for stride, level in features.pyramid.items()}
    kept = DenseMaps(*(getattr(maps, one.name).half().cpu() for one in fields(DenseMaps)))
    return FrozenFeatures(Features(bank, pyramid), kept, (tile.targets,))


def stack_features(tiles: Sequence[FrozenFeatures]) -> FrozenFeatures:
    """Return the features of several tiles as one."""
    first = tiles[0].features.pyramid
    bank = LatentBank(
        *(torch.cat([getattr(tile.features.latents, one.name) for tile in tiles]) for one in fields(LatentBank))
    )
    pyramid = {stride: torch.cat([tile.features.pyramid[stride] for tile in tiles]) for stride in first}
    maps = DenseMaps(*(torch.cat([getattr(tile.maps, one.name) for tile in tiles]) for one in fields(DenseMaps)))
    return FrozenFeatures(Features(bank, pyramid), maps, sum((tile.targets for tile in tiles), ()))
