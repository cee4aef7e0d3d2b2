"""Panoptic counts of label rasters, summed over tiles (Kirillov et al. 2019; Garnot & Landrieu 2021)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .panoptic import panoptic_quality
from .segment_matching import match_segments


@dataclass
class PanopticCounts:
    """Sums over tiles from which SQ, RQ and PQ follow, each [classes]."""

    classes: int
    iou_sum: np.ndarray = field(init=False)
    true_positives: np.ndarray = field(init=False)
    false_positives: np.ndarray = field(init=False)
    false_negatives: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.iou_sum, self.true_positives, self.false_positives, self.false_negatives = np.zeros((4, self.classes))

    def add(self, predicted: np.ndarray, predicted_crops: np.ndarray, true: np.ndarray, true_crops: np.ndarray) -> None:
        """Match the segments of one tile and add them to the sums.

        ``predicted`` and ``true`` [H, W] are label rasters with 0 for background; the crops are indexed by label, -1
        for unknown. A segment matches one of its own class whose IoU is over 0.5. Reference segments of unknown crop
        are ignored together with the predictions that mostly lie on them.
        """
        unknown = (true_crops[true] < 0) & (true > 0)
        matches = match_segments(predicted, true, unknown, len(predicted_crops))
        same = predicted_crops[matches.predicted] == true_crops[matches.true]
        crops = true_crops[matches.true[same]]
        np.add.at(self.iou_sum, crops, matches.iou[same])
        np.add.at(self.true_positives, crops, 1)
        extra = np.setdiff1d(np.unique(predicted), matches.predicted[same])
        np.add.at(self.false_positives, predicted_crops[extra[(extra > 0) & ~matches.ignored[extra]]], 1)
        missed = np.setdiff1d(np.unique(true), matches.true[same])
        np.add.at(self.false_negatives, true_crops[missed[(missed > 0) & (true_crops[missed] >= 0)]], 1)

    def scores(self) -> dict[str, float]:
        """Return the scores of `panoptic_quality`, with 0 for NaN."""
        scores = panoptic_quality(self.iou_sum, self.true_positives, self.false_positives, self.false_negatives)
        return {name: float(np.nan_to_num(value)) for name, value in scores.items()}


def without_small(labels: np.ndarray, crops: np.ndarray, minimum: int) -> np.ndarray:
    """Return ``crops`` with -1 (ignored) for labels of fewer than ``minimum`` pixels."""
    sizes = np.bincount(labels.ravel(), minlength=len(crops))[: len(crops)]
    return np.where(sizes < minimum, -1, crops)


def majority(labels: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Return each label's likeliest class from class probabilities [K, h, w] at the labels' resolution or half of it.

    The result is indexed by label; entry 0 is -1.
    """
    scale = labels.shape[0] // probabilities.shape[1]
    count = int(labels.max()) + 1
    labels = labels[::scale, ::scale]
    votes = np.stack([np.bincount(labels.ravel(), p.ravel(), minlength=count) for p in probabilities])
    crops = votes.argmax(0)
    crops[0] = -1
    return crops
