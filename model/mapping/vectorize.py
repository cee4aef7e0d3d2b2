"""Mapped blocks to parcels in a GeoPackage, whether all tiles are mapped or only some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import shapely

from ..adaptation.embedding_table import write_embeddings
from ..adaptation.softening import UNSOFTENED, Softening
from ..constants import HECTARE
from ..datatypes import Predictor, RefinedParcels, embedding_fingerprint
from ..reporter import Reporter
from ..text import tr
from .attributes import ParcelMeans, boundary_quality, parcel_features, parcel_means
from .block_grid import BlockGrid, Rectangle, SceneBlock
from .earlier_result import layer_tags
from .embedding_raster import parcel_embeddings
from .geopackage import open_layer, open_package
from .mapped_blocks import BlockSource, MappedBlock, Mosaic
from .not_farmland import NotFarmland, write_not_farmland
from .planning import Plan
from .polygons import CHUNK, polygonize
from .progress import progress_between
from .refined_means import refine_means
from .scene_calibration import SceneCalibration, calibrate_scene
from .stitching import SceneLabels, stitch
from .tiling import Tile


@dataclass(frozen=True)
class MapContent:
    """What a GeoPackage holds: how many parcels of each crop, and the hectares of ground that is no farmland.

    ``unlike`` is the share of the parcels that are unlike what the bundle knows, ``softening`` that of all confidences.
    """

    crops: Counter[str]
    not_farmland: float
    unlike: float = 0.0
    softening: Softening = UNSOFTENED


@dataclass(frozen=True)
class ParcelVectorizer:
    """Conversion of the blocks of ``source`` into parcels of ``plan``.

    Parcels have at least ``min_area`` hectares, are simplified by ``simplify`` metres and clipped to the area of
    interest. The ``calibration`` is that of the scene; where it is not known yet, it is estimated from the parcels at
    hand.
    """

    plan: Plan
    grid: BlockGrid
    source: BlockSource
    predictor: Predictor
    min_area: float
    simplify: float
    calibration: SceneCalibration | None = None

    def write(self, out: Path, missing: Sequence[Tile], reporter: Reporter, begun: float = 0.0) -> Counter[str]:
        """Write the parcels that no tile still ``missing`` can change; return how many there are of each crop.

        Of blocks that are not finished, only the one that is being mapped counts. ``begun`` is the fraction of the run
        that is over before.
        """
        drawn = self._stitch(self.source.collect(unfinished=False), missing, reporter)
        with open_package(out) as package:
            return self._write_parcels(package, drawn, progress_between(reporter, begun, 1))[0]

    def write_result(
        self,
        out: Path,
        blocks: Mapping[SceneBlock, MappedBlock],
        missing: Sequence[Tile],
        reporter: Reporter,
        begun: float,
    ) -> MapContent:
        """Write the parcels of ``blocks`` and, as a layer of its own, the ground that is no farmland."""
        drawn, middle = self._stitch(blocks, missing, reporter), (1 + begun) / 2
        with open_package(out) as package:
            crops, written = self._write_parcels(package, drawn, progress_between(reporter, begun, middle))
            hectares = self._write_rest(package, drawn, progress_between(reporter, middle, 1))
            write_embeddings(package, written, drawn.embeddings[written - 1])
        return MapContent(crops, hectares, drawn.refined.unlike_share, drawn.softening)

    def _stitch(self, blocks: Mapping[SceneBlock, MappedBlock], missing: Sequence[Tile], reporter: Reporter) -> _Drawn:
        """Join the pieces of blocks to parcels, and mark those that something ``missing`` could change."""
        reporter.stage(tr("Drawing parcels"))
        min_pixels = max(1, round(self.min_area * HECTARE / self.plan.fine_transform.a**2))
        pieces = {block: mapped.pieces for block, mapped in blocks.items()}
        stitched = stitch(pieces, set(self.source.finished), min_pixels)
        mosaic = Mosaic(self.grid, blocks, stitched.numbers)
        labels = SceneLabels(mosaic.shape, stitched.boxes, stitched.sizes, mosaic.labels)
        numbers = [stitched.numbers[block][1:] for block in blocks]
        classes = len(self.predictor.crops)
        means = parcel_means([mapped.sums for mapped in blocks.values()], numbers, labels.sizes, classes)
        sums = ((mapped.read("embedding"), mapped.read("embedding_weight")) for mapped in blocks.values())
        embeddings = parcel_embeddings(sums, numbers, len(labels.sizes))
        unknown = [self.plan.fine_window(tile) for tile in missing]
        changing = np.concatenate([np.zeros(1, bool), stitched.cut])
        for rows, cols in unknown:
            changing[np.unique(labels.read(rows, cols))] = True
        calibration = self.calibration or calibrate_scene(self.predictor, means.crop, embeddings)
        means, refined = refine_means(self.predictor, means, embeddings, calibration)
        final = ~changing[1:] & (labels.sizes >= min_pixels)
        return _Drawn(labels, mosaic, means, refined, calibration.softening, embeddings, final, unknown)

    def _tags(self, drawn: _Drawn) -> dict[str, str]:
        predictor = self.predictor
        encoded_by = embedding_fingerprint(predictor)
        one = drawn.refined
        return layer_tags(self.plan.reference, predictor.name, encoded_by, one.crops, one.class_priors, drawn.softening)

    def _write_parcels(
        self, package: Path, drawn: _Drawn, step: Callable[[float], None]
    ) -> tuple[Counter[str], np.ndarray]:
        """Stream the parcels that nothing can change any more into the GeoPackage; return their crops and numbers."""
        counts: Counter[str] = Counter()
        labels, crops = drawn.labels, drawn.refined.crops
        done, area_of_interest, numbers = 0, self.plan.area_of_interest, [np.empty(0, np.int64)]
        with open_layer(package, self.plan.grid.crs, self._tags(drawn)) as collection:
            read_border = partial(drawn.mosaic.read, "border")
            for chunk in polygonize(labels, read_border, self.plan.fine_transform, self.simplify, CHUNK):
                done += len(chunk.numbers)
                polygons = chunk.polygons
                if area_of_interest:
                    polygons = area_of_interest.clip(polygons, self.min_area * HECTARE)
                written = drawn.final[chunk.numbers - 1] & ~shapely.is_missing(polygons)
                chunk = replace(chunk, numbers=chunk.numbers[written], polygons=polygons[written])
                numbers.append(chunk.numbers)
                quality = boundary_quality(chunk)
                features = parcel_features(chunk, drawn.means, quality, crops, self.plan.reference.date)
                collection.writerecords(features)
                counts.update(feature["properties"]["crop"] for feature in features)
                step(done / len(labels.sizes))
        return counts, np.concatenate(numbers)

    def _write_rest(self, package: Path, drawn: _Drawn, step: Callable[[float], None]) -> float:
        """Stream the ground that is no farmland into the GeoPackage; return its hectares."""
        plan = self.plan
        ground = NotFarmland(drawn.labels, drawn.mosaic.read, plan.fine_transform, plan.area_of_interest, drawn.unknown)
        return write_not_farmland(package, ground, plan.grid.crs, self._tags(drawn), self.min_area, self.simplify, step)


@dataclass(frozen=True)
class _Drawn:
    """Parcels of stitched blocks before they are polygons: raster, final means, their softening, embeddings [N, d].

    ``refined`` holds the classes of the means; ``final`` [N] are the parcels that are large enough inside the area
    and that nothing can change, ``unknown`` windows of 5 m in which tiles are missing.
    """

    labels: SceneLabels
    mosaic: Mosaic
    means: ParcelMeans
    refined: RefinedParcels
    softening: Softening
    embeddings: np.ndarray
    final: np.ndarray
    unknown: Sequence[Rectangle]
