"""What is scored beside a bundle as it ships: its parts alone, and the same network with something withheld."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes import Sample
from ..mapping.map_scene import map_scene
from ..mapping.maps import TilePrediction
from ..mapping.token_cache import TileLatents
from ..protocol import Job, Scene
from ..reporter import Reporter

if TYPE_CHECKING:
    from ..network.predictor import Predictor

System = Callable[[Job], object]
Inputs = tuple[Sample, TileLatents]

WHOLE = "all"
PARTS = ("dense heads alone", "queries alone")
ABLATIONS = (
    "no S1",
    "no DEM",
    "one date only",
    "no temporal queries",
    "no cell map",
    "no reference frame",
    "no expected shares",
    PARTS[0],
)


def systems_of(predictor: Predictor) -> dict[str, System]:
    """Return every system that a bundle makes, by name: `WHOLE`, `PARTS` and `ABLATIONS`.

    A system maps a job, whose ``reference`` is a date and whose ``scratch`` is where tokens are kept, so that what only
    reads the network in another way encodes nothing anew.
    """
    return {
        WHOLE: _system(predictor),
        PARTS[0]: _system(_read_by(predictor, "dense")),
        PARTS[1]: _system(_read_by(predictor, "queries")),
        "no S1": _system(predictor, _without_radar),
        "no DEM": _system(predictor, lambda job: replace(job.scene, elevation=None)),
        "one date only": _system(predictor, _reference_alone),
        "no temporal queries": _system(_Withholding(predictor, _without_latents)),
        "no cell map": _system(_Withholding(predictor, _without_cells)),
        "no reference frame": _system(_Withholding(predictor, _without_frame)),
        "no expected shares": _system(_expecting(predictor, [1.0] * len(predictor.crops))),
    }


def _system(predictor, scene_of: Callable[[Job], Scene] = lambda job: job.scene) -> System:
    def run(job: Job) -> object:
        return map_scene(replace(job, scene=scene_of(job)), predictor, Reporter(), cache_folder=Path(job.scratch))

    return run


def _read_by(predictor: Predictor, readout: str) -> Predictor:
    """Return the same predictor with shapes and crops from one readout."""
    other = copy.copy(predictor)
    other.shape = other.crop = readout
    return other


def _expecting(predictor: Predictor, shares: list[float]) -> Predictor:
    """Return the same predictor that expects other shares of the crops."""
    other = copy.copy(predictor)
    other.shares = shares
    return other


class _Withholding:
    """A predictor whose network is shown less than the tile holds."""

    def __init__(self, predictor: Predictor, less: Callable[[Sample, TileLatents], Inputs]) -> None:
        self._predictor, self._less = predictor, less

    def __getattr__(self, name: str):
        return getattr(self._predictor, name)

    def __call__(self, sample: Sample, compressed: TileLatents) -> TilePrediction:
        return self._predictor(*self._less(sample, compressed))


def _without_radar(job: Job) -> Scene:
    return replace(job.scene, acquisitions=tuple(a for a in job.scene.acquisitions if a.sensor != "S1"))


def _reference_alone(job: Job) -> Scene:
    frame = tuple(a for a in job.scene.of("S2") if a.date == job.reference)
    return replace(job.scene, acquisitions=frame)


def _without_latents(sample: Sample, compressed: TileLatents) -> Inputs:
    return sample, replace(compressed, latents=np.zeros_like(compressed.latents))


def _without_cells(sample: Sample, compressed: TileLatents) -> Inputs:
    return sample, replace(compressed, cell_map=np.zeros_like(compressed.cell_map))


def _without_frame(sample: Sample, compressed: TileLatents) -> Inputs:
    unseen = {name: np.zeros_like(getattr(sample, name)) for name in ("reference", "reference_valid")}
    return replace(sample, **unseen), compressed
