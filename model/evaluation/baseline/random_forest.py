"""The floor to beat, which is what analysts do today: a random forest on monthly composites, a vote in segments."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from itertools import product
from pathlib import Path

import numpy as np
from rasterio.transform import Affine
from scipy.ndimage import find_objects
from skimage.measure import label

from ...crops import Crop, crop_of
from ...datatypes import Labels, Sample
from ...mapping import probability_rasters, stitching
from ...mapping.attributes import boundary_quality, records, survey
from ...mapping.geopackage import parcel_writer
from ...mapping.map_scene import Plan, prepare
from ...mapping.polygons import outlines
from ...mapping.vectorize import SQUARE_METRES
from ...protocol import InputError, Job
from ...reporter import Reporter
from ...scene.scene_reader import SceneReader
from ...training.labelled_time_series import library
from .monthly_composites import COLUMNS, composites, outlining
from .region_segmentation import Segmentation, segments, tuned

BLOCK = 512  # pixels of 10 m that are segmented together; a field that reaches beyond is cut there
WINDOW = 256  # pixels of 10 m that are read together
TUNING = 16  # tiles on which the segmentation is tuned
LEAF = 3  # training pixels in a leaf at least
NAME = "random forest on monthly composites, vote in segments"


@dataclass(frozen=True, eq=False)
class Floor:
    """A floor as it is kept: its training table, from which the same forest grows again wherever it is needed.

    ``table`` [n, COLUMNS] float16, NaN for what was never seen; ``classes`` [n] an index into ``crops``, or their
    number for "no field".
    """

    table: np.ndarray
    classes: np.ndarray
    crops: tuple[Crop, ...]
    segmentation: Segmentation
    trees: int
    seed: int

    @cached_property
    def typical(self) -> np.ndarray:
        """Mean of each column, 0 where training never saw any: what stands in for a missing value."""
        known = ~np.isnan(self.table)
        return np.where(known, self.table, 0).sum(0, dtype=np.float64) / np.maximum(known.sum(0), 1)

    @cached_property
    def spread(self) -> np.ndarray:
        """Standard deviation of each column."""
        apart = np.nan_to_num(self.table - self.typical)
        return np.sqrt((apart**2).sum(0) / np.maximum((~np.isnan(self.table)).sum(0), 1))

    @cached_property
    def forest(self):
        """The fitted forest; up to a second a tree for 50 000 pixels."""
        forest = library("sklearn.ensemble").RandomForestClassifier(
            self.trees, min_samples_leaf=LEAF, random_state=self.seed
        )
        return forest.fit(np.where(np.isnan(self.table), self.typical, self.table), self.classes)

    def probabilities(self, columns: np.ndarray) -> np.ndarray:
        """Return class probabilities [K + 1, H, W], "no field" last, of composites [COLUMNS, H, W]."""
        pixels = self._complete(columns).reshape(COLUMNS, -1).T
        found = np.zeros((len(self.crops) + 1, len(pixels)), np.float32)
        found[self.forest.classes_] = self.forest.predict_proba(pixels).T
        return found.reshape(-1, *columns.shape[1:])

    def layers(self, columns: np.ndarray) -> np.ndarray:
        """Return what is segmented [C, H, W] of composites [COLUMNS, H, W], in standard deviations."""
        apart = self._complete(columns) - self.typical[:, None, None]
        return outlining(apart / np.maximum(self.spread, 1e-3)[:, None, None]).astype(np.float32)

    def _complete(self, columns: np.ndarray) -> np.ndarray:
        return np.where(np.isnan(columns), self.typical[:, None, None], columns)


def train_floor(
    tiles: Iterable[tuple[Sample, Labels]],
    crops: Sequence[Crop],
    seed: int,
    trees: int = 200,
    pixels_per_tile: int = 400,
) -> Floor:
    """Draw the training table from labelled tiles and tune the segmentation on the first of them.

    The forest itself grows when it is first asked. Raises `InputError` where scikit-learn is missing or no pixel has a
    label.
    """
    library("sklearn.ensemble")
    rng = np.random.default_rng(seed)
    rows, classes, kept = [np.empty((0, COLUMNS), np.float16)], [np.empty(0, np.int16)], []
    for sample, labels in tiles:
        columns = composites(sample).astype(np.float16)
        known = _classes(labels, len(crops))
        chosen = rng.permutation(np.flatnonzero(known >= 0))[:pixels_per_tile]
        rows.append(columns.reshape(COLUMNS, -1)[:, chosen].T)
        classes.append(known.ravel()[chosen])
        if len(kept) < TUNING:
            kept.append((columns, labels))
    table = np.concatenate(rows)
    if not len(table):
        raise InputError("The floor cannot be trained: no pixel of the tiles given has a label.")
    floor = partial(Floor, table, np.concatenate(classes), tuple(crops), trees=trees, seed=seed)
    layers = floor(segmentation=Segmentation()).layers
    return floor(segmentation=tuned((layers(columns.astype(np.float32)), labels) for columns, labels in kept))


def _classes(labels: Labels, count: int) -> np.ndarray:
    """Return the class of each 10 m pixel [H, W]: ``count`` for no field, -1 where it is mixed or not known."""
    height, width = labels.parcels.shape
    quarters = labels.parcels.reshape(height // 2, 2, width // 2, 2)
    parcel = quarters[:, 0, :, 0]
    mixed = (quarters != parcel[:, None, :, None]).any((1, 3)) | labels.void.reshape(quarters.shape).any((1, 3))
    return np.where(mixed, -1, np.where(parcel > 0, labels.crops[parcel], count)).astype(np.int16)


def save_floor(floor: Floor, path: str | Path) -> None:
    """Write a floor: its training table and settings, from which `load_floor` grows the same forest."""
    facts = {
        "crops": [asdict(crop) for crop in floor.crops],
        "segmentation": asdict(floor.segmentation),
        "trees": floor.trees,
        "seed": floor.seed,
    }
    with open(path, "wb") as file:
        np.savez_compressed(file, table=floor.table, classes=floor.classes, facts=np.array(json.dumps(facts)))


def load_floor(path: str | Path) -> Floor:
    """Read what `save_floor` wrote; raise `InputError` where it is something else."""
    try:
        with np.load(path, allow_pickle=False) as file:
            facts = json.loads(str(file["facts"]))
            return Floor(
                file["table"],
                file["classes"],
                tuple(map(crop_of, facts["crops"])),
                Segmentation(**facts["segmentation"]),
                facts["trees"],
                facts["seed"],
            )
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is not a floor that can be read ({error}). Train it again.") from error


def map_with_floor(job: Job, floor: Floor, reporter: Reporter | None = None) -> None:
    """Map the parcels of a job as the floor sees them, into a GeoPackage of the same form as `map_scene` writes.

    Crops are told as they are: settled by shares, as a bundle's are, the forest's are worse, since its votes are no
    honest probabilities.
    Raises `InputError` and `Cancelled` as `map_scene` does.
    """
    reporter = reporter or Reporter()
    plan = prepare(job, reporter)
    out = Path(job.out).resolve()
    with tempfile.TemporaryDirectory(prefix=".doab-", dir=job.scratch or out.parent) as folder:
        evidence = probability_rasters.ProbabilityRasters(
            Path(folder), plan.grid.height, plan.grid.width, len(floor.crops)
        )
        evidence.create()
        fine = plan.grid.transform @ Affine.scale(1 / probability_rasters.FINE)
        labels = _labels(plan, floor, evidence, max(1, round(job.min_area * SQUARE_METRES / fine.a**2)), reporter)
        tags = {"reference_date": plan.reference.date, "bundle": NAME}
        known = survey(labels, evidence)
        with parcel_writer(out, plan.grid.crs, tags) as collection:
            for chunk in outlines(labels, fine, job.simplify):
                outline = boundary_quality(chunk, evidence)
                collection.writerecords(records(chunk, known, outline, floor.crops, plan.reference.date))


def _labels(
    plan: Plan, floor: Floor, evidence: probability_rasters.ProbabilityRasters, least: int, reporter: Reporter
) -> stitching.Labels:
    """Read, classify and segment block by block; fill the evidence that `measure` averages over parcels."""
    path = evidence.folder / "labels.raw"
    raster = np.memmap(path, np.int32, "w+", shape=evidence.shape)
    boxes, sizes, count = [np.empty((0, 4), np.int64)], [np.empty(0, np.int64)], 0
    with SceneReader(plan.scene, plan.grid, plan.reference.date) as reader:
        for row, col in product(range(0, evidence.height, BLOCK), range(0, evidence.width, BLOCK)):
            height, width = min(BLOCK, evidence.height - row), min(BLOCK, evidence.width - col)
            layers, told, clear = _read(reader, floor, (row, col, height, width), reporter)
            found, slope = segments(layers, floor.segmentation)
            found = _voted(found, told[-1], least)
            here = slice(row, row + height), slice(col, col + width)
            fine = tuple(slice(probability_rasters.FINE * s.start, probability_rasters.FINE * s.stop) for s in here)
            raster[fine] = np.where(found > 0, found + count, 0)
            corner = fine[0].start, fine[1].start
            ends = [[(r.start, c.start), (r.stop, c.stop)] for r, c in find_objects(found)]
            boxes.append((np.array(ends, np.int64).reshape(-1, 2, 2) + corner).reshape(-1, 4))
            sizes.append(np.bincount(found.ravel())[1:])
            count += len(ends)
            evidence.open("crop", "r+")[(slice(None), *here)] = told[:-1]
            evidence.open("n_clear", "r+")[here] = np.minimum(clear, 255)
            evidence.open("border", "r+")[fine] = np.minimum(slope, 1)
    return stitching.Labels(path, evidence.shape, np.concatenate(boxes), np.concatenate(sizes))


def _read(
    reader: SceneReader, floor: Floor, block: tuple[int, int, int, int], reporter: Reporter
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a block's layers to segment, its class probabilities and its clear dates; unseen ground is no field.

    ``block`` is its row, column, height and width.
    """
    row, col, height, width = block
    bands = []
    for top in range(0, height, WINDOW):
        strips = []
        for left in range(0, width, WINDOW):
            reporter.check()
            extent = min(WINDOW, height - top), min(WINDOW, width - left)
            sample = reader.read(row + top, col + left, *extent)
            columns, clear = composites(sample), sample.optical_valid.sum(0)
            told = floor.probabilities(columns)
            told[:, clear == 0] = np.eye(len(told))[-1][:, None]
            strips.append((floor.layers(columns), told, clear))
        bands.append([np.concatenate(part, -1) for part in zip(*strips, strict=True)])
    return tuple(np.concatenate(part, -2) for part in zip(*bands, strict=True))


def _voted(found: np.ndarray, nothing: np.ndarray, least: int) -> np.ndarray:
    """Keep segments of at least ``least`` pixels that on average are more likely field than not, numbered from 1.

    ``nothing`` [H, W] is the probability of no field.
    """
    chance = nothing.repeat(probability_rasters.FINE, 0).repeat(probability_rasters.FINE, 1)
    size = np.bincount(found.ravel())
    field = np.bincount(found.ravel(), chance.ravel()) < size / 2
    return label(np.where((field & (size >= least))[found], found, 0), background=0, connectivity=1).astype(np.int32)
