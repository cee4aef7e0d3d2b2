"""Given parcels to a GeoPackage: outlines and columns of their layer as they are, with crops beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine

from ..adaptation.embedding_table import write_embeddings
from ..adaptation.softening import Softening
from ..constants import HECTARE
from ..crops import Crop
from ..datatypes import Predictor, RefinedParcels, embedding_fingerprint
from ..protocol import InputError
from ..reporter import Reporter
from ..text import tr
from ..vector_layers import crs_of, open_polygon_layer
from .attributes import ParcelMeans, parcel_attributes, parcel_means
from .block_grid import BlockGrid
from .earlier_result import layer_tags
from .embedding_raster import parcel_embeddings
from .geopackage import open_layer, open_package
from .given_parcels import GivenParcels
from .given_rows import COLUMNS, NO_CROP, rows_of
from .mapped_blocks import Blocks, BlockSource, Mosaic
from .not_farmland import NotFarmland, write_not_farmland
from .planning import Plan
from .probability_rasters import EXCLUDED, HIDDEN, MAPPED
from .progress import progress_between
from .refined_means import refine_means
from .scene_calibration import SceneCalibration, calibrate_scene
from .stitching import SceneLabels
from .tiling import Tile
from .vectorize import MapContent

BATCH = 1000  # rows that are written at once


@dataclass(frozen=True)
class GivenParcelWriter:
    """Writes the given parcels of ``plan`` with what the blocks of ``source`` hold about them.

    The ``calibration`` is that of the scene; where it is not known yet, it is estimated from the parcels.
    Ground beside the parcels that is no field has at least ``min_area`` hectares and is simplified by ``simplify``
    metres.
    """

    plan: Plan
    grid: BlockGrid
    parcels: GivenParcels
    source: BlockSource
    predictor: Predictor
    min_area: float
    simplify: float
    calibration: SceneCalibration | None = None

    def write(self, out: Path, missing: Sequence[Tile], reporter: Reporter, begun: float = 0.0) -> Counter[str]:
        """Write the parcels that have a crop and that no tile still ``missing`` can change; return the crops' counts.

        ``begun`` is the fraction of the run that is over before.
        """
        measured = self._measure(self.source.collect(unfinished=False), missing)
        return self._write(out, measured, measured.reasons == "", progress_between(reporter, begun, 1))

    def write_result(
        self, out: Path, blocks: Blocks, missing: Sequence[Tile], reporter: Reporter, begun: float
    ) -> MapContent:
        """Write all parcels, and warn of those without a crop and of columns that get another name."""
        reporter.stage(tr("Writing parcels"))
        measured = self._measure(blocks, missing)
        everything, middle = np.ones(len(measured.reasons), bool), (1 + begun) / 2
        crops = self._write(out, measured, everything, progress_between(reporter, begun, middle), reporter.warn)
        hectares = self._write_rest(out, measured, blocks, missing, progress_between(reporter, middle, 1))
        reasons = Counter(measured.reasons[measured.reasons != ""])
        if reasons:
            text = tr("{} of {} parcels have no crop: {}. The reason is in the column {}.")
            listed = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
            reporter.warn(text.format(reasons.total(), len(measured.reasons), listed, NO_CROP))
        return MapContent(crops, hectares, measured.refined.unlike_share, measured.softening)

    def _write_rest(
        self, out: Path, measured: _Measured, blocks: Blocks, missing: Sequence[Tile], step: Callable[[float], None]
    ) -> float:
        """Add the ground beside the parcels that is no field, as far as tiles show it; return its hectares."""
        plan, transform = self.plan, self.plan.fine_transform
        mosaic = Mosaic(self.grid, blocks, {block: np.zeros(1, np.int32) for block in blocks})

        def labels(rows: slice, cols: slice) -> np.ndarray:
            corner = transform @ Affine.translation(cols.start, rows.start)
            shape = rows.stop - rows.start, cols.stop - cols.start
            (west, north), (east, south) = corner @ (0, 0), corner @ (shape[1], shape[0])
            near = self.parcels.near((west, south, east, north))
            shapes = [(self.parcels.polygons[i], int(i) + 1) for i in near]
            return rasterize(shapes, shape, transform=corner, dtype=np.int32) if shapes else np.zeros(shape, np.int32)

        none = np.zeros(0, np.int64)
        parcels = SceneLabels(mosaic.shape, none.reshape(0, 4), none, labels)
        unknown = [plan.fine_window(tile) for tile in missing]
        sure = self.predictor.watershed_settings.field
        area = plan.area_of_interest
        ground = NotFarmland(parcels, mosaic.read, transform, area, unknown, self.parcels, sure)
        return write_not_farmland(out, ground, plan.grid.crs, self._tags(measured), self.min_area, self.simplify, step)

    def _tags(self, measured: _Measured) -> dict[str, str]:
        refined, encoded_by = measured.refined, embedding_fingerprint(self.predictor)
        reference, name = self.plan.reference, self.predictor.name
        return layer_tags(reference, name, encoded_by, refined.crops, refined.class_priors, measured.softening)

    def _measure(self, blocks: Blocks, missing: Sequence[Tile]) -> _Measured:
        """Add up what blocks hold about the parcels."""
        count, classes = len(self.parcels.polygons), len(self.predictor.crops)
        ground, border, outline = np.zeros((count, HIDDEN + 1), np.int64), np.zeros(count), np.zeros(count)
        parts = [(mapped.given, mapped.sums) for mapped in blocks.values() if mapped.given]
        for given, _ in parts:
            ground[given.numbers] += given.ground
            border[given.numbers] += given.border
            outline[given.numbers] += given.outline
        numbers = [given.numbers + 1 for given, _ in parts]
        means = parcel_means([sums for _, sums in parts], numbers, ground[:, MAPPED], classes)
        embedded = ((m.read("embedding"), m.read("embedding_weight")) for m in blocks.values() if m.given)
        embeddings = parcel_embeddings(embedded, numbers, count)
        is_mapped = ground[:, MAPPED] > 0
        calibration = self.calibration or calibrate_scene(self.predictor, means.crop[is_mapped], embeddings[is_mapped])
        means, refined = refine_means(self.predictor, means, embeddings, calibration)
        quality = np.clip(border / np.maximum(outline, 1), 0, 1)
        hectares = np.nan_to_num(shapely.area(self.parcels.polygons)) / HECTARE
        reasons = self._reasons(ground, missing)
        return _Measured(means, refined, calibration.softening, embeddings, quality, hectares, reasons)

    def _reasons(self, ground: np.ndarray, missing: Sequence[Tile]) -> np.ndarray:
        """Return why parcels have no crop [N], empty where they have one; ``ground`` [N, 4] counts their pixels."""
        polygons, frame, area = self.parcels.polygons, self.plan.frame, self.plan.area_of_interest
        in_images = self.parcels.inside(shapely.box(*frame.bounds))
        reasons = np.where(in_images, "outside the area", "outside the images").astype(object)
        in_area = in_images & self.parcels.inside(area.polygon if area else shapely.box(*self.plan.grid.bounds))
        reasons[in_area] = "not visible in the reference frame"
        reasons[in_area & (ground[:, EXCLUDED] > 0) & (ground[:, HIDDEN] == 0)] = "left out"
        reasons[ground[:, MAPPED] > 0] = ""
        for tile in missing:
            near = self.parcels.near(frame.window(tile.window).bounds)
            reasons[near[in_area[near]]] = "not reached before the run was stopped"
        reasons[shapely.is_missing(polygons)] = "no outline"
        return reasons

    def _write(
        self,
        out: Path,
        measured: _Measured,
        only: np.ndarray,
        step: Callable[[float], None],
        warn: Callable[[str], None] = lambda text: None,
    ) -> Counter[str]:
        """Stream ``only`` some parcels [N] from their layer into a GeoPackage; return how many have each crop."""
        counts: Counter[str] = Counter()
        source, crops, reference = self.parcels.source, measured.refined.crops, self.plan.reference
        tags = self._tags(measured)
        with open_polygon_layer(Path(source.path), source.layer) as layer, open_package(out) as package:
            rows = rows_of(layer, self.parcels.geometry, warn)
            with open_layer(package, crs_of(layer), tags, schema=rows.schema) as result:
                features, done = iter(layer), 0
                while batch := list(islice(features, BATCH)):
                    self._require_unchanged(done + len(batch) <= len(only))
                    attributes = [measured.attributes(done + i, crops, reference.date) for i in range(len(batch))]
                    kept = only[done : done + len(batch)]
                    pairs = [pair for pair, keep in zip(zip(batch, attributes, strict=True), kept, strict=True) if keep]
                    result.writerecords([rows.row(*pair) for pair in pairs])
                    counts.update(values["crop"] for _, values in pairs if values["crop"])
                    done += len(batch)
                    step(done / len(only))
                self._require_unchanged(done == len(only))
            if only.all():
                write_embeddings(package, np.arange(1, len(only) + 1), measured.embeddings)
        return counts

    def _require_unchanged(self, same: bool) -> None:
        if not same:
            text = tr("{} was changed while the run was under way. Run again.")
            raise InputError(text.format(self.parcels.name))


@dataclass(frozen=True)
class _Measured:
    """What is known of the given parcels: final means with their classes and softening, and by parcel [N] all else.

    ``reasons`` say why there is no crop, empty where there is one; ``quality`` is that of the boundary.
    """

    means: ParcelMeans
    refined: RefinedParcels
    softening: Softening
    embeddings: np.ndarray
    quality: np.ndarray
    hectares: np.ndarray
    reasons: np.ndarray

    def attributes(self, index: int, crops: tuple[Crop, ...], reference: str) -> dict:
        """Return the columns of one parcel in the order of `COLUMNS`."""
        if not self.reasons[index]:
            quality, hectares = self.quality[index], self.hectares[index]
            return {
                **parcel_attributes(index + 1, self.means, quality, hectares, crops, reference),
                NO_CROP: None,
            }
        known = {"parcel_id": index + 1, "area_ha": round(float(self.hectares[index]), 4)}
        return {**dict.fromkeys(COLUMNS), **known, NO_CROP: self.reasons[index]}
