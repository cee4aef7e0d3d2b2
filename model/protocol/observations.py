"""One parcel through time: what the images show of it, and the reference curves of crops."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

from .scene_description import Problem


@dataclass(frozen=True)
class Observation:
    """One quantity inside a parcel on one date.

    ``share`` is the part of the parcel's pixels (0 to 1) that are clear and have a value; ``mean``, ``low`` and
    ``high`` (the 10th and the 90th percentile) are computed from these pixels, and None where there are none.
    """

    date: str
    share: float
    mean: Optional[float] = None
    low: Optional[float] = None
    high: Optional[float] = None


@dataclass(frozen=True)
class ReferenceValue:
    """One point of a crop's reference curve: mean and standard deviation over labelled parcels on one date."""

    date: str
    mean: float
    deviation: float


@dataclass(frozen=True)
class ParcelTimeSeries:
    """A parcel through time: ``observations`` by quantity ("NDVI", and "VV" and "VH" in dB) in time order.

    ``pixels`` is the number of 10 m pixels in the parcel. ``reference_curves`` are by HCAT code and quantity; crops
    without labelled parcels have none. ``problems`` name the images that could not be read.
    """

    pixels: int
    observations: Mapping[str, tuple[Observation, ...]]
    reference_curves: Mapping[str, Mapping[str, tuple[ReferenceValue, ...]]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
