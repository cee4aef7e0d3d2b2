"""Labelled tiles with their tokens computed once, and the augmentation that batches draw from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..datatypes import Labels, Sample
from ..network import tokens
from ..network.encoders import Encoder
from ..network.spatial import Frame, frame_of
from ..network.tokens import TokenVolume
from ..simulation.parcel_shapes import ParcelShapes, SquareParcels
from .targets import Targets, batch_targets, targets_of

SEASON = 4.0  # days by which the year is shifted in training, one standard deviation
GAIN, OFFSET = 0.03, 0.003  # the same of the reference frame's bands: a share, and reflectance


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


def simulated_tiles(
    numbers: Iterable[int],
    seed: Sequence[int],
    size: int,
    shapes: Sequence[ParcelShapes | SquareParcels | None] = (None,),
    hard: float = 0.0,
    parted: float = 0.0,
) -> Iterator[tuple[Sample, Labels]]:
    """Yield the simulated tiles ``numbers`` (from 0) of an endless row; seed and number make a tile what it is.

    ``size`` (pixels), ``shapes``, ``hard`` and ``parted`` are as in `tiles.simulate_tile`.
    """
    from ..simulation.simulated_tiles import simulate_tile

    for number in numbers:
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
        yield simulate_tile(rng, size, 0, shapes, hard, parted)


def encoded(tiles: Iterable[tuple[Sample, Labels]], encoder: Encoder) -> Iterator[Example]:
    """Encode labelled tiles, whatever they come from."""
    for sample, labels in tiles:
        yield example_of(sample, labels, encoder)


def _turned(x: Tensor, turns: int, mirror: bool, dims: tuple[int, int]) -> Tensor:
    x = torch.rot90(x, turns, dims)
    return x.flip(dims[1]) if mirror else x


def augmented(example: Example, rng: np.random.Generator, most: int) -> Example:
    """Turn and mirror a tile, thin its series, hide tokens, change the light of the frame a little.

    Tokens are turned as they are: right up to the encoder's own sense of direction. Bands and terrain go missing in the
    tiles themselves.
    """
    turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
    volume, targets = thinned(example.volume, rng, most), example.targets
    grids = {k: _turned(getattr(volume, k), turns, mirror, (1, 2)) for k in ("features", "raw", "seen")}
    grids["seen"] = grids["seen"] & ~torch.from_numpy(_blocks(rng, grids["seen"].shape))
    maps = {k: _turned(v, turns, mirror, (0, 1)) for k, v in vars(targets).items() if k != "crops"}
    return Example(
        dated(dataclasses.replace(volume, **grids)),
        _lit(example.frame, rng, turns, mirror),
        Targets(**maps, crops=targets.crops),
    )


def thinned(volume: TokenVolume, rng: np.random.Generator, most: int) -> TokenVolume:
    """Return at most ``most`` of the acquisitions of a series, the season a little shifted.

    Sometimes only one sensor is left, rarely radar. The shift is right up to the encoder's own sense of the true day.
    """
    chosen = _kept(volume, rng, most)
    kept = {k: v[chosen] for k, v in vars(volume).items()}
    return TokenVolume(**kept | {"season": (kept["season"] + float(rng.normal(0, SEASON))) % 365.25})


def dated(volume: TokenVolume) -> TokenVolume:
    """Return the volume with its days counted from the median of those that show something."""
    shown = volume.days[volume.seen.flatten(1).any(1)]
    return dataclasses.replace(volume, days=volume.days - (shown.median() if len(shown) else 0))


def _kept(volume: TokenVolume, rng: np.random.Generator, most: int) -> np.ndarray:
    """Return which acquisitions a training tile shows."""
    chosen = np.arange(len(volume.days))
    heard = volume.raw[..., 14].flatten(1).amax(1).numpy() > 0
    lot = rng.random()
    alone = ~heard if lot < 0.1 else heard if lot < 0.13 else None
    if alone is not None and alone.sum() > 1:
        chosen = chosen[alone]
    keep = int(rng.integers(max(1, most // 4), most + 1))
    return np.sort(rng.permutation(chosen)[:keep])


def _blocks(rng: np.random.Generator, shape: tuple[int, int, int]) -> np.ndarray:
    """Return a tenth of the tokens [N, h, w], more or less, in blocks of one size."""
    count, height, width = shape
    side = int(rng.integers(2, 9))
    hidden = rng.random((count, -(-height // side), -(-width // side))) < rng.uniform(0, 0.2)
    return hidden.repeat(side, 1).repeat(side, 2)[:, :height, :width]


def _lit(frame: Frame, rng: np.random.Generator, turns: int, mirror: bool) -> Frame:
    """Turn a reference frame and change each band's gain and offset a little, as another day's air would."""
    gain = torch.from_numpy(rng.normal(1, GAIN, (len(frame.bands), 1, 1)).astype(np.float32))
    offset = torch.from_numpy(rng.normal(0, OFFSET, gain.shape).astype(np.float32))
    values = frame.values * gain + offset * frame.valid * frame.bands[:, None, None]
    return Frame(_turned(values, turns, mirror, (1, 2)), _turned(frame.valid, turns, mirror, (0, 1)), frame.bands)


def collate(examples: list[Example]) -> Example:
    """Stack examples into a batch."""
    frames = [e.frame for e in examples]
    frame = Frame(*(torch.stack([getattr(f, k) for f in frames]) for k in ("values", "valid", "bands")))
    return Example(tokens.batch([e.volume for e in examples]), frame, batch_targets([e.targets for e in examples]))


def to_device(example: Example, device: torch.device) -> Example:
    """Return an example or a batch of them on ``device``."""
    parts = {k: type(part)(**{n: t.to(device) for n, t in vars(part).items()}) for k, part in vars(example).items()}
    return Example(**parts)
