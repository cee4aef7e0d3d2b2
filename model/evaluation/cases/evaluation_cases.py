"""The places that maps are scored at: a map that exists, a scene to map, or scenes painted for the purpose."""

from __future__ import annotations

import dataclasses
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS
from rasterio.transform import from_origin

from ...crops import Crop
from ...declared_parcels import Declared, read_declared, reprojected
from ...mapping.map_scene import prepare
from ...protocol import Area, InputError, Job, Source
from ...reporter import Reporter
from ...scene.discovery import discover
from ...scene.grid import PIXEL, Grid
from ..matching.map_comparison import Case, Mapped

PART = 4  # sets the scenes of an evaluation apart from whatever else is painted from the same seed

Truth = Callable[[Area], Declared]


@dataclass(frozen=True)
class Place:
    """A case by name, with the job that maps it but for its ``out``."""

    name: str
    case: Case
    job: Job


def case_of_map(mapped: Mapped, truth: Truth, name: str) -> Case:
    """Return the case of a map that exists, on the ground that it and the reference have in common.

    ``truth`` reads the reference parcels of an area. Raises `InputError` where the map's CRS is not in metres or where
    there are no parcels.
    """
    crs, boxes = mapped.parcels.crs, shapely.bounds(mapped.parcels.polygons)
    if not CRS.from_user_input(crs).is_projected:
        raise InputError(f"{name} is not in metres ({crs}). Reproject it, to the UTM zone of its place for example.")
    if not len(boxes):
        raise InputError(f"{name} holds no parcels, so that nobody knows what ground it covers.")
    extent = *boxes[:, :2].min(0), *boxes[:, 2:].max(0)
    declared = reprojected(truth(Area(extent, crs)), crs)
    theirs = shapely.total_bounds(declared.polygons)
    west, south = np.maximum(extent[:2], theirs[:2])
    east, north = np.minimum(extent[2:], theirs[2:])
    west, north = math.floor(west / PIXEL) * PIXEL, math.ceil(north / PIXEL) * PIXEL
    width, height = math.ceil((east - west) / PIXEL), math.ceil((north - south) / PIXEL)
    return _case(Grid(crs, from_origin(west, north, PIXEL, PIXEL), width, height), declared)


def case_of_scene(job: Job, truth: Truth) -> tuple[Job, Case]:
    """Return a job with its reference frame settled, and the case of the ground that it maps."""
    plan = prepare(job, Reporter())
    declared = truth(Area(plan.grid.bounds, plan.grid.crs))
    return dataclasses.replace(job, reference=plan.reference.date), _case(plan.grid, declared)


def simulated(
    count: int, seed: int, paint: Callable[[str, int], list[Path]], template: Job, crops: Sequence[Crop]
) -> Iterator[Place]:
    """Paint ``count`` scenes, one at a time, and yield each as a cluster; its images are gone when the next one comes.

    ``paint`` writes a scene into a folder by a seed, as `scene.write_scene` does. ``template`` is a job without a
    scene. A scene depends on nothing but ``paint``, the seed and its number.
    """
    for number, child in enumerate(np.random.SeedSequence([seed, PART]).spawn(count)):
        with tempfile.TemporaryDirectory(prefix=".scene-", dir=template.scratch) as folder:
            *_, parcels = paint(folder, int(child.generate_state(1)[0]))
            scene = discover([Source(folder, "s2"), Source(folder, "s1"), Source(f"{folder}/DEM.tif", "dem")])
            job = dataclasses.replace(template, scene=scene, out=f"{folder}/parcels.gpkg")
            job, case = case_of_scene(job, lambda area, path=parcels: read_declared(path, crops, area=area))
            case = dataclasses.replace(case, cluster=np.full(len(case.cluster), number), folds=True)
            yield Place(f"scene {number + 1}", case, job)


def _case(grid: Grid, truth: Declared) -> Case:
    """Return the case of a grid, in which every reference parcel is a cluster; raise `InputError` where it has none."""
    truth = reprojected(truth, grid.crs)
    here = shapely.intersects(truth.polygons, shapely.box(*grid.bounds))
    if not here.any():
        raise InputError("No reference parcel lies in the area that is mapped. Choose parcels of the same place.")
    truth = truth.only(here)
    return Case(grid, truth, np.arange(here.sum()), np.zeros(here.sum(), bool))
