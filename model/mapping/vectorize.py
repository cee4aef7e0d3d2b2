"""Probability rasters to parcels in a GeoPackage, whether all tiles are mapped or only some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from rasterio.transform import Affine

from ..constants import FINE, HECTARE
from ..datatypes import Predictor
from ..reporter import Reporter
from ..scene.grid import Grid
from ..text import tr
from .area_of_interest import AreaOfInterest
from .attributes import boundary_quality, compute_parcel_means, parcel_features
from .class_priors import apply_class_priors
from .geopackage import parcel_writer
from .polygons import CHUNK, polygonize
from .probability_rasters import ProbabilityRasters
from .progress import progress_between
from .stitching import SceneLabels, stitch
from .tiling import Tile


@dataclass(frozen=True)
class ParcelVectorizer:
    """Conversion of ``rasters`` on ``grid`` into parcels.

    Parcels have at least ``min_area`` hectares, are simplified by ``simplify`` metres and clipped to the
    ``area_of_interest``; ``reference`` is the ISO date of the reference frame.
    """

    rasters: ProbabilityRasters
    grid: Grid
    area_of_interest: AreaOfInterest | None
    reference: str
    predictor: Predictor
    min_area: float
    simplify: float

    def write(self, out: Path, missing: Sequence[Tile], reporter: Reporter, begun: float = 0.0) -> Counter[str]:
        """Write the parcels that no tile still ``missing`` can change; return how many there are of each crop.

        ``begun`` is the fraction of the run that is over before.
        """
        middle = (begun + 1) / 2
        reporter.stage(tr("Drawing parcels"))
        transform = self.grid.transform @ Affine.scale(1 / FINE)
        min_pixels = max(1, round(self.min_area * HECTARE / transform.a**2))
        settings = self.predictor.watershed_settings
        labels = stitch(self.rasters, settings, min_pixels, progress_between(reporter, begun, middle))
        reporter.stage(tr("Writing parcels"))
        whole = ~self._touched(labels, missing)
        return self._write_parcels(out, labels, whole, transform, progress_between(reporter, middle, 1))

    def _write_parcels(
        self, out: Path, labels: SceneLabels, whole: np.ndarray, transform: Affine, step: Callable[[float], None]
    ) -> Counter[str]:
        """Stream the parcels that are ``whole`` [N] into the GeoPackage."""
        tags = {"reference_date": self.reference, "bundle": self.predictor.name}
        counts: Counter[str] = Counter()
        means = compute_parcel_means(labels, self.rasters)
        means = replace(means, crop=apply_class_priors(means.crop, self.predictor.class_priors))
        done = 0
        with parcel_writer(out, self.grid.crs, tags) as collection:
            for chunk in polygonize(labels, transform, self.simplify, CHUNK):
                done += len(chunk.numbers)
                polygons = chunk.polygons
                if self.area_of_interest:
                    polygons = self.area_of_interest.clip(polygons, self.min_area * HECTARE)
                written = whole[chunk.numbers - 1] & ~shapely.is_missing(polygons)
                chunk = replace(chunk, numbers=chunk.numbers[written], polygons=polygons[written])
                quality = boundary_quality(chunk, self.rasters)
                features = parcel_features(chunk, means, quality, self.predictor.crops, self.reference)
                collection.writerecords(features)
                counts.update(feature["properties"]["crop"] for feature in features)
                step(done / len(labels.sizes))
        return counts

    def _touched(self, labels: SceneLabels, missing: Sequence[Tile]) -> np.ndarray:
        """Return which parcels [N] lie, if only in part, in a tile that is missing."""
        touched = np.zeros(len(labels.sizes) + 1, bool)
        for tile in missing:
            top, left = FINE * (tile.row - self.rasters.row), FINE * (tile.col - self.rasters.col)
            rows, cols = (slice(max(0, first), max(0, first + FINE * tile.side)) for first in (top, left))
            touched[np.unique(labels.read(rows, cols))] = True
        return touched[1:]
