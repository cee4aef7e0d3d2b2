"""Which parcels to label next: the most typical ones of groups of alike parcels that have no label yet."""

from __future__ import annotations

import numpy as np
from scipy.cluster.vq import kmeans2

from .even_space import spread_evenly

MOST_GROUPS = 200  # for parcels that have a label
MOST_PARCELS = 20_000  # that are grouped; of more, a sample
ITERATIONS = 15


def suggest_parcels(embeddings: np.ndarray, labelled: np.ndarray, count: int, seed: int = 0) -> np.ndarray:
    """Return the indices of ``count`` parcels to label, the most useful first; fewer where there are no more.

    ``embeddings`` [N, d] are NaN where unknown, ``labelled`` [N] says which have a label. Parcels are grouped by
    embedding, in a space in which they spread evenly; large groups without a label come first, and of each the parcel
    nearest to its centre (after Hacohen, Dekel & Weinshall 2022). The least certain parcels were worse than random
    ones: docs/adaptation.md.
    """
    known = np.flatnonzero(np.isfinite(embeddings).all(1))
    known = np.sort(np.random.default_rng(seed).permutation(known)[:MOST_PARCELS])
    has_label, features = labelled[known], spread_evenly(embeddings[known])
    if has_label.all():
        return np.empty(0, np.int64)
    groups = min(int(has_label.sum()), MOST_GROUPS) + count
    if groups >= len(known):
        return known[~has_label][:count]
    centres, group = kmeans2(features, groups, iter=ITERATIONS, minit="++", rng=seed)
    distance = ((features - centres[group]) ** 2).sum(1)
    labels, sizes = np.bincount(group[has_label], minlength=groups), np.bincount(group, minlength=groups)
    chosen: list[int] = []
    for number in np.argsort(-sizes / (1 + labels) ** 2, kind="stable"):
        members = np.flatnonzero((group == number) & ~has_label)
        if len(members) and len(chosen) < count:
            chosen.append(int(known[members[distance[members].argmin()]]))
    return np.array(chosen, np.int64)
