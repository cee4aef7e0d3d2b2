"""Scores of a system from its tables: overall, by class, by parcel size and by number of clear dates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..crops import Crop
from ..text import tr
from .bootstrap import bootstrap_weights, percentile_interval
from .calibration import compute_reliability
from .panoptic import panoptic_quality, ratio
from .parcel_tables import Predictions, References, Tables, select_rows

SIZES = (0.1, 0.5, 1.0, 2.0, 5.0, np.inf)  # hectares
DATES = (0, 5, 10, 15, 20, 30, np.inf)  # clear Sentinel-2 dates
THRESHOLDS = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))
BY_CLASS = ("MR_px", "MR_parcel", "MR_inst", "MR_inst_agnostic", "SQ", "RQ", "PQ", "boundary_F1")

Sums = dict[str, np.ndarray]


def compute_scores(tables: Tables, crops: Sequence[Crop], clusters: int) -> dict:
    """Return the scores of one system as the report holds them; the tables' clusters are numbered from 0."""
    references, predictions, weights = tables.references, tables.predictions, bootstrap_weights(clusters)
    totals = sum_by_class(tables, len(crops), clusters)
    judged = (predictions.reference_crop >= 0) & np.isfinite(predictions.confidence)
    correct = predictions.crop[judged] == predictions.reference_crop[judged]
    counted = select_rows(references, references.counted)
    return {
        "overall": _with_intervals(totals, weights),
        "classes": [_score_class(totals, i, crop, weights) for i, crop in enumerate(crops)],
        "sizes": _score_strata(tables, "area", SIZES, "ha", crops, weights, clusters),
        "dates": _score_strata(tables, "clear_dates", DATES, "dates", crops, weights, clusters),
        "confusion": {"labels": [crop.label for crop in crops], "counts": confusion_matrix(counted, len(crops))},
        "instance_recall": {
            "thresholds": list(THRESHOLDS),
            "aware": _recall_by_threshold(np.where(counted.matched_crop == counted.crop, counted.iou, 0)),
            "agnostic": _recall_by_threshold(counted.iou),
        },
        "calibration": compute_reliability(predictions.confidence[judged], correct),
    }


def sum_by_class(tables: Tables, classes: int, clusters: int) -> Sums:
    """Return the sums that metrics are computed from, each [clusters, K + 1] by cluster and class (K: no class).

    Clusters are numbered from 0. Names that end in ``_agnostic`` ignore the class.
    """
    t, p = tables.references, tables.predictions

    def total(table: References | Predictions, values: np.ndarray) -> np.ndarray:
        cell = table.cluster * (classes + 1) + table.crop
        return np.bincount(cell, values, clusters * (classes + 1)).reshape(clusters, classes + 1)

    matched, matched_agnostic = t.counted & (t.matched_crop == t.crop), t.counted & (t.iou > 0)
    correct = (p.iou > 0) & (p.matched_crop == p.crop)
    return {
        "pixels": total(t, t.pixels.sum(1)),
        "correct_pixels": total(t, t.pixels[np.arange(len(t.crop)), t.crop]),
        "parcels": total(t, t.counted),
        "correct_parcels": total(t, t.counted & (t.majority_crop == t.crop)),
        "true_positives": total(t, matched),
        "iou_sum": total(t, t.iou * matched),
        "false_negatives": total(t, t.counted & ~matched),
        "false_positives": total(p, p.counted & ~correct),
        "true_positives_agnostic": total(t, matched_agnostic),
        "iou_sum_agnostic": total(t, t.iou * matched_agnostic),
        "false_positives_agnostic": total(p, p.counted & (p.iou == 0)),
        "reference_outline": total(t, t.outline),
        "reference_outline_matched": total(t, t.outline_matched),
        "predicted_outline": total(p, p.outline),
        "predicted_outline_matched": total(p, p.outline_matched),
    }


def compute_metrics(s: Sums) -> dict[str, np.ndarray]:
    """Return every metric from sums [..., K + 1] by class; NaN where its denominator is 0."""
    all_classes = {name: values.sum(-1) for name, values in s.items()}
    aware = panoptic_quality(s["iou_sum"], s["true_positives"], s["false_positives"], s["false_negatives"])
    false_negatives = all_classes["parcels"] - all_classes["true_positives_agnostic"]
    parts = (
        all_classes["iou_sum_agnostic"],
        all_classes["true_positives_agnostic"],
        all_classes["false_positives_agnostic"],
        false_negatives,
    )
    agnostic = panoptic_quality(*(part[..., None] for part in parts))
    # F = 2PR / (P + R) where P and R are the matched shares of the predicted and of the reference outline.
    precision = ratio(all_classes["predicted_outline_matched"], all_classes["predicted_outline"])
    recall = ratio(all_classes["reference_outline_matched"], all_classes["reference_outline"])
    return {
        "MR_px": ratio(all_classes["correct_pixels"], all_classes["pixels"]),
        "MR_parcel": ratio(all_classes["correct_parcels"], all_classes["parcels"]),
        "MR_inst": ratio(all_classes["true_positives"], all_classes["parcels"]),
        "MR_inst_agnostic": ratio(all_classes["true_positives_agnostic"], all_classes["parcels"]),
        "SQ": aware["sq"],
        "RQ": aware["rq"],
        "PQ": aware["pq"],
        "SQ_micro": aware["sq_micro"],
        "RQ_micro": aware["rq_micro"],
        "PQ_micro": aware["pq_micro"],
        "SQ_agnostic": agnostic["sq"],
        "RQ_agnostic": agnostic["rq"],
        "PQ_agnostic": agnostic["pq"],
        "boundary_F1": ratio(2 * precision * recall, precision + recall),
    }


def confusion_matrix(references: References, classes: int) -> np.ndarray:
    """Return parcels [K, K + 1] by true class (rows) and the class mapped on most of each (last column: none)."""
    counts = np.bincount(references.crop * (classes + 1) + references.majority_crop, minlength=classes * (classes + 1))
    return counts.reshape(classes, classes + 1)


def compute_variability(tables: Tables, crops: Sequence[Crop], clusters: int) -> list[dict]:
    """Return the mean and standard deviation of MR_parcel over clusters, for each class and for all.

    ``folds`` is the number of clusters that have the class; classes with fewer than two are left out.
    """
    totals = sum_by_class(tables, len(crops), clusters)
    correct, parcels = totals["correct_parcels"], totals["parcels"]
    by_label = {tr("All crops"): ratio(correct.sum(1), parcels.sum(1))}
    by_label |= {crop.label: ratio(correct[:, i], parcels[:, i]) for i, crop in enumerate(crops)}
    defined = {label: values[~np.isnan(values)] for label, values in by_label.items()}
    return [
        {"label": label, "mean": values.mean(), "sd": values.std(ddof=1), "folds": len(values)}
        for label, values in defined.items()
        if len(values) > 1
    ]


def _recall_by_threshold(iou: np.ndarray) -> np.ndarray:
    """Return the share of reference parcels whose match overlaps by more than each of `THRESHOLDS`."""
    return ratio((iou > np.array(THRESHOLDS)[:, None]).sum(1), np.full(len(THRESHOLDS), iou.size))


def _score_class(totals: Sums, index: int, crop: Crop, weights: np.ndarray | None) -> dict:
    of_class = {name: values[:, [index]] for name, values in totals.items()}
    scores = _with_intervals(of_class, weights)
    return {
        "code": crop.code,
        "label": crop.label,
        "colour": crop.colour,
        "support": int(of_class["parcels"].sum()),
        **{name: scores[name] for name in BY_CLASS},
    }


def _score_strata(
    tables: Tables,
    column: str,
    edges: Sequence[float],
    unit: str,
    crops: Sequence[Crop],
    weights: np.ndarray | None,
    clusters: int,
) -> list[dict]:
    """Return the metrics of the strata of ``column`` between ``edges`` that hold reference parcels."""
    strata = []
    for low, high in pairwise(edges):
        inside = Tables(
            select_rows(tables.references, _is_between(getattr(tables.references, column), low, high)),
            select_rows(tables.predictions, _is_between(getattr(tables.predictions, column), low, high)),
        )
        support = int(inside.references.counted.sum())
        if support:
            scores = _with_intervals(sum_by_class(inside, len(crops), clusters), weights)
            strata.append({"label": _stratum_label(low, high, unit), "support": support, **scores})
    return strata


def _is_between(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return (values >= low) & (values < high)


def _stratum_label(low: float, high: float, unit: str) -> str:
    if unit == "dates":
        between, above, last = tr("{:g} to {:g} dates"), tr("{:g} dates or more"), high - 1
    else:
        between, above, last = tr("{:g} to {:g} ha"), tr("{:g} ha or more"), high
    return above.format(low) if np.isinf(high) else between.format(low, last)


def _with_intervals(totals: Sums, weights: np.ndarray | None) -> dict[str, dict]:
    """Return each metric of sums [clusters, k] with its 95 % interval; ``weights`` are of `bootstrap_weights`."""
    values = compute_metrics({name: part.sum(0) for name, part in totals.items()})
    if weights is None:
        return {name: {"value": float(v), "low": None, "high": None} for name, v in values.items()}
    resampled = compute_metrics({name: weights @ part for name, part in totals.items()})
    return {name: {"value": float(v), **percentile_interval(resampled[name])} for name, v in values.items()}
