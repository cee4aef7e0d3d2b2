"""All scores of a system from its tables: overall, by class, by size and by clear dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...crops import Crop
from ..matching.parcel_tables import Predictions, References, Tables, rows
from .bootstrap import draws, interval
from .calibration import reliability
from .panoptic import panoptic, ratio

SIZES = (0.1, 0.5, 1.0, 2.0, 5.0, np.inf)  # hectares
DATES = (0, 5, 10, 15, 20, 30, np.inf)  # clear Sentinel-2 dates
THRESHOLDS = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))
BY_CLASS = ("MR_px", "MR_parcel", "MR_inst", "MR_inst_agnostic", "SQ", "RQ", "PQ", "boundary_F1")

Sums = dict[str, np.ndarray]


def scores(tables: Tables, crops: Sequence[Crop], clusters: int) -> dict:
    """Return everything the report says of one system; the tables' clusters are numbered from 0."""
    fields, mapped, weights = tables.references, tables.predictions, draws(clusters)
    everything = sums(tables, len(crops), clusters)
    judged = (mapped.below >= 0) & np.isfinite(mapped.conf)
    counted = rows(fields, fields.counted)
    return {
        "overall": _with_intervals(everything, weights),
        "classes": [_of_class(everything, i, crop, weights) for i, crop in enumerate(crops)],
        "sizes": _by(tables, lambda table: table.area, SIZES, "ha", crops, weights, clusters),
        "dates": _by(tables, lambda table: table.clear, DATES, "dates", crops, weights, clusters),
        "confusion": {"labels": [crop.label for crop in crops], "counts": confusion(counted, len(crops))},
        "instance_recall": {
            "thresholds": list(THRESHOLDS),
            "aware": _recall(np.where(counted.told == counted.crop, counted.iou, 0)),
            "agnostic": _recall(counted.iou),
        },
        "calibration": reliability(mapped.conf[judged], mapped.crop[judged] == mapped.below[judged]),
    }


def sums(tables: Tables, classes: int, clusters: int) -> Sums:
    """Return what the metrics are made of by cluster and class [clusters, K + 1], where class K is none.

    Clusters are numbered from 0.
    """
    t, p = tables.references, tables.predictions

    def total(table: References | Predictions, values: np.ndarray) -> np.ndarray:
        place = table.cluster * (classes + 1) + table.crop
        return np.bincount(place, values, clusters * (classes + 1)).reshape(clusters, classes + 1)

    hit, found = t.counted & (t.told == t.crop), t.counted & (t.iou > 0)
    right = (p.iou > 0) & (p.true == p.crop)
    return {
        "pixels": total(t, t.pixels.sum(1)),
        "pixels_right": total(t, t.pixels[np.arange(len(t.crop)), t.crop]),
        "parcels": total(t, t.counted),
        "parcels_right": total(t, t.counted & (t.voted == t.crop)),
        "hits": total(t, hit),
        "overlap": total(t, t.iou * hit),
        "missed": total(t, t.counted & ~hit),
        "extra": total(p, p.counted & ~right),
        "found": total(t, found),
        "found_overlap": total(t, t.iou * found),
        "stray": total(p, p.counted & (p.iou == 0)),
        "edge": total(t, t.edge),
        "edge_found": total(t, t.edge_found),
        "outline": total(p, p.edge),
        "outline_right": total(p, p.edge_right),
    }


def metrics(s: Sums) -> dict[str, np.ndarray]:
    """Return every metric from sums [..., K + 1] by class; NaN where it rests on nothing."""
    all_classes = {name: values.sum(-1) for name, values in s.items()}
    aware = panoptic(s["overlap"], s["hits"], s["extra"], s["missed"])
    unfound = all_classes["parcels"] - all_classes["found"]
    parts = (all_classes["found_overlap"], all_classes["found"], all_classes["stray"], unfound)
    agnostic = panoptic(*(part[..., None] for part in parts))
    # F = 2PR / (P + R) where P = right / outline and R = found / edge.
    precision = ratio(all_classes["outline_right"], all_classes["outline"])
    recall = ratio(all_classes["edge_found"], all_classes["edge"])
    return {
        "MR_px": ratio(all_classes["pixels_right"], all_classes["pixels"]),
        "MR_parcel": ratio(all_classes["parcels_right"], all_classes["parcels"]),
        "MR_inst": ratio(all_classes["hits"], all_classes["parcels"]),
        "MR_inst_agnostic": ratio(all_classes["found"], all_classes["parcels"]),
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


def confusion(fields: References, classes: int) -> np.ndarray:
    """Return parcels [K, K + 1] by true class (rows) and the class mapped on most of each, the last being none."""
    counts = np.bincount(fields.crop * (classes + 1) + fields.voted, minlength=classes * (classes + 1))
    return counts.reshape(classes, classes + 1)


def variability(tables: Tables, crops: Sequence[Crop], clusters: int) -> list[dict]:
    """Return how MR_parcel differs from cluster to cluster: mean and standard deviation for each class and for all.

    ``folds`` is the number of clusters that have the class; what only one has does not vary.
    """
    found = sums(tables, len(crops), clusters)
    right, parcels = found["parcels_right"], found["parcels"]
    by_label = {"All crops": ratio(right.sum(1), parcels.sum(1))}
    by_label |= {crop.label: ratio(right[:, i], parcels[:, i]) for i, crop in enumerate(crops)}
    shown = {label: values[~np.isnan(values)] for label, values in by_label.items()}
    return [
        {"label": label, "mean": values.mean(), "sd": values.std(ddof=1), "folds": len(values)}
        for label, values in shown.items()
        if len(values) > 1
    ]


def _recall(iou: np.ndarray) -> np.ndarray:
    """Return the share of reference parcels whose match overlaps by more than each of `THRESHOLDS`."""
    return ratio((iou > np.array(THRESHOLDS)[:, None]).sum(1), np.full(len(THRESHOLDS), iou.size))


def _of_class(everything: Sums, number: int, crop: Crop, weights: np.ndarray | None) -> dict:
    mine = {name: values[:, [number]] for name, values in everything.items()}
    told = _with_intervals(mine, weights)
    return {
        "code": crop.code,
        "label": crop.label,
        "colour": crop.colour,
        "support": int(mine["parcels"].sum()),
        **{name: told[name] for name in BY_CLASS},
    }


def _by(
    tables: Tables,
    value: Callable[[References | Predictions], np.ndarray],
    edges: Sequence[float],
    unit: str,
    crops: Sequence[Crop],
    weights: np.ndarray | None,
    clusters: int,
) -> list[dict]:
    """Return the metrics of the strata between ``edges`` that hold reference parcels."""
    strata = []
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = [rows(t, (value(t) >= low) & (value(t) < high)) for t in (tables.references, tables.predictions)]
        support = int(inside[0].counted.sum())
        if support:
            told = _with_intervals(sums(Tables(*inside), len(crops), clusters), weights)
            strata.append({"label": _span(low, high, unit), "support": support, **told})
    return strata


def _span(low: float, high: float, unit: str) -> str:
    if np.isinf(high):
        return f"{low:g} {unit} or more"
    if unit == "dates":
        return f"{low:g} to {high - 1:g} {unit}"
    return f"{low:g} to {high:g} {unit}"


def _with_intervals(found: Sums, weights: np.ndarray | None) -> dict[str, dict]:
    """Return each metric of sums [clusters, k] with its 95 % interval."""
    values = metrics({name: part.sum(0) for name, part in found.items()})
    if weights is None:
        return {name: {"value": float(v), "low": None, "high": None} for name, v in values.items()}
    drawn = metrics({name: weights @ part for name, part in found.items()})
    return {name: {"value": float(v), **interval(drawn[name])} for name, v in values.items()}
