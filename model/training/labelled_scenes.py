"""Labelled tiles of real scenes: windows of the images with the declared parcels of a layer as labels."""

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
from ..declared_parcels import Declared, bounds_in, burn, reprojected
from ..protocol import Acquisition, Area, InputError, Inspection, Source
from ..scene.grid import Grid, reference_grid
from ..scene.inspection import inspect, require_mappable
from ..scene.reference_frame import CLEAR_ENOUGH
from ..scene.scene_reader import SceneReader
from .pretraining_corpus import MAX_SHIFT, OPTIONAL_BANDS
from .scene_windows import IN_MEMORY, SceneWindows

MIN_SCORE = 0.75  # of the best frame's score, for a frame that serves as the reference frame of a tile
MIN_LABELLED = 0.1  # of a tile's area that has to lie in declared parcels and be clear in the reference frame
MAX_TRIES = 50  # windows drawn for one tile
MIN_DATES, MAX_DATES = 6, 24  # of one sensor in one tile, as far as the scene has them
NO_RADAR, NO_TERRAIN, FEWER_BANDS = 0.1, 0.1, 0.05  # shares of the tiles


def labelled_tiles(
    sources: Sequence[Source],
    declared: Declared,
    size: int,
    count: int,
    seed: int | list[int],
    complete: bool = True,
    area: Area | None = None,
    held_out: Sequence[Area] = (),
) -> Iterator[tuple[Sample, Labels]]:
    """Yield ``count`` tiles of ``size`` pixels of 10 m of one scene, each at a random subset of its dates.

    The tiles depend on ``seed`` alone. The reference frame is drawn from all dates that are good enough. As in
    simulated tiles, dates, radar, terrain and bands may be missing and the season may be shifted by some days. Outside
    the scene nothing is valid and all is void. ``complete`` says that there are no fields but those declared. Tiles
    show nothing outside ``area``. The areas ``held_out``, and every parcel that reaches into one, are void, but their
    images are visible. Raises `InputError` where the scene cannot be used or has too few of the parcels.
    """
    yield from tiles_of_scene(inspect(sources, area), declared, size, count, seed, complete, area, held_out)


def tiles_of_scene(
    inspection: Inspection,
    declared: Declared,
    size: int,
    count: int,
    seed: int | list[int],
    complete: bool = True,
    area: Area | None = None,
    held_out: Sequence[Area] = (),
) -> Iterator[tuple[Sample, Labels]]:
    """Yield what `labelled_tiles` does, of a scene that is recognised already, over ``area``."""
    scene = inspection.scene
    require_mappable(scene)
    frames = [(frame, reference_grid(scene, frame, area)) for frame in good_frames(inspection)]
    budget = IN_MEMORY // len({grid for _, grid in frames})
    grids: dict[Grid, _LabelledGrid] = {}
    with ExitStack() as opened:
        for child in np.random.SeedSequence(seed).spawn(count):
            rng = np.random.default_rng(child)
            for _ in range(MAX_TRIES):
                frame, grid = frames[rng.integers(len(frames))]
                if grid not in grids:
                    windows = SceneWindows(SceneReader(scene, grid, frame.date), size, budget, opened)
                    grids[grid] = _LabelledGrid(windows, _split_parcels(declared, grid, held_out))
                if tile := grids[grid].draw_tile(rng, frame, complete):
                    break
            else:
                raise InputError(
                    f"Of {MAX_TRIES} windows of {size} pixels none shows declared parcels on a tenth of its area. "
                    f"Check that they lie where {frame.name or frame.key} does and not in what is held out, or take "
                    "smaller tiles."
                )
            yield tile


def good_frames(inspection: Inspection) -> list[Acquisition]:
    """Return the S2 acquisitions that can serve as a reference frame: mostly clear, with nearly the best score.

    Where none is mostly clear, it is the one that inspection proposes. Raises `InputError` where there is none.
    """
    if not inspection.proposed:
        raise InputError(inspection.reason)
    best = max(frame.score for frame in inspection.frames)
    dates = {f.date for f in inspection.frames if f.parts["clear"] >= CLEAR_ENOUGH and f.score >= MIN_SCORE * best}
    return [a for a in inspection.scene.of("S2") if a.date in (dates or {inspection.proposed})]


class _LabelledGrid:
    """A scene on the grid of some of its reference frames, with its parcels and the shapes that are held out."""

    def __init__(self, windows: SceneWindows, parcels: tuple[Declared, list[shapely.Geometry]]) -> None:
        self._windows, self._size = windows, windows.size
        self._parcels, self._held_out = parcels

    def draw_tile(self, rng: np.random.Generator, frame: Acquisition, complete: bool) -> tuple[Sample, Labels] | None:
        """Draw a window around a random parcel; None where no parcel is left or the window shows too little of them."""
        if not len(self._parcels.polygons):
            return None
        row, col = self._draw_window(rng, self._parcels.polygons[rng.integers(len(self._parcels.polygons))])
        labels = self._burn_labels(row, col, complete)
        if ((labels.parcels > 0) & ~labels.void).mean() < MIN_LABELLED:
            return None
        sample = self._windows.read(row, col, _draw_acquisitions(rng, self._windows.reader, frame), frame)
        not_visible = ~(sample.reference_valid | sample.optical_valid.any(0))
        labels = dataclasses.replace(labels, void=labels.void | _to_5_m(not_visible))
        if ((labels.parcels > 0) & ~labels.void & _to_5_m(sample.reference_valid)).mean() < MIN_LABELLED:
            return None
        return _augment(sample, rng), labels

    def _draw_window(self, rng: np.random.Generator, parcel: shapely.Geometry) -> tuple[int, int]:
        """Return the upper left pixel of a random window that shows ``parcel``."""
        point = shapely.point_on_surface(parcel)
        col, row = ~self._windows.reader.grid.transform @ (point.x, point.y)
        return self._windows.draw_around(rng, row, col)

    def _burn_labels(self, row: int, col: int, complete: bool) -> Labels:
        window = self._windows.reader.grid.window(Window(col, row, self._size, self._size))
        labels = burn(self._parcels, window.transform, self._size, self._size, complete)
        if not self._held_out:
            return labels
        fine = window.transform @ Affine.scale(1 / FINE)
        held_out = geometry_mask(self._held_out, labels.void.shape, fine, invert=True)
        return dataclasses.replace(labels, void=labels.void | held_out)


def _split_parcels(declared: Declared, grid: Grid, held_out: Sequence[Area]) -> tuple[Declared, list[shapely.Geometry]]:
    """Return, in the grid's CRS, the parcels for training, and the shapes of all that is held out."""
    parcels = reprojected(declared, grid.crs)
    parcels = parcels.only(shapely.intersects(parcels.polygons, shapely.box(*grid.bounds)))
    boxes = [shapely.box(*bounds_in(area, grid.crs)) for area in held_out]
    reaching = shapely.intersects(parcels.polygons[:, None], np.array(boxes, object)).any(1)
    return parcels.only(~reaching), [*boxes, *parcels.polygons[reaching]]


def _draw_acquisitions(rng: np.random.Generator, reader: SceneReader, frame: Acquisition) -> set[str]:
    """Return the keys of random acquisitions for one tile, which include the reference frame's."""
    others = [a.key for a in reader.optical if a.key != frame.key]
    passes = [a.key for a in reader.radar] if rng.random() >= NO_RADAR else []
    drawn = [rng.permutation(keys)[: rng.integers(MIN_DATES, MAX_DATES + 1)] for keys in (others, passes)]
    return {frame.key, *np.concatenate(drawn).tolist()}


def _augment(sample: Sample, rng: np.random.Generator) -> Sample:
    """Shift the season, and sometimes remove the terrain or some bands."""
    sample = sample.shifted(int(rng.integers(-MAX_SHIFT, MAX_SHIFT + 1)))
    if rng.random() < NO_TERRAIN:
        sample = sample.without_terrain()
    missing = OPTIONAL_BANDS[rng.integers(len(OPTIONAL_BANDS))]
    if rng.random() < FEWER_BANDS:
        fewer = sample.without_bands(missing)
        return fewer if fewer.reference_bands.any() else sample
    return sample


def _to_5_m(mask: np.ndarray) -> np.ndarray:
    """Return a mask [H, W] of 10 m pixels at 5 m, [2H, 2W]."""
    return mask.repeat(FINE, 0).repeat(FINE, 1)
