"""The answer to "what is this?": what was recognised, what is left out, and which date suits as the reference."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import rasterio
from rasterio.errors import RasterioError

from ..job import Acquisition, Area, InputError, Inspection, Scene, Source
from .discovery import discover
from .grid import Grid, reference_grid
from .reading import Warper
from .reference import Look, look, propose, score

OVERVIEW = 512
EMPTY = "every pixel is empty (zero or nodata)"


def inspect(sources: Sequence[Source], area: Area | None = None) -> Inspection:
    """Recognise ``sources``, leave empty dates out, score the rest over ``area`` and propose a reference frame."""
    return inspect_scene(discover(sources), area)


def inspect_scene(scene: Scene, area: Area | None = None) -> Inspection:
    """Score a scene's S2 dates over ``area`` (None: all that the first date covers).

    The returned scene has a ``problem`` on each acquisition that is empty, unreadable or elsewhere. Nothing is raised
    where no date can serve: ``proposed`` is empty then and ``reason`` says why.
    """
    grid, scene = _overview(scene, area)
    looks: list[Look] = []
    checked = []
    if grid is None:
        checked = list(scene.acquisitions)
    else:
        with rasterio.Env(), Warper(grid) as warper:
            for acquisition in scene.acquisitions:
                seen, problem = None, acquisition.problem
                if not problem and acquisition.sensor == "S2":
                    seen, problem = _look(warper, acquisition, area)
                elif not problem and _is_empty(acquisition):
                    problem = EMPTY
                checked.append(dataclasses.replace(acquisition, problem=problem))
                looks += [seen] if seen else []
    frames = score(looks)
    proposed, reason = propose(frames)
    return Inspection(dataclasses.replace(scene, acquisitions=tuple(checked)), frames, proposed, reason)


def require_mappable(scene: Scene) -> None:
    """Raise `InputError`, with the way out, where a scene has no Sentinel-2 date left to map with."""
    if scene.of("S2"):
        return
    left_out = [a for a in scene.acquisitions if a.sensor == "S2"]
    if left_out:
        raise InputError(
            f"None of the {len(left_out)} Sentinel-2 dates can be used ({left_out[0].date}: {left_out[0].problem})."
            " Choose another area or add other dates."
        )
    hint = f" {scene.problems[0].path}: {scene.problems[0].text}" if scene.problems else ""
    raise InputError(f"No Sentinel-2 image was recognised, and without one nothing can be mapped.{hint}")


def _overview(scene: Scene, area: Area | None) -> tuple[Grid | None, Scene]:
    """Return a coarse grid from the first S2 date that allows one; those before it get their problem."""
    problems: dict[str, str] = {}
    grid = None
    for acquisition in scene.of("S2"):
        try:
            if not _is_empty(acquisition):
                grid = reference_grid(scene, acquisition, area).coarse(OVERVIEW)
                break
            problems[acquisition.key] = EMPTY
        except InputError as error:
            problems[acquisition.key] = str(error)
    noted = tuple(
        dataclasses.replace(a, problem=problems[a.key]) if a.key in problems else a for a in scene.acquisitions
    )
    return grid, dataclasses.replace(scene, acquisitions=noted)


def _look(warper: Warper, acquisition: Acquisition, area: Area | None) -> tuple[Look | None, str]:
    """Return (what is seen, "") or (None, why the acquisition is left out)."""
    try:
        seen = look(warper, acquisition)
        if seen.covered:
            return seen, ""
        if _is_empty(acquisition):
            return None, EMPTY
    except InputError as error:
        return None, str(error)
    return None, "no pixel of it lies in the area to map" if area else "no pixel of it lies where the first date does"


def _is_empty(acquisition: Acquisition) -> bool:
    """Say whether a coarse reading of every band finds nothing but zero and nodata."""
    for source in acquisition.bands.values():
        try:
            with rasterio.open(source.path) as dataset:
                shape = tuple(min(OVERVIEW, n) for n in dataset.shape)
                values = dataset.read(source.index, out_shape=shape)
        except (RasterioError, IndexError) as error:
            raise InputError(f"{source.path} cannot be read ({error}). Leave it out or replace it.") from error
        if (np.isfinite(values) & (values != 0) & (values != acquisition.nodata)).any():
            return False
    return True
