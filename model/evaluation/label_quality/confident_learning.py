"""Confident learning: estimate which labels are wrong, and how many (Northcutt, Jiang and Chuang 2021)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from ...mapping.geopackage import check_writable, parcel_writer

LAYER = "suspects"
SCHEMA = {
    "geometry": "MultiPolygon",
    "properties": {
        "rank": "int32",
        "id": "str",
        "given": "str:80",
        "suggested": "str:80",
        "probability": "float",
        "margin": "float",
    },
}


@dataclass(frozen=True)
class LabelIssues:
    """Probable errors among n given labels of K classes.

    ``thresholds`` [K] the probability from which a class is confident; ``joint`` [K, K] the estimated joint
    distribution of given (rows) and true class, which sums to one; ``rate`` the share of wrong labels with its 95 %
    interval ``low`` to ``high`` (None for one group); ``suggested`` [n] the estimated true class; ``margin`` [n] its
    probability minus that of the given class; ``ranked`` [m] the indices of suspicious labels, the worst first.
    """

    thresholds: np.ndarray
    joint: np.ndarray
    rate: float
    low: float | None
    high: float | None
    suggested: np.ndarray
    margin: np.ndarray
    ranked: np.ndarray

    def summary(self) -> dict:
        """Return the rate and its interval as the report holds them."""
        return {"rate": self.rate, "low": self.low, "high": self.high}


def find_label_issues(
    probabilities: np.ndarray,
    given: np.ndarray,
    rng: np.random.Generator,
    groups: np.ndarray | None = None,
    repeats: int = 200,
) -> LabelIssues:
    """Find errors in labels ``given`` [n] by ``probabilities`` [n, K] of a model not trained on them (out of fold).

    ``groups`` [n] are the units that the bootstrap resamples (tiles, blocks); by default each label is its own. Raises
    `ValueError` where there are no labels.
    """
    probabilities, given = np.asarray(probabilities, float), np.asarray(given)
    if given.size == 0:
        raise ValueError("there are no labels to judge")
    groups = np.arange(given.size) if groups is None else np.unique(groups, return_inverse=True)[1]
    thresholds, confident = _confident_classes(probabilities, given)
    joint = _calibrated_joint(given, confident, probabilities.shape[1])
    suggested = np.where(confident >= 0, confident, given)
    rows = np.arange(given.size)
    margin = probabilities[rows, suggested] - probabilities[rows, given]
    suspects = np.flatnonzero(suggested != given)
    rates = [_resampled_rate(probabilities, given, groups, rng) for _ in range(repeats)]
    low, high = np.quantile(rates, [0.025, 0.975]).tolist() if groups.max() > 0 else (None, None)
    return LabelIssues(
        thresholds,
        joint,
        _rate(joint),
        low,
        high,
        suggested,
        margin,
        suspects[np.argsort(-margin[suspects], kind="stable")],
    )


def _confident_classes(probabilities: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the thresholds [K] and the confident class of each label [n], -1 for none.

    A threshold is the mean probability of a class over the labels with that class: t_j = mean of p_j where given = j.
    """
    classes = probabilities.shape[1]
    support = np.bincount(given, minlength=classes)
    own = np.bincount(given, probabilities[np.arange(given.size), given], classes)
    thresholds = np.where(support > 0, own / np.maximum(support, 1), np.inf)
    # With equal probabilities, rounding must not put all labels of a class below their own mean.
    above = np.where(probabilities >= thresholds - 1e-9, probabilities, -1.0)
    return thresholds, np.where(above.max(1) >= 0, above.argmax(1), -1)


def _calibrated_joint(given: np.ndarray, confident: np.ndarray, classes: int) -> np.ndarray:
    """Return the confident joint, scaled so that its rows have the shares of the given labels and it sums to one."""
    counted = confident >= 0
    joint = np.bincount(given[counted] * classes + confident[counted], minlength=classes**2).reshape(classes, classes)
    support = np.bincount(given, minlength=classes)
    np.fill_diagonal(joint, np.where(joint.sum(1) > 0, joint.diagonal(), support))
    return joint * (support / np.maximum(joint.sum(1), 1))[:, None] / given.size


def _rate(joint: np.ndarray) -> float:
    return float(max(0.0, 1 - np.trace(joint)))


def _resampled_rate(
    probabilities: np.ndarray, given: np.ndarray, groups: np.ndarray, rng: np.random.Generator
) -> float:
    counts = np.bincount(rng.integers(0, groups.max() + 1, groups.max() + 1), minlength=groups.max() + 1)
    rows = np.repeat(np.arange(given.size), counts[groups])
    confident = _confident_classes(probabilities[rows], given[rows])[1]
    return _rate(_calibrated_joint(given[rows], confident, probabilities.shape[1]))


def write_label_issues(
    path: str | Path,
    polygons: Sequence,
    crs: str,
    ids: Sequence[str],
    given: Sequence[str],
    suggested: Sequence[str],
    probability: Sequence[float],
    margin: Sequence[float],
) -> Path:
    """Write suspicious parcels, the worst first, as a GeoPackage for review in QGIS; return its path.

    All sequences are by parcel, the worst first: (Multi)Polygons in ``crs``, the parcel's id, the labels of its given
    and its suggested crop, the probability of the latter and that minus the probability of the given crop. Raises
    `InputError` where the file cannot be written.
    """
    path = Path(path)
    check_writable(path)
    parcels = zip(polygons, ids, given, suggested, probability, margin, strict=True)
    with parcel_writer(path, crs, {}, LAYER, SCHEMA) as layer:
        layer.writerecords(
            {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(shapely.multipolygons(shapely.get_parts(polygon))),
                "properties": {
                    "rank": rank,
                    "id": str(name),
                    "given": given_label,
                    "suggested": suggested_label,
                    "probability": round(float(p), 4),
                    "margin": round(float(m), 4),
                },
            }
            for rank, (polygon, name, given_label, suggested_label, p, m) in enumerate(parcels, start=1)
        )
    return path
