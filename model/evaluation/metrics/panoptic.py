"""Panoptic and pixel metrics on label rasters (Kirillov et al. 2019; Garnot & Landrieu 2021)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..matching.segment_matching import match


@dataclass
class PanopticCounts:
    """Sums over tiles from which SQ, RQ and PQ follow; one row a class."""

    classes: int
    overlap: np.ndarray = field(init=False)
    hits: np.ndarray = field(init=False)
    extra: np.ndarray = field(init=False)
    missed: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.overlap, self.hits, self.extra, self.missed = np.zeros((4, self.classes))

    def add(self, predicted: np.ndarray, predicted_crops: np.ndarray, true: np.ndarray, true_crops: np.ndarray) -> None:
        """Match the segments of one tile.

        ``predicted`` and ``true`` are label rasters with 0 for nothing; the crops are indexed by label, -1 for unknown.
        A segment matches one of its own class whose IoU is over 0.5. Reference segments of unknown crop are left out
        with the predictions that mostly lie on them.
        """
        blank = (true_crops[true] < 0) & (true > 0)
        matched = match(predicted, true, blank, len(predicted_crops))
        same = predicted_crops[matched.predicted] == true_crops[matched.true]
        crops = true_crops[matched.true[same]]
        np.add.at(self.overlap, crops, matched.iou[same])
        np.add.at(self.hits, crops, 1)
        extra = np.setdiff1d(np.unique(predicted), matched.predicted[same])
        np.add.at(self.extra, predicted_crops[extra[(extra > 0) & ~matched.dropped[extra]]], 1)
        missed = np.setdiff1d(np.unique(true), matched.true[same])
        np.add.at(self.missed, true_crops[missed[(missed > 0) & (true_crops[missed] >= 0)]], 1)

    def scores(self) -> dict[str, float]:
        """Return what `panoptic` says of the sums; 0 where it can say nothing."""
        found = panoptic(self.overlap, self.hits, self.extra, self.missed)
        return {name: float(np.nan_to_num(value)) for name, value in found.items()}


def panoptic(overlap: np.ndarray, hits: np.ndarray, extra: np.ndarray, missed: np.ndarray) -> dict[str, np.ndarray]:
    """Return SQ, RQ and PQ from sums [..., K] by class: macro means over the classes present in the reference, and of
    all classes together (micro). NaN where there is nothing to say, as of the overlap of matches where there are none.
    """
    wanted = hits + (extra + missed) / 2
    present = hits + missed > 0
    by_class = {"pq": ratio(overlap, wanted), "sq": ratio(overlap, hits), "rq": ratio(hits, wanted)}
    scores = {}
    for name, values in by_class.items():
        told = present & ~np.isnan(values)
        scores[name] = ratio(np.where(told, values, 0).sum(-1), told.sum(-1))
    overlap, hits, wanted = overlap.sum(-1), hits.sum(-1), wanted.sum(-1)
    return scores | {
        "pq_micro": ratio(overlap, wanted),
        "sq_micro": ratio(overlap, hits),
        "rq_micro": ratio(hits, wanted),
    }


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part / whole, NaN where the whole is 0."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole != 0)


def without_small(labels: np.ndarray, crops: np.ndarray, least: int) -> np.ndarray:
    """Return ``crops`` with -1 for labels under ``least`` pixels; they count neither as found nor as missed."""
    sizes = np.bincount(labels.ravel(), minlength=len(crops))[: len(crops)]
    return np.where(sizes < least, -1, crops)


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
