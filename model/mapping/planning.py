"""The plan of a run: usable acquisitions, reference frame, grid and tiles, fixed before anything is mapped."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np
import shapely
from rasterio.transform import Affine
from rasterio.windows import Window

from ..constants import FINE
from ..protocol import Acquisition, Area, Exclusion, FrameScore, InputError, Inspection, Job, Scene
from ..reporter import Reporter
from ..scene.grid import Grid, outside, reference_grid
from ..scene.inspection import inspect_scene, propose_in_scene, require_mappable, whole_or_part
from ..scene.scene_light import normalise_light
from ..text import tr
from .area_of_interest import MARGIN, AreaOfInterest, parse_area_of_interest
from .block_grid import HALO, Rectangle
from .earlier_result import read_earlier_result
from .excluded_ground import ROWS, ExcludedGround, read_excluded_ground
from .geopackage import check_writable
from .given_parcels import GivenParcels, read_given_parcels
from .tiling import Tile, Tiling

LEAST_SIDE = 4  # pixels of 10 m of a reference frame
AUTO = "auto"  # `Job.reference` of a job that leaves the reference frame open


@dataclass(frozen=True)
class Plan:
    """What a run will map: the scene without unusable dates, the reference frame, and the grid.

    ``frame`` is the whole grid of the reference frame, on which the tiles lie; ``grid`` the part of it in the area,
    ``area_of_interest`` the true shape of the area where it is no rectangle, ``excluded`` what is left out. Where the
    job leaves the reference frame open, ``frames`` are the scores of all dates in the whole scene and ``area_frames``
    in the area, and ``reason`` says why this one was chosen. ``parcels`` are those that the job gives, in the CRS of
    the grid; only tiles with a part of one are mapped. Around the area, tiles are predicted as far as ``halo`` pixels
    of 10 m, so that what lies inside is divided the same way wherever the area ends.
    """

    scene: Scene
    reference: Acquisition
    frame: Grid
    grid: Grid
    area_of_interest: AreaOfInterest | None = None
    excluded: ExcludedGround | None = None
    frames: tuple[FrameScore, ...] = ()
    area_frames: tuple[FrameScore, ...] = ()
    reason: str = ""
    parcels: GivenParcels | None = None
    halo: int = 0

    @property
    def window(self) -> Window:
        """The window of ``frame`` that ``grid`` is."""
        col, row = ~self.frame.transform @ (self.grid.transform.c, self.grid.transform.f)
        return Window(round(col), round(row), self.grid.width, self.grid.height)

    @property
    def surroundings(self) -> Window:
        """The window of ``frame`` that ``grid`` and its halo are, no further than the frame reaches."""
        window = self.window
        top, left = max(0, window.row_off - self.halo), max(0, window.col_off - self.halo)
        bottom = min(self.frame.height, window.row_off + window.height + self.halo)
        right = min(self.frame.width, window.col_off + window.width + self.halo)
        return Window(left, top, right - left, bottom - top)

    def tiling(self, side: int) -> Tiling:
        """Return the tiles of ``side`` × ``side`` pixels that cover the frame."""
        return Tiling(self.frame.height, self.frame.width, side)

    def tiles(self, side: int) -> list[Tile]:
        """Return the tiles of ``side`` × ``side`` pixels with a part in the area or its halo that is not left out."""
        tiles = self._tiles_around(side)
        return [tile for tile in tiles if self._has_ground(tile)] if self.excluded else tiles

    def excluded_tiles(self, side: int) -> list[Tile]:
        """Return the tiles of ``side`` × ``side`` pixels whose part in the area and its halo is left out as a whole."""
        return [tile for tile in self._tiles_around(side) if not self._has_ground(tile)] if self.excluded else []

    @property
    def fine_transform(self) -> Affine:
        """From pixels of 5 m of the grid to its CRS."""
        return self.grid.transform @ Affine.scale(1 / FINE)

    def fine_window(self, tile: Tile) -> Rectangle:
        """Return the rows and columns of 5 m that a tile takes of the grid."""
        spans = []
        for first, length in (
            (tile.row - self.window.row_off, self.grid.height),
            (tile.col - self.window.col_off, self.grid.width),
        ):
            start, stop = (FINE * min(max(0, end), length) for end in (first, first + tile.side))
            spans.append(slice(start, stop))
        return spans[0], spans[1]

    def in_area(self, tile: Tile) -> np.ndarray:
        """Return which pixels of a tile lie in the area or just outside its outline [side, side]."""
        mask, area = np.zeros((tile.side, tile.side), bool), self.area_of_interest
        mask[_part_of(tile, self.window)] = True
        return mask & area.mask(self.frame.window(tile.window)) if area else mask

    def left_out(self, tile: Tile) -> np.ndarray:
        """Return which pixels of a tile are left out, wherever the area lies [side, side]."""
        if self.excluded:
            return self.excluded.mask(self.frame.window(tile.window))
        return np.zeros((tile.side, tile.side), bool)

    def reaches(self, rectangle: Rectangle) -> bool:
        """Return whether the area or what lies just outside its outline has a part in a rectangle of ``grid``."""
        rows, cols = rectangle
        window = Window(cols.start, rows.start, cols.stop - cols.start, rows.stop - rows.start)
        return not self.area_of_interest or self.area_of_interest.intersects(self.grid.window(window), MARGIN)

    def square_metres(self) -> float:
        """Return the square metres that are to be mapped."""
        grid, area, excluded = self.grid, self.area_of_interest, self.excluded
        whole = area.area_in(grid) if area else grid.height * grid.width * grid.resolution**2
        return max(0.0, whole - excluded.area_in(grid, area)) if excluded else whole

    def _tiles_around(self, side: int) -> list[Tile]:
        tiles = self.tiling(side).tiles(self.surroundings)
        area, parcels, margin = self.area_of_interest, self.parcels, self.halo * self.frame.resolution
        if parcels:
            tiles = [tile for tile in tiles if len(parcels.near(self.frame.window(tile.window).bounds))]
        return [tile for tile in tiles if not area or area.intersects(self.frame.window(tile.window), margin)]

    def _has_ground(self, tile: Tile) -> bool:
        """Return whether any of a tile in the area or its halo is not left out."""
        return not self.left_out(tile)[_part_of(tile, self.surroundings)].all()


def prepare(job: Job, reporter: Reporter, halo: int = HALO) -> Plan:
    """Choose the reference frame and the grid; raise `InputError` for whatever can be known to fail beforehand.

    ``halo`` is that of the plan.
    """
    check_writable(job.out)
    require_mappable(job.scene)
    parcels = read_given_parcels(job.parcels) if job.parcels else None
    area = job.area or (parcels.extent() if parcels else None)
    inspection = inspect_scene(job.scene, area, job.season)
    if parcels and not _usable(inspection) and _usable(inspect_scene(job.scene, job.area, job.season)):
        raise InputError(_elsewhere(parcels))
    require_mappable(inspection.scene)
    reported = {a.key for a in job.scene.acquisitions if a.problem}
    for acquisition in inspection.scene.acquisitions:
        if acquisition.problem and acquisition.key not in reported:
            reporter.warn(tr("{} is left out: {}.").format(acquisition.key, acquisition.problem.rstrip(".")))
    date = read_earlier_result(job.like).reference if job.like and job.reference == AUTO else job.reference
    whole = whole_or_part(inspect_scene(job.scene, None, job.season), inspection) if job.area else inspection
    date, reason = (date, "") if date != AUTO else propose_in_scene(whole.frames, inspection)
    reference, scene = _reference(inspection, date), normalise_light(whole.scene)
    reference = next(a for a in scene.of("S2") if a.key == reference.key)
    plan = plan_of(scene, reference, job.area, job.exclude, parcels, halo)
    _warn_of_exclusion(plan, reporter)
    return replace(plan, frames=whole.frames, area_frames=inspection.frames, reason=reason) if reason else plan


def plan_of(
    scene: Scene,
    reference: Acquisition,
    area: Area | None,
    exclude: Exclusion | None = None,
    parcels: GivenParcels | None = None,
    halo: int = HALO,
) -> Plan:
    """Return the plan of a run; raise `InputError` where the reference frame is tiny or lies outside the area.

    The same where the ground to leave out cannot be read, or is the whole area, and where no given parcel is in it.
    Without an area, that of given parcels is the rectangle around them; no halo is needed where parcels are given.
    """
    frame = reference_grid(scene, reference)
    if min(frame.height, frame.width) < LEAST_SIDE:
        text = tr("The reference frame {} has {} × {} pixels of 10 m, in which no field is seen. Give a larger image.")
        raise InputError(text.format(reference.name or reference.key, frame.height, frame.width))
    if parcels:
        parcels = parcels.reprojected(frame.crs)
        _require_inside(parcels, shapely.box(*frame.bounds))
    grid = reference_grid(scene, reference, area or (parcels.extent() if parcels else None))
    area_of_interest = parse_area_of_interest(area, grid.crs)
    if area_of_interest and not area_of_interest.intersects(grid):
        raise InputError(outside(reference))
    if parcels and area:
        _require_inside(parcels, area_of_interest.polygon if area_of_interest else shapely.box(*grid.bounds))
    plan = Plan(scene, reference, frame, grid, area_of_interest, parcels=parcels, halo=0 if parcels else halo)
    if not exclude:
        return plan
    excluded = read_excluded_ground(exclude, frame.window(plan.surroundings))
    plan = replace(plan, excluded=excluded)
    strips = plan.tiling(ROWS).tiles(plan.window)
    mapped = ((plan.in_area(strip) & ~plan.left_out(strip)).any() for strip in strips)
    if plan.square_metres() < grid.resolution**2 or not any(mapped):
        text = tr("{} leaves out all of the area to map. Choose another area, or other ground to leave out.")
        raise InputError(text.format(excluded.name))
    return plan


def _require_inside(parcels: GivenParcels, ground: shapely.Geometry) -> None:
    """Raise `InputError` where no given parcel has a part in the ground to map, which is in their CRS."""
    if not parcels.inside(ground).any():
        raise InputError(_elsewhere(parcels))


def _elsewhere(parcels: GivenParcels) -> str:
    """Return the sentence about given parcels of which none can be mapped."""
    text = tr(
        "None of the parcels in {} lies where the images or the area to map are. Check its coordinate reference "
        "system, or choose another area or other images."
    )
    return text.format(parcels.name)


def _usable(inspection: Inspection) -> bool:
    """Return whether any Sentinel-2 date can be used."""
    return any(not acquisition.problem for acquisition in inspection.scene.of("S2"))


def _warn_of_exclusion(plan: Plan, reporter: Reporter) -> None:
    """Warn where no ground is left out although some was to be."""
    excluded = plan.excluded
    if excluded and not excluded.overlaps:
        text = tr("{} does not overlap the area to map, so that no ground is left out.")
        reporter.warn(text.format(excluded.name))
    elif excluded and not excluded.area_in(plan.grid, None):
        text = tr("No ground is left out: nothing in the area to map has one of the values to leave out in {}.")
        reporter.warn(text.format(excluded.name))


def _part_of(tile: Tile, window: Window) -> tuple[slice, slice]:
    """Return the rows and columns of a tile that lie in a window of the frame."""
    first = window.row_off - tile.row, window.col_off - tile.col
    spans = zip(first, (window.height, window.width), strict=True)
    rows, cols = (slice(max(0, start), max(0, min(tile.side, start + length))) for start, length in spans)
    return rows, cols


def _reference(inspection: Inspection, date: str) -> Acquisition:
    """Return the reference frame of an ISO date."""
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
