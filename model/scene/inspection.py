"""The answer to "what is this?": what was recognised, what is left out, and which date suits as the reference."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import rasterio
from rasterio.errors import RasterioError

from ..protocol import Acquisition, Area, InputError, Inspection, Scene, Source, dumps
from ..text import tr
from .discovery import discover
from .fingerprint import identity
from .grid import Grid, reference_grid
from .raster_files import describe_files
from .reference_frame import Look, look, propose, score, sees
from .scene_reader import CACHE_MEGABYTES, Warper

COARSE = 512
REMEMBERED = 4
_recent: OrderedDict[tuple, Inspection] = OrderedDict()


def inspect(sources: Sequence[Source], area: Area | None = None) -> Inspection:
    """Recognise ``sources``, leave empty dates out, score the rest over ``area`` and propose a reference frame."""
    scene = discover(sources)
    return dataclasses.replace(inspect_scene(scene, area), files=describe_files(scene))


def inspect_scene(scene: Scene, area: Area | None = None) -> Inspection:
    """Score a scene's S2 dates over ``area`` (None: all that the first date covers).

    The returned scene has a ``problem`` on each acquisition that is empty, unreadable or elsewhere. Nothing is raised
    where no date can serve: ``proposed`` is empty then and ``reason`` says why. The last few answers are remembered for
    as long as the files stay as they were.
    """
    images = tuple(identity(a, None) for a in scene.acquisitions if not a.problem)
    if not all(images):
        return _inspect(scene, area)
    question = dumps(scene), area, images
    if question not in _recent:
        _recent[question] = _inspect(scene, area)
        if len(_recent) > REMEMBERED:
            _recent.popitem(last=False)
    _recent.move_to_end(question)
    return _recent[question]


def _inspect(scene: Scene, area: Area | None) -> Inspection:
    grid, problems = _first_grid(scene, area)
    looks: list[Look] = []
    if grid is not None:
        with rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES), Warper(grid) as warper:
            for acquisition in scene.acquisitions:
                if acquisition.key not in problems:
                    seen, problem = _judge(warper, acquisition, area)
                    problems[acquisition.key] = problem
                    looks += [seen] if seen else []
    checked = tuple(dataclasses.replace(a, problem=problems.get(a.key, a.problem)) for a in scene.acquisitions)
    frames = score(looks)
    proposed, reason = propose(frames)
    return Inspection(dataclasses.replace(scene, acquisitions=checked), frames, proposed, reason)


def require_mappable(scene: Scene) -> None:
    """Raise `InputError`, with the way out, where a scene has no Sentinel-2 date left to map with."""
    if scene.of("S2"):
        return
    left_out = [a for a in scene.acquisitions if a.sensor == "S2"]
    if left_out:
        text = tr("None of the {} Sentinel-2 dates can be used. The first, {}: {}.")
        raise InputError(text.format(len(left_out), left_out[0].date, left_out[0].problem.rstrip(".")))
    text = tr("No Sentinel-2 image was recognised, and without one nothing can be mapped.")
    hint = f" {scene.problems[0].path}: {scene.problems[0].text}" if scene.problems else ""
    raise InputError(text + hint)


def _first_grid(scene: Scene, area: Area | None) -> tuple[Grid | None, dict[str, str]]:
    """Return the grid of the first S2 date that allows one, and the problems so far by acquisition."""
    problems = {a.key: a.problem for a in scene.acquisitions if a.problem}
    for acquisition in scene.of("S2"):
        try:
            return reference_grid(scene, acquisition, area), problems
        except InputError as error:
            problems[acquisition.key] = str(error)
    return None, problems


def _judge(warper: Warper, acquisition: Acquisition, area: Area | None) -> tuple[Look | None, str]:
    """Return (what is seen of an S2 date, why the acquisition is left out or "")."""
    try:
        seen = look(warper, acquisition) if acquisition.sensor == "S2" else None
        if seen.covered if seen else sees(warper, acquisition):
            return seen, ""
        if _is_empty(acquisition):
            return None, tr("every pixel is empty (zero or nodata)")
    except InputError as error:
        return None, str(error)
    if area:
        return None, tr("no pixel of it lies in the area to map")
    return None, tr("no pixel of it lies where the first date does")


def _is_empty(acquisition: Acquisition) -> bool:
    """Say whether a coarse reading of every band finds nothing but zero and nodata."""
    for source in acquisition.bands.values():
        try:
            with rasterio.open(source.path) as dataset:
                shape = tuple(min(COARSE, n) for n in dataset.shape)
                values = dataset.read(source.index, out_shape=shape)
        except (RasterioError, IndexError) as error:
            text = tr("{} cannot be read ({}). Leave it out or replace it.")
            raise InputError(text.format(source.path, error)) from error
        if (np.isfinite(values) & (values != 0) & (values != acquisition.nodata)).any():
            return False
    return True
