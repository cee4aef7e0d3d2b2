"""Labelled tiles with their tokens computed once, and the augmentation that batches draw from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..network import tokens
from ..network.encoders import Encoder
from ..network.spatial import Frame, frame_of
from ..network.tokens import TokenVolume
from ..scene.sample import Labels, Sample
from .targets import Targets, batch_targets, targets_of


@dataclass(frozen=True)
class Example:
    """One tile ready for the network: tokens, reference frame (no batch dimension) and targets."""

    volume: TokenVolume
    frame: Frame
    targets: Targets


def example_of(sample: Sample, labels: Labels, encoder: Encoder) -> Example:
    """Encode one labelled tile; features are kept in half precision."""
    volume = tokens.encode(sample, encoder)
    volume = dataclasses.replace(volume, features=volume.features.half(), raw=volume.raw.half())
    return Example(volume, frame_of(sample), targets_of(labels))


def simulated_examples(count: int, seed: int | list[int], encoder: Encoder, size: int) -> Iterator[Example]:
    """Yield ``count`` simulated tiles of ``size`` pixels; the same seed gives the same tiles."""
    from ..simulation.tiles import simulate_tile

    for child in np.random.SeedSequence(seed).spawn(count):
        yield example_of(*simulate_tile(np.random.default_rng(child), size), encoder)


def _turned(x: Tensor, turns: int, mirror: bool, dims: tuple[int, int]) -> Tensor:
    x = torch.rot90(x, turns, dims)
    return x.flip(dims[1]) if mirror else x


def augmented(example: Example, rng: np.random.Generator, most: int) -> Example:
    """Turn and mirror a tile, and keep at most ``most`` of its acquisitions; sometimes far fewer, sometimes one sensor.

    Tokens are turned as they are, which is right up to the encoder's own sense of direction.
    """
    turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
    volume, frame, targets = example.volume, example.frame, example.targets
    chosen = np.arange(len(volume.days))
    heard = volume.raw[..., 14].flatten(1).amax(1).numpy() > 0
    if rng.random() < 0.1 and (~heard).sum() > 1:
        chosen = chosen[~heard]
    keep = int(rng.integers(max(1, most // 4), most + 1))
    chosen = np.sort(rng.permutation(chosen)[:keep])
    grids = {k: _turned(getattr(volume, k)[chosen], turns, mirror, (1, 2)) for k in ("features", "raw", "seen")}
    maps = {k: _turned(v, turns, mirror, (0, 1)) for k, v in vars(targets).items() if k != "crops"}
    return Example(
        TokenVolume(**grids, days=volume.days[chosen], season=volume.season[chosen]),
        Frame(_turned(frame.values, turns, mirror, (1, 2)), _turned(frame.valid, turns, mirror, (0, 1)), frame.bands),
        Targets(**maps, crops=targets.crops),
    )


def collate(examples: list[Example]) -> Example:
    """Stack examples into a batch."""
    frames = [e.frame for e in examples]
    frame = Frame(*(torch.stack([getattr(f, k) for f in frames]) for k in ("values", "valid", "bands")))
    return Example(tokens.batch([e.volume for e in examples]), frame, batch_targets([e.targets for e in examples]))
