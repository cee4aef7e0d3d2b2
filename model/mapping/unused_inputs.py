"""Inputs that gave nothing to a run, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import shapely
from rasterio.warp import transform_bounds

from ..protocol import Acquisition, BandSource, Contribution, Elevation, Scene
from ..scene.grid import Grid, sample_windows
from ..scene.optical_images import read_optical
from ..scene.raster_access import UnreadableRasterError, open_dataset, reading
from ..scene.warper import Warper
from ..text import tr
from .planning import Plan


def warn_of_unused(plan: Plan, contributions: Sequence[Contribution], warn: Callable[[str], None]) -> None:
    """Warn of the inputs that have no usable value on the mapped ground: a sentence a reason, which names the files.

    Each of them is read once more, on a sample of the area.
    """
    unused: dict[str, list[str]] = {}
    with Warper(plan.grid) as warper:
        for one in contributions:
            if not one.share:
                name, reason = _examine(plan, one, warper)
                unused.setdefault(reason, []).append(name)
    for reason, names in unused.items():
        warn(tr("Nothing was used of {}: {}.").format(", ".join(names), reason))


def _examine(plan: Plan, contribution: Contribution, warper: Warper) -> tuple[str, str]:
    """Return the name of an unused input with its file, and why it is unused."""
    source = _source_of(plan.scene, contribution)
    files = source.source.files if isinstance(source, Elevation) else next(iter(source.bands.values())).files
    key = tr("the elevation model") if isinstance(source, Elevation) else source.key
    name = f"{key} ({Path(files[0].path).name})"
    try:
        if not any(_touches(file, plan.grid) for file in files):
            return name, tr("it lies outside the mapped ground")
        if isinstance(source, Acquisition) and source.sensor == "S2" and _has_data(source, warper):
            return name, _clouds(source, plan.grid)
    except UnreadableRasterError:
        return name, tr("it cannot be read there")
    return name, tr("it has no data on the mapped ground")


def _source_of(scene: Scene, contribution: Contribution) -> Acquisition | Elevation:
    if contribution.sensor == "DEM" and scene.elevation:
        return scene.elevation
    return next(a for a in scene.of(contribution.sensor) if a.date == contribution.date)


def _clouds(acquisition: Acquisition, grid: Grid) -> str:
    """Return why nothing is clear of a Sentinel-2 date that has data."""
    if acquisition.clouds and not any(_touches(file, grid) for file in acquisition.clouds.files):
        return tr("its mask of clouds lies outside the mapped ground; replace it or leave it out")
    return tr("clouds, or the mask of clouds, cover all of the mapped ground")


def _touches(file: BandSource, grid: Grid) -> bool:
    """Return whether the rectangle of a file has ground in common with that of a grid."""
    with open_dataset(file.path) as dataset, reading(file.path):
        if not dataset.crs:
            return False
        left, bottom, right, top = dataset.bounds  # the south may be up, the east left
        ordered = min(left, right), min(bottom, top), max(left, right), max(bottom, top)
        bounds = transform_bounds(dataset.crs, grid.crs, *ordered)
    return bool(np.isfinite(bounds).all()) and shapely.box(*bounds).intersects(shapely.box(*grid.bounds))


def _has_data(acquisition: Acquisition, warper: Warper) -> bool:
    """Return whether a Sentinel-2 date has values in a sample of the area, clear or not."""
    return any(read_optical(warper, acquisition, window)[1].any() for window in sample_windows(warper.grid))
