"""Random forest baseline: pixel classification of monthly composites and a segmentation, its training and its file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from ...crops import Crop, crop_of
from ...datatypes import Labels, Sample
from ...protocol import InputError
from ...text import tr
from ...training.labelled_time_series import library
from .monthly_composites import COLUMNS, compute_monthly_composites, select_segmentation_columns
from .region_segmentation import SegmentationSettings, tune_segmentation

TUNING_TILES = 16  # tiles on which the segmentation is tuned
MIN_LEAF = 3  # training pixels in a leaf


@dataclass(frozen=True, eq=False)
class RandomForestBaseline:
    """A baseline as it is stored: its training table, from which the same forest is fitted wherever it is needed.

    ``table`` [n, COLUMNS] float16, NaN for missing values; ``classes`` [n] an index into ``crops`` [K], or K for "no
    field".
    """

    table: np.ndarray
    classes: np.ndarray
    crops: tuple[Crop, ...]
    segmentation: SegmentationSettings
    trees: int
    seed: int

    @cached_property
    def column_means(self) -> np.ndarray:
        """Mean of each column [COLUMNS], 0 for a column without values; replaces missing values."""
        valid = ~np.isnan(self.table)
        return np.where(valid, self.table, 0).sum(0, dtype=np.float64) / np.maximum(valid.sum(0), 1)

    @cached_property
    def column_stds(self) -> np.ndarray:
        """Standard deviation of each column [COLUMNS]."""
        deviation = np.nan_to_num(self.table - self.column_means)
        return np.sqrt((deviation**2).sum(0) / np.maximum((~np.isnan(self.table)).sum(0), 1))

    @cached_property
    def forest(self) -> Any:
        """The fitted `sklearn.ensemble.RandomForestClassifier`; up to a second a tree for 50 000 pixels."""
        forest = library("sklearn.ensemble").RandomForestClassifier(
            self.trees, min_samples_leaf=MIN_LEAF, random_state=self.seed
        )
        return forest.fit(np.where(np.isnan(self.table), self.column_means, self.table), self.classes)

    def predict_probabilities(self, columns: np.ndarray) -> np.ndarray:
        """Return class probabilities [K + 1, H, W], "no field" last, from composites [COLUMNS, H, W]."""
        pixels = self._fill_missing(columns).reshape(COLUMNS, -1).T
        probabilities = np.zeros((len(self.crops) + 1, len(pixels)), np.float32)
        probabilities[self.forest.classes_] = self.forest.predict_proba(pixels).T
        return probabilities.reshape(-1, *columns.shape[1:])

    def segmentation_layers(self, columns: np.ndarray) -> np.ndarray:
        """Return the layers to segment [C, H, W] from composites [COLUMNS, H, W], in standard deviations."""
        deviation = self._fill_missing(columns) - self.column_means[:, None, None]
        standardised = deviation / np.maximum(self.column_stds, 1e-3)[:, None, None]
        return select_segmentation_columns(standardised).astype(np.float32)

    def _fill_missing(self, columns: np.ndarray) -> np.ndarray:
        return np.where(np.isnan(columns), self.column_means[:, None, None], columns)


def train_baseline(
    tiles: Iterable[tuple[Sample, Labels]],
    crops: Sequence[Crop],
    seed: int,
    trees: int = 200,
    pixels_per_tile: int = 400,
) -> RandomForestBaseline:
    """Sample the training table from labelled tiles and tune the segmentation on the first of them.

    The forest itself is fitted at its first use. Raises `InputError` where scikit-learn is missing or no pixel has a
    label.
    """
    library("sklearn.ensemble")
    rng = np.random.default_rng(seed)
    rows, classes = [np.empty((0, COLUMNS), np.float16)], [np.empty(0, np.int16)]
    tuning: list[tuple[np.ndarray, Labels]] = []
    for sample, labels in tiles:
        columns = compute_monthly_composites(sample).astype(np.float16)
        pixel_classes = _classify_pixels(labels, len(crops))
        chosen = rng.permutation(np.flatnonzero(pixel_classes >= 0))[:pixels_per_tile]
        rows.append(columns.reshape(COLUMNS, -1)[:, chosen].T)
        classes.append(pixel_classes.ravel()[chosen])
        if len(tuning) < TUNING_TILES:
            tuning.append((columns, labels))
    table = np.concatenate(rows)
    if not len(table):
        raise InputError(tr("The random forest cannot be trained: no pixel of the tiles given has a label."))
    baseline = partial(RandomForestBaseline, table, np.concatenate(classes), tuple(crops), trees=trees, seed=seed)
    layers = baseline(segmentation=SegmentationSettings()).segmentation_layers
    examples = ((layers(columns.astype(np.float32)), labels) for columns, labels in tuning)
    return baseline(segmentation=tune_segmentation(examples))


def _classify_pixels(labels: Labels, count: int) -> np.ndarray:
    """Return the class of each 10 m pixel [H, W]: ``count`` for no field, -1 where it is mixed or unknown."""
    height, width = labels.parcels.shape
    quarters = labels.parcels.reshape(height // 2, 2, width // 2, 2)
    parcel = quarters[:, 0, :, 0]
    mixed = (quarters != parcel[:, None, :, None]).any((1, 3)) | labels.void.reshape(quarters.shape).any((1, 3))
    return np.where(mixed, -1, np.where(parcel > 0, labels.crops[parcel], count)).astype(np.int16)


def save_baseline(baseline: RandomForestBaseline, path: str | Path) -> None:
    """Write the training table and settings of a baseline, from which `load_baseline` fits the same forest."""
    settings = {
        "crops": [asdict(crop) for crop in baseline.crops],
        "segmentation": asdict(baseline.segmentation),
        "trees": baseline.trees,
        "seed": baseline.seed,
    }
    with open(path, "wb") as file:
        facts = np.array(json.dumps(settings))
        np.savez_compressed(file, table=baseline.table, classes=baseline.classes, facts=facts)


def load_baseline(path: str | Path) -> RandomForestBaseline:
    """Read a file of `save_baseline`; raise `InputError` where it is something else."""
    try:
        with np.load(path, allow_pickle=False) as file:
            settings = json.loads(str(file["facts"]))
            return RandomForestBaseline(
                file["table"],
                file["classes"],
                tuple(map(crop_of, settings["crops"])),
                SegmentationSettings(**settings["segmentation"]),
                settings["trees"],
                settings["seed"],
            )
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        text = tr("{} is not a random forest that can be read ({}). Train it again.")
        raise InputError(text.format(path, error)) from error
