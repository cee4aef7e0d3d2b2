"""Inspection of sources: recognised acquisitions, those left out, frame scores and the proposed reference frame."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
import rasterio

from ..protocol import Acquisition, Area, FrameScore, InputError, Inspection, Problem, Scene, Source
from ..text import tr
from .discovery import discover
from .file_memory import Dependencies, kept_while_unchanged
from .fingerprint import fingerprint
from .grid import Grid, reference_grid
from .raster_access import open_dataset, reading
from .raster_files import describe_files
from .reference_frame import (
    FrameStatistics,
    has_data,
    measure_frame,
    propose_for_area,
    propose_reference,
    score_frames,
)
from .season import AUTO, chosen_season, part_seasons, shown_seasons
from .warper import CACHE_MEGABYTES, Warper

COARSE_SIDE = 512
CACHE_SIZE = 4
_cache: OrderedDict[tuple[str, Area | None, str, tuple[str, ...]], Inspection] = OrderedDict()


def inspect(
    sources: Sequence[Source],
    area: Area | None = None,
    season: str = AUTO,
    check: Callable[[], None] = lambda: None,
) -> Inspection:
    """Recognise ``sources``, leave out empty dates, score the others over ``area`` and propose a reference frame.

    ``check`` is called between files; what it raises ends the inspection.
    """
    scene = discover(sources, check)
    return dataclasses.replace(inspect_scene(scene, area, season, check), files=describe_files(scene))


def inspect_scene(
    scene: Scene, area: Area | None = None, season: str = AUTO, check: Callable[[], None] = lambda: None
) -> Inspection:
    """Score the S2 dates of a scene over ``area`` (None: the extent of the first date).

    In the returned scene each acquisition that is empty, unreadable, outside or of another ``season`` (see
    `part_seasons`) has a ``problem``. Where no date is
    usable nothing is raised: ``proposed`` is empty and ``reason`` is the explanation. The last `CACHE_SIZE` inspections
    are cached while their files are unchanged.
    """
    fingerprints = tuple(fingerprint(a, None) for a in scene.acquisitions if not a.problem)
    if not all(fingerprints):
        return _inspect(scene, area, season, check)
    key = repr(scene), area, season, fingerprints
    if key not in _cache:
        _cache[key] = _inspect(scene, area, season, check)
        if len(_cache) > CACHE_SIZE:
            _cache.popitem(last=False)
    _cache.move_to_end(key)
    return _cache[key]


def whole_or_part(whole: Inspection, part: Inspection) -> Inspection:
    """Return the inspection of the ``whole`` scene, on which all parts of it rest, so that they are mapped alike.

    It is that of the ``part`` itself where the whole lacks some date of it, as where the first date lies elsewhere.
    """
    usable = {a.key for a in whole.scene.acquisitions if not a.problem}
    return whole if usable.issuperset(a.key for a in part.scene.acquisitions if not a.problem) else part


def propose_in_scene(frames: Sequence[FrameScore], inspection: Inspection) -> tuple[str, str]:
    """Return (ISO date, reason) of the best of a scene's ``frames`` that shows the area of ``inspection``.

    The date is empty where none can serve.
    """
    if not inspection.proposed:
        return "", inspection.reason
    first = next(a for a in inspection.scene.of("S2") if a.date == inspection.proposed)
    return propose_for_area(frames, inspection.frames, reference_grid(inspection.scene, first).centre()[0])


def _inspect(scene: Scene, area: Area | None, season: str, check: Callable[[], None]) -> Inspection:
    grid, problems = _first_grid(scene, area)
    latitude = grid.centre()[0] if grid else 0.0
    placed = [a for a in scene.acquisitions if a.key not in problems]
    span = chosen_season(placed, season, latitude)
    seasons = {year: "/".join(dates) for year, dates in shown_seasons(placed, latitude).items()}
    outside = part_seasons(placed, season, latitude)
    if outside:
        inside = tuple(dataclasses.replace(a, problem=outside.get(a.key, a.problem)) for a in scene.acquisitions)
        scene = dataclasses.replace(scene, acquisitions=inside)
        grid, problems = _first_grid(scene, area)
    statistics: list[FrameStatistics] = []
    if grid is not None:
        with rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES), Warper(grid) as warper:
            for acquisition in scene.acquisitions:
                check()
                if acquisition.key not in problems:
                    frame, problem = _check(warper, acquisition, area)
                    problems[acquisition.key] = problem
                    statistics += [frame] if frame else []
    checked = tuple(dataclasses.replace(a, problem=problems.get(a.key, a.problem)) for a in scene.acquisitions)
    frames = score_frames(statistics)
    proposed, reason = propose_reference(frames, latitude)
    problems_of_scene = scene.problems
    if latitude < 0 and scene.of("S2"):
        text = tr(
            "The images lie south of the equator: the season runs from March to June of the next year there. The shares"
            " of crops that are expected are those of Europe; look at the map before you rely on it."
        )
        remark = Problem(scene.of("S2")[0].paths[0], text)
        problems_of_scene = (*(one for one in scene.problems if one != remark), remark)
    scene = dataclasses.replace(scene, acquisitions=checked, problems=problems_of_scene)
    return Inspection(scene, frames, proposed, reason, season="/".join(span or ()), seasons=seasons)


def require_mappable(scene: Scene) -> None:
    """Raise `InputError` where a scene has no usable Sentinel-2 date."""
    if scene.of("S2"):
        return
    left_out = [a for a in scene.acquisitions if a.sensor == "S2"]
    if left_out:
        text = tr("None of the {} Sentinel-2 dates can be used. The first, {}: {}.")
        raise InputError(text.format(len(left_out), left_out[0].date, left_out[0].problem.rstrip(".")))
    text = tr("No Sentinel-2 image was recognised, and without one nothing can be mapped.")
    hint = f" {scene.problems[0].path}: {scene.problems[0].text}" if scene.problems else ""
    raise InputError(text + hint)


def _checked_files(warper: Warper, acquisition: Acquisition, area: Area | None) -> Dependencies:
    """Return what the check of an acquisition depends on."""
    clouds = [file.path for file in acquisition.clouds.files] if acquisition.clouds else []
    return (warper.grid, repr(acquisition), area), [*acquisition.paths, *clouds]


def _first_grid(scene: Scene, area: Area | None) -> tuple[Grid | None, dict[str, str]]:
    """Return the grid of the first usable S2 date, and the problems by acquisition key."""
    problems = {a.key: a.problem for a in scene.acquisitions if a.problem}
    for acquisition in scene.of("S2"):
        try:
            return reference_grid(scene, acquisition, area), problems
        except InputError as error:
            problems[acquisition.key] = str(error)
    return None, problems


@kept_while_unchanged(_checked_files)
def _check(warper: Warper, acquisition: Acquisition, area: Area | None) -> tuple[FrameStatistics | None, str]:
    """Return (statistics of an S2 date, the reason why the acquisition is left out or "")."""
    try:
        frame = measure_frame(warper, acquisition) if acquisition.sensor == "S2" else None
        if frame and frame.contradicted:
            text = tr(
                "its values contradict the names of the bands {} and {}, as if they were exchanged. Say which is which"
            )
            return None, text.format(*frame.contradicted)
        if frame.covered if frame else has_data(warper, acquisition):
            return frame, ""
        if _is_empty(acquisition):
            return None, tr("every pixel is empty (zero or nodata)")
    except InputError as error:
        return None, str(error)
    if area:
        return None, tr("no pixel of it lies in the area to map")
    return None, tr("no pixel of it lies where the first date does")


def _is_empty(acquisition: Acquisition) -> bool:
    """Return whether a coarse reading of every band has only zero and nodata."""
    for source in (file for band in acquisition.bands.values() for file in band.files):
        with open_dataset(source.path) as dataset, reading(source.path):
            shape = tuple(min(COARSE_SIDE, n) for n in dataset.shape)
            values = dataset.read(source.index, out_shape=shape)
        if (np.isfinite(values) & (values != 0) & (values != acquisition.nodata)).any():
            return False
    return True
