"""Region segmentation of composites: a watershed on their gradient, then merging of similar neighbours.

The merging is the colour criterion of multiresolution segmentation (Baatz & Schäpe 2000): of all pairs of neighbours,
the one whose union raises the heterogeneity least is merged first.
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
from ...metrics.panoptic_counts import PanopticCounts, without_small

LEVELS = 1000  # the gradient is rounded to thousandths, so that equal ones compare equal on every machine
_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)


@dataclass(frozen=True)
class SegmentationSettings:
    """Settings of the segmentation into regions.

    ``smoothing`` is the gradient's scale in pixels of 5 m, ``h`` the depth below its saddles from which a basin
    counts, ``merge`` the rise in heterogeneity up to which two regions become one: layers are in standard deviations,
    and a rise of 1 is that of two single pixels √2 apart. Higher ``merge`` gives fewer, larger segments.
    """

    smoothing: float = 0.7
    h: float = 0.01
    merge: float = 3.0


TRIALS = tuple(
    SegmentationSettings(smoothing, merge=merge)
    for smoothing in (0.7, 1.0)
    for merge in (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
)


def segment_regions(layers: np.ndarray, settings: SegmentationSettings) -> tuple[np.ndarray, np.ndarray]:
    """Segment layers [C, H, W] of 10 m, each in units of its standard deviation.

    Returns segments, int32 [2H, 2W] numbered from 1, and the gradient of the layers, float32 [2H, 2W].
    """
    fine = _upsample(layers)
    gradient = _gradient(fine, settings.smoothing)
    return next(_merge(_basins(gradient, settings.h), fine, [settings.merge])), gradient


def tune_segmentation(
    examples: Iterable[tuple[np.ndarray, Labels]], trials: Sequence[SegmentationSettings] = TRIALS
) -> SegmentationSettings:
    """Return the settings of ``trials`` with the best class-agnostic PQ on pairs of layers and truth.

    Segments that mostly lie outside fields are removed here; in a map, the classification removes them.
    """
    counts = {trial: PanopticCounts(1) for trial in trials}
    for layers, truth in examples:
        fine = _upsample(layers)
        crops = without_small(truth.parcels, np.minimum(truth.crops, 0), SMALLEST_PARCEL_PIXELS)
        for smoothing, h in sorted({(t.smoothing, t.h) for t in trials}):
            basins = _basins(_gradient(fine, smoothing), h)
            same_basins = sorted((t for t in trials if (t.smoothing, t.h) == (smoothing, h)), key=lambda t: t.merge)
            limits = [trial.merge for trial in same_basins]
            for trial, segments in zip(same_basins, _merge(basins, fine, limits), strict=True):
                fields = _keep_fields(segments, truth)
                counts[trial].add(fields, np.zeros(int(fields.max()) + 1, int), truth.parcels, crops)
    return max(trials, key=lambda trial: counts[trial].scores()["pq"])


def _keep_fields(segments: np.ndarray, truth: Labels) -> np.ndarray:
    """Set segments to 0 that are small or mostly no field, and all pixels where the truth is unknown."""
    segments = np.where(truth.void, 0, segments)
    size = np.bincount(segments.ravel())
    inside = np.bincount(segments.ravel(), truth.parcels.ravel() > 0)
    return np.where(((inside > size / 2) & (size >= SMALLEST_PARCEL_PIXELS))[segments], segments, 0)


def _upsample(layers: np.ndarray) -> np.ndarray:
    """Interpolate layers to half their pixel size."""
    return ndimage.zoom(layers.astype(np.float32), (1, 2, 2), order=1, mode="nearest", grid_mode=True)


def _gradient(layers: np.ndarray, smoothing: float) -> np.ndarray:
    """Return the root mean square over the layers of their Gaussian gradient's length."""
    total = sum(ndimage.gaussian_gradient_magnitude(layer, smoothing) ** 2 for layer in layers)
    return np.sqrt(total / len(layers))


def _basins(gradient: np.ndarray, h: float) -> np.ndarray:
    """Flood the gradient from its minima of at least depth ``h``; labels from 1."""
    surface = np.rint(gradient * LEVELS).astype(np.int32)
    raised = reconstruction(surface + max(1, round(h * LEVELS)), surface, method="erosion", footprint=_CROSS)
    # Padded, because a plateau may fill the image.
    lows = local_minima(np.pad(raised, 1, constant_values=raised.max() + 1), connectivity=1)[1:-1, 1:-1]
    return watershed(surface, ndimage.label(lows)[0]).astype(np.int32)


def _merge(labels: np.ndarray, layers: np.ndarray, limits: Sequence[float]) -> Iterator[np.ndarray]:
    """Merge neighbours in order of cost, and yield the labels (from 1) at each of the rising ``limits``."""
    count = int(labels.max()) + 1
    flat = labels.ravel()
    size = np.bincount(flat, minlength=count).astype(float)
    mean = np.stack([np.bincount(flat, layer.ravel(), count) / np.maximum(size, 1) for layer in layers], 1)
    neighbours, pairs = _neighbours(labels, count)
    owner, version = np.arange(count), [0] * count

    def merge_cost(one: int, other: int) -> tuple:
        difference = mean[one] - mean[other]
        weight = size[one] * size[other] / (size[one] + size[other])
        return (difference @ difference / difference.size * weight) ** 0.5, one, other, version[one], version[other]

    queue = [merge_cost(*pair) for pair in pairs]
    heapq.heapify(queue)
    for limit in limits:
        while queue and queue[0][0] < limit:
            _, merged, removed, *versions = heapq.heappop(queue)
            if versions != [version[merged], version[removed]]:
                continue
            mean[merged] = (size[merged] * mean[merged] + size[removed] * mean[removed]) / (
                size[merged] + size[removed]
            )
            size[merged] += size[removed]
            owner[removed], version[removed] = merged, -1
            version[merged] += 1
            for other in neighbours[removed]:
                neighbours[other].discard(removed)
            neighbours[merged] |= neighbours[removed] - {merged}
            for other in neighbours[merged]:
                neighbours[other].add(merged)
                heapq.heappush(queue, merge_cost(merged, other))
        while (owner[owner] != owner).any():
            owner = owner[owner]
        _, number = np.unique(owner[flat], return_inverse=True)
        yield (number + 1).reshape(labels.shape).astype(np.int32)


def _neighbours(labels: np.ndarray, count: int) -> tuple[list[set[int]], list[list[int]]]:
    """Return each label's neighbours by a side, and each pair of neighbours once."""
    sides = ((labels[1:], labels[:-1]), (labels[:, 1:], labels[:, :-1]))
    touching = np.concatenate([np.stack([a[a != b], b[a != b]], 1) for a, b in sides])
    pairs = np.unique(np.sort(touching, axis=1), axis=0).tolist()
    neighbours: list[set[int]] = [set() for _ in range(count)]
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    return neighbours, pairs
