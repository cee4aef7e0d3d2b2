"""Scenes that are changed to see what a map depends on: fewer bands, one date, other light."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from ...protocol import Acquisition, BandSource, Scene
from ...scene.grid import Grid
from ...scene.optical_images import read_optical
from ...scene.warper import Warper

DARKEST = 1e-4  # reflectance; a changed value is never 0, which would be no data
CLEAR_CLASS, HIDDEN_CLASS = 4, 10  # of the scene classification; no rim is added to cirrus


def with_bands(scene: Scene, bands: Collection[str]) -> Scene:
    """Return the scene with only these of the bands of its Sentinel-2 dates, as far as it has them."""

    def fewer(acquisition: Acquisition) -> Acquisition:
        kept = {name: source for name, source in acquisition.bands.items() if name in bands}
        return replace(acquisition, bands=kept) if acquisition.sensor == "S2" else acquisition

    return replace(scene, acquisitions=tuple(map(fewer, scene.acquisitions)))


def only_date(scene: Scene, date: str) -> Scene:
    """Return the scene with one Sentinel-2 date (ISO) and nothing else but the elevation model."""
    return replace(scene, acquisitions=tuple(a for a in scene.of("S2") if a.date == date))


def with_light(scene: Scene, grid: Grid, folder: Path, gain: float = 1.0, gamma: float = 1.0) -> Scene:
    """Return the scene with ``gain`` · reflectance ** ``gamma`` instead of the reflectance of all Sentinel-2 images.

    Changed copies of the images are written into the new folder ``folder``, with the scale and offset of the originals
    and without their limits. Which pixels are clear is decided before the change, on ``grid``, so that maps of all
    changes show the same ground.
    """
    folder.mkdir(parents=True)
    changed = []
    with Warper(grid) as warper:
        for number, acquisition in enumerate(scene.acquisitions):
            if acquisition.sensor == "S2" and not acquisition.problem:
                acquisition = _copy(acquisition, folder / f"{number:03d}", gain, gamma, warper)
            changed.append(acquisition)
    return replace(scene, acquisitions=tuple(changed))


def _copy(acquisition: Acquisition, folder: Path, gain: float, gamma: float, warper: Warper) -> Acquisition:
    """Return the acquisition read from changed copies in ``folder``, with a mask of what was clear before."""
    folder.mkdir()
    copies: dict[str, str] = {}
    for path in {source.path for source in acquisition.bands.values()}:
        copies[path] = str(folder / f"{len(copies)}.tif")
        indexes = sorted(source.index for source in acquisition.bands.values() if source.path == path)
        _copy_file(path, copies[path], indexes, acquisition, gain, gamma)
    bands = {name: BandSource(copies[source.path], source.index) for name, source in acquisition.bands.items()}
    clouds = folder / "clear.tif"
    _write_clear(acquisition, clouds, warper)
    return replace(acquisition, bands=bands, clouds=BandSource(str(clouds)))


def _copy_file(path: str, copy: str, indexes: list[int], acquisition: Acquisition, gain: float, gamma: float) -> None:
    """Copy a file as float32 with the reflectance of some bands changed; pixels without data stay as they are."""
    scale, offset, nodata = acquisition.scale, acquisition.offset, acquisition.nodata or 0.0
    with rasterio.open(path) as source:
        values, profile = source.read().astype(np.float32), source.profile
    for index in indexes:
        band = values[index - 1]
        present = np.isfinite(band) & (band != nodata) & (band != 0)
        reflectance = np.maximum(gain * np.maximum(band * scale + offset, DARKEST) ** gamma, DARKEST)
        values[index - 1] = np.where(present, (reflectance - offset) / scale, band)
    grid = {name: profile[name] for name in ("crs", "transform", "width", "height", "count", "nodata")}
    with rasterio.open(copy, "w", driver="GTiff", dtype="float32", **grid) as target:
        target.write(values)


def _write_clear(acquisition: Acquisition, path: Path, warper: Warper) -> None:
    """Write which pixels of the unchanged acquisition are clear as a scene classification on the reader's grid."""
    grid = warper.grid
    _, present, clear, _ = read_optical(warper, acquisition, Window(0, 0, grid.width, grid.height))
    classes = np.where(clear, CLEAR_CLASS, np.where(present, HIDDEN_CLASS, 0)).astype(np.uint8)
    profile = {"crs": grid.crs, "transform": grid.transform, "width": grid.width, "height": grid.height}
    with rasterio.open(path, "w", driver="GTiff", count=1, dtype="uint8", nodata=0, **profile) as target:
        target.write(classes, 1)


def clear_share(acquisition: Acquisition, grid: Grid) -> float:
    """Return the share of a grid that an acquisition shows without cloud."""
    with Warper(grid) as warper:
        return float(read_optical(warper, acquisition, grid.whole)[2].mean())
