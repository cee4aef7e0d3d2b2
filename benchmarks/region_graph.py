"""The graph of neighbouring regions of a label raster: which touch, and what the evidence along their borders says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

BORDER_FEATURES = 9  # columns of `RegionGraph.borders`
REGION_FEATURES = 4  # columns of `RegionGraph.regions`
RIM = 0.01  # weight of a pixel at the rim of a region; that of the innermost is 1


@dataclass(frozen=True)
class RegionGraph:
    """Regions 1 to R of a label raster as nodes, and the pairs of them that share a border as edges.

    ``pairs`` [E, 2] are region indices from 0, the lower one first; ``lengths`` [E] of their borders (pixel sides of
    5 m); ``borders`` [E, 9] statistics of the evidence along each border; ``regions`` [R, 4] statistics of each region.
    """

    pairs: np.ndarray
    lengths: np.ndarray
    borders: np.ndarray
    regions: np.ndarray


def build_region_graph(labels: np.ndarray, field: np.ndarray, border: np.ndarray, core: np.ndarray) -> RegionGraph:
    """Return the graph of the regions in ``labels`` [H, W] (0 is none) from three probability maps of the same size."""
    count = int(labels.max(initial=0))
    first, second, here, there = _facing_pixels(labels)
    pairs, edge = np.unique(first.astype(np.int64) * (count + 1) + second, return_inverse=True)
    pairs = np.stack(np.divmod(pairs, count + 1), 1) - 1
    lengths = np.bincount(edge, minlength=len(pairs)).astype(np.float32)
    flat = labels.ravel()
    areas = np.bincount(flat, minlength=count + 1)[1:].astype(np.float32)
    peaks = np.zeros(count + 1, np.float32)
    np.maximum.at(peaks, flat, core.ravel())

    def along(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return mean, root mean square and minimum of some values at the pixel sides of each edge."""
        mean = np.bincount(edge, values, len(pairs)) / np.maximum(lengths, 1)
        square = np.sqrt(np.bincount(edge, values * values, len(pairs)) / np.maximum(lengths, 1))
        lowest = np.full(len(pairs), np.inf)
        np.minimum.at(lowest, edge, values)
        return mean, square, lowest

    lines, depths = border.ravel(), core.ravel()
    line = along(np.maximum(lines[here], lines[there]))
    depth = along(1 - (depths[here] + depths[there]) / 2)
    saddle = np.minimum(peaks[1 + pairs[:, 0]], peaks[1 + pairs[:, 1]]) if len(pairs) else np.empty(0)
    ground = along(field.ravel()[here])[0]
    borders = [*line, *depth, saddle, ground, np.log(np.maximum(lengths, 1))]
    means = [np.bincount(flat, x.ravel(), count + 1)[1:] / np.maximum(areas, 1) for x in (field, border, core)]
    return RegionGraph(
        pairs,
        lengths,
        np.stack(borders, 1).astype(np.float32).reshape(-1, BORDER_FEATURES),
        np.stack([*means, np.log(np.maximum(areas, 1))], 1).astype(np.float32).reshape(-1, REGION_FEATURES),
    )


def pool_regions(labels: np.ndarray, core: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return the mean of ``features`` [C, h, w] over each region [R, C], in which deep pixels weigh more.

    ``labels`` and ``core`` [H, W] may be finer than the features by a whole factor.
    """
    count = int(labels.max(initial=0))
    factor = labels.shape[0] // features.shape[1]
    row, col = np.nonzero(labels)
    region, weight = labels[row, col] - 1, RIM + core[row, col]
    pixel = row // factor * features.shape[2] + col // factor
    channels = features.reshape(len(features), -1).astype(np.float32)
    weights = csr_array((weight.astype(np.float32), (region, pixel)), shape=(count, channels.shape[1]))
    return (weights @ channels.T) / np.maximum(weights.sum(1), 1e-6)[:, None]


def merge_regions(
    count: int, pairs: np.ndarray, affinities: np.ndarray, lengths: np.ndarray, threshold: float
) -> np.ndarray:
    """Return the group [count] of each region, from 0: average linkage over the graph, down to ``threshold``.

    The affinity of two groups is the mean over their common border. Each round merges all pairs that prefer each other;
    since a merged group is never closer to a third than one of its parts was, the order does not matter (reducible
    linkage, Müllner 2011).
    """
    group = np.arange(count)
    pairs, lengths = pairs.astype(np.int64), lengths.astype(np.float64)
    weighted = affinities.astype(np.float64) * lengths
    while len(pairs):
        closeness = weighted / lengths
        strongest = np.full(count, -1.0)
        np.maximum.at(strongest, pairs.ravel(), np.repeat(closeness, 2))
        candidates = np.flatnonzero(
            (closeness >= threshold) & (closeness == strongest[pairs[:, 0]]) & (closeness == strongest[pairs[:, 1]])
        )
        taken = _first_of_each(pairs[candidates], count)
        if not taken.any():
            break
        merged = pairs[candidates[taken]]
        target = np.arange(count)
        target[merged[:, 1]] = merged[:, 0]
        group = target[group]
        pairs = np.sort(target[pairs], axis=1)
        apart = pairs[:, 0] != pairs[:, 1]
        keys, edge = np.unique(pairs[apart, 0] * count + pairs[apart, 1], return_inverse=True)
        weighted, lengths = (np.bincount(edge, x[apart], len(keys)) for x in (weighted, lengths))
        pairs = np.stack(np.divmod(keys, count), 1)
    return np.unique(group, return_inverse=True)[1]


def _first_of_each(pairs: np.ndarray, count: int) -> np.ndarray:
    """Return which of some ``pairs`` are the first in which both of their regions occur, so that none is in two."""
    order = np.arange(len(pairs))
    first = np.full(count, len(pairs))
    np.minimum.at(first, pairs.ravel(), np.repeat(order, 2))
    return (first[pairs[:, 0]] == order) & (first[pairs[:, 1]] == order)


def _facing_pixels(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return, for each pixel side between two regions, both labels (the lower first) and both flat pixel indices."""
    index = np.arange(labels.size).reshape(labels.shape)
    here = np.concatenate([index[:-1].ravel(), index[:, :-1].ravel()])
    there = np.concatenate([index[1:].ravel(), index[:, 1:].ravel()])
    first, second = labels.ravel()[here], labels.ravel()[there]
    between = (first != second) & (first > 0) & (second > 0)
    first, second, here, there = first[between], second[between], here[between], there[between]
    swap = first > second
    return np.where(swap, second, first), np.where(swap, first, second), here, there
