"""Tiles of real scenes without labels, with several reference frames and renderings of their light."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import numpy as np
import torch

from ..datatypes import Sample
from ..network import tokens
from ..network.batches import Frame, TokenVolume
from ..network.encoders import Encoder
from ..protocol import Acquisition, InputError, Inspection, Source
from ..scene.grid import reference_grid
from ..scene.inspection import inspect, require_mappable
from ..scene.reference_frame import CLEAR_ENOUGH
from ..scene.scene_reader import SceneReader
from ..simulation.processing import draw_bands
from .augmentation import relight
from .scene_windows import IN_MEMORY, SceneWindows

MAX_FRAMES = 4  # reference frames of one tile
MIN_CLEAR = 0.6  # of the ground that any date shows in a tile, for a reference frame of it
MIN_VISIBLE = 0.1  # of a tile's area that a reference frame of it shows
SOME_CLEAR = 0.1  # of the scene, for a date that the temporal stream may see
LOW_SUN = 25.0  # degrees at noon, below which a date is no reference frame: long shadows, bare or dormant ground
MAX_ACQUISITIONS, MAX_OPTICAL = 40, 24  # of one tile, and of these optical ones where there is radar
MAX_TRIES = 50  # windows drawn for one tile
RELIT = 3  # renderings of a tile under other light
RGB_ONLY, ONLY_10M = 0.3, 0.15  # shares of these that show the visible or the 10 m bands alone
OBLIQUITY, SOLSTICE = 23.44, 172  # degrees; day of the year of the northern summer solstice


@dataclass(frozen=True)
class Rendering:
    """The images of one tile under one light: the tokens of all acquisitions, and F reference frames (leading F)."""

    volume: TokenVolume
    frames: Frame

    def frame(self, index: int) -> Frame:
        """Return one of the reference frames."""
        return self.frames.map(lambda values: values[index])


@dataclass(frozen=True)
class UnlabelledTile:
    """One tile of a real scene: the images ``as_is``, and as ``relit``, sometimes with fewer bands."""

    as_is: Rendering
    relit: tuple[Rendering, ...]


def unlabelled_tiles(
    sources: Sequence[Source], encoder: Encoder, size: int, count: int, seed: int | list[int]
) -> Iterator[UnlabelledTile]:
    """Yield ``count`` encoded tiles of ``size`` pixels of 10 m at random places of one scene.

    The tiles depend on ``seed`` alone. Each shows at most `MAX_ACQUISITIONS` random acquisitions and has up to
    `MAX_FRAMES` of the scene's clear dates as reference frames. A scene smaller than a tile lies anywhere inside it;
    outside nothing is valid. Raises `InputError` where the scene cannot be used.
    """
    inspection = inspect(sources)
    scene = inspection.scene
    require_mappable(scene)
    frames = clear_frames(inspection)
    grid = reference_grid(scene, frames[0])
    clear = {score.date for score in inspection.frames if score.parts["clear"] >= SOME_CLEAR}
    shown = [a.key for a in scene.of("S2") if a.date in clear], [a.key for a in scene.of("S1")]
    with ExitStack() as opened:
        windows = SceneWindows(SceneReader(scene, grid, frames[0].date), size, IN_MEMORY, opened)
        for child in np.random.SeedSequence(seed).spawn(count):
            rng = np.random.default_rng(child)
            for _ in range(MAX_TRIES):
                if drawn := _draw_tile(windows, frames, shown, rng):
                    break
            else:
                raise InputError(
                    f"Of {MAX_TRIES} windows of {size} pixels of {frames[0].name or frames[0].key} none is mostly "
                    "clear on one of the dates. Leave this scene out, or take smaller tiles."
                )
            yield encode_tile(*drawn, encoder, rng)


def clear_frames(inspection: Inspection) -> list[Acquisition]:
    """Return the S2 acquisitions that may be reference frames: mostly clear, and the sun at noon above `LOW_SUN`.

    Where there is none, it is the one that inspection proposes. Raises `InputError` where there is none either.
    """
    if not inspection.proposed:
        raise InputError(inspection.reason)
    acquisitions = inspection.scene.of("S2")
    proposed = [a for a in acquisitions if a.date == inspection.proposed]
    latitude = reference_grid(inspection.scene, proposed[0]).centre()[0]
    clear = {frame.date for frame in inspection.frames if frame.parts["clear"] >= CLEAR_ENOUGH}
    return [a for a in acquisitions if a.date in clear and noon_elevation(a.date, latitude) >= LOW_SUN] or proposed


def noon_elevation(iso_date: str, latitude: float) -> float:
    """Return the elevation of the sun at noon in degrees, accurate to about a degree."""
    day = date.fromisoformat(iso_date).timetuple().tm_yday
    declination = OBLIQUITY * math.cos(2 * math.pi * (day - SOLSTICE) / 365.25)
    return 90 - abs(latitude - declination)


def encode_tile(
    sample: Sample, frames: Sequence[int], encoder: Encoder, rng: np.random.Generator, relit: int = RELIT
) -> UnlabelledTile:
    """Encode the acquisitions of ``sample`` as they are and ``relit`` times under other light.

    ``frames`` are the optical acquisitions that are its reference frames.
    """
    samples = [sample, *(relight_images(sample, rng) for _ in range(relit))]
    volumes = [tokens.encode(one, encoder).half() for one in samples]
    visible = volumes[0].seen.flatten(1).any(1)
    kept = visible if visible.any() else torch.ones_like(visible)
    renderings = [
        Rendering(volume.select(kept), Frame.stack([Frame.of_sample(one.with_reference(i)) for i in frames]))
        for one, volume in zip(samples, volumes, strict=True)
    ]
    return UnlabelledTile(renderings[0], tuple(renderings[1:]))


def relight_images(sample: Sample, rng: np.random.Generator) -> Sample:
    """Return a sample whose optical images have another light, the same on all dates, and sometimes fewer bands.

    Its reference frame stays as it is.
    """
    dates, bands, height, width = sample.optical.shape
    stacked = torch.from_numpy(np.ascontiguousarray(sample.optical.transpose(1, 0, 2, 3))).reshape(bands, -1, width)
    values = relight(stacked, rng).numpy().reshape(bands, dates, height, width).transpose(1, 0, 2, 3)
    present = sample.optical_valid[:, None] & sample.optical_bands[:, :, None, None]
    relit = dataclasses.replace(sample, optical=(values * present).astype(np.float32))
    fewer = relit.without_bands(np.flatnonzero(~draw_bands(rng, RGB_ONLY, ONLY_10M)).tolist())
    return fewer if fewer.optical_bands.any(1).all() else relit


def _draw_tile(
    windows: SceneWindows, frames: list[Acquisition], shown: tuple[list[str], list[str]], rng: np.random.Generator
) -> tuple[Sample, list[int]] | None:
    """Return a random window and which optical acquisitions are its reference frames; None where none shows enough.

    ``shown`` are the keys of the optical and radar acquisitions that the tile may have.
    """
    row, col = windows.draw(rng)
    chosen = [frames[i] for i in rng.permutation(len(frames))[:MAX_FRAMES]]
    sample = windows.read(row, col, _draw_acquisitions(chosen, *shown, rng), chosen[0])
    visible = sample.optical_valid.any(0).mean()
    keys = {day: index for index, day in enumerate(sample.optical_days.tolist())}
    shown_on = [keys[date.fromisoformat(frame.date).toordinal()] for frame in chosen]
    clear = [i for i in shown_on if sample.with_reference(i).reference_valid.mean() >= MIN_CLEAR * visible]
    return (sample, clear) if clear and visible >= MIN_VISIBLE else None


def _draw_acquisitions(
    frames: Sequence[Acquisition], optical: Sequence[str], radar: Sequence[str], rng: np.random.Generator
) -> set[str]:
    """Return the keys of random acquisitions for one tile, which include those of the reference frames."""
    first = [frame.key for frame in frames]
    optical = [*first, *rng.permutation([key for key in optical if key not in first]).tolist()]
    passes = rng.permutation(list(radar)).tolist()[: MAX_ACQUISITIONS - min(MAX_OPTICAL, len(optical))]
    return {*optical[: MAX_ACQUISITIONS - len(passes)], *passes}
