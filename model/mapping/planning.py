"""The plan of a run: usable acquisitions, reference frame, grid and tiles, fixed before anything is mapped."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ..protocol import Acquisition, Area, FrameScore, InputError, Inspection, Job, Scene
from ..reporter import Reporter
from ..scene.grid import Grid, outside, reference_grid
from ..scene.inspection import inspect_scene, require_mappable
from ..text import tr
from .area_of_interest import AreaOfInterest, parse_area_of_interest
from .geopackage import check_writable
from .tiling import Tile, Tiling

AUTO = "auto"  # `Job.reference` of a job that leaves the reference frame open


@dataclass(frozen=True)
class Plan:
    """What a run will map: the scene without unusable dates, the reference frame, and the grid.

    ``frame`` is the whole grid of the reference frame, on which the tiles lie; ``grid`` the part of it in the area,
    ``area_of_interest`` the true shape of the area where it is no rectangle. Where the job leaves the reference frame
    open, ``frames`` are the scores of all dates and ``reason`` says why this one was chosen.
    """

    scene: Scene
    reference: Acquisition
    frame: Grid
    grid: Grid
    area_of_interest: AreaOfInterest | None = None
    frames: tuple[FrameScore, ...] = ()
    reason: str = ""

    @property
    def window(self) -> Window:
        """The window of ``frame`` that ``grid`` is."""
        col, row = ~self.frame.transform @ (self.grid.transform.c, self.grid.transform.f)
        return Window(round(col), round(row), self.grid.width, self.grid.height)

    def tiling(self, side: int) -> Tiling:
        """Return the tiles of ``side`` × ``side`` pixels that cover the frame."""
        return Tiling(self.frame.height, self.frame.width, side)

    def tiles(self, side: int) -> list[Tile]:
        """Return the tiles of ``side`` × ``side`` pixels that have a part in the area."""
        tiles = self.tiling(side).tiles(self.window)
        area = self.area_of_interest
        return [tile for tile in tiles if not area or area.intersects(self.frame.window(tile.window))]

    def mask(self, tile: Tile) -> np.ndarray:
        """Return which pixels of a tile are to be mapped [side, side]: those in the area and just outside."""
        if self.area_of_interest:
            return self.area_of_interest.mask(self.frame.window(tile.window))
        return np.ones((tile.side, tile.side), bool)


def prepare(job: Job, reporter: Reporter) -> Plan:
    """Choose the reference frame and the grid; raise `InputError` for whatever can be known to fail beforehand."""
    check_writable(Path(job.out))
    require_mappable(job.scene)
    inspection = inspect_scene(job.scene, job.area)
    require_mappable(inspection.scene)
    reported = {a.key for a in job.scene.acquisitions if a.problem}
    for acquisition in inspection.scene.acquisitions:
        if acquisition.problem and acquisition.key not in reported:
            reporter.warn(tr("{} is left out: {}.").format(acquisition.key, acquisition.problem.rstrip(".")))
    plan = plan_of(inspection.scene, _reference(inspection, job.reference), job.area)
    if job.reference != AUTO:
        return plan
    return replace(plan, frames=inspection.frames, reason=inspection.reason)


def plan_of(scene: Scene, reference: Acquisition, area: Area | None) -> Plan:
    """Return the plan of a run; raise `InputError` where the reference frame lies outside the area."""
    frame, grid = (reference_grid(scene, reference, part) for part in (None, area))
    area_of_interest = parse_area_of_interest(area, grid.crs)
    if area_of_interest and not area_of_interest.intersects(grid):
        raise InputError(outside(reference))
    return Plan(scene, reference, frame, grid, area_of_interest)


def _reference(inspection: Inspection, date_or_auto: str) -> Acquisition:
    """Return the reference frame of an ISO date ("auto": the proposed one)."""
    date = inspection.proposed if date_or_auto == AUTO else date_or_auto
    if not date:
        raise InputError(inspection.reason)
    optical = [a for a in inspection.scene.acquisitions if a.sensor == "S2"]
    reference = next((a for a in optical if a.date == date), None)
    if reference and not reference.problem:
        return reference
    if reference:
        why = tr("The Sentinel-2 image of {} cannot be used: {}.").format(date, reference.problem.rstrip("."))
    else:
        why = tr("There is no Sentinel-2 image of {}.").format(date)
    usable = [a.date for a in optical if not a.problem]
    choice = tr("As reference frame, choose one of: {}.").format(", ".join(_nearest(usable, date)))
    raise InputError(f"{why} {choice}")


def _nearest(dates: list[str], date: str, count: int = 5) -> list[str]:
    """Return the ``count`` ISO dates around ``date``, which need not be a valid date itself."""
    index = bisect_left(dates, date)
    first = max(0, min(index - count // 2, len(dates) - count))
    return dates[first : first + count]
