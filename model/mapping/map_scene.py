"""One mapping run from a job to a GeoPackage."""

from __future__ import annotations

import shutil
import tempfile
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from ..crops import Crop
from ..datatypes import Sample
from ..disk_cache import MEGABYTE, Cache, default_folder
from ..protocol import Acquisition, Area, InputError, Inspection, Job, MapSummary, Scene
from ..reporter import Reporter
from ..scene.grid import Grid, outside, reference_grid
from ..scene.inspection import inspect_scene, require_mappable
from ..scene.scene_reader import SceneReader
from ..text import tr
from . import probability_rasters
from .area_of_interest import AreaOfInterest, area_of_interest_of
from .geopackage import check_writable
from .maps import TilePrediction
from .preview_writer import Previews
from .tile_reader import View, views
from .token_cache import AcquisitionTokens, TileLatents, TokenCache
from .vectorize import SQUARE_METRES, Drawing, between
from .watershed import WatershedSettings

READING = 0.9  # share of the run that is over when everything was read
HIDDEN = 0.01  # share of the area from which on it is told that the reference frame does not show it


class Predictor(Protocol):
    """What maps one tile: see `network.predictor`.

    ``encoder`` and ``temporal`` are the fingerprints of what `encode` and `compress` give.
    """

    encoder: str
    temporal: str
    tile: int
    crops: tuple[Crop, ...]
    shares: Sequence[float]
    settings: WatershedSettings
    name: str

    def encode(self, sample: Sample) -> list[AcquisitionTokens]: ...

    def compress(self, encoded: Sequence[AcquisitionTokens], n_clear: np.ndarray) -> TileLatents: ...

    def __call__(self, sample: Sample, compressed: TileLatents) -> TilePrediction: ...


@dataclass(frozen=True)
class Plan:
    """What a run will map: the scene without the dates that are of no use, the reference frame, and the grid.

    ``frame`` is the whole grid of the reference frame, on which the tiles lie; ``grid`` the part of it in the area,
    ``outline`` the true shape of the area where it is no rectangle.
    """

    scene: Scene
    reference: Acquisition
    frame: Grid
    grid: Grid
    outline: AreaOfInterest | None = None

    @property
    def window(self) -> tuple[int, int, int, int]:
        """Row and column of ``grid`` in ``frame``, its height and its width."""
        col, row = ~self.frame.transform @ (self.grid.transform.c, self.grid.transform.f)
        return round(row), round(col), self.grid.height, self.grid.width

    def tiles(self, side: int) -> list[probability_rasters.Tile]:
        """Return the tiles of ``side`` × ``side`` pixels that have a part in the area."""
        found = probability_rasters.tiles(self.frame.height, self.frame.width, side, self.window)
        return [t for t in found if not self.outline or self.outline.touches(self._place(t, side))]

    def inside(self, tile: probability_rasters.Tile, side: int) -> np.ndarray:
        """Return which pixels of a tile are to be mapped [side, side]: those inside the outline and just outside."""
        return self.outline.inside(self._place(tile, side)) if self.outline else np.ones((side, side), bool)

    def _place(self, tile: probability_rasters.Tile, side: int) -> Grid:
        return self.frame.window(tile.row, tile.col, side, side)


def prepare(job: Job, reporter: Reporter) -> Plan:
    """Choose the reference frame and the grid; raise `InputError` for whatever can be known to fail beforehand."""
    check_writable(Path(job.out))
    require_mappable(job.scene)
    inspection = inspect_scene(job.scene, job.area)
    require_mappable(inspection.scene)
    known = {a.key for a in job.scene.acquisitions if a.problem}
    for acquisition in inspection.scene.acquisitions:
        if acquisition.problem and acquisition.key not in known:
            reporter.warn(tr("{} is left out: {}.").format(acquisition.key, acquisition.problem.rstrip(".")))
    return plan_of(inspection.scene, _reference(inspection, job.reference), job.area)


def plan_of(scene: Scene, reference: Acquisition, area: Area | None) -> Plan:
    """Lay out a run; raise `InputError` where the reference frame lies outside the area."""
    frame, grid = (reference_grid(scene, reference, part) for part in (None, area))
    outline = area_of_interest_of(area, grid.crs)
    if outline and not outline.touches(grid):
        raise InputError(outside(reference))
    return Plan(scene, reference, frame, grid, outline)


def _reference(inspection: Inspection, wanted: str) -> Acquisition:
    """Return the reference frame of the date wanted ("auto": the one proposed)."""
    date = inspection.proposed if wanted == "auto" else wanted
    if not date:
        raise InputError(inspection.reason)
    optical = [a for a in inspection.scene.acquisitions if a.sensor == "S2"]
    found = next((a for a in optical if a.date == date), None)
    if found and not found.problem:
        return found
    if found:
        why = tr("The Sentinel-2 image of {} cannot be used: {}.").format(date, found.problem.rstrip("."))
    else:
        why = tr("There is no Sentinel-2 image of {}.").format(date)
    usable = [a.date for a in optical if not a.problem]
    choice = tr("As reference frame, choose one of: {}.").format(", ".join(_nearest(usable, date)))
    raise InputError(f"{why} {choice}")


def _nearest(dates: list[str], wanted: str, count: int = 5) -> list[str]:
    """Return the few ISO dates around ``wanted``, which need not be a date at all."""
    place = bisect_left(dates, wanted)
    first = max(0, min(place - count // 2, len(dates) - count))
    return dates[first : first + count]


def map_scene(
    job: Job, predictor: Predictor, reporter: Reporter, plan: Plan | None = None, cache_folder: Path | None = None
) -> MapSummary:
    """Map the parcels of a job and write its GeoPackage; where the analyst has enough, those that are finished.

    Raises `InputError` where nothing can be mapped and `Cancelled` when asked to stop; both leave no file behind and
    an older result in place. ``plan`` is what `prepare` returned for the same job. Tokens are kept in ``cache_folder``,
    the user's where none is given.
    """
    start = time.monotonic()
    plan = plan or prepare(job, reporter)
    out = Path(job.out).resolve()
    with tempfile.TemporaryDirectory(prefix=".doab-", dir=job.scratch or out.parent) as folder:
        row, col, height, width = plan.window
        evidence = probability_rasters.ProbabilityRasters(Path(folder), height, width, len(predictor.crops), row, col)
        _check_space(evidence)
        evidence.create()
        drawing = Drawing(evidence, plan.grid, plan.outline, plan.reference.date, predictor, job.min_area, job.simplify)
        progress = Progress(plan.tiles(predictor.tile))
        with Cache(cache_folder or default_folder(), job.cache * MEGABYTE, reporter.warn) as cache:
            _gather(plan, predictor, evidence, cache, progress, Previews(job.previews, drawing, reporter), reporter)
        crops = drawing.draw(out, progress.missing, reporter, READING)
    tiles, finished = len(progress.tiles), len(progress.tiles) - len(progress.missing)
    if finished < tiles:
        reporter.warn(tr("The run was stopped early: {} of {} tiles were mapped.").format(finished, tiles))
    if progress.hidden > HIDDEN * progress.pixels:
        reporter.warn(
            tr(
                "The reference frame of {} shows no ground in {:.1f} of {:.1f} ha: it is cloudy or empty there, and no "
                "parcel was mapped. Another reference frame may show it."
            ).format(
                plan.reference.date,
                *(pixels * plan.grid.resolution**2 / SQUARE_METRES for pixels in (progress.hidden, progress.pixels)),
            )
        )
    if not crops:
        reporter.warn(
            tr(
                "No parcel of {:g} ha or more was found. Try another reference frame than {}, or a smaller minimum area."
            ).format(job.min_area, plan.reference.date)
        )
    return MapSummary(
        out=str(out),
        parcels=crops.total(),
        crops=dict(crops.most_common()),
        reference=plan.reference.date,
        bundle=predictor.name,
        seconds=round(time.monotonic() - start, 1),
        tiles=tiles,
        side=predictor.tile,
        finished=finished,
        encoded=progress.encoded,
    )


@dataclass
class Progress:
    """How far a run is: the places of the tiles that are mapped, and the acquisitions that were encoded for them.

    Of their ``pixels`` in the area the reference frame leaves so many ``hidden``.
    """

    tiles: Sequence[probability_rasters.Tile]
    mapped: set[tuple[int, int]] = field(default_factory=set)
    encoded: int = 0
    pixels: float = 0.0
    hidden: float = 0.0

    @property
    def missing(self) -> list[probability_rasters.Tile]:
        """The tiles that are not mapped yet."""
        return [tile for tile in self.tiles if (tile.row, tile.col) not in self.mapped]


def _gather(
    plan: Plan,
    predictor: Predictor,
    evidence: probability_rasters.ProbabilityRasters,
    cache: Cache,
    progress: Progress,
    previews: Previews,
    reporter: Reporter,
) -> None:
    """Read, encode, predict and blend every tile in which the reference frame shows the ground, or enough of them."""
    reporter.stage(tr("Reading images and looking for fields"))
    memory = TokenCache(cache, predictor.encoder, predictor.temporal, plan.scene, plan.frame, predictor.tile)
    step, seen = between(reporter, 0, READING), False
    with SceneReader(plan.scene, plan.frame, plan.reference.date) as reader:
        for view in views(reader, progress.tiles, predictor.tile, memory):
            reporter.check()
            if reporter.enough():
                return
            inside = plan.inside(view.tile, predictor.tile)
            valid = view.sample.reference_valid & inside
            progress.pixels += probability_rasters.count(evidence, view.tile, inside)
            progress.hidden += probability_rasters.count(evidence, view.tile, inside & ~view.sample.reference_valid)
            if valid.any():
                seen = True
                progress.encoded += 0 if view.compressed else len(reader.acquisitions) - len(view.known)
                compressed = view.compressed or _compressed(view, reader, predictor, memory)
                probability_rasters.add(
                    evidence, view.tile, predictor(view.sample, compressed), valid, compressed.n_clear
                )
            progress.mapped.add((view.tile.row, view.tile.col))
            step(len(progress.mapped) / len(progress.tiles))
            if previews.due and (missing := progress.missing):
                previews.show(missing)
    if not seen:
        name = plan.reference.name or plan.reference.key
        raise InputError(
            tr(
                "The reference frame {} shows no clear ground in the area to map: it is empty or cloudy there. "
                "Choose another reference date or another area."
            ).format(name)
        )


def _compressed(view: View, reader: SceneReader, predictor: Predictor, memory: TokenCache) -> TileLatents:
    """Return what all acquisitions come to, encoding those not known yet, and keep what is new."""
    names = [a.key for a in reader.acquisitions]
    fresh = {}
    if lacking := [name for name in names if name not in view.known]:
        fresh = dict(zip(lacking, predictor.encode(view.sample), strict=True))
        memory.keep(view.tile, fresh)
    encoded = [view.known[name] if name in view.known else fresh[name] for name in names]
    clear = np.sum([one.clear for one in encoded[: len(reader.optical)]], axis=0)
    compressed = predictor.compress(encoded, np.minimum(clear, 255).astype(np.uint8))
    memory.keep_compressed(view.tile, compressed)
    return compressed


def _check_space(evidence: probability_rasters.ProbabilityRasters) -> None:
    """Refuse a run whose temporary files would not fit: a full disk under a mapped file kills the process."""
    free = shutil.disk_usage(evidence.folder).free
    if evidence.bytes > free:
        raise InputError(
            tr(
                "Mapping this area needs {:.1f} GB of temporary space in {}, where {:.1f} GB are free. Free some space, "
                "map a smaller area or write the result elsewhere."
            ).format(evidence.bytes / 1e9, evidence.folder.parent, free / 1e9)
        )
