"""Requests to the child process and its answers."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

from .scene_description import Acquisition, Area, Problem, Scene


@dataclass(frozen=True)
class Job:
    """One mapping run.

    ``reference`` is "auto" or an ISO date. ``bundle`` is a folder or zip, empty for the default bundle. ``device`` is
    "auto", "cpu", "cuda" or "mps". ``scratch`` is a folder that the run may fill and whoever started it removes; empty
    for one of the run's own. ``simplify`` is in metres, ``min_area`` in hectares, ``cache`` the size in MB up to which
    tokens are kept for later runs (0: none are). ``previews`` is a folder for drawings of the parcels that are finished
    while the rest is being mapped; empty for none.
    """

    scene: Scene
    out: str
    reference: str = "auto"
    area: Optional[Area] = None
    bundle: str = ""
    device: str = "auto"
    min_area: float = 0.1
    simplify: float = 7.5
    scratch: str = ""
    cache: int = 2048
    previews: str = ""


@dataclass(frozen=True)
class Estimate:
    """What a run would be, known before it: the ``bundle`` by name and version, and how much there is to do.

    ``crops`` are the bundle's classes, ``licence`` and ``trained_on`` what its card says. The run works through
    ``tiles`` of ``side`` × ``side`` pixels with ``acquisitions`` each, takes in ``hectares``, and needs ``memory``
    (bytes).
    """

    bundle: str
    crops: tuple[str, ...]
    licence: str
    trained_on: str
    tiles: int
    side: int
    acquisitions: int
    hectares: float
    memory: int


@dataclass(frozen=True)
class Device:
    """Something that computes here: ``key`` as in `Job.device`, the maker's ``name``, processor ``threads`` (0 for a
    graphics card) and ``free`` memory in bytes, None where the system does not say.
    """

    key: str
    name: str
    threads: int = 0
    free: Optional[int] = None


@dataclass(frozen=True)
class Computer:
    """The devices on which a small computation really ran; "auto" takes the first."""

    devices: tuple[Device, ...]


@dataclass(frozen=True)
class SeriesRequest:
    """One parcel of a map: what do the images show of it through time, and what do crops usually look like?

    ``scene`` and ``reference`` (ISO date) are those of the map. ``outline`` is a GeoJSON geometry in the units of
    ``crs`` (WKT or "EPSG:n"). ``crops`` are the HCAT codes of the crops to compare the parcel with.
    """

    scene: Scene
    reference: str
    outline: str
    crs: str
    crops: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One quantity inside a parcel on one date.

    ``share`` of the parcel's pixels (0 to 1) are clear and have a value; ``mean``, ``low`` and ``high`` (the 10th and
    the 90th percentile) are of these, and None where there is none.
    """

    date: str
    share: float
    mean: Optional[float] = None
    low: Optional[float] = None
    high: Optional[float] = None


@dataclass(frozen=True)
class ReferenceValue:
    """What a crop's parcels show on one date: mean and standard deviation over the parcels."""

    date: str
    mean: float
    deviation: float


@dataclass(frozen=True)
class Series:
    """A parcel through time: ``readings`` by quantity ("NDVI", and "VV" and "VH" in dB) in time order.

    ``pixels`` of 10 m make up the parcel. ``typical`` is by HCAT code and quantity, and lacks the crops of which
    nothing is known. ``problems`` name the images that could not be read.
    """

    pixels: int
    readings: Mapping[str, tuple[Reading, ...]]
    typical: Mapping[str, Mapping[str, tuple[ReferenceValue, ...]]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ThumbnailRequest:
    """Small pictures of S2 dates, made in the order of ``acquisitions``, all of the ground that the earliest covers.

    The longer side has at most ``size`` pixels.
    """

    acquisitions: tuple[Acquisition, ...]
    size: int = 96


@dataclass(frozen=True)
class Thumbnail:
    """The picture of one date: a PNG file, transparent without data; ``path`` is empty where there is none.

    ``note`` says why there is none or why it is grey.
    """

    date: str
    path: str = ""
    note: str = ""
