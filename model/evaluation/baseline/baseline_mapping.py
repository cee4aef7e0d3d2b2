"""Mapping of a scene with the random forest baseline: classify pixels, segment blocks, write parcels."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
from rasterio.transform import Affine
from rasterio.windows import Window
from scipy.ndimage import find_objects
from skimage.measure import label

from ...constants import FINE, HECTARE
from ...mapping.attributes import boundary_quality, parcel_features, parcel_means, sum_over_pieces
from ...mapping.geopackage import open_result, parcel_writer
from ...mapping.planning import Plan, prepare
from ...mapping.polygons import polygonize
from ...mapping.probability_rasters import ProbabilityRasters
from ...mapping.stitching import SceneLabels
from ...protocol import Job
from ...reporter import Reporter
from ...scene.scene_reader import SceneReader
from .monthly_composites import compute_monthly_composites
from .random_forest import RandomForestBaseline
from .region_segmentation import segment_regions

BLOCK = 512  # pixels of 10 m that are segmented together; a field that reaches beyond is cut there
WINDOW = 256  # pixels of 10 m that are read together
NAME = "random forest on monthly composites, vote in segments"


def map_with_baseline(job: Job, baseline: RandomForestBaseline, reporter: Reporter | None = None) -> None:
    """Map the parcels of a job with the baseline, into a GeoPackage of the same form as `map_scene` writes.

    Class priors are not applied: the votes of a random forest are no calibrated probabilities, and the crops become
    worse with priors. Raises `InputError` and `Cancelled` as `map_scene` does.
    """
    reporter = reporter or Reporter()
    plan = prepare(job, reporter)
    rasters = ProbabilityRasters(plan.grid.height, plan.grid.width, len(baseline.crops))
    fine = plan.grid.transform @ Affine.scale(1 / FINE)
    min_pixels = max(1, round(job.min_area * HECTARE / fine.a**2))
    raster, boxes, sizes = _segment_scene(plan, baseline, rasters, min_pixels, reporter)
    labels = SceneLabels(rasters.shape, boxes, sizes, lambda rows, cols: raster[rows, cols])
    tags = {"reference_date": plan.reference.date, "bundle": NAME}
    sums, numbers = sum_over_pieces(raster, len(sizes), rasters), np.arange(1, len(sizes) + 1)
    means = parcel_means([sums], [numbers], sizes, rasters.classes)
    with open_result(job, None, reporter.warn) as one, parcel_writer(one.file, plan.grid.crs, tags) as collection:
        for chunk in polygonize(labels, partial(rasters.read, "border"), fine, job.simplify):
            quality = boundary_quality(chunk)
            collection.writerecords(parcel_features(chunk, means, quality, baseline.crops, plan.reference.date))


def _segment_scene(
    plan: Plan,
    baseline: RandomForestBaseline,
    rasters: ProbabilityRasters,
    min_pixels: int,
    reporter: Reporter,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read, classify and segment block by block; fill the probability rasters that parcel attributes are taken from.

    Returns the segments [2H, 2W], and their boxes [N, 4] and sizes [N] as in `SceneLabels`.
    """
    raster = np.zeros(rasters.shape, np.int32)
    boxes, sizes, count = [np.empty((0, 4), np.int64)], [np.empty(0, np.int64)], 0
    with SceneReader(plan.scene, plan.grid, plan.reference.date) as reader:
        for row, col in product(range(0, rasters.height, BLOCK), range(0, rasters.width, BLOCK)):
            height, width = min(BLOCK, rasters.height - row), min(BLOCK, rasters.width - col)
            layers, probabilities, n_clear = _read_block(reader, baseline, (row, col, height, width), reporter)
            segments, gradient = segment_regions(layers, baseline.segmentation)
            segments = _keep_fields(segments, probabilities[-1], min_pixels)
            block = slice(row, row + height), slice(col, col + width)
            fine = tuple(slice(FINE * s.start, FINE * s.stop) for s in block)
            raster[fine] = np.where(segments > 0, segments + count, 0)
            corner = fine[0].start, fine[1].start
            ends = [[(r.start, c.start), (r.stop, c.stop)] for r, c in find_objects(segments)]
            boxes.append((np.array(ends, np.int64).reshape(-1, 2, 2) + corner).reshape(-1, 4))
            sizes.append(np.bincount(segments.ravel())[1:])
            count += len(ends)
            rasters.arrays["crop"][(slice(None), *block)] = probabilities[:-1]
            rasters.arrays["n_clear"][block] = np.minimum(n_clear, 255)
            rasters.arrays["border"][fine] = np.minimum(gradient, 1)
    return raster, np.concatenate(boxes), np.concatenate(sizes)


def _read_block(
    reader: SceneReader, baseline: RandomForestBaseline, block: tuple[int, int, int, int], reporter: Reporter
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a block's layers to segment [C, H, W], class probabilities [K + 1, H, W] and clear dates [H, W].

    ``block`` is its row, column, height and width. Pixels without a clear date are "no field".
    """
    row, col, height, width = block
    bands: list[list[np.ndarray]] = []
    for top in range(0, height, WINDOW):
        strips = []
        for left in range(0, width, WINDOW):
            reporter.check()
            extent = min(WINDOW, height - top), min(WINDOW, width - left)
            sample = reader.read(Window(col + left, row + top, *extent[::-1]))
            columns, n_clear = compute_monthly_composites(sample), sample.optical_valid.sum(0)
            probabilities = baseline.predict_probabilities(columns)
            probabilities[:, n_clear == 0] = np.eye(len(probabilities))[-1][:, None]
            strips.append((baseline.segmentation_layers(columns), probabilities, n_clear))
        bands.append([np.concatenate(part, -1) for part in zip(*strips, strict=True)])
    layers, probabilities, n_clear = (np.concatenate(part, -2) for part in zip(*bands, strict=True))
    return layers, probabilities, n_clear


def _keep_fields(segments: np.ndarray, no_field: np.ndarray, min_pixels: int) -> np.ndarray:
    """Return the segments of at least ``min_pixels`` pixels that are more likely field than not, numbered from 1.

    ``no_field`` [H, W] is the probability of no field; a segment has the mean of its pixels.
    """
    probability = no_field.repeat(FINE, 0).repeat(FINE, 1)
    size = np.bincount(segments.ravel())
    is_field = np.bincount(segments.ravel(), probability.ravel()) < size / 2
    return label(
        np.where((is_field & (size >= min_pixels))[segments], segments, 0), background=0, connectivity=1
    ).astype(np.int32)
