"""Probability rasters to parcels in a GeoPackage, whether all of the evidence is there or only some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from rasterio.transform import Affine

from ..reporter import Reporter
from ..scene.grid import Grid
from ..text import tr
from .area_of_interest import AreaOfInterest
from .attributes import boundary_quality, records, survey
from .class_priors import settled
from .geopackage import parcel_writer
from .polygons import CHUNK, outlines
from .probability_rasters import FINE, ProbabilityRasters, Tile
from .stitching import Labels, stitch

if TYPE_CHECKING:
    from .map_scene import Predictor

SQUARE_METRES = 10_000  # in a hectare


@dataclass(frozen=True)
class Drawing:
    """What becomes of ``evidence`` on ``grid``: parcels of at least ``min_area`` hectares, simplified by ``simplify``
    metres, cut at the ``outline``; ``reference`` is the date of the reference frame."""

    evidence: ProbabilityRasters
    grid: Grid
    outline: AreaOfInterest | None
    reference: str
    predictor: Predictor
    min_area: float
    simplify: float

    def draw(self, out: Path, missing: Sequence[Tile], reporter: Reporter, begun: float = 0.0) -> Counter[str]:
        """Write the parcels that no tile still ``missing`` can change; return how many there are of each crop.

        ``begun`` is the share of the run that is over before.
        """
        middle = (begun + 1) / 2
        reporter.stage(tr("Drawing parcels"))
        fine = self.grid.transform @ Affine.scale(1 / FINE)
        min_pixels = max(1, round(self.min_area * SQUARE_METRES / fine.a**2))
        labels = stitch(self.evidence, self.predictor.settings, min_pixels, between(reporter, begun, middle))
        reporter.stage(tr("Writing parcels"))
        return self._write(out, labels, ~self._reached(labels, missing), fine, between(reporter, middle, 1))

    def _write(
        self, out: Path, labels: Labels, whole: np.ndarray, fine: Affine, step: Callable[[float], None]
    ) -> Counter[str]:
        """Stream the parcels that are ``whole`` [N] into the GeoPackage."""
        tags = {"reference_date": self.reference, "bundle": self.predictor.name}
        counts: Counter[str] = Counter()
        known = survey(labels, self.evidence)
        known = replace(known, crop=settled(known.crop, self.predictor.shares))
        done = 0
        with parcel_writer(out, self.grid.crs, tags) as collection:
            for chunk in outlines(labels, fine, self.simplify, CHUNK):
                done += len(chunk.numbers)
                polygons = chunk.polygons
                if self.outline:
                    polygons = self.outline.cut(polygons, self.min_area * SQUARE_METRES)
                kept = whole[chunk.numbers - 1] & ~shapely.is_missing(polygons)
                chunk = replace(chunk, numbers=chunk.numbers[kept], polygons=polygons[kept])
                outline = boundary_quality(chunk, self.evidence)
                features = records(chunk, known, outline, self.predictor.crops, self.reference)
                collection.writerecords(features)
                counts.update(feature["properties"]["crop"] for feature in features)
                step(done / len(labels.sizes))
        return counts

    def _reached(self, labels: Labels, missing: Sequence[Tile]) -> np.ndarray:
        """Return which parcels [N] lie in a tile that is missing, if only in part."""
        reached = np.zeros(len(labels.sizes) + 1, bool)
        for tile in missing:
            top, left = FINE * (tile.row - self.evidence.row), FINE * (tile.col - self.evidence.col)
            rows, cols = (
                slice(max(0, first), max(0, first + size))
                for first, size in ((top, len(tile.down)), (left, len(tile.across)))
            )
            reached[np.unique(labels.read(rows, cols))] = True
        return reached[1:]


def between(reporter: Reporter, first: float, last: float) -> Callable[[float], None]:
    """Return what tells the reporter how far a stage is that takes the run from ``first`` to ``last``."""

    def step(fraction: float) -> None:
        reporter.progress(first + (last - first) * fraction)
        reporter.check()

    return step
