"""Slope of the ground from an elevation model."""

from __future__ import annotations

import contextlib
import re

import numpy as np
from pyproj import CRS as ProjectionCRS  # noqa: N811
from pyproj.exceptions import CRSError
from rasterio import DatasetReader

FOOT = 0.3048  # metres


def slope(heights: np.ndarray, spacing: float) -> np.ndarray:
    """Return the slope in degrees [H - 2, W - 2] of heights [H, W] in metres, by Horn's (1981) weights.

    A missing neighbour counts as level with the centre.
    """
    centre = heights[1:-1, 1:-1]
    rows, cols = centre.shape

    def at(down: int, right: int) -> np.ndarray:
        neighbour = heights[1 + down : 1 + down + rows, 1 + right : 1 + right + cols]
        return np.where(np.isnan(neighbour), centre, neighbour)

    eastward = sum(weight * (at(down, 1) - at(down, -1)) for down, weight in ((-1, 1), (0, 2), (1, 1)))
    southward = sum(weight * (at(1, right) - at(-1, right)) for right, weight in ((-1, 1), (0, 2), (1, 1)))
    return np.degrees(np.arctan(np.hypot(eastward, southward) / (8 * spacing)))


def vertical_scale(dataset: DatasetReader, name: str) -> float:
    """Return how many metres one unit of an elevation model is, by the unit of its band, its CRS or its name."""
    texts = [dataset.units[0] or "", dataset.descriptions[0] or "", *dataset.tags(1).values(), name]
    with contextlib.suppress(CRSError, ValueError):
        system = ProjectionCRS.from_wkt(dataset.crs.to_wkt())
        texts += [axis.unit_name for part in system.sub_crs_list[1:] for axis in part.axis_info]
    words = {word.lower() for text in texts for word in re.split(r"[^A-Za-z]+", text)}
    return FOOT if words & {"foot", "feet", "ft"} else 1.0
