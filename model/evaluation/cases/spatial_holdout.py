"""Spatial holdout: folds of parcels that are apart, so that no parcel is tested next to those it was learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from ...declared_parcels import Declared
from ...protocol import InputError
from ...text import tr


@dataclass(frozen=True)
class SpatialHoldout:
    """``fold`` [P] of each parcel, numbered from 0; ``left_out`` [P] bool: within the buffer of another fold."""

    fold: np.ndarray
    left_out: np.ndarray


def folds_by_blocks(declared: Declared, side: float, buffer: float = 0.0) -> SpatialHoldout:
    """Make each square block of ``side`` metres a fold; a parcel belongs to the block of its centroid.

    Parcels nearer than ``buffer`` metres to another fold's are left out. The parcels' CRS is in metres.
    """
    if side <= 0:
        raise InputError(tr("The side of a block is a number of metres above 0."))
    centroids = shapely.get_coordinates(shapely.centroid(declared.polygons))
    return _make_folds(declared, np.floor(centroids / side), buffer)


def folds_by_attribute(declared: Declared, values: Sequence[str] | np.ndarray, buffer: float = 0.0) -> SpatialHoldout:
    """Make each of ``values`` [P], such as regions, a fold; otherwise as `folds_by_blocks`."""
    return _make_folds(declared, np.asarray(values, str)[:, None], buffer)


def _make_folds(declared: Declared, groups: np.ndarray, buffer: float) -> SpatialHoldout:
    if buffer < 0:
        raise InputError(tr("The buffer between folds cannot be negative; 0 leaves no parcel out."))
    fold = np.unique(groups, axis=0, return_inverse=True)[1].reshape(-1)
    left_out = np.zeros(fold.size, bool)
    if buffer > 0 and fold.size:
        tree = shapely.STRtree(declared.polygons)
        one, other = tree.query(declared.polygons, predicate="dwithin", distance=buffer)
        left_out[one[fold[one] != fold[other]]] = True
    return SpatialHoldout(fold, left_out)
