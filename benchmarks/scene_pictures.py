"""Pictures of mapped scenes: an image in colour with the outlines of the parcels in the colours of their crops."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning
from rasterio.features import rasterize
from rasterio.transform import Affine

from doab.model.crops import Crop
from doab.model.evaluation.matching.parcel_map import ParcelMap
from doab.model.protocol import TRUE_COLOUR, Acquisition
from doab.model.scene.grid import Grid
from doab.model.scene.scene_reader import Warper

FALSE_COLOUR = ("B8A", "B11", "B05")  # where the bands of 10 m are missing
SIDE = 1200  # pixels of the longer side of a picture, about
GAMMA = 1.3


def write_picture(
    path: Path, acquisition: Acquisition, parcel_map: ParcelMap, grid: Grid, crops: Sequence[Crop]
) -> None:
    """Write a PNG of one date with the outlines of a map in the grid's CRS; outlines without a crop are white."""
    zoom = max(1, round(SIDE / max(grid.width, grid.height)))
    fine = Grid(grid.crs, grid.transform @ Affine.scale(1 / zoom), grid.width * zoom, grid.height * zoom)
    names = TRUE_COLOUR if all(name in acquisition.bands for name in TRUE_COLOUR) else FALSE_COLOUR
    with Warper(fine, Resampling.nearest) as warper:
        stored = warper.read([acquisition.bands[name] for name in names], acquisition.nodata or 0.0, fine.whole)
    picture = np.stack([_stretch(band) for band in stored])
    if parcel_map.parcels.polygons.size:
        drawn = _draw_outlines(parcel_map, fine)
        colours = np.array([[255, 255, 255], *(_rgb(crop.colour) for crop in crops)], np.uint8)
        picture = np.where(drawn > 0, colours[np.maximum(drawn - 1, 0)].transpose(2, 0, 1), picture)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver="PNG", count=3, height=fine.height, width=fine.width, dtype="uint8"
        ) as file:
            file.write(picture)


def _draw_outlines(parcel_map: ParcelMap, grid: Grid) -> np.ndarray:
    """Return [H, W]: 0 no outline, 1 that of a parcel without a crop, k + 2 that of one with the class k."""
    inner = shapely.buffer(parcel_map.parcels.polygons, -grid.resolution, join_style="mitre")
    lines = [(shapely.boundary(p), int(crop) + 2) for p, crop in zip(inner, parcel_map.parcels.crops, strict=True)]
    lines = [(line, value) for line, value in lines if not line.is_empty]
    shape = grid.height, grid.width
    if not lines:
        return np.zeros(shape, np.int32)
    return rasterize(lines, shape, transform=grid.transform, dtype=np.int32, all_touched=True)


def _stretch(band: np.ndarray) -> np.ndarray:
    """Return a band as uint8 between its percentiles 2 and 98, 0 where there is no data."""
    if not np.isfinite(band).any():
        return np.zeros(band.shape, np.uint8)
    low, high = np.nanpercentile(band, (2, 98))
    shade = np.clip((np.nan_to_num(band, nan=low) - low) / max(high - low, 1e-6), 0, 1) ** (1 / GAMMA)
    return (255 * shade).round().astype(np.uint8)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
