"""The tables that scores are computed from: one row a reference parcel and one a mapped parcel, each with its cluster.

Every score is a sum over rows, so that strata are selections of rows and the bootstrap is weights on clusters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np


@dataclass(frozen=True)
class References:
    """Reference parcels whose crop is one of K classes; the index K stands for "no class" below.

    ``cluster``, ``crop`` [n]; ``counted`` [n] bool: scored as a parcel, not only by its pixels; ``area`` [n] hectares;
    ``clear_dates`` [n] dates without cloud (NaN unknown); ``parcel`` [n] index into the declared layer. From the map:
    ``pixels`` [n, K + 1] of 5 m by mapped class; ``iou`` [n] of the matching mapped parcel (over 0.5, 0 without one)
    and its class ``matched_crop`` [n] (K: none); ``probabilities`` [n, K] means over the parcel (NaN unknown);
    ``outline`` [n] pixels along its outline and ``outline_matched`` [n] those of them near a mapped outline.
    """

    cluster: np.ndarray
    crop: np.ndarray
    counted: np.ndarray
    area: np.ndarray
    clear_dates: np.ndarray
    parcel: np.ndarray
    pixels: np.ndarray
    iou: np.ndarray
    matched_crop: np.ndarray
    probabilities: np.ndarray
    outline: np.ndarray
    outline_matched: np.ndarray

    @property
    def majority_crop(self) -> np.ndarray:
        """The mapped class [n] that covers most of each parcel (K: none)."""
        return self.pixels.argmax(1)


@dataclass(frozen=True)
class Predictions:
    """Mapped parcels.

    ``cluster``, ``crop`` [n] (K: no class); ``counted`` [n] bool: lies where the reference is known; ``iou`` [n] with
    the matching reference parcel (over 0.5, 0 without one) and its class ``matched_crop`` [n] (K: none); ``area`` [n]
    hectares and ``clear_dates`` [n] are those of that reference parcel, so that a match is in the same stratum on both
    sides, or its own. ``outline`` [n] pixels along the outline and ``outline_matched`` [n] those near a reference
    outline. ``confidence`` [n] (NaN unknown) and ``reference_crop`` [n] the class that most of it lies on (-1: less
    than half of it lies on known crops).
    """

    cluster: np.ndarray
    crop: np.ndarray
    counted: np.ndarray
    area: np.ndarray
    clear_dates: np.ndarray
    iou: np.ndarray
    matched_crop: np.ndarray
    outline: np.ndarray
    outline_matched: np.ndarray
    confidence: np.ndarray
    reference_crop: np.ndarray


Table = TypeVar("Table", References, Predictions)


@dataclass(frozen=True)
class Tables:
    """Both tables of one map, or of the maps that one system made of several areas."""

    references: References
    predictions: Predictions


def select_rows(table: Table, rows: np.ndarray) -> Table:
    """Return some rows of a table, by index or mask."""
    return dataclasses.replace(table, **{name: column[rows] for name, column in vars(table).items()})


def concatenate_tables(parts: Sequence[Tables]) -> Tables:
    """Return the tables of several areas as one."""
    return Tables(_concatenate([p.references for p in parts]), _concatenate([p.predictions for p in parts]))


def _concatenate(tables: list[Table]) -> Table:
    columns = [vars(table) for table in tables]
    return dataclasses.replace(tables[0], **{name: np.concatenate([c[name] for c in columns]) for name in columns[0]})
