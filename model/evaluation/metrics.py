"""Panoptic and pixel metrics on label rasters (Kirillov et al. 2019; Garnot & Landrieu 2021)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


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
        unknown = true_crops[true] < 0
        unknown &= true > 0
        pairs, counts = np.unique(np.stack([predicted.ravel(), true.ravel()]), axis=1, return_counts=True)
        sizes = np.bincount(predicted.ravel(), minlength=len(predicted_crops))
        void = np.bincount(predicted[unknown], minlength=len(predicted_crops))
        true_sizes = np.bincount(true.ravel(), minlength=len(true_crops))
        found, matched = set(), set()
        for (p, t), shared in zip(pairs.T, counts, strict=True):
            if p == 0 or t == 0 or predicted_crops[p] != true_crops[t] or true_crops[t] < 0:
                continue
            iou = shared / (sizes[p] - void[p] + true_sizes[t] - shared)
            if iou > 0.5:
                self.overlap[true_crops[t]] += iou
                self.hits[true_crops[t]] += 1
                found.add(p)
                matched.add(t)
        for p in np.flatnonzero(sizes):
            if p > 0 and p not in found and void[p] <= sizes[p] / 2:
                self.extra[predicted_crops[p]] += 1
        for t in np.flatnonzero(true_sizes):
            if t > 0 and t not in matched and true_crops[t] >= 0:
                self.missed[true_crops[t]] += 1

    def scores(self) -> dict[str, float]:
        """Return PQ, SQ and RQ as macro means over the classes present, and PQ over all classes together (micro)."""
        present = self.hits + self.missed > 0
        sq = self.overlap / np.maximum(self.hits, 1)
        rq = self.hits / np.maximum(self.hits + (self.extra + self.missed) / 2, 1e-9)
        micro_rq = self.hits.sum() / max(self.hits.sum() + (self.extra.sum() + self.missed.sum()) / 2, 1e-9)
        micro_sq = self.overlap.sum() / max(self.hits.sum(), 1)
        return {
            "pq": float((sq * rq)[present].mean()) if present.any() else 0.0,
            "sq": float(sq[present & (self.hits > 0)].mean()) if (present & (self.hits > 0)).any() else 0.0,
            "rq": float(rq[present].mean()) if present.any() else 0.0,
            "pq_micro": float(micro_sq * micro_rq),
            "sq_micro": float(micro_sq),
            "rq_micro": float(micro_rq),
        }


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
