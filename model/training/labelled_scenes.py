"""Labelled tiles of real scenes: rasters and a layer of declared parcels, through what simulated tiles come by too."""

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
from ..mapping.tile_reader import crop_to_window, select_acquisitions
from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, Area, InputError, Inspection, Source
from ..scene.grid import Grid, reference_grid
from ..scene.inspection import inspect, require_mappable
from ..scene.reference_frame import CLEAR_ENOUGH
from ..scene.scene_reader import SceneReader
from .pretraining_corpus import OPTIONAL_BANDS, SHIFT

IN_MEMORY = 1 << 30  # bytes up to which a scene is read whole
GOOD = 0.75  # of the best frame's score: what may serve as the reference frame of a tile
LABELLED = 0.1  # of a tile's area, clear in the reference frame: what a tile must have of declared parcels
TRIES = 50  # windows for one tile
FEWEST, MOST = 6, 24  # dates of one sensor in one tile, as far as there are as many
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
    """Yield ``count`` tiles of ``size`` pixels of 10 m of one scene, each at some of its dates; a seed gives the same.

    Every good date serves as the reference frame. As in simulated tiles, dates, radar, terrain and bands may be missing
    and the season may lie some days off. Where the scene ends before the tile does, nothing is valid and all is void.
    ``complete`` says that there are no fields but those declared. Tiles show nothing outside ``area``. The areas
    ``held_out``, and every parcel that reaches into one, are void; their images may be seen. Raises `InputError` where
    the scene cannot be used or has too few of the parcels.
    """
    inspection = inspect(sources, area)
    scene = inspection.scene
    require_mappable(scene)
    frames = [(frame, reference_grid(scene, frame, area)) for frame in good_frames(inspection)]
    budget = IN_MEMORY // len({grid for _, grid in frames})
    places: dict[Grid, _Place] = {}
    with ExitStack() as opened:
        for child in np.random.SeedSequence(seed).spawn(count):
            rng = np.random.default_rng(child)
            for _ in range(TRIES):
                frame, grid = frames[rng.integers(len(frames))]
                if grid not in places:
                    parcels = _divided(declared, grid, held_out)
                    places[grid] = _Place(SceneReader(scene, grid, frame.date), parcels, size, budget, opened)
                if tile := places[grid].tile(rng, frame, complete):
                    break
            else:
                raise InputError(
                    f"Of {TRIES} windows of {size} pixels none shows declared parcels on a tenth of its area. Check "
                    f"that they lie where {frame.name or frame.key} does and not in what is held out, or take smaller "
                    "tiles."
                )
            yield tile


def good_frames(inspection: Inspection) -> list[Acquisition]:
    """Return the S2 acquisitions that can serve as a reference frame: mostly clear and not far behind the best.

    Where none is mostly clear, that is the one that inspection proposes. Raises `InputError` where there is none.
    """
    if not inspection.proposed:
        raise InputError(inspection.reason)
    best = max(frame.score for frame in inspection.frames)
    dates = {f.date for f in inspection.frames if f.parts["clear"] >= CLEAR_ENOUGH and f.score >= GOOD * best}
    return [a for a in inspection.scene.of("S2") if a.date in (dates or {inspection.proposed})]


class _Place:
    """A scene on the grid of some of its reference frames, with the parcels to learn there and the shapes to hide."""

    def __init__(
        self,
        reader: SceneReader,
        parcels: tuple[Declared, list[shapely.Geometry]],
        size: int,
        budget: int,
        opened: ExitStack,
    ) -> None:
        self._reader, self._size = reader, size
        self._parcels, self._hidden = parcels
        grid = reader.grid
        # A scene smaller than a tile may lie anywhere in it.
        self._first = min(0, grid.height - size), min(0, grid.width - size)
        self._last = max(0, grid.height - size), max(0, grid.width - size)
        height, width = (last - first + size for first, last in zip(self._first, self._last, strict=True))
        values = len(reader.optical) * len(OPTICAL_BANDS) + len(reader.radar) * len(RADAR_BANDS)
        self._extent = Window(self._first[1], self._first[0], width, height)
        self._whole = None
        if values * height * width * np.float32().nbytes <= budget:
            with reader:
                self._whole = reader.read(self._extent)
        else:
            opened.enter_context(reader)

    def tile(self, rng: np.random.Generator, frame: Acquisition, complete: bool) -> tuple[Sample, Labels] | None:
        """Draw a window around some parcel; None where there is none, or where it shows too little of parcels."""
        if not len(self._parcels.polygons):
            return None
        row, col = self._window(rng, self._parcels.polygons[rng.integers(len(self._parcels.polygons))])
        labels = self._labels(row, col, complete)
        if ((labels.parcels > 0) & ~labels.void).mean() < LABELLED:
            return None
        sample = self._read(Window(col, row, self._size, self._size), frame, _some_dates(rng, self._reader, frame))
        unseen = ~(sample.reference_valid | sample.optical_valid.any(0))
        labels = dataclasses.replace(labels, void=labels.void | _fine(unseen))
        if ((labels.parcels > 0) & ~labels.void & _fine(sample.reference_valid)).mean() < LABELLED:
            return None
        return _varied(sample, rng), labels

    def _window(self, rng: np.random.Generator, parcel: shapely.Geometry) -> tuple[int, int]:
        """Draw the upper left pixel of a window that shows some of ``parcel`` and as much of the scene as it can."""
        grid, point = self._reader.grid, shapely.point_on_surface(parcel)
        col, row = ~grid.transform @ (point.x, point.y)
        seen = np.clip(np.floor((row, col)), 0, (grid.height - 1, grid.width - 1)).astype(int)
        low, high = np.maximum(self._first, seen - self._size + 1), np.minimum(self._last, seen)
        return tuple(rng.integers(low, high + 1).tolist())

    def _labels(self, row: int, col: int, complete: bool) -> Labels:
        window = self._reader.grid.window(Window(col, row, self._size, self._size))
        labels = burn(self._parcels, window.transform, self._size, self._size, complete)
        if not self._hidden:
            return labels
        fine = window.transform @ Affine.scale(1 / FINE)
        hidden = geometry_mask(self._hidden, labels.void.shape, fine, invert=True)
        return dataclasses.replace(labels, void=labels.void | hidden)

    def _read(self, window: Window, frame: Acquisition, keys: set[str]) -> Sample:
        """Return a window at the acquisitions of some ``keys``, the reference frame among them."""
        reader = self._reader
        if self._whole is None:
            sample = reader.read(window, keys)
        else:
            sample = crop_to_window(self._whole, self._extent, window, reader)
            sample = select_acquisitions(sample, reader, {a.key for a in reader.acquisitions}, keys)
        return sample.with_reference([a.key for a in reader.optical if a.key in keys].index(frame.key))


def _divided(declared: Declared, grid: Grid, held_out: Sequence[Area]) -> tuple[Declared, list[shapely.Geometry]]:
    """Return, in the grid's CRS, the parcels there that may be learned, and the shapes of what may not."""
    parcels = reprojected(declared, grid.crs)
    parcels = parcels.only(shapely.intersects(parcels.polygons, shapely.box(*grid.bounds)))
    boxes = [shapely.box(*bounds_in(area, grid.crs)) for area in held_out]
    reach = shapely.intersects(parcels.polygons[:, None], np.array(boxes, object)).any(1)
    return parcels.only(~reach), [*boxes, *parcels.polygons[reach]]


def _some_dates(rng: np.random.Generator, reader: SceneReader, frame: Acquisition) -> set[str]:
    """Draw the acquisitions of one tile; the reference frame is one of them."""
    others = [a.key for a in reader.optical if a.key != frame.key]
    passes = [a.key for a in reader.radar] if rng.random() >= NO_RADAR else []
    drawn = [rng.permutation(keys)[: rng.integers(FEWEST, MOST + 1)] for keys in (others, passes)]
    return {frame.key, *np.concatenate(drawn).tolist()}


def _varied(sample: Sample, rng: np.random.Generator) -> Sample:
    """Shift the season, and sometimes take the terrain or some bands away."""
    sample = sample.shifted(int(rng.integers(-SHIFT, SHIFT + 1)))
    if rng.random() < NO_TERRAIN:
        sample = sample.without_terrain()
    missing = OPTIONAL_BANDS[rng.integers(len(OPTIONAL_BANDS))]
    if rng.random() < FEWER_BANDS:
        fewer = sample.without_bands(missing)
        return fewer if fewer.reference_bands.any() else sample
    return sample


def _fine(mask: np.ndarray) -> np.ndarray:
    """Return a mask of 10 m pixels at 5 m."""
    return mask.repeat(FINE, 0).repeat(FINE, 1)
