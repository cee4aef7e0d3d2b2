"""Fields as analysts segment them: a watershed on the gradient of composites, and merging of regions that look alike.

The merging is the colour criterion of multiresolution segmentation (Baatz & Schäpe 2000): of all neighbours, those two
are joined whose union is the least more varied than they were apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from skimage.morphology import local_minima, reconstruction
from skimage.segmentation import watershed

from ...constants import SMALLEST_PARCEL_PIXELS
from ...datatypes import Labels
from ..metrics.panoptic import PanopticCounts, without_small

LEVELS = 1000  # the gradient is rounded to thousandths, so that equal ones compare equal on every machine
_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)


@dataclass(frozen=True)
class Segmentation:
    """``smoothing`` is the gradient's scale in pixels of 5 m, ``h`` the depth below its saddles from which a basin
    counts, ``merge`` the rise in heterogeneity up to which two regions become one: layers are in standard deviations,
    and a rise of 1 is that of two single pixels √2 apart. Higher ``merge`` gives fewer, larger segments."""

    smoothing: float = 0.7
    h: float = 0.01
    merge: float = 3.0


TRIALS = tuple(
    Segmentation(smoothing, merge=merge)
    for smoothing in (0.7, 1.0)
    for merge in (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
)


def segments(layers: np.ndarray, settings: Segmentation) -> tuple[np.ndarray, np.ndarray]:
    """Divide layers [C, H, W] of 10 m, each in units of its standard deviation, into segments.

    Returns int32 [2H, 2W] counted from 1, and the gradient they follow, float32 [2H, 2W].
    """
    fine = _enlarged(layers)
    slope = _gradient(fine, settings.smoothing)
    return next(_merged(_basins(slope, settings.h), fine, [settings.merge])), slope


def tuned(examples: Iterable[tuple[np.ndarray, Labels]], trials: Sequence[Segmentation] = TRIALS) -> Segmentation:
    """Return of ``trials`` the settings with the best class-agnostic PQ on pairs of layers and truth.

    Segments that mostly lie outside fields are left out here; in a map, the forest's vote does that.
    """
    counts = {trial: PanopticCounts(1) for trial in trials}
    for layers, truth in examples:
        fine = _enlarged(layers)
        sizes = without_small(truth.parcels, np.minimum(truth.crops, 0), SMALLEST_PARCEL_PIXELS)
        for smoothing, h in sorted({(t.smoothing, t.h) for t in trials}):
            basins = _basins(_gradient(fine, smoothing), h)
            alike = sorted((t for t in trials if (t.smoothing, t.h) == (smoothing, h)), key=lambda t: t.merge)
            for trial, found in zip(alike, _merged(basins, fine, [t.merge for t in alike]), strict=True):
                found = _fields(found, truth)
                counts[trial].add(found, np.zeros(int(found.max()) + 1, int), truth.parcels, sizes)
    return max(trials, key=lambda trial: counts[trial].scores()["pq"])


def _fields(found: np.ndarray, truth: Labels) -> np.ndarray:
    """Set segments to 0 that are small or mostly no field, and all segments where nobody knows."""
    found = np.where(truth.void, 0, found)
    size = np.bincount(found.ravel())
    inside = np.bincount(found.ravel(), truth.parcels.ravel() > 0)
    return np.where(((inside > size / 2) & (size >= SMALLEST_PARCEL_PIXELS))[found], found, 0)


def _enlarged(layers: np.ndarray) -> np.ndarray:
    """Interpolate layers to half their pixel size."""
    return ndimage.zoom(layers.astype(np.float32), (1, 2, 2), order=1, mode="nearest", grid_mode=True)


def _gradient(layers: np.ndarray, smoothing: float) -> np.ndarray:
    """Return the root mean square over the layers of their Gaussian gradient's length."""
    total = sum(ndimage.gaussian_gradient_magnitude(layer, smoothing) ** 2 for layer in layers)
    return np.sqrt(total / len(layers))


def _basins(slope: np.ndarray, h: float) -> np.ndarray:
    """Flood the gradient from its minima of at least depth ``h``; labels from 1."""
    surface = np.rint(slope * LEVELS).astype(np.int32)
    raised = reconstruction(surface + max(1, round(h * LEVELS)), surface, method="erosion", footprint=_CROSS)
    # Padded, because a plateau may fill the image.
    lows = local_minima(np.pad(raised, 1, constant_values=raised.max() + 1), connectivity=1)[1:-1, 1:-1]
    return watershed(surface, ndimage.label(lows)[0]).astype(np.int32)


def _merged(labels: np.ndarray, layers: np.ndarray, limits: Sequence[float]) -> Iterator[np.ndarray]:
    """Join neighbours in order of cost, and yield the labels (from 1) at each of the rising ``limits``."""
    count = int(labels.max()) + 1
    flat = labels.ravel()
    size = np.bincount(flat, minlength=count).astype(float)
    mean = np.stack([np.bincount(flat, layer.ravel(), count) / np.maximum(size, 1) for layer in layers], 1)
    neighbours, borders = _neighbours(labels, count)
    owner, version = np.arange(count), [0] * count

    def bid(one: int, other: int) -> tuple:
        apart = mean[one] - mean[other]
        weight = size[one] * size[other] / (size[one] + size[other])
        return (apart @ apart / apart.size * weight) ** 0.5, one, other, version[one], version[other]

    bids = [bid(*pair) for pair in borders]
    heapq.heapify(bids)
    for limit in limits:
        while bids and bids[0][0] < limit:
            _, kept, gone, *versions = heapq.heappop(bids)
            if versions != [version[kept], version[gone]]:
                continue
            mean[kept] = (size[kept] * mean[kept] + size[gone] * mean[gone]) / (size[kept] + size[gone])
            size[kept] += size[gone]
            owner[gone], version[gone] = kept, -1
            version[kept] += 1
            for other in neighbours[gone]:
                neighbours[other].discard(gone)
            neighbours[kept] |= neighbours[gone] - {kept}
            for other in neighbours[kept]:
                neighbours[other].add(kept)
                heapq.heappush(bids, bid(kept, other))
        while (owner[owner] != owner).any():
            owner = owner[owner]
        present, number = np.unique(owner[flat], return_inverse=True)
        yield (number + 1).reshape(labels.shape).astype(np.int32)


def _neighbours(labels: np.ndarray, count: int) -> tuple[list[set[int]], list[list[int]]]:
    """Return each label's neighbours by a side, and all such pairs once."""
    sides = ((labels[1:], labels[:-1]), (labels[:, 1:], labels[:, :-1]))
    touching = np.concatenate([np.stack([a[a != b], b[a != b]], 1) for a, b in sides])
    pairs = np.unique(np.sort(touching, axis=1), axis=0).tolist()
    neighbours: list[set[int]] = [set() for _ in range(count)]
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    return neighbours, pairs
