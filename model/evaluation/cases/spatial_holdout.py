"""Spatial holdout: parcels in folds that lie apart, so that nothing is tested beside what it was learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ...declared_parcels import Declared
from ...protocol import InputError


@dataclass(frozen=True)
class Holdout:
    """``fold`` [P] of each parcel, counted from 0; ``left_out`` [P] bool: too near a parcel of another fold."""

    fold: np.ndarray
    left_out: np.ndarray

    @property
    def folds(self) -> int:
        """How many folds there are."""
        return int(self.fold.max(initial=-1)) + 1


def by_blocks(declared: Declared, side: float, buffer: float = 0.0) -> Holdout:
    """Make each square block of ``side`` metres a fold; a parcel belongs where its centre lies.

    Parcels nearer than ``buffer`` metres to another fold's are left out. The parcels' CRS is in metres.
    """
    if side <= 0:
        raise InputError("The side of a block is a number of metres above 0.")
    centres = shapely.get_coordinates(shapely.centroid(declared.polygons))
    return _apart(declared, np.floor(centres / side), buffer)


def by_attribute(declared: Declared, values: np.ndarray, buffer: float = 0.0) -> Holdout:
    """Make each of ``values`` [P], such as regions, a fold; otherwise as `by_blocks`."""
    return _apart(declared, np.asarray(values, str)[:, None], buffer)


def _apart(declared: Declared, groups: np.ndarray, buffer: float) -> Holdout:
    if buffer < 0:
        raise InputError("The buffer between folds cannot be negative; 0 leaves no parcel out.")
    fold = np.unique(groups, axis=0, return_inverse=True)[1].reshape(-1)
    left_out = np.zeros(fold.size, bool)
    if buffer > 0 and fold.size:
        tree = shapely.STRtree(declared.polygons)
        one, other = tree.query(declared.polygons, predicate="dwithin", distance=buffer)
        left_out[one[fold[one] != fold[other]]] = True
    return Holdout(fold, left_out)
