"""What a map holds, without a reference: ground mapped as parcels, crops and their diversity, confidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ...constants import HECTARE
from ...declared_parcels import Declared, numbered
from ...scene.grid import Grid
from .parcel_map import ParcelMap


@dataclass(frozen=True)
class MapContent:
    """What a map of one grid holds.

    ``parcels`` are counted; ``median_area`` hectares; ``mapped`` the share of the grid that lies in parcels;
    ``crop_shares`` [K] of the area of parcels with a known crop; ``confidence`` the mean, weighted by area. NaN where a
    map has no parcels.
    """

    parcels: int
    median_area: float
    mapped: float
    crop_shares: np.ndarray
    confidence: float

    @property
    def entropy(self) -> float:
        """The entropy of the crop shares in bits: 0 where every parcel has the same crop."""
        return entropy_bits(self.crop_shares)


def describe_map(parcel_map: ParcelMap, grid: Grid, classes: int) -> MapContent:
    """Return what a map in the grid's CRS holds; ``classes`` is the number of crop classes K."""
    parcels = parcel_map.parcels
    area = shapely.area(parcels.polygons) / HECTARE
    judged = np.isfinite(parcel_map.confidence)
    return MapContent(
        parcels=len(area),
        median_area=float(np.median(area)) if area.size else float("nan"),
        mapped=float((numbered(parcels, grid.transform, grid.height, grid.width)[0] > 0).mean()),
        crop_shares=crop_shares(parcels, classes),
        confidence=float(np.average(parcel_map.confidence[judged], weights=area[judged])) if judged.any() else np.nan,
    )


def crop_shares(parcels: Declared, classes: int) -> np.ndarray:
    """Return the share of each class [K] in the area of the parcels whose crop is known; NaN where there are none."""
    known = parcels.crops >= 0
    area = np.bincount(parcels.crops[known], shapely.area(parcels.polygons[known]), classes)
    return area / area.sum() if area.sum() > 0 else np.full(classes, np.nan)


def entropy_bits(shares: np.ndarray) -> float:
    """Return the entropy of shares [K] that sum to 1, in bits; NaN where they are NaN."""
    positive = shares[shares != 0]
    return float(-(positive * np.log2(positive)).sum()) + 0.0


def mapped_outside(parcel_map: ParcelMap, declared: Declared, grid: Grid) -> float:
    """Return the share of the ground outside the declared parcels that a map has parcels on; NaN where none is outside.

    Map and declared parcels are in the grid's CRS and are compared at 5 m.
    """
    window = grid.transform, grid.height, grid.width
    outside = numbered(declared, *window)[0] == 0
    mapped = numbered(parcel_map.parcels, *window)[0] > 0
    return float(mapped[outside].mean()) if outside.any() else float("nan")
