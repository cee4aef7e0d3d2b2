"""Cases to evaluate: an existing map, a scene to map, or scenes that are simulated for the purpose."""

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
from ...mapping.planning import prepare
from ...protocol import Area, InputError, Job, Source
from ...reporter import Reporter
from ...scene.discovery import discover
from ...scene.grid import PIXEL, Grid
from ...text import tr
from ..matching.map_comparison import Case
from ..matching.parcel_map import ParcelMap

SEED_STREAM = 4  # separates the scenes of an evaluation from others simulated from the same seed

ReadReference = Callable[[Area], Declared]


@dataclass(frozen=True)
class MappingCase:
    """A case with its name and the job that maps its area; the job's ``out`` is set for each system."""

    name: str
    case: Case
    job: Job


def case_of_map(parcel_map: ParcelMap, read_reference: ReadReference, name: str) -> Case:
    """Return the case of an existing map: the area that the map and the reference share.

    ``read_reference`` reads the reference parcels of an area; ``name`` is the map's name in messages. Raises
    `InputError` where the map's CRS is not in metres or where there are no parcels.
    """
    crs, boxes = parcel_map.parcels.crs, shapely.bounds(parcel_map.parcels.polygons)
    if not CRS.from_user_input(crs).is_projected:
        text = tr("{} is not in metres ({}). Reproject it, to the UTM zone of its place for example.")
        raise InputError(text.format(name, crs))
    if not len(boxes):
        raise InputError(tr("{} holds no parcels, so that nobody knows what ground it covers.").format(name))
    west, south, east, north = (float(v) for v in (*boxes[:, :2].min(0), *boxes[:, 2:].max(0)))
    declared = reprojected(read_reference(Area((west, south, east, north), crs)), crs)
    reference_bounds = shapely.total_bounds(declared.polygons)
    west, south = np.maximum((west, south), reference_bounds[:2])
    east, north = np.minimum((east, north), reference_bounds[2:])
    west, north = math.floor(west / PIXEL) * PIXEL, math.ceil(north / PIXEL) * PIXEL
    width, height = math.ceil((east - west) / PIXEL), math.ceil((north - south) / PIXEL)
    return _make_case(Grid(crs, from_origin(west, north, PIXEL, PIXEL), width, height), declared)


def case_of_scene(job: Job, read_reference: ReadReference) -> tuple[Job, Case]:
    """Return a job with its reference frame chosen, and the case of the area that it maps."""
    plan = prepare(job, Reporter())
    declared = read_reference(Area(plan.grid.bounds, plan.grid.crs))
    return dataclasses.replace(job, reference=plan.reference.date), _make_case(plan.grid, declared)


def simulate_cases(
    count: int, seed: int, write_scene: Callable[[str, int], list[Path]], template: Job, crops: Sequence[Crop]
) -> Iterator[MappingCase]:
    """Simulate ``count`` scenes one at a time and yield each as a cluster; its images are deleted before the next.

    ``write_scene`` writes a scene into a folder from a seed, as `scene_files.write_scene` does. ``template`` is a job
    without a scene. A scene depends only on ``write_scene``, ``seed`` and its number.
    """
    for number, child in enumerate(np.random.SeedSequence([seed, SEED_STREAM]).spawn(count)):
        with tempfile.TemporaryDirectory(prefix=".scene-", dir=template.scratch) as folder:
            *_, parcels = write_scene(folder, int(child.generate_state(1)[0]))
            scene = discover([Source(folder, "s2"), Source(folder, "s1"), Source(f"{folder}/DEM.tif", "dem")])
            job = dataclasses.replace(template, scene=scene, out=f"{folder}/parcels.gpkg")

            def read_reference(area: Area, path: Path = parcels) -> Declared:
                return read_declared(path, crops, area=area)

            job, case = case_of_scene(job, read_reference)
            case = dataclasses.replace(case, cluster=np.full(len(case.cluster), number), folds=True)
            yield MappingCase(f"scene {number + 1}", case, job)


def _make_case(grid: Grid, truth: Declared) -> Case:
    """Return the case of a grid, in which every reference parcel is a cluster; raise `InputError` if it has none."""
    truth = reprojected(truth, grid.crs)
    inside = shapely.intersects(truth.polygons, shapely.box(*grid.bounds))
    if not inside.any():
        text = tr("No reference parcel lies in the area that is mapped. Choose parcels of the same place.")
        raise InputError(text)
    truth = truth.only(inside)
    return Case(grid, truth, np.arange(inside.sum()), np.zeros(inside.sum(), bool))
