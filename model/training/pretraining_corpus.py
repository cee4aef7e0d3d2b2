"""The data of the encoder's pre-training: windows of real and simulated scenes, and time series, without labels."""

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
ACQUISITIONS = 20  # of one location, in one draw
PARCELS = 48  # of one series, in one draw
MAX_SHIFT = 10  # days by which a whole draw may be earlier or later
OPTIONAL_BANDS = ((0, 1, 2, 6), (3, 4, 5), (7,), (8, 9))  # the 10 m bands, red edge, B8A, SWIR: what may be missing


@dataclass(frozen=True)
class PretrainingDraw:
    """Locations with ``length`` acquisitions each; ``views`` are ordered by location, then by acquisition."""

    views: Views
    length: int


def read_scenes(folders: Sequence[Path]) -> Iterator[Sample]:
    """Yield the whole scene of each folder as one sample; raise `InputError` where it has no Sentinel-2 images."""
    for folder in folders:
        scene = discover([Source(str(folder))])
        frame = next((a for a in scene.of("S2") if not a.problem), None)
        if frame is None:
            raise InputError(f"{folder} has no Sentinel-2 images that can be read; name another folder.")
        grid = reference_grid(scene, frame)
        with SceneReader(scene, grid, frame.date) as reader:
            yield reader.read(grid.whole)


class Corpus:
    """Random draws of scenes and of series, varied so that the encoder does not depend on what may be missing."""

    def __init__(self, samples: Sequence[Sample], series: Sequence[Series], patch: int) -> None:
        self._scenes = [_without_empty(Views.of_sample(sample)) for sample in samples]
        self._series = list(series)
        self._patch = patch

    def sample(self, rng: np.random.Generator) -> list[PretrainingDraw]:
        """Return one window of a scene and one set of parcels of a series, as far as the corpus has them."""
        drawn = []
        if self._scenes:
            drawn.append(_draw_window(self._scenes[rng.integers(len(self._scenes))], rng))
        if self._series:
            sizes = np.array([len(s.key) for s in self._series], float) ** 0.5
            chosen = self._series[rng.choice(len(sizes), p=sizes / sizes.sum())]
            drawn.append(_draw_parcels(chosen, rng, self._patch))
        return [dataclasses.replace(draw, views=_augment(draw.views, rng)) for draw in drawn]


def _without_empty(views: Views) -> Views:
    """Return the views without the acquisitions that have no valid pixel."""
    return views.select((views.optical_valid + views.radar_valid).flatten(1).amax(1).nonzero()[:, 0])


def _draw_window(views: Views, rng: np.random.Generator) -> PretrainingDraw:
    """Return a random window at a random subset of its acquisitions."""
    height, width = views.terrain.shape[-2:]
    row, col = (int(rng.integers(max(1, size - WINDOW + 1))) for size in (height, width))
    chosen = np.sort(rng.permutation(len(views.days))[:ACQUISITIONS])
    window = views.select(chosen).crop(slice(row, row + WINDOW), slice(col, col + WINDOW))
    return PretrainingDraw(window, len(chosen))


def _draw_parcels(series: Series, rng: np.random.Generator, patch: int) -> PretrainingDraw:
    """Return random parcels as uniform patches at a random subset of their steps, some with one sensor alone."""
    count, length = PARCELS, ACQUISITIONS
    parcels = rng.integers(len(series.key), size=count)[:, None]
    # Steps with data come first in a random order; parcels with few of them repeat some.
    has_data = series.optical_valid[parcels[:, 0]] | series.radar_valid[parcels[:, 0]]
    order = np.argsort(rng.random(has_data.shape) - has_data, axis=1)
    steps = order[np.arange(count)[:, None], np.arange(length) % np.maximum(has_data.sum(1), 1)[:, None]]
    has_optical, has_radar = series.optical_valid[parcels, steps], series.radar_valid[parcels, steps]
    drawn = rng.random((count, length))
    optical_valid = has_optical & ~((drawn < 0.25) & has_radar)
    radar_valid = has_radar & ~((drawn > 0.75) & has_optical)

    def uniform(values: np.ndarray) -> Tensor:
        flat = torch.as_tensor(np.ascontiguousarray(values, np.float32)).flatten(0, 1)
        return flat[..., None, None].expand(*flat.shape, patch, patch)

    repeated = np.broadcast_to(parcels, (count, length))
    views = Views(
        optical=uniform(series.optical[parcels, steps] * optical_valid[..., None]),
        optical_valid=uniform(optical_valid),
        optical_bands=uniform(series.optical_bands * optical_valid[..., None])[..., 0, 0],
        radar=uniform(series.radar[parcels, steps] * radar_valid[..., None]),
        radar_valid=uniform(radar_valid),
        radar_bands=uniform(np.repeat(radar_valid[..., None], 2, -1))[..., 0, 0],
        terrain=uniform(series.terrain[repeated]),
        terrain_valid=uniform(series.terrain_valid[repeated]),
        days=torch.as_tensor(series.days[parcels, steps]).flatten(),
        location=torch.as_tensor(series.location[repeated]).flatten(0, 1),
    )
    return PretrainingDraw(views, length)


def _augment(views: Views, rng: np.random.Generator) -> Views:
    """Shift the season, and sometimes remove the terrain, replace the location or remove bands."""
    changed: dict[str, Tensor] = {"days": views.days + int(rng.integers(-MAX_SHIFT, MAX_SHIFT + 1))}
    if rng.random() < 0.3:
        changed |= {"terrain": 0 * views.terrain, "terrain_valid": 0 * views.terrain_valid}
    if rng.random() < 0.5:
        elsewhere = rng.uniform((-60, -180), (70, 180))
        changed["location"] = torch.as_tensor(elsewhere, dtype=torch.float32).expand_as(views.location)
    if rng.random() < 0.2:
        kept = torch.ones(10)
        kept[list(OPTIONAL_BANDS[rng.integers(len(OPTIONAL_BANDS))])] = 0
        changed |= {"optical": views.optical * kept[:, None, None], "optical_bands": views.optical_bands * kept}
    return dataclasses.replace(views, **changed)
