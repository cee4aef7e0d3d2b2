"""The region that a bundle was made for, and whether an area lies in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from pyproj import Transformer

from ..text import tr

MARGIN = 0.25  # degrees around the parcels that taught, in which the bundle is used without a question


def describe_elsewhere(region: Mapping[str, Any], bounds: Sequence[float], crs: str) -> str:
    """Return a sentence where a bundle was not made for an area, empty where it was.

    ``region`` is the entry of its card, ``bounds`` are the area's west, south, east and north in the units of ``crs``.
    """
    west, south, east, north = region["area"]
    if shapely.box(*in_degrees(bounds, crs)).intersects(
        shapely.box(west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)
    ):
        return ""
    text = tr(
        "The model {} was made for another region ({:.1f} to {:.1f} east, {:.1f} to {:.1f} north), and its crops may "
        "not fit here."
    )
    return text.format(region["name"], west, east, south, north)


def in_degrees(bounds: Sequence[float], crs: str) -> list[float]:
    """Return west, south, east and north in degrees (WGS 84)."""
    transformer = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    west, south, east, north = (float(x) for x in bounds)
    return [float(x) for x in transformer.transform_bounds(west, south, east, north)]
