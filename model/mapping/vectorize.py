"""Probability rasters to parcels in a GeoPackage, whether all tiles are mapped or only some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from rasterio.transform import Affine

from ..constants import FINE, HECTARE, NOT_FARMLAND_LAYER
from ..datatypes import Predictor
from ..reporter import Reporter
from ..scene.grid import Grid
from ..text import tr
from .area_of_interest import AreaOfInterest
from .attributes import boundary_quality, compute_parcel_means, parcel_features
from .class_priors import apply_class_priors
from .geopackage import open_layer, open_package
from .not_farmland import SCHEMA as NOT_FARMLAND_SCHEMA
from .not_farmland import NotFarmland
from .polygons import CHUNK, polygonize
from .probability_rasters import ProbabilityRasters
from .progress import progress_between
from .stitching import SceneLabels, stitch
from .tiling import Tile


@dataclass(frozen=True)
class MapContent:
    """What a GeoPackage holds: how many parcels of each crop, and the hectares of ground that is no farmland."""

    crops: Counter[str]
    not_farmland: float


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
        with open_package(out) as package:
            return self._write(package, missing, reporter, begun, 1.0)[0]

    def write_result(self, out: Path, missing: Sequence[Tile], reporter: Reporter, begun: float) -> MapContent:
        """Write the same and, as a layer of its own, the ground that is no farmland."""
        end = (begun + 3) / 4
        with open_package(out) as package:
            crops, labels = self._write(package, missing, reporter, begun, end)
            return MapContent(crops, self._write_rest(package, labels, missing, progress_between(reporter, end, 1)))

    def _write(
        self, package: Path, missing: Sequence[Tile], reporter: Reporter, begun: float, end: float
    ) -> tuple[Counter[str], SceneLabels]:
        """Write the parcels; return how many there are of each crop, and the raster from which they were drawn."""
        middle = (begun + end) / 2
        reporter.stage(tr("Drawing parcels"))
        min_pixels = max(1, round(self.min_area * HECTARE / self._transform.a**2))
        settings = self.predictor.watershed_settings
        labels = stitch(self.rasters, settings, min_pixels, progress_between(reporter, begun, middle))
        reporter.stage(tr("Writing parcels"))
        whole = ~self._touched(labels, missing)
        return self._write_parcels(package, labels, whole, progress_between(reporter, middle, end)), labels

    @property
    def _transform(self) -> Affine:
        """From pixels of 5 m to the CRS of the grid."""
        return self.grid.transform @ Affine.scale(1 / FINE)

    @property
    def _tags(self) -> dict[str, str]:
        return {"reference_date": self.reference, "bundle": self.predictor.name}

    def _write_parcels(
        self, package: Path, labels: SceneLabels, whole: np.ndarray, step: Callable[[float], None]
    ) -> Counter[str]:
        """Stream the parcels that are ``whole`` [N] into the GeoPackage."""
        counts: Counter[str] = Counter()
        means = compute_parcel_means(labels, self.rasters)
        means = replace(means, crop=apply_class_priors(means.crop, self.predictor.class_priors))
        done = 0
        with open_layer(package, self.grid.crs, self._tags) as collection:
            for chunk in polygonize(labels, self._transform, self.simplify, CHUNK):
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

    def _write_rest(
        self, package: Path, labels: SceneLabels, missing: Sequence[Tile], step: Callable[[float], None]
    ) -> float:
        """Stream the ground that is no farmland into the GeoPackage; return its hectares."""
        ground = NotFarmland(labels, self.rasters, self._transform, self.area_of_interest, missing)
        hectares = 0.0
        with open_layer(package, self.grid.crs, self._tags, NOT_FARMLAND_LAYER, NOT_FARMLAND_SCHEMA) as collection:
            for features, done in ground.features(self.min_area, self.simplify):
                collection.writerecords(features)
                hectares += sum(feature["properties"]["area_ha"] for feature in features)
                step(done)
        return hectares

    def _touched(self, labels: SceneLabels, missing: Sequence[Tile]) -> np.ndarray:
        """Return which parcels [N] lie, if only in part, in a tile that is missing."""
        touched = np.zeros(len(labels.sizes) + 1, bool)
        for tile in missing:
            touched[np.unique(labels.read(*self.rasters.fine_window(tile)))] = True
        return touched[1:]
