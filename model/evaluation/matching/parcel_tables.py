"""What scores are made of: one row a reference parcel and one a mapped parcel, with the cluster each belongs to.

Every score is a sum over rows, so that strata are choices of rows and the bootstrap is weights on clusters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np


@dataclass(frozen=True)
class References:
    """Parcels of the reference whose crop is one of K classes; K itself stands for "none" in what follows.

    ``cluster``, ``crop`` [n]; ``counted`` [n] bool: as a field, not only by its pixels; ``area`` [n] in hectares;
    ``clear`` [n] dates without cloud (NaN unknown); ``parcel`` [n] its place in the declared layer. Of the map:
    ``pixels`` [n, K + 1] of 5 m by mapped class; ``iou`` [n] of the parcel that found it, over 0.5, or 0, and its
    class ``told`` [n]; ``probs`` [n, K] mean probabilities (NaN where nothing says any); ``edge`` [n] pixels along the
    outline and ``edge_found`` [n] those of them that a mapped outline comes near.
    """

    cluster: np.ndarray
    crop: np.ndarray
    counted: np.ndarray
    area: np.ndarray
    clear: np.ndarray
    parcel: np.ndarray
    pixels: np.ndarray
    iou: np.ndarray
    told: np.ndarray
    probs: np.ndarray
    edge: np.ndarray
    edge_found: np.ndarray

    @property
    def voted(self) -> np.ndarray:
        """The mapped class [n] that covers most of each parcel."""
        return self.pixels.argmax(1)


@dataclass(frozen=True)
class Predictions:
    """Parcels of a map.

    ``cluster``, ``crop`` [n] (K: of no class); ``counted`` [n] bool: it lies where the reference can judge it; ``iou``
    [n] with the field it found, over 0.5, or 0, and that field's class ``true`` [n] (K: none); ``area`` [n] and
    ``clear`` [n] are those of that field, so that a hit falls into its field's stratum, or its own. ``edge`` [n] pixels
    along the outline and ``edge_right`` [n] those near a true one. ``conf`` [n] the confidence (NaN unknown) and
    ``below`` [n] the class that most of it lies on (-1: not half of it lies on any known crop).
    """

    cluster: np.ndarray
    crop: np.ndarray
    counted: np.ndarray
    area: np.ndarray
    clear: np.ndarray
    iou: np.ndarray
    true: np.ndarray
    edge: np.ndarray
    edge_right: np.ndarray
    conf: np.ndarray
    below: np.ndarray


Table = TypeVar("Table", References, Predictions)


@dataclass(frozen=True)
class Tables:
    """Both tables of one map, or of several places mapped by the same system."""

    references: References
    predictions: Predictions


def rows(table: Table, chosen: np.ndarray) -> Table:
    """Return some rows of a table, by index or mask."""
    return dataclasses.replace(table, **{name: column[chosen] for name, column in vars(table).items()})


def joined(parts: Sequence[Tables]) -> Tables:
    """Return the tables of several places as one."""
    return Tables(_stacked([p.references for p in parts]), _stacked([p.predictions for p in parts]))


def _stacked(tables: list[Table]) -> Table:
    columns = [vars(table) for table in tables]
    return dataclasses.replace(tables[0], **{name: np.concatenate([c[name] for c in columns]) for name in columns[0]})
