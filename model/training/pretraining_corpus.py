"""What the encoder is pre-trained on: windows of scenes, real or simulated, and time series, all without labels."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..datatypes import Sample
from ..network.batches import Views
from ..protocol import InputError, Source
from ..scene.discovery import discover
from ..scene.grid import reference_grid
from ..scene.scene_reader import SceneReader
from .labelled_time_series import Series

WINDOW = 32  # pixels: one attention window of the compact encoder
ACQUISITIONS = 20  # of one place, in one draw
PARCELS = 48  # of one series, in one draw
SHIFT = 10  # days by which a whole draw may come earlier or later
OPTIONAL_BANDS = ((0, 1, 2, 6), (3, 4, 5), (7,), (8, 9))  # the 10 m bands, red edge, B8A, SWIR: what may be missing


@dataclass(frozen=True)
class Draw:
    """Places seen ``length`` times each: ``views`` are ordered by place, then by acquisition."""

    views: Views
    length: int


def read_scenes(folders: Sequence[Path]) -> Iterator[Sample]:
    """Yield the whole scene in each folder; dates without pixels do no harm. Raises `InputError` without Sentinel-2."""
    for folder in folders:
        scene = discover([Source(str(folder))])
        frame = next((a for a in scene.of("S2") if not a.problem), None)
        if frame is None:
            raise InputError(f"{folder} has no Sentinel-2 images that can be read; name another folder.")
        grid = reference_grid(scene, frame)
        with SceneReader(scene, grid, frame.date) as reader:
            yield reader.read(grid.whole)


class Corpus:
    """Random draws of scenes and of series, varied so that the encoder does not rest on what may be absent."""

    def __init__(self, samples: Sequence[Sample], series: Sequence[Series], patch: int) -> None:
        self._scenes = [_useful(Views.of_sample(sample)) for sample in samples]
        self._series = list(series)
        self._patch = patch

    def draws(self, rng: np.random.Generator) -> list[Draw]:
        """Return one draw of each kind there is."""
        drawn = []
        if self._scenes:
            drawn.append(_window(self._scenes[rng.integers(len(self._scenes))], rng))
        if self._series:
            sizes = np.array([len(s.key) for s in self._series], float) ** 0.5
            chosen = self._series[rng.choice(len(sizes), p=sizes / sizes.sum())]
            drawn.append(_parcels(chosen, rng, self._patch))
        return [dataclasses.replace(draw, views=_varied(draw.views, rng)) for draw in drawn]


def _useful(views: Views) -> Views:
    """Leave out the acquisitions without a valid pixel."""
    return views.select((views.optical_valid + views.radar_valid).flatten(1).amax(1).nonzero()[:, 0])


def _window(views: Views, rng: np.random.Generator) -> Draw:
    """Cut a window anywhere, at some of its acquisitions."""
    height, width = views.terrain.shape[-2:]
    row, col = (int(rng.integers(max(1, size - WINDOW + 1))) for size in (height, width))
    chosen = np.sort(rng.permutation(len(views.days))[:ACQUISITIONS])
    part = views.select(chosen).crop(slice(row, row + WINDOW), slice(col, col + WINDOW))
    return Draw(part, len(chosen))


def _parcels(series: Series, rng: np.random.Generator, patch: int) -> Draw:
    """Take some parcels at some of their steps, each as one even patch; sometimes as S2 or S1 alone."""
    count, length = PARCELS, ACQUISITIONS
    parcels = rng.integers(len(series.key), size=count)[:, None]
    # Steps with data come first in a random order; parcels with few of them repeat some.
    some = series.optical_valid[parcels[:, 0]] | series.radar_valid[parcels[:, 0]]
    order = np.argsort(rng.random(some.shape) - some, axis=1)
    steps = order[np.arange(count)[:, None], np.arange(length) % np.maximum(some.sum(1), 1)[:, None]]
    seen, heard = series.optical_valid[parcels, steps], series.radar_valid[parcels, steps]
    lot = rng.random((count, length))
    seen, heard = seen & ~((lot < 0.25) & heard), heard & ~((lot > 0.75) & seen)

    def even(values: np.ndarray) -> Tensor:
        flat = torch.as_tensor(np.ascontiguousarray(values, np.float32)).flatten(0, 1)
        return flat[..., None, None].expand(*flat.shape, patch, patch)

    repeated = np.broadcast_to(parcels, (count, length))
    views = Views(
        optical=even(series.optical[parcels, steps] * seen[..., None]),
        optical_valid=even(seen),
        optical_bands=even(series.optical_bands * seen[..., None])[..., 0, 0],
        radar=even(series.radar[parcels, steps] * heard[..., None]),
        radar_valid=even(heard),
        radar_bands=even(np.repeat(heard[..., None], 2, -1))[..., 0, 0],
        terrain=even(series.terrain[repeated]),
        terrain_valid=even(series.terrain_valid[repeated]),
        days=torch.as_tensor(series.days[parcels, steps]).flatten(),
        place=torch.as_tensor(series.place[repeated]).flatten(0, 1),
    )
    return Draw(views, length)


def _varied(views: Views, rng: np.random.Generator) -> Views:
    """Shift the season, and sometimes hide the terrain, tell another place or take bands away."""
    changed: dict[str, Tensor] = {"days": views.days + int(rng.integers(-SHIFT, SHIFT + 1))}
    if rng.random() < 0.3:
        changed |= {"terrain": 0 * views.terrain, "terrain_valid": 0 * views.terrain_valid}
    if rng.random() < 0.5:
        elsewhere = rng.uniform((-60, -180), (70, 180))
        changed["place"] = torch.as_tensor(elsewhere, dtype=torch.float32).expand_as(views.place)
    if rng.random() < 0.2:
        kept = torch.ones(10)
        kept[list(OPTIONAL_BANDS[rng.integers(len(OPTIONAL_BANDS))])] = 0
        changed |= {"optical": views.optical * kept[:, None, None], "optical_bands": views.optical_bands * kept}
    return dataclasses.replace(views, **changed)
