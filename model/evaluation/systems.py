"""Systems that a bundle gives: as it ships, each readout alone, ablations that withhold one thing, changed images."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..datatypes import Sample, TemporalMaps, TilePrediction
from ..mapping.map_scene import map_scene
from ..mapping.planning import prepare
from ..protocol import Job, Scene
from ..reporter import Reporter
from .cases.changed_scenes import with_bands, with_light

if TYPE_CHECKING:  # imports torch
    from ..network.predictor import Predictor

System = Callable[[Job], object]
Inputs = tuple[Sample, TemporalMaps]

WHOLE = "all"
PARTS = ("dense heads alone", "queries alone", "untrained queries")
ABLATIONS = (
    "no S1",
    "no DEM",
    "one date only",
    "no latents",
    "no cell map",
    "no reference frame",
    "no expected shares",
    *PARTS,
    "queries, no latents",
    "queries, no latents in the decoder",
    "queries, no refinement",
    "queries, no reference frame",
)
FEWER_BANDS = {"RGB": ("B02", "B03", "B04"), "RGB and NIR": ("B02", "B03", "B04", "B08")}
OTHER_LIGHT = {
    "gain 0.5": {"gain": 0.5},
    "gain 2": {"gain": 2.0},
    "gamma 0.7": {"gamma": 0.7},
    "gamma 1.4": {"gamma": 1.4},
}
CHANGES = (*FEWER_BANDS, *OTHER_LIGHT)


def build_systems(predictor: Predictor) -> dict[str, System]:
    """Return every system of a bundle by name: `WHOLE`, `PARTS`, `ABLATIONS` and `CHANGES`.

    A system maps a job, whose ``reference`` is a date and whose ``scratch`` is the folder of the token cache, so that
    systems with the same inputs share their tokens.
    """
    from .decoder_ablations import Unrefined, WithoutLatents, untrained

    queries = with_readout(predictor, "queries")
    return {
        WHOLE: _mapping_system(predictor),
        PARTS[0]: _mapping_system(with_readout(predictor, "dense")),
        PARTS[1]: _mapping_system(queries),
        PARTS[2]: _mapping_system(queries.with_decoder(untrained)),
        "no S1": _mapping_system(predictor, _without_s1),
        "no DEM": _mapping_system(predictor, lambda job: replace(job.scene, elevation=None)),
        "one date only": _mapping_system(predictor, _reference_date_only),
        "no latents": _mapping_system(_InputAblation(predictor, _without_latents)),
        "no cell map": _mapping_system(_InputAblation(predictor, _without_cell_map)),
        "no reference frame": _mapping_system(_InputAblation(predictor, _without_reference_frame)),
        "no expected shares": _mapping_system(_with_class_priors(predictor, [1.0] * len(predictor.crops))),
        "queries, no latents": _mapping_system(_InputAblation(queries, _without_latents)),
        "queries, no latents in the decoder": _mapping_system(queries.with_decoder(WithoutLatents)),
        "queries, no refinement": _mapping_system(queries.with_decoder(Unrefined)),
        "queries, no reference frame": _mapping_system(_InputAblation(queries, _without_reference_frame)),
        **{name: _mapping_system(predictor, _with_bands(bands)) for name, bands in FEWER_BANDS.items()},
        **{name: _with_light(predictor, change) for name, change in OTHER_LIGHT.items()},
    }


def _mapping_system(
    predictor: Predictor | _InputAblation, scene_of: Callable[[Job], Scene] = lambda job: job.scene
) -> System:
    def run(job: Job) -> object:
        job = replace(job, scene=scene_of(job))
        cache_folder = Path(job.scratch)
        return map_scene(job, predictor, Reporter(), cache_folder=cache_folder)

    return run


def _with_bands(bands: Sequence[str]) -> Callable[[Job], Scene]:
    return lambda job: with_bands(job.scene, bands)


def _with_light(predictor: Predictor, change: Mapping[str, float]) -> System:
    """Return the system that maps all Sentinel-2 images under the gain or gamma of ``change``, as `with_light` does."""

    def run(job: Job) -> object:
        with tempfile.TemporaryDirectory(dir=job.scratch) as folder:
            frame = prepare(job, Reporter()).frame
            scene = with_light(job.scene, frame, Path(folder) / "images", **change)
            return _mapping_system(predictor)(replace(job, scene=scene))

    return run


def with_readout(predictor: Predictor, readout: str) -> Predictor:
    """Return the same predictor with shapes and crops from one readout."""
    changed = copy.copy(predictor)
    changed.shape = changed.crop = readout
    changed.fingerprint = f"{predictor.fingerprint} {readout}"
    return changed


def _with_class_priors(predictor: Predictor, class_priors: list[float]) -> Predictor:
    """Return the same predictor with other class priors [K]."""
    changed = copy.copy(predictor)
    changed.class_priors = class_priors
    return changed


class _InputAblation:
    """A predictor that withholds part of its inputs from the network; nothing that is kept of its maps is shared."""

    def __init__(self, predictor: Predictor, withhold: Callable[[Sample, TemporalMaps], Inputs]) -> None:
        self._predictor, self._withhold = predictor, withhold
        self.fingerprint = f"{predictor.fingerprint} {withhold.__name__}"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._predictor, name)

    def predict(self, tiles: Sequence[tuple[Sample, TemporalMaps]]) -> list[TilePrediction]:
        return self._predictor.predict([self._withhold(sample, maps) for sample, maps in tiles])


def _without_s1(job: Job) -> Scene:
    return replace(job.scene, acquisitions=tuple(a for a in job.scene.acquisitions if a.sensor != "S1"))


def _reference_date_only(job: Job) -> Scene:
    frame = tuple(a for a in job.scene.of("S2") if a.date == job.reference)
    return replace(job.scene, acquisitions=frame)


def _without_latents(sample: Sample, maps: TemporalMaps) -> Inputs:
    return sample, replace(maps, token_map=np.zeros_like(maps.token_map), cell_map=np.zeros_like(maps.cell_map))


def _without_cell_map(sample: Sample, maps: TemporalMaps) -> Inputs:
    return sample, replace(maps, cell_map=np.zeros_like(maps.cell_map))


def _without_reference_frame(sample: Sample, maps: TemporalMaps) -> Inputs:
    empty = {name: np.zeros_like(getattr(sample, name)) for name in ("reference", "reference_valid")}
    return replace(sample, **empty), maps
