"""Squares of a scene that training does not see: a spatial holdout, and its tiles with the declared parcels in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import numpy as np
import shapely
from rasterio.features import geometry_mask
from rasterio.transform import Affine
from rasterio.windows import Window

from ..constants import FINE
from ..datatypes import Labels, Sample
from ..declared_parcels import Declared, burn, reprojected
from ..protocol import Area, InputError, Inspection
from ..scene.grid import Grid
from ..scene.scene_reader import SceneReader
from ..text import tr
from .scene_windows import IN_MEMORY, SceneWindows

SHARE = 0.25  # of the declared parcels that are held out, in whole squares
FEWEST_SQUARES = 4  # with parcels that the scene has to have
SMALLEST = 16  # pixels of a square's side
MOST_DATES = 24  # of one sensor in a tile


def hold_out_blocks(declared: Declared, grid: Grid, size: int, seed: int = 0) -> tuple[Area, ...]:
    """Return squares of at most ``size`` pixels that hold about `SHARE` of the parcels, which are in the grid's CRS.

    They are half as large, or smaller, where otherwise fewer than `FEWEST_SQUARES` had parcels. Raises `InputError`
    where the parcels lie too close together to be parted.
    """
    points = shapely.get_coordinates(shapely.centroid(declared.polygons))
    west, _, _, north = grid.bounds
    side = size
    while side >= SMALLEST:
        metres = side * grid.resolution
        squares = np.floor((points - (west, north)) / metres).astype(int)
        occupied, square = np.unique(squares, axis=0, return_inverse=True)
        if len(occupied) >= FEWEST_SQUARES:
            return tuple(
                Area(
                    (west + col * metres, north + row * metres, west + (col + 1) * metres, north + (row + 1) * metres),
                    grid.crs,
                )
                for col, row in occupied[_draw(square.ravel(), seed)]
            )
        side //= 2
    text = tr(
        "The {} declared parcels in the images lie too close together: whole squares of {:.0f} m are held out for the "
        "scores, and {} with parcels are needed. Give more parcels."
    ).format(len(points), SMALLEST * grid.resolution, FEWEST_SQUARES)
    raise InputError(text)


def _draw(square: np.ndarray, seed: int) -> np.ndarray:
    """Return the squares to hold out, given the ``square`` [P] of each parcel."""
    counts = np.bincount(square)
    order = np.random.default_rng(seed).permutation(len(counts))
    enough = int(np.searchsorted(np.cumsum(counts[order]), SHARE * len(square))) + 1
    return np.sort(order[: min(enough, len(counts) - 1)])


def held_out_tiles(
    inspection: Inspection, declared: Declared, grid: Grid, areas: Sequence[Area], size: int, complete: bool = True
) -> Iterator[tuple[Sample, Labels]]:
    """Yield for each of the ``areas`` a tile of ``size`` pixels in which only the ground of the area counts.

    ``grid`` is that of the proposed reference frame; the other parameters are those of `labelled_tiles`.
    """
    scene, parcels = inspection.scene, reprojected(declared, grid.crs)
    frame = next(a for a in scene.of("S2") if a.date == inspection.proposed)
    with ExitStack() as opened:
        windows = SceneWindows(SceneReader(scene, grid, frame.date), size, IN_MEMORY, opened)
        reader = windows.reader
        keys = {frame.key} | {a.key for some in (reader.optical, reader.radar) for a in _spread(some)}
        for area in areas:
            west, south, east, north = area.bounds
            col, row = ~grid.transform @ ((west + east) / 2, (south + north) / 2)
            top, left = windows.centred(row, col)
            transform = grid.window(Window(left, top, size, size)).transform
            sample = windows.read(top, left, keys, frame)
            yield (
                sample,
                _only_inside(burn(parcels, transform, size, size, complete), shapely.box(*area.bounds), transform),
            )


def _spread(acquisitions: Sequence) -> Sequence:
    """Return at most `MOST_DATES` of some acquisitions, spread over all of them."""
    count = min(MOST_DATES, len(acquisitions))
    return [acquisitions[i] for i in np.linspace(0, len(acquisitions) - 1, count).round().astype(int)]


def _only_inside(labels: Labels, shape: shapely.Geometry, transform: Affine) -> Labels:
    """Return labels whose parcels end at a shape, outside of which all is void."""
    outside = geometry_mask([shape], labels.void.shape, transform @ Affine.scale(1 / FINE))
    parcels = np.where(outside, 0, labels.parcels)
    return dataclasses.replace(labels, parcels=parcels, void=labels.void | outside)
