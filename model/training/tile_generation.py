"""Simulated tiles in numbers: painted by several processes, and kept for when training goes on after a break."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
import torch

from ..network.spatial import Frame
from ..network.tokens import TokenVolume
from .dataset import Example, encoded, simulated_tiles
from .single_fields import Fields, fields_of
from .targets import Targets

T = TypeVar("T")


@dataclass(frozen=True)
class Recipe:
    """What makes tiles what they are: ``seed``, ``size`` in pixels, the parcel layers ``geometry`` whose shapes they
    take beside generated ones, or ``squares`` alone, the share of ``hard`` ones and of larger fields that
    are worked in parts, ``parted``, and the ``encoder`` that `weights.load_encoder` takes."""

    seed: tuple[int, ...]
    size: int
    geometry: tuple[str, ...] = ()
    squares: bool = False
    hard: float = 0.0
    parted: float = 0.0
    encoder: str = ""


def painted_tiles(recipe: Recipe, count: int, workers: int) -> Iterator[Example]:
    """Yield ``count`` tiles of ``recipe``, the same whatever the number of processes."""
    return _painted(recipe, _tile, count, workers)


def painted_fields(recipe: Recipe, count: int, workers: int) -> Iterator[Fields]:
    """Yield the fields of ``count`` tiles of ``recipe``."""
    return _painted(recipe, _fields, count, workers)


def remembered(path: Path, made_of: tuple, make: Callable[[], T]) -> T:
    """Return what ``path`` keeps if it is ``made_of`` the same; otherwise make it and keep it."""
    if path.exists():
        kept = _read(path)
        if kept["made_of"] == repr(made_of):
            return kept["made"]
    made = make()
    partial = path.with_suffix(".partial")
    torch.save({"made_of": repr(made_of), "made": made}, partial)
    partial.replace(path)
    return made


def _read(file: Path | BinaryIO) -> Any:
    """Read what was saved, tensors and the types that hold them and nothing else."""
    with torch.serialization.safe_globals([Example, TokenVolume, Frame, Targets, Fields]):
        return torch.load(file, weights_only=True)


def _painted(recipe: Recipe, paint: Callable[[int], T], count: int, workers: int) -> Iterator[T]:
    if workers == 1:
        _begin(recipe, 0)
        yield from map(paint, range(count))
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (recipe, 1)) as pool:
        for written in pool.map(_written, [paint] * count, range(count), chunksize=4):
            yield _read(io.BytesIO(written))


_made = {}  # of a painting process: its encoder, shapes and recipe


def _begin(recipe: Recipe, threads: int) -> None:
    """Make ready to paint; ``threads`` 0 leaves their number as it is."""
    from ..network.weights import load_encoder, round_weights
    from ..simulation.parcel_shapes import SquareParcels, read_shapes

    if threads:
        torch.set_num_threads(threads)
    encoder, _ = load_encoder(recipe.encoder)
    round_weights(encoder)
    shapes = [SquareParcels()] if recipe.squares else [None, *read_shapes(recipe.geometry)]
    _made.update(recipe=recipe, encoder=encoder, shapes=shapes)


def _tile(number: int) -> Example:
    recipe: Recipe = _made["recipe"]
    tiles = simulated_tiles([number], recipe.seed, recipe.size, _made["shapes"], recipe.hard, recipe.parted)
    return next(encoded(tiles, _made["encoder"]))


def _fields(number: int) -> Fields:
    return fields_of(_tile(number), np.random.default_rng([*_made["recipe"].seed, number]))


def _written(paint: Callable[[int], T], number: int) -> bytes:
    """Return one of them as bytes: tensors sent as they are would take a file descriptor each."""
    buffer = io.BytesIO()
    torch.save(paint(number), buffer)
    return buffer.getvalue()
