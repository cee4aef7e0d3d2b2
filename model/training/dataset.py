"""Labelled tiles in the form that training reads: tokens computed once, the reference frame and the targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..datatypes import Labels, Sample
from ..network import tokens
from ..network.batches import Frame, TokenVolume
from ..network.encoders import Encoder
from ..network.tensor_dataclass import TensorDataclass
from ..simulation.simulated_tiles import EUROPEAN, TileVariety, simulate_tile
from .targets import Targets, create_targets


@dataclass(frozen=True)
class Example(TensorDataclass):
    """One tile, or a batch of tiles (leading B): tokens, reference frame and targets."""

    volume: TokenVolume
    frame: Frame
    targets: Targets


def encode_example(sample: Sample, labels: Labels, encoder: Encoder) -> Example:
    """Encode one labelled tile; the features and raw means are kept in half precision."""
    volume = tokens.encode(sample, encoder).half()
    return Example(volume, Frame.of_sample(sample), create_targets(labels))


def encode_examples(tiles: Iterable[tuple[Sample, Labels]], encoder: Encoder) -> Iterator[Example]:
    """Encode labelled tiles one after the other."""
    for sample, labels in tiles:
        yield encode_example(sample, labels, encoder)


def simulated_tiles(
    numbers: Iterable[int], seed: Sequence[int], size: int, variety: TileVariety = EUROPEAN
) -> Iterator[tuple[Sample, Labels]]:
    """Yield the simulated tiles ``numbers`` (from 0) of an unlimited sequence that ``seed`` defines.

    A tile of ``size`` pixels depends on the seed and its own number alone.
    """
    for number in numbers:
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
        yield simulate_tile(rng, size, 0, variety)
