"""What wrong labels cost: how high a perfect map can score against a reference that is itself in error.

Classes flip parcel by parcel, never pixel by pixel; outlines are jittered parcel by parcel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage
from scipy.optimize import brentq

from ...constants import FINE

RATES = (0.0, 0.025, 0.05, 0.1, 0.2, 0.3)
JITTER = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)  # pixels of 10 m
REDRAWN = 0.02  # share of parcels that are split, and share that are merged, for each pixel of jitter
REFERENCE_PARCELS = 400  # enough for a mean to the second digit; more only take longer


def uniform_flips(classes: int, rate: float) -> np.ndarray:
    """Return T [K, K], in which every class turns with probability ``rate`` into any other, all equally likely."""
    if classes < 2:
        return np.ones((classes, classes))
    flips = np.full((classes, classes), rate / (classes - 1))
    np.fill_diagonal(flips, 1 - rate)
    return flips


def confusion_flips(counts: np.ndarray, rate: float) -> np.ndarray:
    """Return T [K, K], in which labels flip as a map confuses them, and ``rate`` of all parcels flip.

    ``counts`` [K, K] are parcels by true (rows) and mapped class. A class flips into what it is confused with, and as
    often as it is confused, times one factor for all; never more than half of it, or ``rate`` if that is more.
    """
    counts = np.asarray(counts, float)
    support = counts.sum(1)
    wrong = counts * ~np.eye(len(counts), dtype=bool)
    if len(counts) < 2 or wrong.sum() == 0:
        return uniform_flips(len(counts), rate)
    # Half a parcel spread over the other classes keeps rare classes from certain flips and faultless ones from none.
    wrong += ~np.eye(len(counts), dtype=bool) * 0.5 / (len(counts) - 1)
    share, often = support / support.sum(), wrong.sum(1) / (support + 1)
    most = max(0.5, rate)

    def excess(factor: float) -> float:
        return float(share @ np.minimum(factor * often, most)) - rate

    factor = brentq(excess, 0, most / often.min()) if rate > 0 else 0.0
    flips = wrong / wrong.sum(1, keepdims=True) * np.minimum(factor * often, most)[:, None]
    np.fill_diagonal(flips, 1 - flips.sum(1))
    return flips


def class_ceiling(flips: np.ndarray, shares: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the best recall a map can reach against flipped labels: over all parcels, and per class [K].

    A map without any error agrees with T_cc of the parcels of class c, and with sum of pi_c T_cc of all of them, where
    ``shares`` [K] are the true shares pi.
    """
    best = np.diagonal(flips).copy()
    return float(np.asarray(shares) @ best / np.sum(shares)), best


def measured(
    predicted: np.ndarray, truth: np.ndarray, flips: np.ndarray, rng: np.random.Generator, repeats: int = 50
) -> float:
    """Return the MR_parcel that a map gets, on average, against references whose labels were flipped by ``flips``.

    ``predicted`` [n] and ``truth`` [n] are classes of parcels; -1 is no field found (an error), or unknown truth (left
    out).
    """
    predicted, truth = predicted[truth >= 0], truth[truth >= 0]
    chances = np.cumsum(flips[truth], axis=1)[:, :-1]
    recalls = [np.mean(predicted == (rng.random((truth.size, 1)) > chances).sum(1)) for _ in range(repeats)]
    return float(np.mean(recalls))


def jitter_ceiling(labels: np.ndarray, pixels: float, rng: np.random.Generator) -> float:
    """Return the mean IoU of reference parcels with their jittered selves: the SQ that a perfect map would get.

    ``labels`` [H, W] int at 5 m, 0 outside; ``pixels`` is the jitter in pixels of 10 m, as `jittered_overlaps` has it.
    """
    return float(np.mean(jittered_overlaps(labels, pixels, rng)))


def jittered_overlaps(labels: np.ndarray, pixels: float, rng: np.random.Generator) -> np.ndarray:
    """Return the IoU [n] of each parcel with a version of it that is shifted and grown or shrunk; some split or merged.

    Points of an outline move across it with standard deviation ``pixels`` (10 m), half of the variance from the shift
    and half from growing. At most `REFERENCE_PARCELS` parcels are drawn. Overlaps are exact to parts of a pixel.
    """
    boxes = ndimage.find_objects(labels)
    present = np.array([i + 1 for i, box in enumerate(boxes) if box is not None], np.int64)
    if present.size == 0:
        raise ValueError("there are no parcels to jitter")
    drawn = rng.permutation(present)[:REFERENCE_PARCELS]
    spread = FINE * pixels / np.sqrt(2)
    chance = REDRAWN * pixels
    overlaps = []
    for number in drawn:
        shift, grow, redraw = rng.normal(0, spread, 2), rng.normal(0, spread), rng.random()
        mask = np.pad(labels[boxes[number - 1]] == number, 2 + int(abs(grow) + np.abs(shift).max()))
        moved = _moved(mask, shift, grow)
        other = 0
        if redraw < chance:
            moved = _larger_part(moved, mask, rng)
        elif redraw < 2 * chance:
            other = _neighbour_size(labels, boxes[number - 1], number)
        shared = moved[mask].sum()
        overlaps.append(shared / (mask.sum() + moved[~mask].sum() + other))
    return np.array(overlaps)


def _moved(mask: np.ndarray, shift: np.ndarray, grow: float) -> np.ndarray:
    """Return which part of each pixel a mask covers after it is shifted and grown (pixels; negative shrinks)."""
    # The outline runs half a pixel from the centres on either side of it, so that no move leaves the mask as it was.
    distance = np.where(mask, ndimage.distance_transform_edt(mask) - 0.5, 0.5 - ndimage.distance_transform_edt(~mask))
    moved = ndimage.shift(distance, shift, order=1, mode="nearest")
    return np.clip(moved + grow + 0.5, 0, 1)


def _larger_part(moved: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cut a parcel in a random direction through a random point of it; keep the larger part."""
    points = np.argwhere(mask)
    angle = rng.uniform(0, np.pi)
    across = (np.indices(mask.shape) - rng.choice(points)[:, None, None]).transpose(1, 2, 0)
    side = across @ [np.sin(angle), np.cos(angle)] > 0
    return moved * (side if moved[side].sum() > moved[~side].sum() else ~side)


def _neighbour_size(labels: np.ndarray, box: tuple[slice, slice], number: int) -> int:
    """Return the size in pixels of the parcel that shares the longest edge with this one, 0 where none touches it."""
    around = labels[tuple(slice(max(0, s.start - 1), s.stop + 1) for s in box)]
    mine = around == number
    beside = around[ndimage.binary_dilation(mine) & ~mine]
    beside = beside[beside > 0]
    return int((labels == np.bincount(beside).argmax()).sum()) if beside.size else 0


def sensitivity(
    predicted: np.ndarray,
    truth: np.ndarray,
    confusion: np.ndarray,
    rasters: Sequence[np.ndarray],
    rng: np.random.Generator,
    estimated: dict | None = None,
    repeats: int = 50,
) -> dict:
    """Return the report's part on label noise: ceilings and measured recalls over rates, SQ ceilings over jitter.

    ``predicted`` [n] and ``truth`` [n] are classes of parcels (-1 none), ``confusion`` [K, K] parcels by true and
    mapped class (a column for none behind them may be there), ``rasters`` label rasters at 5 m, ``estimated`` the noise
    rate found in the labels, as `confident.Suspicion.summary` gives it. ``matched`` is the share of parcels that jitter
    leaves over an IoU of 0.5.
    """
    confusion = np.asarray(confusion)
    confusion = confusion[:, : len(confusion)]
    shares = np.bincount(truth[truth >= 0], minlength=len(confusion))
    kinds = {
        "uniform": lambda rate: uniform_flips(len(confusion), rate),
        "confusion": lambda rate: confusion_flips(confusion, rate),
    }
    noise: dict = {
        kind: [_at(rate, flips(rate), predicted, truth, shares, rng, repeats) for rate in RATES]
        for kind, flips in kinds.items()
    }
    noise["jitter"] = []
    for pixels in JITTER:
        overlaps = [jittered_overlaps(labels, pixels, rng) for labels in rasters if labels.any()]
        if overlaps:
            each = np.concatenate(overlaps)
            noise["jitter"].append(
                {"pixels": pixels, "sq_ceiling": float(each.mean()), "matched": float((each > 0.5).mean())}
            )
    return {**noise, "estimated": estimated}


def _at(rate, flips, predicted, truth, shares, rng, repeats) -> dict:
    overall, each = class_ceiling(flips, shares)
    return {
        "rate": rate,
        "ceiling": overall,
        "measured": measured(predicted, truth, flips, rng, repeats),
        "classes": [float(v) for v in each],
    }
