"""Sensitivity of scores to label noise: the highest scores that a perfect map can reach against a noisy reference.

Classes flip by parcel, not by pixel; outlines are jittered by parcel. A transition matrix T [K, K] has the probability
that a label of true class c (row) is given as class k (column).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage
from scipy.optimize import brentq

from ...constants import FINE

RATES = (0.0, 0.025, 0.05, 0.1, 0.2, 0.3)
JITTER = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)  # pixels of 10 m
SPLIT_RATE = 0.02  # share of parcels that are split, and share that are merged, for each pixel of jitter
MAX_PARCELS = 400  # enough for a mean to the second digit; more only take longer


def uniform_transitions(classes: int, rate: float) -> np.ndarray:
    """Return T in which every class flips with probability ``rate``, into all others with equal probability."""
    if classes < 2:
        return np.ones((classes, classes))
    flips = np.full((classes, classes), rate / (classes - 1))
    np.fill_diagonal(flips, 1 - rate)
    return flips


def confusion_transitions(counts: np.ndarray, rate: float) -> np.ndarray:
    """Return T in which labels flip as a map confuses them, and ``rate`` of all parcels flip.

    ``counts`` [K, K] are parcels by true (rows) and mapped class. A class flips into the classes it is confused with,
    in proportion to its error rate with one factor for all classes; at most half of a class flips, or ``rate`` if that
    is more.
    """
    counts = np.asarray(counts, float)
    support = counts.sum(1)
    wrong = counts * ~np.eye(len(counts), dtype=bool)
    if len(counts) < 2 or wrong.sum() == 0:
        return uniform_transitions(len(counts), rate)
    # Half a parcel spread over the other classes: rare classes must not always flip, nor error-free ones never.
    wrong += ~np.eye(len(counts), dtype=bool) * 0.5 / (len(counts) - 1)
    share, error_rate = support / support.sum(), wrong.sum(1) / (support + 1)
    maximum = max(0.5, rate)

    def excess(factor: float) -> float:
        return float(share @ np.minimum(factor * error_rate, maximum)) - rate

    factor = brentq(excess, 0, maximum / error_rate.min()) if rate > 0 else 0.0
    flips = wrong / wrong.sum(1, keepdims=True) * np.minimum(factor * error_rate, maximum)[:, None]
    np.fill_diagonal(flips, 1 - flips.sum(1))
    return flips


def recall_ceiling(flips: np.ndarray, shares: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the highest recall against flipped labels: over all parcels, and by class [K].

    A map without errors agrees with T_cc of the parcels of class c, and with sum of pi_c T_cc of all of them, where
    ``flips`` is T and ``shares`` [K] are the true shares pi.
    """
    best = np.diagonal(flips).copy()
    return float(np.asarray(shares) @ best / np.sum(shares)), best


def noisy_recall(
    predicted: np.ndarray, truth: np.ndarray, flips: np.ndarray, rng: np.random.Generator, repeats: int = 50
) -> float:
    """Return the mean MR_parcel of a map against references whose labels are flipped by the matrix ``flips``.

    ``predicted`` [n] and ``truth`` [n] are classes of parcels; -1 is a missing prediction (an error), or unknown truth
    (left out).
    """
    predicted, truth = predicted[truth >= 0], truth[truth >= 0]
    cumulative = np.cumsum(flips[truth], axis=1)[:, :-1]
    recalls = [np.mean(predicted == (rng.random((truth.size, 1)) > cumulative).sum(1)) for _ in range(repeats)]
    return float(np.mean(recalls))


def jittered_iou(labels: np.ndarray, pixels: float, rng: np.random.Generator) -> np.ndarray:
    """Return the IoU [n] of each parcel with a jittered version: shifted and grown or shrunk, some split or merged.

    ``labels`` [H, W] int at 5 m, 0 for background. Points of an outline move across it with standard deviation
    ``pixels`` (10 m), half of the variance from the shift and half from growing. At most `MAX_PARCELS` parcels are
    drawn. Shared areas include parts of pixels. Raises `ValueError` where there are no parcels.
    """
    boxes = ndimage.find_objects(labels)
    present = np.array([i + 1 for i, box in enumerate(boxes) if box is not None], np.int64)
    if present.size == 0:
        raise ValueError("there are no parcels to jitter")
    sampled = rng.permutation(present)[:MAX_PARCELS]
    spread = FINE * pixels / np.sqrt(2)
    probability = SPLIT_RATE * pixels
    ious = []
    for number in sampled:
        shift, growth, event = rng.normal(0, spread, 2), rng.normal(0, spread), rng.random()
        mask = np.pad(labels[boxes[number - 1]] == number, 2 + int(abs(growth) + np.abs(shift).max()))
        moved = _move(mask, shift, growth)
        neighbour = 0
        if event < probability:
            moved = _larger_part(moved, mask, rng)
        elif event < 2 * probability:
            neighbour = _neighbour_size(labels, boxes[number - 1], number)
        shared = moved[mask].sum()
        ious.append(shared / (mask.sum() + moved[~mask].sum() + neighbour))
    return np.array(ious)


def _move(mask: np.ndarray, shift: np.ndarray, growth: float) -> np.ndarray:
    """Return the share of each pixel [H, W] that a mask covers after it is shifted and grown by so many pixels."""
    # The outline is half a pixel from the centres on either side of it, so that no shift reproduces the mask exactly.
    distance = np.where(mask, ndimage.distance_transform_edt(mask) - 0.5, 0.5 - ndimage.distance_transform_edt(~mask))
    moved = ndimage.shift(distance, shift, order=1, mode="nearest")
    return np.clip(moved + growth + 0.5, 0, 1)


def _larger_part(moved: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cut a parcel in a random direction through one of its pixels; return the larger part."""
    points = np.argwhere(mask)
    angle = rng.uniform(0, np.pi)
    across = (np.indices(mask.shape) - rng.choice(points)[:, None, None]).transpose(1, 2, 0)
    one_side = across @ [np.sin(angle), np.cos(angle)] > 0
    return moved * (one_side if moved[one_side].sum() > moved[~one_side].sum() else ~one_side)


def _neighbour_size(labels: np.ndarray, box: tuple[slice, slice], number: int) -> int:
    """Return the size in pixels of the neighbour with the longest common edge, 0 for a parcel without neighbours."""
    around = labels[tuple(slice(max(0, s.start - 1), s.stop + 1) for s in box)]
    parcel = around == number
    adjacent = around[ndimage.binary_dilation(parcel) & ~parcel]
    adjacent = adjacent[adjacent > 0]
    return int((labels == np.bincount(adjacent).argmax()).sum()) if adjacent.size else 0


def label_noise_sensitivity(
    predicted: np.ndarray,
    truth: np.ndarray,
    confusion: np.ndarray,
    rasters: Sequence[np.ndarray],
    rng: np.random.Generator,
    estimated: dict | None = None,
    repeats: int = 50,
) -> dict:
    """Return the report's part on label noise: ceilings and measured recalls by rate, SQ ceilings by jitter.

    ``predicted`` [n] and ``truth`` [n] are classes of parcels (-1 none), ``confusion`` [K, K] or [K, K + 1] parcels by
    true and mapped class, ``rasters`` label rasters [H, W] at 5 m, ``estimated`` the estimated noise rate of the
    labels, a `LabelIssues.summary`. ``matched`` is the share of parcels with an IoU over 0.5 after jitter.
    """
    confusion = np.asarray(confusion)
    confusion = confusion[:, : len(confusion)]
    shares = np.bincount(truth[truth >= 0], minlength=len(confusion))
    kinds = {
        "uniform": lambda rate: uniform_transitions(len(confusion), rate),
        "confusion": lambda rate: confusion_transitions(confusion, rate),
    }
    noise: dict = {
        kind: [_scores_at_rate(rate, transitions(rate), predicted, truth, shares, rng, repeats) for rate in RATES]
        for kind, transitions in kinds.items()
    }
    noise["jitter"] = []
    for pixels in JITTER:
        ious = [jittered_iou(labels, pixels, rng) for labels in rasters if labels.any()]
        if ious:
            iou = np.concatenate(ious)
            noise["jitter"].append(
                {"pixels": pixels, "sq_ceiling": float(iou.mean()), "matched": float((iou > 0.5).mean())}
            )
    return {**noise, "estimated": estimated}


def _scores_at_rate(
    rate: float,
    flips: np.ndarray,
    predicted: np.ndarray,
    truth: np.ndarray,
    shares: np.ndarray,
    rng: np.random.Generator,
    repeats: int,
) -> dict:
    overall, by_class = recall_ceiling(flips, shares)
    return {
        "rate": rate,
        "ceiling": overall,
        "measured": noisy_recall(predicted, truth, flips, rng, repeats),
        "classes": [float(v) for v in by_class],
    }
